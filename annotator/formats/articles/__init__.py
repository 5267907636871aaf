"""Articles as they are written and published: text, Markdown, web pages, Word, PDF, feeds, tables."""
