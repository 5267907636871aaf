"""Start-up: `annotator`, and `python -m annotator`."""

import sys

INTERRUPTED = 130
"""The exit code of what Ctrl+C has ended, as shells have it."""


def main() -> None:
    """Runs the command line of this process and ends it with the command's exit code."""
    try:
        from annotator.cli.app import run  # takes a while, in which somebody may change their mind
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
