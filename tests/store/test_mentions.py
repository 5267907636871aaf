"""In which articles words stand or speakers are named."""

from annotator.model.document import Article, Document, Entity, Span, Speaker, Status
from annotator.model.edits import AddDocument, AddSpeaker
from annotator.store.mentions import articles

TEXTS = ("Øst is shut.", "“No.”", "In ost, Lind", "Ost again", "Ostend")


def test_articles_are_found_by_words_marks_and_speakers_in_the_order_of_the_queue(editor):
    editor.do(AddSpeaker(Speaker(id="s", name="Mara Lind")))
    for number, text in enumerate(TEXTS):
        named = (Entity(id="e", span=Span(0, 2), label="PERSON", speaker="s"),) if number == 4 else ()
        status = Status.ASIDE if number == 3 else Status.OPEN
        article = Article(id=f"z{9 - number}", text=text)
        editor.do(AddDocument(Document(article=article, entities=named, status=status)))

    def found(*words, **rest) -> list[str]:
        return [name for name, _ in editor.project.ask(lambda connection: articles(connection, words, **rest))]

    assert found("Ost") == ["z9", "z7"], "whatever its case and accents, and what is set aside is not"
    assert found("Ost", most=1) == ["z9"]
    assert found("“") == ["z8"], "no index has it"
    assert found("Lind", speakers=("s",)) == ["z7", "z5"]
    assert found("nowhere") == []
