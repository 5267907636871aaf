"""What the program holds after a thousand articles were opened one after the other: no more than after two hundred.

The window of a project with generated articles of 500 words opens them in the order of the queue, paints each, selects
a quote in it and labels an entity. Resident size of the process, in MB; the child that reads articles is left out.
"""

import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

ARTICLES = 1000
SETTLED = 200
"""Articles after which caches are full."""
BUDGET = 10.0
"""MB of growth from then on; the log of what was done grows by some hundred bytes an edit."""


def run(argv: list[str]) -> int:
    """Print the size every hundred articles and the growth after the first two hundred; 1 where it is over budget."""
    del argv
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANNOTATOR_HOME"] = home
        sizes = _sizes(_project(Path(home)))
    growth = (sizes[-1] - sizes[SETTLED // 100 - 1]) / 1e6
    fine = growth <= BUDGET
    verdict = "" if fine else "  MISSED"
    print(f"growth from article {SETTLED} to {ARTICLES}: {growth:.1f} MB, budget {BUDGET:.0f} MB{verdict}")
    return 0 if fine else 1


def _project(home: Path) -> Path:
    from annotator.model.edits import AddDocument, AddSpeaker
    from annotator.session.projects.projects import create_session
    from annotator.session.settings.settings import Settings
    from tests.benchmarks.articles import SPEAKERS, article

    session = create_session(home / "many.anno", Settings())
    session.dispatch("import.articles", [AddSpeaker(speaker) for speaker in SPEAKERS.values()], "Import", sources={})
    for first in range(0, ARTICLES, 100):
        documents = []
        for number in range(first, first + 100):
            document = article(500, seed=number)
            documents.append(replace(document, article=replace(document.article, id=f"a{number:04}")))
        session.dispatch("import.articles", [AddDocument(document) for document in documents], "Import", sources={})
    path = session.project.path
    session.close()
    return path


def _sizes(project: Path) -> list[int]:
    from annotator.session.selection import Selection
    from annotator.ui.app import make_application, make_window

    application = make_application(sys.argv[:1])
    window = make_window([project], reader="tests.session.readers:Plain")
    window.show()
    sizes = []
    session = window.session
    for number, entry in enumerate(list(session.entries), 1):
        session.open(entry.id)
        application.processEvents()
        document = session.document
        assert document is not None
        session.select(Selection(annotation=document.quotes[0].id))
        application.processEvents()
        session.select(Selection(annotation=document.entities[0].id))
        window.run("label.1")
        application.processEvents()
        if number % 100 == 0:
            sizes.append(_resident())
            print(f"{number:>5} articles{sizes[-1] / 1e6:9.1f} MB", flush=True)
    window.close()
    return sizes


def _resident() -> int:
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
