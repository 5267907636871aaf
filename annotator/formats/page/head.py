"""How every page begins that is written here: without script, and so that a browser fetches nothing for it."""

_HEAD = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="{by}">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<aside class="key">
<p><mark class="e l0">an entity <small class="label">LABEL</small></mark> · a quote: <sup class="start">1</sup><span \
class="q">what was said</span>, <span class="c">its cue</span><sup>1</sup>, <span class="s">its source</span><sup>1\
</sup> · <small class="speaker">the speaker</small> · not decided yet<sup>?</sup></p>
</aside>
"""


def head(*, title: str, by: str, style: str) -> str:
    """A page as far as its body, with its style sheet.

    title, by  what it is called, and the program that writes it, both as HTML
    """
    return _HEAD.format(title=title, by=by, style=style)
