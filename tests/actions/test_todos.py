"""What waits for whom: each state of the year and the to-dos that follow from it. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.actions import bulletins, cycles, evaluation, open_cards, stepping_down, submissions, todos
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.help_requests import answering
from bot.actions.rectification import entering, reporting
from bot.actions.todos import Desk, Facts, listing
from bot.actions.todos.desk import Request, Todo
from bot.actions.unit_of_work import SYSTEM
from bot.domain.evaluation.inputs import Kind
from bot.domain.planfile import default_plan
from bot.domain.rectification.items import Item, NewItem, Source
from tests.actions.acts import accept, archive, hand_in, send_back
from tests.actions.office import Office
from tests.cast import DEAN, LI, MEMBER, ORGANISER, SECOND, THIRD, WANG, ZHANG
from tests.plans import without_stage

State = Callable[[Office], object]


def of(office: Office, account: str) -> list[Todo]:
    return todos.of_person(office.work, office.cycle, office.person(account))


def keys(office: Office, account: str) -> set[str]:
    """What waits for somebody; the steps of the plan and cards by their kind alone."""
    return {todo.key.partition(":")[0] for todo in of(office, account)}


def nothing(_: Office) -> None:
    """The year has begun."""


def entered(office: Office, due: date | None = date(2026, 12, 20)) -> Item:
    new = NewItem(Source.FEEDBACK, "组织员交办", "调研不够", due=due)
    organiser = office.person(ORGANISER)
    return entering.enter(office.work, office.cycle, organiser, [office.branch(THIRD)], new)


def done(office: Office) -> None:
    item, zhang, third = entered(office), office.person(ZHANG), office.branch(THIRD)
    reporting.complete(office.work, office.cycle, zhang, third, item, "办好了")


def called(office: Office) -> None:
    item, zhang, third = entered(office), office.person(ZHANG), office.branch(THIRD)
    answering.ask(office.work, office.cycle, zhang, third, item, "缺场地")


def late(office: Office) -> None:
    office.at("2026-12-10T10:00")


def steps_down(office: Office) -> None:
    zhang = office.person(ZHANG)
    stepping_down.announce(office.work, office.department, zhang, "我换届了")


def handed_in_and(act: State | None) -> State:
    def reach(office: Office) -> None:
        hand_in(office)
        if act is not None:
            act(office)

    return reach


# state -> whose to-do it is, and whether it waits then
ROWS: list[tuple[str, State, str, str, bool]] = [
    ("nothing handed in", nothing, ZHANG, "report", True),
    ("nothing handed in", nothing, LI, "report", True),
    ("nothing handed in", nothing, MEMBER, "report", False),
    ("nothing handed in", nothing, ORGANISER, "report", False),
    ("nothing handed in", nothing, ORGANISER, "review", False),
    ("before the day", nothing, ORGANISER, "missing", False),
    ("on the day", late, ORGANISER, "missing", True),
    ("on the day", late, DEAN, "missing", False),
    ("handed in", handed_in_and(None), ZHANG, "report", False),
    ("handed in", handed_in_and(None), LI, "report", True),
    ("handed in", handed_in_and(None), ORGANISER, "review", True),
    ("handed in", handed_in_and(None), DEAN, "review", False),
    ("handed in", handed_in_and(None), ORGANISER, "notice", False),
    ("accepted", handed_in_and(accept), ORGANISER, "review", False),
    ("accepted", handed_in_and(accept), ZHANG, "returned", False),
    ("sent back", handed_in_and(send_back), ORGANISER, "review", False),
    ("sent back", handed_in_and(send_back), ZHANG, "returned", True),
    ("sent back", handed_in_and(send_back), ZHANG, "report", False),
    ("the notice is not out", nothing, ORGANISER, "notice", True),
    ("the notice is not out", nothing, ZHANG, "notice", False),
    ("an item is due soon", entered, ZHANG, "items", True),
    ("an item is due soon", entered, LI, "items", False),
    (
        "an item is due later",
        lambda office: entered(office, date(2027, 6, 1)),
        ZHANG,
        "items",
        False,
    ),
    ("said to be done", done, ZHANG, "items", False),
    ("said to be done", done, ORGANISER, "verify", True),
    ("said to be done", done, DEAN, "verify", False),
    ("help is wanted", called, ORGANISER, "help", True),
    ("help is wanted", called, DEAN, "help", False),
    ("help is wanted", called, ZHANG, "helped", False),
    ("somebody steps down", steps_down, ORGANISER, "staff", True),
    ("somebody steps down", steps_down, DEAN, "staff", False),
]


@pytest.mark.parametrize(
    ("office", "account", "key", "waits"),
    [row[1:] for row in ROWS],
    ids=[f"{row[0]}, {row[2]}, {row[3]}" for row in ROWS],
    indirect=["office"],
)
def test_what_waits_for_whom(office: Office, account: str, key: str, waits: bool) -> None:
    assert (key in keys(office, account)) == waits


@pytest.mark.parametrize(
    ("today", "waits"),
    [
        # Two weeks before the meeting's day in the plan, the 21st.
        ("2026-12-06T09:00", False),
        ("2026-12-07T09:00", True),
        ("2026-12-21T09:00", True),
    ],
)
def test_the_meeting_is_announced_from_two_weeks_before(
    office: Office, today: str, waits: bool
) -> None:
    meeting = office.cycle.plan.stage("meeting")
    assert meeting is not None
    assert meeting.due == date(2026, 12, 21)
    office.at(today)
    assert ("meeting" in keys(office, ORGANISER)) == waits


def test_an_extension_is_the_day_of_ones_own_report(office: Office) -> None:
    def day_of(account: str) -> date | None:
        return next(todo.due for todo in of(office, account) if todo.key == "report")

    organiser, third = office.person(ORGANISER), office.branch(THIRD)
    submissions.extend(office.work, office.cycle, organiser, third, date(2026, 12, 18))
    assert (day_of(ZHANG), day_of(LI)) == (date(2026, 12, 18), date(2026, 12, 10))
    office.at("2026-12-15T09:00")
    (missing,) = [todo for todo in of(office, ORGANISER) if todo.key == "missing"]
    assert "第二支部" in missing.text
    assert "第三支部" not in missing.text


PARTS = {
    "report": ("report", WANG),
    "review": ("review", ORGANISER),
    "meeting": ("meeting", ORGANISER),
}


@pytest.mark.parametrize("part", PARTS)
def test_what_is_not_planned_waits_for_nobody(office: Office, part: str) -> None:
    key, account = PARTS[part]
    if part == "review":
        hand_in(office, SECOND)
    office.at("2026-12-09T09:00")
    assert key in keys(office, account)

    office.using(lambda plan: without_stage(plan, part))
    assert key not in keys(office, account)


def test_it_is_in_order_of_date_and_what_has_none_comes_last(office: Office) -> None:
    done(office)
    hand_in(office)
    office.at("2026-12-10T10:00")
    days = [todo.due or date.max for todo in of(office, ORGANISER)]
    assert days == sorted(days)
    assert days[-1] == date.max


def test_the_numbers_of_a_role_are_those_of_its_people(office: Office) -> None:
    counted = todos.waiting(office.work, office.cycle)
    secretaries = [person.account for person in office.roster.subjects]
    assert counted["书记"] == sum(len(of(office, account)) for account in secretaries)
    assert counted["组织员"] == len(of(office, ORGANISER))


# -- the list with its buttons


def shown(office: Office, waiting: Sequence[Todo]) -> tuple[str, list[str]]:
    """The words of a list, and which of its lines have buttons."""
    message = listing.message(office.work, office.person(ORGANISER), waiting, "下一步：会议。")
    if message.card is None:
        return message.text, []
    return message.card.text, [option.id for option in message.card.questions[0].options]


def todo(number: int, *, request: bool = True) -> Todo:
    return Todo(f"t{number}", f"第{number}件", None, Request("状态") if request else None, "看")


@pytest.mark.parametrize(
    ("waiting", "buttons"),
    [
        ([], []),
        ([todo(1)], ["1"]),
        ([todo(1, request=False)], []),
        ([todo(1), todo(2, request=False), todo(3)], ["1", "3"]),
        ([todo(number) for number in range(1, 6)], ["1", "2", "3", "4", "5"]),
        ([todo(number) for number in range(1, 9)], ["1", "2", "3", "4", "5"]),
    ],
)
def test_five_lines_have_their_buttons_and_the_next_step_stands_below(
    office: Office, waiting: Sequence[Todo], buttons: Sequence[str]
) -> None:
    words, options = shown(office, waiting)
    assert options == list(buttons)
    assert words.endswith("下一步：会议。")
    assert [f"第{number}件" in words for number in range(1, 9)] == [
        number <= min(len(waiting), 5) for number in range(1, 9)
    ]


def test_a_new_list_closes_the_one_before(office: Office) -> None:
    organiser = office.person(ORGANISER)
    lists = [listing.message(office.work, organiser, [todo(1)], "") for _ in range(2)]
    ids = [message.card.id for message in lists if message.card is not None]

    waiting = {card.id for card in open_cards.waiting_for(office.work, organiser)}
    assert [card_id in waiting for card_id in ids] == [False, True]


def test_what_is_to_be_described_waits_for_the_ballot(office: Office) -> None:
    """Inputs are asked for once the ballot is released, and not while there is none."""
    dean = office.person(DEAN)
    new = NewEntry(Kind.EVERYDAY, office.person(WANG), "优点：扎实", dean)
    evaluation.add(office.work, office.cycle, dean, new)
    desk = Desk(Facts(office.work, office.cycle), office.person(ORGANISER))
    assert [subject.account for subject, standing in desk.others() if not standing.missing] == []
    assert "inputs" not in keys(office, ORGANISER)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2027-06-30", "2027-11-30"), "下一步：整改事项还有2条，最近一条11月30日（周二）到期。"),
        (("2027-06-30",), "下一步：整改事项还有1条，继续推进。"),
    ],
    ids=["the next day ahead", "no day ahead"],
)
def test_what_comes_next_of_the_items_is_never_a_day_that_is_over(
    office: Office, days: Sequence[str], said: str
) -> None:
    """In August everybody was told that the next one is due in June."""
    for day in days:
        entered(office, date.fromisoformat(day))
    office.at("2027-08-26T09:00")
    cycle = office.using(lambda plan: replace(plan, stages=()))
    assert todos.next_step(office.work, cycle) == said


def test_a_bulletin_of_an_archived_year_waits_for_nobody(office: Office) -> None:
    """It waited on in the new year, and could not be released: there was nothing to tell of."""
    item, zhang, third = entered(office), office.person(ZHANG), office.branch(THIRD)
    office.at("2027-01-15T10:00")
    reporting.note_progress(office.work, office.cycle, zhang, third, item, "谈了5人")
    bulletins.draft(office.work, office.cycle, office.person(ORGANISER))
    assert "bulletin" in keys(office, ORGANISER)
    archive(office)
    cycles.begin(office.work, office.department.id, default_plan(2027), actor=SYSTEM)
    assert "bulletin" not in keys(office, ORGANISER)
