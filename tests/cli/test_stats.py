import csv
import json

LINE = {
    "text": "“No fish,” Ilse Tarrant said in Kell.",
    "spans": [{"id": "e1", "start": 11, "end": 23, "label": "PERSON", "origin": "p 1", "decision": "accepted"}],
    "quotes": [{"id": "q1", "kind": "direct", "contents": [[0, 10]], "marked": [[0, 10]], "speaker": "s1"}],
    "speakers": [{"id": "s1", "name": "Ilse Tarrant", "gender": "f"}],
    "meta": {"format": "annotator/1", "title": "Fish", "outlet": "The Quay Post", "status": "done"},
}


def test_a_projects_figures_are_printed_and_written(tmp_path, annotator):
    project = tmp_path / "news.anno"
    (tmp_path / "in.jsonl").write_text(json.dumps(LINE), "utf-8")
    assert annotator("import", project, tmp_path / "in.jsonl").code == 0
    said = annotator("stats", project)
    assert said.code == 0, said.err
    assert "speakers\nspeaker       gender  quotes  words\nIlse Tarrant  f            1      2\n" in said.out
    found = json.loads(annotator("stats", project, "--json").out)
    assert found["outlets"] == [{"outlet": "The Quay Post", "quotes": 1, "words": 2}]
    assert found["genders"] == [{"gender": "f", "quotes": 1, "words": 2, "share": 1.0}]
    assert found["pipelines"][0] | {"precision": 1.0, "recall": 1.0, "right": 1} == found["pipelines"][0]
    folder = tmp_path / "figures"
    said = annotator("stats", project, "--figure", "labels", "--figure", "pace", "--csv", folder)
    assert (said.code, sorted(each.name for each in folder.iterdir())) == (0, ["labels.csv", "pace.csv"])
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == [["PERSON", "entities", "1"], ["direct", "quotes", "1"]]


def test_what_is_asked_for_wrongly_is_said(tmp_path, annotator):
    project = tmp_path / "news.anno"
    (tmp_path / "a.txt").write_text("No fish.", "utf-8")
    assert annotator("import", project, tmp_path / "a.txt").code == 0
    wrong = annotator("stats", project, "--figure", "fish")
    assert wrong.code == 2
    assert "there is no fish; there are articles" in " ".join(wrong.err.split())
    assert annotator("stats", project, "--json", "--csv", tmp_path).code == 2
    taken = annotator("stats", project, "--csv", project)
    assert taken.code == 1
    assert taken.err.startswith(f"The folder {project} cannot be made")
    assert annotator("stats", tmp_path / "none.anno").code == 1
