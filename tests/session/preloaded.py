"""Imports what a process of `killing` needs only once it goes on: it would take longer for that than it lives."""

import sqlalchemy.dialects.sqlite

from annotator.session.exchange import formats

assert sqlalchemy.dialects.sqlite
formats.formats()
