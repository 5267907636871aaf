"""What is selected: the commands act on it, the window shows it."""

from dataclasses import dataclass, replace
from typing import Literal

from annotator.model.document import Document, Span

Border = Literal["start", "end"]


@dataclass(frozen=True)
class Selection:
    """A stretch of text, an annotation, or both.

    caret       where the text caret stands, a code point offset from 0 to the text's length
    anchor      the other end of the selected text; equal to `caret` where none is selected
    annotation  the id of the selected entity or quote
    part        which content of a selected quote is meant, an index
    border      the border of the selected annotation that the arrow keys move
    """

    caret: int = 0
    anchor: int = 0
    annotation: str | None = None
    part: int = 0
    border: Border | None = None

    @property
    def text(self) -> Span | None:
        """The selected stretch of text, None where there is none."""
        if self.caret == self.anchor:
            return None
        return Span(min(self.caret, self.anchor), max(self.caret, self.anchor))

    @property
    def stretch(self) -> Span:
        """The selected stretch of text, else the empty one at the caret."""
        return self.text or Span(self.caret, self.caret)

    def fitting(self, document: Document | None) -> "Selection":
        """As far as there still is such a thing in the document: an annotation may be gone, a new text shorter."""
        chosen = document.by_id.get(self.annotation or "") if document is not None else None
        gone = self.annotation is not None and (chosen is None or chosen.rejected)
        kept = self.with_annotation(None) if gone else self
        end = len(document.text) if document is not None else 0
        return kept if max(kept.caret, kept.anchor) <= end else Selection(end, end)

    def with_text(self, anchor: int, caret: int) -> "Selection":
        """With another stretch of text selected; the annotation stays, its border is let go."""
        return replace(self, anchor=anchor, caret=caret, border=None)

    def with_annotation(self, annotation: str | None, part: int = 0) -> "Selection":
        """With another annotation selected, or none; no text is selected any more."""
        return Selection(caret=self.caret, anchor=self.caret, annotation=annotation, part=part)
