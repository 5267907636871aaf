import shutil

import pytest

from annotator.model.document import Status
from annotator.model.edits import AddDocument, SetStatus
from annotator.store.backups import Backups, restore_in_place
from annotator.store.project import Project
from annotator.store.sqlite import connection
from annotator.store.sqlite.places import make_folder, network, shared
from tests.store.editor import BY, Editor, article

MOUNTS = """\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,errors=remount-ro
41 27 0:45 / /srv/news\\040desk rw shared:7 - nfs4 server:/news rw,vers=4.2
42 27 0:46 / /media/share rw - cifs //server/share rw
43 27 0:47 / /home/ana/remote rw - fuse.sshfs ana@server: rw
44 27 0:48 / /run/user/fuse rw - fuse.portal portal rw
"""


@pytest.mark.parametrize(
    ("device", "kind"),
    [((254, 0), None), ((0, 45), "nfs4"), ((0, 46), "cifs"), ((0, 47), "fuse.sshfs"), ((0, 48), None), ((9, 9), None)],
)
def test_a_folder_that_computers_share_is_told_by_what_is_mounted(device, kind):
    assert shared(MOUNTS, *device) == kind


def test_the_list_of_mounts_may_be_anything(tmp_path):
    assert shared("", 0, 45) is None
    assert shared("nfs4\n0:45 - nfs4\n\n - ", 0, 45) is None
    assert network(tmp_path / "no" / "such" / "p.anno") is None


def mode(project: Project) -> str:
    with project._database.read() as reading:
        return str(reading.exec_driver_sql("PRAGMA journal_mode").scalar_one())


def test_in_a_folder_of_the_network_no_log_is_kept_that_computers_would_have_to_share(path, tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "network", lambda _: "nfs4")
    with Project.create(path, by=BY) as project:
        editor = Editor(project)
        editor.do(AddDocument(article("a")))
        assert mode(project) == "delete"
        with project.reader() as reader:
            assert reader.document("a") == article("a")
            editor.do(SetStatus("a", Status.DONE, BY))
            assert reader.document("a").status is Status.DONE
        backup = Backups(tmp_path / "backups", path).take("asked")
        editor.do(SetStatus("a", Status.OPEN))
        assert sorted(file.suffix for file in path.parent.iterdir() if file.is_file()) == [".anno", ".holder", ".lock"]
    restore_in_place(path, backup.path)
    monkeypatch.undo()
    elsewhere = tmp_path / "local.anno"
    shutil.move(path, elsewhere)
    with Project.open(elsewhere, by=BY) as project:
        assert mode(project) == "wal"
        assert project.document("a").status is Status.DONE
    monkeypatch.setattr(connection, "network", lambda _: "nfs4")
    with Project.open(elsewhere, by=BY) as project:
        assert mode(project) == "delete"


def test_a_folder_is_made_with_those_it_is_in_for_its_owner_only(tmp_path):
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o700, 0o700]
