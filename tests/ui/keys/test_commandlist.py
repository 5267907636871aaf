from annotator.session.commands import COMMANDS, Keymap
from annotator.ui.keys.commandlist import also_called, families


def test_also_called_names_what_else_a_key_calls() -> None:
    keymap = Keymap({"annotation.accept": ("X",)})
    others = also_called(keymap, COMMANDS["annotation.accept"], ("X",))
    assert [(key, other.name) for key, other in others] == [("X", "annotation.reject")]


def test_every_command_that_is_not_listed_belongs_to_one_family() -> None:
    members = [member.name for family in families().values() for member in family[1:]]
    assert sorted(members) == sorted(name for name, command in COMMANDS.items() if not command.listed)


def test_the_members_of_a_family_are_shown_alike() -> None:
    for leader, members in families().items():
        assert {member.shown for member in members} == {COMMANDS[leader].shown}
