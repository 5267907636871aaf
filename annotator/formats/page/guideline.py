"""A project's guideline as one web page, to read or to print: without script, light and dark, and nothing fetched."""

from html import escape

from markdown_it import MarkdownIt

from annotator.formats.page.head import head

_STYLE = """\
:root { color-scheme: light dark; --ink: #1c1e22; --page: #fdfcfa; --line: #d8d5cf; --said: #f3efe6; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e3dd; --page: #17191d; --line: #3a3e45; --said: #212529; }
}
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 44rem; color: var(--ink); background: var(--page);
  font: 1rem/1.6 system-ui, "Noto Sans", "Liberation Sans", sans-serif; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; margin: 1.8em 0 0.5em; }
h1:first-child { margin-top: 0; }
blockquote { margin: 0.8em 0; padding: 0.5em 0.9em; background: var(--said); border-radius: 0.25em; }
blockquote p { margin: 0; }
a { color: inherit; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: 0.3em 0.6em; text-align: start; vertical-align: top; }
@media print {
  @page { margin: 18mm; }
  :root { --ink: #000; --page: #fff; --line: #999; --said: #f2f2f2; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  blockquote { break-inside: avoid; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h1, h2, h3 { break-after: avoid; }
}
"""


def guideline_page(markdown: str, title: str, by: str) -> str:
    """The page of a guideline in Markdown; HTML in it is shown letter by letter, and of pictures only the words.

    by  the program that writes it
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    begun = head(title=escape(title), by=escape(by), style=_STYLE)
    return f"{begun}{reader.render(markdown)}</body>\n</html>\n"
