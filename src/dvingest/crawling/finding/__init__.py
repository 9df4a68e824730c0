"""Which articles there are: sitemaps, sections and feeds, how far each is followed, and which articles are fetched."""
