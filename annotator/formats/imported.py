"""What an import gives, and what is the same for every sort of input."""

from annotator.model.exchange import Imported
from annotator.model.imported import IMPORTED, article_id, title_of, titled

__all__ = ["IMPORTED", "Imported", "article_id", "title_of", "titled"]
