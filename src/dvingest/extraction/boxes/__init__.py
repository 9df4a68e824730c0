"""Boxes inside the body that are not the article, known by their structure, their links and what they ask to press."""
