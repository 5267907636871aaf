"""`python -m tests.benchmarks NAME [arguments]` runs a benchmark; without a name it lists them."""

import sys
from importlib import import_module
from pathlib import Path


def main(argv: list[str]) -> int:
    """Runs the named benchmark; its exit code is 1 where a budget is missed."""
    names = sorted(
        path.stem
        for path in Path(__file__).parent.glob("*.py")
        if not path.stem.startswith("_") and "def run(" in path.read_text(encoding="utf-8")
    )
    if not argv or argv[0] not in names:
        print("benchmarks:", ", ".join(names))
        return 0 if not argv else 2
    code: int = import_module(f"tests.benchmarks.{argv[0]}").run(argv[1:])
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
