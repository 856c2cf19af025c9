"""The grammar of handlers: what cannot be right fails at start."""

from datetime import date

import pytest

from bot.actions.files import Incoming
from bot.book import book
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.router import LookAhead, Router, Whose
from bot.dispatch.understanding import Slot
from bot.domain.people import Branch, Person, Role
from bot.domain.permissions import EVERYONE, LEADER, ORGANISER, SECRETARY, Permission
from bot.domain.planfile import default_plan
from bot.messages import ClickAnswer, Message
from bot.texts import talk

NOTHING = ClickAnswer(accepted=True, notice="")


def say(_context: Context) -> Message:
    return Message()


def router(name: str, *words: str) -> Router:
    made = Router(name)
    for word in words:
        made.command(word, who=EVERYONE, help="")(say)
    return made


def person(*roles: Role) -> Person:
    return Person(1, "sample", "某人", "p1", frozenset(roles))


def test_two_routes_for_one_word_fail_at_start() -> None:
    with pytest.raises(ValueError, match="状态"):
        Book([router("one", "状态"), router("two", "倒计时", "状态")])


def test_a_new_word_is_its_command_also_where_it_fits_a_form_of_another() -> None:
    attendance = router("attendance", "请假名单")
    attendance.forms = book().forms
    assert Book([attendance]).written("谁来了") is not None
    assert Book([attendance, router("newcomer", "谁来了")]).written("谁来了") is None


def test_two_routes_for_one_button_fail_at_start() -> None:
    one, two = Router("one"), Router("two")
    for made in (one, two):
        made.button("release", who=LEADER, whose=Whose.SECOND)(
            lambda _context, _request, _pressed: NOTHING
        )
    with pytest.raises(ValueError, match="release"):
        Book([one, two])


def test_a_parameter_that_is_no_slot_fails_at_start() -> None:
    def handler(_context: Context, colour: str) -> Message:
        return Message(text=colour)

    with pytest.raises(ValueError, match="colour"):
        Router("one").command("状态", who=EVERYONE, help="")(handler)


def test_a_handler_s_parameters_are_what_its_command_needs() -> None:
    def handler(
        _context: Context, branch: Branch, date: date | None = None, text: str = ""
    ) -> Message:
        return Message(text=f"{branch}{date}{text}")

    made = Router("one")
    made.command("延期", who=ORGANISER, help="")(handler)
    intent = made.commands[0].intent
    assert intent.slots == (Slot.BRANCH, Slot.DATE, Slot.TEXT)
    assert intent.required == {Slot.BRANCH}


def takes(made: Router, who: Permission, ending: str) -> None:
    def fits(_actor: Person, file: Incoming) -> bool:
        return file.name.endswith(ending)

    def look(_ahead: LookAhead) -> None:
        """Needs nothing."""

    made.file(who=who, takes=fits, look=look, document=False)(
        lambda _context, _file, _prepared: Message()
    )


def test_files_go_to_the_first_route_that_may_and_takes_them() -> None:
    made = Router("files")
    takes(made, SECRETARY, ".docx")
    takes(made, ORGANISER, ".xlsx")
    takes(made, EVERYONE, "")
    found = Book([made])

    def route_of(actor: Person, name: str) -> str:
        route = found.file_route(actor, default_plan(2026), Incoming("", name, 1))
        return route.who.title if route else ""

    assert route_of(person(Role.SECRETARY), "a.docx") == SECRETARY.title
    assert route_of(person(Role.ORGANISER), "a.docx") == EVERYONE.title
    assert route_of(person(Role.ORGANISER), "a.xlsx") == ORGANISER.title


def test_every_command_of_the_program_says_who_may_and_explains_itself() -> None:
    commands = book().commands.values()
    assert {talk.HELP, "状态", "谁没交", "绑定"} <= {command.word for command in commands}
    for command in commands:
        assert command.who.title, command.word
        assert command.help, command.word
        assert command.usage, command.word


def test_nobody_is_offered_what_he_may_not_use() -> None:
    found = book()
    for role in Role:
        actor = person(role)
        assert all(command.who.allows(actor) for command in found.of(actor, default_plan(2026)))
    assert "受理" not in {
        command.word for command in found.of(person(Role.MEMBER), default_plan(2026))
    }
