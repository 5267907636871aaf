"""A second process that has a project open, does what its input says, and answers on its output."""

import sys
from pathlib import Path

from annotator.store.project import Project

ROOT = Path(__file__).resolve().parents[2]
"""Where such a process is started."""

if __name__ == "__main__":
    with Project.open(Path(sys.argv[1]), by=sys.argv[2]) as project:
        print("reading" if project.read_only else "writing", flush=True)
        for line in sys.stdin:
            project.put("said", line.rstrip())
            print("saved", flush=True)
