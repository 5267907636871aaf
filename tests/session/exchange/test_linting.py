from collections import Counter
from dataclasses import replace

from annotator.model.document import Article, Document, Entity, Span, Status
from annotator.model.edits import AddDocument, SetAllowed
from annotator.model.finding.allowed import Allowed
from annotator.model.lint import Rule, Severity
from annotator.model.splits import Split
from annotator.session.exchange.linting import LintOptions, lint, mended
from tests.session.conftest import at

TEXT = "The harbour council of Kell met Mira Sol on Monday to talk about the old pier and the ferry."


def an_article(name: str, text: str = TEXT, *entities: Entity, status: Status = Status.DONE, **meta: str) -> Document:
    return Document(article=Article(id=name, text=text, title=name), entities=entities, status=status, meta_extra=meta)


def rules(report, article):
    return [finding.rule for finding in report.findings if finding.article == article]


def test_the_findings_of_a_project_say_article_and_place(session):
    overlapping = (Entity(id="e1", span=Span(4, 27), label="ORG"), Entity(id="e2", span=Span(23, 27), label="GPE"))
    session.dispatch(
        "import.articles",
        [
            AddDocument(an_article("one", TEXT, *overlapping, split="train")),
            AddDocument(an_article("two", TEXT + " It rained.", split="test")),
            AddDocument(an_article("three", TEXT + " All left.", status=Status.ASIDE)),
            AddDocument(
                an_article(
                    "four", "Nothing of that.", Entity(id="e1", span=Span(0, 7), label="GPE"), status=Status.OPEN
                )
            ),
        ],
        "Import",
    )
    report = lint(session.project, LintOptions())
    assert rules(report, "one") == []
    assert rules(report, "two") == [Rule.ACROSS_PARTS]
    assert rules(report, "three") == []
    assert rules(report, "four") == [Rule.NOT_DONE]
    assert (report.articles, report.errors) == (2, 1)

    report = lint(session.project, LintOptions(format="spacy"))
    (finding,) = [each for each in report.findings if each.article == "one"]
    assert (finding.rule, finding.severity, finding.span) == (Rule.NOT_HELD, Severity.ERROR, Span(23, 27))


def test_what_is_set_aside_as_boilerplate_is_not_looked_at_unless_it_is_asked_for(session):
    text = "Ana left.\nRead more: “Ana and the"
    entities = (Entity(id="e1", span=Span(0, 3), label="PERSON"), Entity(id="e2", span=Span(22, 25), label="GPE"),
                Entity(id="e3", span=Span(26, 28), label="GPE"))  # fmt: skip
    document = replace(an_article("one", text, *entities), boilerplate=(Span(10, 33),))
    session.dispatch("import.articles", [AddDocument(document)], "Import")
    assert rules(lint(session.project, LintOptions()), "one") == []
    everything = LintOptions(boilerplate=True)
    report = lint(session.project, everything)
    assert rules(report, "one") == [Rule.UNBALANCED, Rule.TWO_LABELS, Rule.OFF_TOKENS]
    assert rules(mended(report, everything, document, set()), "one") == rules(report, "one")
    assert rules(mended(report, LintOptions(), document, set()), "one") == []


def test_repeated_articles_are_no_error_where_they_come_to_be_in_one_part(session):
    texts = [TEXT, TEXT + " It rained."]
    session.dispatch(
        "import.articles", [AddDocument(an_article(f"n{n}", text)) for n, text in enumerate(texts)], "Import"
    )
    split = Split((("train", 0.5), ("test", 0.5)))
    assert rules(lint(session.project, LintOptions(split=split)), "n1") == [Rule.REPEATS]


def test_what_was_mended_is_found_no_more_and_the_other_articles_stay_as_they_were(session):
    wrong = Entity(id="e1", span=Span(4, 8), label="ORG")  # ends at white space
    session.dispatch(
        "import.articles",
        [AddDocument(an_article(name, f"{name} {TEXT}", wrong)) for name in ("one", "two")],
        "Import",
    )
    options = LintOptions()
    report = lint(session.project, options)
    assert Rule.WHITE_SPACE in rules(report, "one")
    right = session.project.document("one").put(Entity(id="e1", span=Span(4, 7), label="ORG"))
    after = mended(report, options, right, {"e1"})
    assert Rule.WHITE_SPACE not in rules(after, "one")
    assert rules(after, "two") == rules(report, "two")


def test_an_article_that_is_reopened_is_not_done_and_one_set_aside_is_out_of_it(session):
    session.dispatch("import.articles", [AddDocument(an_article("one"))], "Import")
    options = LintOptions()
    report = lint(session.project, options)
    document = session.project.document("one")
    assert rules(report, "one") == []
    assert rules(mended(report, options, replace(document, status=Status.OPEN), set()), "one") == [Rule.NOT_DONE]
    assert rules(mended(report, options, replace(document, status=Status.ASIDE), set()), "one") == []


def test_words_with_two_labels_are_taken_as_mended_once_their_entity_was_changed(session):
    kell = [Entity(id=f"k{n}", span=Span(23, 27), label=label) for n, label in enumerate(("GPE", "GPE", "ORG"))]
    for n, entity in enumerate(kell):
        session.dispatch("import.articles", [AddDocument(an_article(f"n{n}", TEXT + f" {n} " * 40, entity))])
    options = LintOptions()
    report = lint(session.project, options)
    assert Rule.TWO_LABELS in rules(report, "n2")
    document = session.project.document("n2")
    assert Rule.TWO_LABELS in rules(mended(report, options, document, {"other"}), "n2")
    assert Rule.TWO_LABELS not in rules(mended(report, options, document, {"k2"}), "n2")


def test_names_that_were_likely_left_out_are_found_and_what_is_all_right_is_not(session):
    texts = {"Kell is old.": "GPE", "They like Kell.": "GPE", "In Kell it rains.": "GPE", "The Kell ferry left.": "ORG"}
    documents = [
        an_article(f"n{n}", text, Entity(id="k", span=at(text, "Kell"), label=label))
        for n, (text, label) in enumerate(texts.items())
    ]
    documents.append(an_article("plain", "Of Kell, and Kell.", Entity(id="k", span=Span(13, 17), label="GPE")))
    session.dispatch("import.articles", [AddDocument(each) for each in documents], "Import")
    found = [
        each for each in lint(session.project, LintOptions()).findings if each.rule in (Rule.TWO_LABELS, Rule.LEFT_OUT)
    ]
    assert [(each.rule, each.article, each.span) for each in found] == [
        (Rule.TWO_LABELS, "n3", Span(4, 8)),
        (Rule.LEFT_OUT, "plain", Span(3, 7)),
    ]
    assert found[1].message == "'Kell' is not marked here, and elsewhere GPE 4 times, ORG once"
    for what, values in (("label", ("GPE", "ORG")), ("unmarked", ())):
        said = Allowed(what, ("Kell",), values)
        session.dispatch("user.allow", [SetAllowed(said.key, said)])
    rest = [each.rule for each in lint(session.project, LintOptions()).findings]
    assert Rule.TWO_LABELS not in rest
    assert Rule.LEFT_OUT not in rest


def test_a_window_is_given_the_first_of_each_rule_and_how_many_there_are(session):
    marks = tuple(Entity(id=f"e{n}", span=Span(at, at + 4), label="ORG") for n, at in enumerate((4, 12, 27)))
    session.dispatch("import.articles", [AddDocument(an_article("one", TEXT, *marks))], "Import")
    whole = lint(session.project, LintOptions(status="all"))
    first = whole.first(1)
    assert max(Counter(finding.rule for finding in first.findings).values()) == 1 < len(whole.findings)
    assert (first.counts, first.errors, first.sentence) == (whole.counts, whole.errors, whole.sentence)
    assert first.first(1) == first
