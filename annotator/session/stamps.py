"""What something new is marked with: when it was made, and a name that nothing else has."""

from datetime import UTC, datetime
from uuid import uuid4


def now() -> str:
    """The time in UTC to the second, ISO 8601."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def new_id(prefix: str = "") -> str:
    """A name for something new that no other program will give."""
    return prefix + uuid4().hex[:10]
