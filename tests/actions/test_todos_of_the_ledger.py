"""What waits for whom of reports and of the ledger, from which day and until when; what is brought along. Rows of rules on the real database (S35)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.actions import bulletins, digests, open_cards, rosters, todos
from bot.actions.digests import Part
from bot.actions.help_requests import answering, telling
from bot.actions.help_requests.calls import Call
from bot.actions.todos.desk import Todo
from bot.actions.unit_of_work import SYSTEM
from bot.domain.people import Role
from bot.messages import Message, Option, button_card
from bot.sample import sample_lines
from tests.actions.acts import (
    accept,
    archive,
    closed,
    done,
    entered,
    hand_in,
    looked_again,
    progressed,
    send_back,
    without_school_holidays,
)
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, THIRD, ZHANG

FAR = date(2027, 12, 31)
PAIRED = "述职报告\n一、主要成绩\n一是做了工作。\n二、存在问题\n一是调研不够深入。\n三、整改措施\n一是每月调研一次。"
Happens = Callable[[Office], object]


pytestmark = begins(without_school_holidays)


def of(office: Office, account: str, key: str) -> list[Todo]:
    """What waits for somebody of this kind."""
    waiting = todos.of_person(office.work, office.cycle, office.person(account))
    return [todo for todo in waiting if todo.key.partition(":")[0] == key]


def told(office: Office, account: str, key: str) -> str:
    (todo,) = of(office, account, key)
    return todo.text


# -- from when, until when


@pytest.mark.parametrize(
    ("due", "waits"),
    [(date(2026, 12, 31), True), (date(2027, 1, 1), False), (date(2026, 11, 1), True)],
)
def test_an_item_waits_from_thirty_days_before_its_day(
    office: Office, due: date, waits: bool
) -> None:
    entered(office, due=due)
    assert bool(of(office, ZHANG, "items")) == waits


def test_ones_items_are_one_line_with_the_nearest_day(office: Office) -> None:
    for due in (date(2026, 12, 20), date(2026, 12, 10), FAR):
        entered(office, due=due)
    done(office, entered(office, due=date(2026, 12, 5)))
    (todo,) = of(office, ZHANG, "items")
    assert todo.due == date(2026, 12, 10)
    assert "1、2" in todo.text
    assert "3" not in todo.text


@pytest.mark.parametrize(
    ("moment", "waits"),
    [
        ("2027-02-28T09:00", False),
        ("2027-03-01T09:00", True),
        ("2027-03-30T09:00", True),
        ("2027-03-31T09:00", False),
    ],
)
def test_what_was_closed_may_be_looked_at_again_for_a_month(
    office: Office, moment: str, waits: bool
) -> None:
    closed(office, entered(office))
    office.at(moment)
    assert bool(of(office, ORGANISER, "revisit")) == waits
    for account in (DEAN, ZHANG):
        assert of(office, account, "revisit") == []


def test_what_was_looked_at_again_waits_for_nobody(office: Office) -> None:
    item = entered(office)
    closed(office, item)
    office.at("2027-03-01T09:00")
    assert "第三支部" in told(office, ORGANISER, "revisit")
    looked_again(office, item)
    assert of(office, ORGANISER, "revisit") == []


def with_open_item(office: Office) -> None:
    entered(office, due=FAR)


def nothing(_: Office) -> None:
    """The ledger is empty."""


def with_closed_item(office: Office) -> None:
    closed(office, entered(office))


@pytest.mark.parametrize(
    ("happens", "moment", "waits"),
    [
        (nothing, "2027-12-31T09:00", False),
        (nothing, "2028-01-01T09:00", True),
        (with_closed_item, "2028-01-01T09:00", True),
        # While something is open the follow-up goes on.
        (with_open_item, "2028-01-01T09:00", False),
        (archive, "2028-01-01T09:00", False),
    ],
)
def test_a_year_may_be_archived_when_the_next_has_ended_and_all_is_closed(
    office: Office, happens: Happens, moment: str, waits: bool
) -> None:
    happens(office)
    office.at(moment)
    assert bool(of(office, ORGANISER, "archive")) == waits
    assert of(office, DEAN, "archive") == []


# -- the bulletin


def reported(office: Office) -> None:
    office.at("2027-01-15T10:00")
    item = entered(office, due=FAR)
    office.at("2027-02-10T10:00")
    progressed(office, item)
    office.at("2027-04-02T10:00")


def draft(office: Office) -> None:
    bulletins.draft(office.work, office.cycle, office.person(ORGANISER))


def test_a_bulletin_waits_to_be_drafted_then_to_be_released_then_for_the_second_person(
    office: Office,
) -> None:
    reported(office)
    assert [bool(of(office, ORGANISER, "bulletin")), bool(of(office, DEAN, "bulletin"))] == [
        True,
        False,
    ]
    assert told(office, ORGANISER, "bulletin") == "起草整改通报"
    draft(office)
    assert told(office, ORGANISER, "bulletin") == "发布整改通报"
    assert of(office, DEAN, "bulletin") == []
    organiser = office.person(ORGANISER)
    bulletins.ask_release(office.work, office.cycle, office.department, organiser)
    assert of(office, ORGANISER, "bulletin") == []


# -- help


def called(office: Office) -> Call:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    item = entered(office, due=FAR)
    return answering.ask(office.work, office.cycle, zhang, third, item, "缺场地")[0]


def test_a_call_waits_for_its_helper_then_for_who_asked(office: Office) -> None:
    call = called(office)
    (todo,) = of(office, ORGANISER, "help")
    assert (todo.due, "第三支部第1条" in todo.text) == (date(2026, 12, 8), True)
    answering.answer(office.work, office.cycle, office.person(ORGANISER), call, "已借到")
    assert of(office, ORGANISER, "help") == []
    assert "1" in told(office, ZHANG, "helped")
    assert of(office, LI, "helped") == []
    answering.settle(office.work, office.cycle, office.person(ZHANG), call)
    assert of(office, ZHANG, "helped") == []


@pytest.mark.parametrize(
    ("happens", "numbers"),
    [
        (nothing, "1、2、3"),
        (lambda office: done(office, entered(office)), "1、2、3"),
        (called, "1、2、3"),
    ],
)
def test_a_tap_for_help_asks_which_items_it_means(
    office: Office, happens: Happens, numbers: str
) -> None:
    items = [entered(office, problem=problem, due=FAR) for problem in ("甲", "乙", "丙")]
    subject = {"items": [item.id for item in items]}
    open_cards.ask(office.work, office.person(ZHANG), telling.WHAT, subject)
    happens(office)
    assert numbers in told(office, ZHANG, "explain_help")


@pytest.mark.parametrize("left", [2, 1, 0])
def test_where_one_is_left_it_is_plain_which_one_is_meant(office: Office, left: int) -> None:
    items = [entered(office, problem=problem, due=FAR) for problem in ("甲", "乙")]
    subject = {"items": [item.id for item in items]}
    open_cards.ask(office.work, office.person(ZHANG), telling.WHAT, subject)
    for item in items[left:]:
        done(office, item)
    assert bool(of(office, ZHANG, "explain_help")) == (left == 2)


# -- verifying


def test_what_is_done_waits_by_branch_for_who_is_asked(office: Office) -> None:
    for branch in (THIRD, FIRST, THIRD):
        done(office, entered(office, branch))
    text = told(office, ORGANISER, "verify")
    assert ("第三支部" in text, "第一支部" in text) == (True, True)
    for account in (DEAN, ZHANG, MEMBER):
        assert of(office, account, "verify") == []


def organiser_leads(office: Office) -> None:
    """The only organiser is the secretary of 第三支部 too."""
    lines = [
        replace(line, roles=line.roles | {Role.SECRETARY}, branch=THIRD)
        if line.account == ORGANISER
        else line
        for line in sample_lines()
        if line.account != ZHANG
    ]
    rosters.import_roster(office.work, office.department.id, lines, actor=SYSTEM)


def test_where_every_organiser_has_a_part_in_it_the_leaders_are_asked(office: Office) -> None:
    organiser_leads(office)
    done(office, entered(office))
    assert of(office, ORGANISER, "verify") == []
    assert "第三支部" in told(office, DEAN, "verify")


# -- reports


def test_nobody_reviews_the_report_of_his_own_branch(office: Office) -> None:
    organiser_leads(office)
    hand_in(office, THIRD)
    assert of(office, ORGANISER, "review") == []
    hand_in(office, SECOND)
    text = told(office, ORGANISER, "review")
    assert ("第二支部" in text, "第三支部" in text) == (True, False)


@pytest.mark.parametrize(
    ("report", "then", "waits"),
    [
        (PAIRED, nothing, True),
        (PAIRED, accept, True),
        (PAIRED, send_back, False),
        ("述职报告\n一、主要成绩\n开展了学习", nothing, False),
    ],
)
def test_the_problems_of_a_report_are_to_be_paired(
    office: Office, report: str, then: Happens, waits: bool
) -> None:
    hand_in(office, THIRD, report)
    then(office)
    assert bool(of(office, ZHANG, "pairs")) == waits
    assert of(office, ORGANISER, "pairs") == []


def test_a_reason_for_sending_back_stands_on_the_line(office: Office) -> None:
    hand_in(office)
    send_back(office, "再写实些")
    assert "再写实些" in told(office, ZHANG, "returned")


# -- what is brought along


def test_an_answer_that_ends_a_step_brings_what_waits_next(office: Office) -> None:
    organiser = office.person(ORGANISER)
    work, cycle = office.work, office.cycle
    answer = todos.with_the_next(work, cycle, organiser, Message(text="已办好。"))
    assert answer.text == "已办好。"
    assert answer.card is not None
    assert answer.card.title == "待办"


@pytest.mark.parametrize(
    "answer",
    [
        Message(text="一", card=button_card("r-1", "请确认", "？", Option("yes", "确认"))),
        Message(text="\n".join("很长的一行" for _ in range(12))),
    ],
    ids=["it has a card of its own", "it would get too long for a phone"],
)
def test_an_answer_that_is_full_stays_as_it_is(office: Office, answer: Message) -> None:
    organiser = office.person(ORGANISER)
    assert todos.with_the_next(office.work, office.cycle, organiser, answer) == answer


def test_of_an_archived_year_nothing_waits_and_nothing_is_brought(office: Office) -> None:
    archive(office)
    organiser, answer = office.person(ORGANISER), Message(text="已办好。")
    work, cycle = office.work, office.cycle
    assert todos.of_person(work, cycle, organiser) == []
    assert todos.with_the_next(work, cycle, organiser, answer) == answer
    before = len(office.sent(ORGANISER))
    todos.bring_the_next(work, cycle, office.department, organiser, key="next")
    assert len(office.sent(ORGANISER)) == before


def test_who_ended_a_step_by_a_tap_is_brought_what_waits_next_once(office: Office) -> None:
    organiser, member = office.person(ORGANISER), office.person(MEMBER)
    for _ in range(2):
        todos.bring_the_next(office.work, office.cycle, office.department, organiser, key="next:1")
        todos.bring_the_next(office.work, office.cycle, office.department, member, key="next:2")
    assert len(office.cards(ORGANISER)) == 1
    assert office.sent(MEMBER) == []


@pytest.mark.parametrize(("account", "brought"), [(ORGANISER, True), (DEAN, False), (ZHANG, False)])
def test_the_organisers_message_of_the_day_ends_with_what_waits_for_him(
    office: Office, account: str, brought: bool
) -> None:
    person = office.person(account)
    digests.tell(office.work, office.department, person, Part("a", "一句话"))
    ended = digests.with_the_ending(office.work, office.department, person, Message(text="一"))
    assert (ended.card is not None) == brought
    assert office.would_hear(account).startswith("一句话")
