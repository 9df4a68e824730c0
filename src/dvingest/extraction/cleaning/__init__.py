"""What is taken off the pieces of pages and of plain text alike: captions said twice, lines that are no article's."""
