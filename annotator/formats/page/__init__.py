"""Web pages to read or to print: an article with its entities and quotes, a project's guideline."""
