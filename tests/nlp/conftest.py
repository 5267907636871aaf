import pytest
from spacy.language import Language

from annotator.nlp import pipelines


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The bundled pipeline with our components, loaded once."""
    return pipelines.load(pipelines.BUNDLED, "en")
