"""What single lines say by their wording: who wrote or took something, and the mark of the paper."""
