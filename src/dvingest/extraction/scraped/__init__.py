"""Plain text that others scraped: heads, lists and rows as scrapers write them, without the page's markup to tell."""
