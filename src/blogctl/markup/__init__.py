"""Texts between Markdown and HTML: rendered, sanitised, and written as Markdown again."""
