"""What a page says of its article beside the text: title, lead, date, people, sections, tags, kind."""
