from annotator.ui.textview import chips
from annotator.ui.textview.typography import typography
from annotator.ui.theme import LIGHT


def test_what_is_remembered_of_chips_does_not_grow_with_every_speaker(qapp, monkeypatch):
    monkeypatch.setattr(chips, "STYLES", 20)
    made = chips.Chips(typography(100), LIGHT, 1.0)
    first = made.source_style("Speaker 0", up=True, selected=False)
    width = made.width(first)
    for number in range(100):
        made.width(made.source_style(f"Speaker {number}", up=True, selected=False))
    assert len(made._sources) <= len(made._fits) <= 20
    assert made.width(first) == width
