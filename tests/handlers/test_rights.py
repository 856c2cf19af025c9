"""Who may do what, in whose case and with whom: read off the program's own routes, and written into docs/rights.md.

After a change of rights: `SHUZHI_RIGHTS=1 .venv/bin/pytest -n 0 tests/handlers/test_rights.py`, and read the difference.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from bot.actions import rosters
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.book import book
from bot.dispatch import agreeing, cases
from bot.dispatch.context import Context
from bot.dispatch.router import ButtonRoute, Command, Whose
from bot.dispatch.understanding import Slot
from bot.domain.people import Person, Role
from bot.domain.refusals import OwnCase
from bot.domain.words import STANDARD, filled
from bot.messages import Chat as Where
from bot.messages import ChatKind, Sender, Update
from bot.sample import sample_lines
from tests.cast import WANG
from tests.chat import Chat

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
MARK = "<!-- from the routes -->"
WRITE = "SHUZHI_RIGHTS" in os.environ
BOOK = book()
CARDS: Mapping[str, ButtonRoute] = agreeing.all_routes(BOOK)
NAMING = {Slot.PERSON, Slot.SUBJECT, Slot.BRANCH}
OFFICES = frozenset({Role.SECRETARY, Role.LEADER, Role.ORGANISER})

# What names a person or a branch and may be one's own, with the reason.
OPEN = {
    "签到": "everybody signs himself in",
    "请假": "his own; for others the organiser",
    "取消请假": "his own; for others the organiser",
    "开始测评": "the hall sees it, and he has no vote",
    "测评结果": "what was released to him",
    "催交": "a reminder decides nothing",
    "公示": "public to all",
    "公示名单": "public to all who are in its scope",
    "重复": "his own report",
    "批注": "his own report",
    "进展": "the owner's own words",
    "完成": "the owner's own words",
    "时限": "the owner's own date",
    "整改情况": "the branch's own ledger",
    "整改清单": "the branch's own ledger",
    "改条目": "the branch's own ledger",
    "评议问题": "without what his own branch was told",
    "佐证": "the branch's own ledger",
    "详情": "without inputs and grade until he is told",
}
# What a route decides by more than the person or branch that it names.
FURTHER = {
    "受理": "another",
    "点评": "another, also without a name while he is rated",
    "更正": "another, where the entry is about him",
    "记依据": "another; himself only what the plan has him say",
    "改意见": "another",
    "删意见": "another",
    "加意见": "another",
    "归类": "another",
    "作废": "another, where the poll is about him",
    "纸质票": "another, where the poll is about him",
    "公布": "another; without a name, all but the polls about him",
    "交领导": "another; without a name, all but the polls about him",
    "会议": "书面 and 现场 by another",
    "交办": "another, where it is his branch alone",
    "帮助解决": "another; who asked closes his own call",
    "转请": "another, where the call is his branch's",
}
# What is about everybody at once.
WHOLE = {
    "依据": "another; without a name, all but himself",
    "等次": "another; without him",
    "送达": "another; 全部 leaves him out",
    "导出": "without what others wrote about him",
    "反馈情况": "without what is about him",
    "记名结果": "without the polls about him",
    "抽查": "never draws his branch",
    "核验": "another; not among those that wait for him",
}
SECONDS = {
    "公布": ("release_poll", "release_satisfaction"),
    "交领导": ("release_poll",),
    "纸质票": ("paper_ballots",),
    "作废": ("withdraw_poll",),
    "公示": ("publish_reports",),
    "公示名单": ("publish_results",),
    "更正公示": ("correct_publicity",),
    "定等": ("set_grade",),
    "等次": ("set_grade",),
    "送达": ("tell_result",),
    "通报": ("release_bulletin",),
    "归档": ("archive_cycle",),
    "绑定": ("bind_decider",),
    "人员变动": ("staff_of_deciders",),
}
BY_FILE = {"roster_of_deciders"}  # the workbook of the roster, where leaders or organisers change


def names_somebody(command: Command) -> bool:
    return not NAMING.isdisjoint(command.intent.slots)


def own_case(command: Command) -> str:
    word = command.word
    if word in FURTHER:
        return FURTHER[word]
    if word in WHOLE:
        return WHOLE[word]
    if command.about is cases.nobody:
        return OPEN.get(word, "—")
    return "another" if names_somebody(command) else "—"


def page() -> str:
    """What people wrote above the mark, and the tables below it."""
    written = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    tables = "\n".join(["", *_acts(), "", "## Cards", "", *_cards(), ""])
    return f"{written}{MARK}\n{filled(tables, STANDARD)}"


def _acts() -> Iterator[str]:
    yield "| word | who may | in his own case | second person |"
    yield "|---|---|---|---|"
    for command in BOOK.commands.values():
        second = "another person" if command.word in SECONDS else "—"
        yield f"| {command.word} | {command.who.title} | {own_case(command)} | {second} |"


def _cards() -> Iterator[str]:
    asked = {
        Whose.OWN: "the person in whose chat it stands",
        Whose.SECOND: "those who were asked to confirm",
        Whose.GROUP: "everybody in the group",
    }
    yield "| kind | office | who presses |"
    yield "|---|---|---|"
    for kind, route in sorted(CARDS.items()):
        yield f"| `{kind}` | {route.who.title} | {asked[route.whose]} |"


def test_the_page_says_what_the_routes_do() -> None:
    if WRITE:
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


def test_whatever_names_somebody_and_may_be_ones_own_has_its_reason() -> None:
    free = {word for word, one in BOOK.commands.items() if one.about is cases.nobody}
    assert free == set(OPEN)
    further = {
        word for word, one in BOOK.commands.items() if one.about not in (cases.nobody, cases.named)
    }
    assert further == set(FURTHER)


def test_every_kind_that_needs_a_second_person_belongs_to_an_act() -> None:
    kinds = {kind for of_word in SECONDS.values() for kind in of_word} | BY_FILE
    assert kinds == {kind for kind, route in CARDS.items() if route.whose is Whose.SECOND}
    assert set(SECONDS) | set(WHOLE) <= set(BOOK.commands)


async def test_nobody_is_his_own_case_whatever_his_offices(chat: Chat) -> None:
    """Every word that names a person or branch, said by a secretary who leads and organises, about himself."""
    guarded = [
        one for one in BOOK.commands.values() if one.about is cases.named and names_somebody(one)
    ]
    assert len(guarded) > 15

    def run(work: UnitOfWork) -> list[str]:
        combine(work)
        update = Update("sandbox", "m1", Sender(WANG), Where(ChatKind.DIRECT, WANG), chat.now)
        context = Context.load(work, update)
        return [one.word for one in guarded if not is_kept_out(context, one)]

    assert await chat.services.write(run) == []


def is_kept_out(context: Context, command: Command) -> bool:
    for arguments in own_arguments(command, context.actor):
        try:
            cases.allow(context, command.who, command.about(context, arguments))
        except OwnCase:
            continue
        return False
    return True


def own_arguments(command: Command, own: Person) -> Iterator[dict[str, object]]:
    """Each way in which the words of this command can name him or his branch."""
    for slot in NAMING.intersection(command.intent.slots):
        if slot is not Slot.BRANCH:
            yield {slot.value: own}
        if slot is not Slot.PERSON:
            yield {slot.value: own.branch}


def combine(work: UnitOfWork) -> None:
    lines = [replace(one, roles=OFFICES) if one.account == WANG else one for one in sample_lines()]
    rosters.import_roster(work, "sample", lines, actor=SYSTEM)
