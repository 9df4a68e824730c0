"""The article's fragment: a tree, the pieces of text and pictures read from it, and the blocks these become."""
