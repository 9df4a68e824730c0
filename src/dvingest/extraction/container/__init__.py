"""Which template a page has and where its body stands, or why it is no article."""
