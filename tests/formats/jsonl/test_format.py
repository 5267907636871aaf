from annotator.formats.inputs import Given
from annotator.formats.jsonl.format import FORMAT
from annotator.model.faults import Fault
from annotator.session.exchange.formats import recognised
from tests.formats.exchanging import articles, read, same, write


def test_lines_are_read_back_under_any_name(document, speaker):
    data, _ = write(FORMAT, articles([(document, {"s1": speaker})]))
    assert recognised(Given("articles", data)) is FORMAT
    assert recognised(Given("articles", b'{"text": "Rain."}\n')) is not FORMAT
    (found,) = read(FORMAT, data, "a.txt")
    assert same(found.document, document)


def test_what_is_no_line_is_a_fault_that_says_where():
    (fault,) = FORMAT.read(Given("a.txt", b'{"text": 1}\n'))
    assert isinstance(fault, Fault)
    assert "a.txt, line 1" in fault.message
