"""What the service that reads articles tells its owner."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from annotator.model.document import Tokens
from annotator.model.faults import Fault
from annotator.model.mistakes import Mistake
from annotator.model.suggestions import Suggestions

Stage = Literal["loading", "reading", "idle"]


@dataclass(frozen=True)
class TokensReady:
    """An article's tokens, its language (ISO 639-1), None where it could not be told, and the text's hash."""

    document_id: str
    tokens: Tokens
    language: str | None
    text_sha256: str


@dataclass(frozen=True)
class SuggestionsReady:
    """An article's suggestions, and the hash of the text they were made for (`Article.text_sha256`)."""

    document_id: str
    suggestions: Suggestions
    text_sha256: str


@dataclass(frozen=True)
class Failed:
    """No suggestions for this article; with None, none for any until `start`, `configure` or `cancel_all`.

    mistake  what went wrong, where a person cannot mend it
    """

    document_id: str | None
    fault: Fault
    mistake: Mistake | None = None


@dataclass(frozen=True)
class Progress:
    """How many articles wait, which one is being read, and what is going on."""

    waiting: int
    current: str | None
    stage: Stage


Event: TypeAlias = TokensReady | SuggestionsReady | Failed | Progress
