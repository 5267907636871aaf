"""How a page of articles looks, on a screen and on paper."""

_HUES = (215, 95, 330, 30, 275, 175, 5, 55, 245, 140)
"""The hues of labels, in an order in which neighbours are far apart."""
HUES = len(_HUES)

STYLE = """\
:root { color-scheme: light dark; --ink: #1c1e22; --dim: #5c6168; --page: #fdfcfa; --line: #d8d5cf; --said: #b08a2e;
  --tint: 88%; --deep: 26%; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e3dd; --dim: #a3a7ae; --page: #17191d; --line: #3a3e45; --said: #c9a44a; --tint: 24%; --deep: 80%; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.25rem 4rem; max-width: 46rem; color: var(--ink); background: var(--page);
  font: 1.0625rem/1.75 Georgia, "Noto Serif", "Liberation Serif", serif; overflow-wrap: break-word; }
.key, .about, .labels, .quotes, small, sup { font-family: system-ui, "Noto Sans", "Liberation Sans", sans-serif; }
.key, .about, .labels { color: var(--dim); font-size: 0.8125rem; }
.key { border-bottom: 1px solid var(--line); }
article { padding-top: 1.5rem; }
article + article { margin-top: 3rem; border-top: 1px solid var(--line); }
h2 { margin: 0; font-size: 1.6rem; line-height: 1.25; }
h3, h4, h5, h6 { margin: 1.6em 0 0.4em; font-size: 1.1rem; line-height: 1.3; }
article h2, article p, article h3, article h4, article h5, article h6 { white-space: pre-wrap; }
header p { margin: 0.4rem 0; }
a { color: inherit; }
sup a, li p a { text-decoration: none; }
mark { color: inherit; box-decoration-break: clone; -webkit-box-decoration-break: clone;
  background: hsl(var(--hue) 60% var(--tint)); border-radius: 0.2em; padding: 0.05em 0; }
mark.pending { background: none; box-shadow: inset 0 0 0 1px hsl(var(--hue) 50% 55%); }
.labels mark, .key mark { padding: 0.1em 0.4em; }
.label { margin: 0 0.1em 0 0.25em; font-size: 0.64rem; font-weight: 600; letter-spacing: 0.03em;
  color: hsl(var(--hue) 55% var(--deep)); }
.labels .label { font-size: 0.72rem; }
.q { border-bottom: 2px solid var(--said); }
.c { font-style: italic; text-decoration: underline dashed 1px; text-underline-offset: 0.2em; }
.s { text-decoration: underline double 1px; text-underline-offset: 0.2em; }
.q.open { border-bottom-style: dotted; }
sup { margin: 0 0.15em 0 0.05em; font-size: 0.65em; line-height: 0; color: var(--dim); }
.speaker { margin-inline-end: 0.35em; padding: 0.1em 0.5em; border: 1px solid var(--said); border-radius: 1em;
  font-size: 0.72rem; color: var(--dim); white-space: nowrap; }
.label, .speaker, sup { user-select: none; }
.quotes { margin-top: 2rem; padding-top: 0.5rem; border-top: 1px solid var(--line); font-size: 0.875rem;
  line-height: 1.5; }
.quotes ol { padding-inline-start: 1.6em; }
.quotes p { margin: 0.2rem 0; }
:target { background: hsl(48 80% 50% / 0.2); }
@media print {
  @page { margin: 18mm; }
  :root { --ink: #000; --dim: #444; --page: #fff; --line: #999; --said: #555; --tint: 90%; --deep: 20%; }
  body { max-width: none; padding: 0; font-size: 10.5pt; }
  mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  article + article { break-before: page; border: 0; margin: 0; padding: 0; }
  h2, h3, h4, h5, h6 { break-after: avoid; }
  li { break-inside: avoid; }
}
"""
STYLE += "".join(f".l{number} {{ --hue: {hue}; }}\n" for number, hue in enumerate(_HUES))
