"""What follows where an office changes hands: who is welcomed, what the group hears, whose cards close. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.actions import (
    confirmations,
    digests,
    open_cards,
    reminders,
    rosters,
    stepping_down,
    successions,
)
from bot.actions.digests import Part
from bot.actions.unit_of_work import SYSTEM
from bot.documents.roster import RosterLine
from bot.domain.open_cards import CardText
from bot.domain.people import Role
from bot.domain.refusals import CardGone
from bot.domain.staffing import ChangeKind, StaffChange
from bot.sample import sample_lines
from bot.storage.polls import meeting
from bot.texts import staffing as texts
from tests.actions.acts import closed, entered
from tests.actions.office import Office
from tests.cast import DEAN, LI, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, WANG, ZHANG

LINES = sample_lines()
NEWCOMER = "n01"
OF_THIRD = "m11"  # a member of 第三支部
JOINS, LEAVES, MOVES = ChangeKind.JOINS, ChangeKind.LEAVES, ChangeKind.MOVES
APPOINTED, DISMISSED = ChangeKind.APPOINTED, ChangeKind.DISMISSED

Change = tuple[ChangeKind, str, str, Role | None]


def change(office: Office, *changes: Change) -> None:
    """Makes the changes in one sentence, with all that follows from them."""
    before = office.roster
    staff = []
    for kind, account, branch, role in changes:
        person = office.person(account)
        staff.append(StaffChange(kind, person.name, person.id, branch, role))
    rosters.change_staff(office.work, office.department.id, staff)
    successions.follow(office.work, office.department, before, office.roster)


def import_lines(office: Office, lines: Sequence[RosterLine]) -> rosters.RosterChanges:
    return successions.import_roster(office.work, office.department, lines, actor=SYSTEM)


SUCCEEDS: Change = (APPOINTED, OF_THIRD, THIRD, Role.SECRETARY)


# -- who hears of it


CHANGES: dict[str, tuple[list[Change], list[str], list[str]]] = {
    "a secretary follows": ([SUCCEEDS], [OF_THIRD], ["第三支部书记"]),
    "a secretary leaves": ([(LEAVES, ZHANG, "", None)], [], []),
    "one leaves and another follows": (
        [(LEAVES, ZHANG, "", None), SUCCEEDS],
        [OF_THIRD],
        ["第三支部书记"],
    ),
    "an organiser is appointed": ([(APPOINTED, MEMBER, "", Role.ORGANISER)], [], ["组织员"]),
    "a leader is appointed": ([(APPOINTED, MEMBER, "", Role.LEADER)], [], []),
    "a member moves": ([(MOVES, MEMBER, THIRD, None)], [], []),
    "a member leaves": ([(LEAVES, MEMBER, "", None)], [], []),
    "two offices in one sentence": (
        [SUCCEEDS, (APPOINTED, MEMBER, "", Role.ORGANISER)],
        [OF_THIRD],
        ["第三支部书记", "组织员"],
    ),
}


@pytest.mark.parametrize(("changes", "welcomed", "announced"), CHANGES.values(), ids=CHANGES)
def test_whoever_takes_over_is_welcomed_and_the_group_hears_whom_to_ask(
    office: Office, changes: list[Change], welcomed: list[str], announced: list[str]
) -> None:
    change(office, *changes)
    heard = [
        account
        for account in (WANG, LI, ZHANG, OF_THIRD, MEMBER, DEAN)
        if "您现在负责" in office.told(account)
    ]
    assert heard == welcomed
    said = "".join(office.in_group())
    assert bool(said) == bool(announced)
    assert said.count("· ") == len(announced)
    for office_held in announced:
        assert office_held in said


def test_the_same_change_is_told_once(office: Office) -> None:
    before = office.roster
    change(office, SUCCEEDS)
    successions.follow(office.work, office.department, before, office.roster)
    assert len(office.in_group()) == 1
    assert len(office.sent(OF_THIRD)) == 1


def test_the_first_roster_of_all_is_no_change(office: Office) -> None:
    nobody = replace(office.roster, people=(), branches=())
    successions.follow(office.work, office.department, nobody, office.roster)
    assert office.in_group() == []
    assert [office.sent(account) for account in (WANG, LI, ZHANG)] == [[], [], []]


def test_two_who_exchange_their_accounts_go_on_as_they_were(office: Office) -> None:
    lines = [
        replace(line, account={WANG: LI, LI: WANG}.get(line.account, line.account))
        for line in LINES
    ]
    assert import_lines(office, lines).any
    assert office.in_group() == []
    assert [office.sent(account) for account in (WANG, LI)] == [[], []]


def test_a_workbook_that_changes_nothing_tells_nobody(office: Office) -> None:
    assert not import_lines(office, LINES).any
    assert office.in_group() == []


def test_who_has_no_account_yet_is_welcomed_by_nobody(office: Office) -> None:
    lines = [
        replace(line, account="", name="新来样") if line.account == ZHANG else line
        for line in LINES
    ]
    import_lines(office, lines)
    assert "第三支部书记：新来样同志" in "".join(office.in_group())
    assert [office.sent(account) for account in (ZHANG, "")] == [[], []]


# -- what he hears


def test_a_welcome_tells_what_is_open_there_the_nearest_day_first(office: Office) -> None:
    entered(office, problem="后到的", due=date(2027, 6, 30))
    entered(office, problem="先到的", due=date(2027, 3, 31))
    closed(office, entered(office, problem="办好的"))
    entered(office, SECOND, problem="别的支部的")
    change(office, SUCCEEDS)
    heard = office.would_hear(OF_THIRD)
    lines = [line for line in heard.split("\n") if "到的" in line]
    nearest, later = "2. 先到的（2027年3月31日（周三）前）", "1. 后到的（2027年6月30日（周三）前）"
    assert lines == [nearest, later]
    assert ["办好的" in heard, "别的支部的" in heard, "另有" in heard] == [False] * 3
    # One message: the items are told with the welcome and not once more.
    assert len(office.sent(OF_THIRD)) == 1


@pytest.mark.parametrize(("count", "more"), [(5, ""), (6, "另有 1 条"), (8, "另有 3 条")])
def test_a_welcome_names_five_items(office: Office, count: int, more: str) -> None:
    for number in range(count):
        entered(office, problem=f"问题{number}")
    change(office, SUCCEEDS)
    heard = office.would_hear(OF_THIRD)
    assert heard.count("问题") == min(count, 5)
    assert more in heard


@pytest.mark.parametrize(
    ("then", "welcomes", "announces"),
    [
        ([], True, True),
        ([(APPOINTED, ZHANG, THIRD, Role.SECRETARY)], False, False),
        ([(LEAVES, OF_THIRD, "", None)], False, False),
        ([(DISMISSED, OF_THIRD, "", Role.SECRETARY)], False, False),
        ([(APPOINTED, MEMBER, "", Role.LEADER)], True, True),
    ],
)
def test_what_was_changed_back_before_it_went_out_is_told_nobody(
    office: Office, then: list[Change], welcomes: bool, announces: bool
) -> None:
    office.at("2026-12-01T21:00")  # it waits for the morning
    change(office, SUCCEEDS)
    if then:
        change(office, *then)
    assert ("您现在负责第三支部" in office.would_hear(OF_THIRD)) == welcomes
    left_out = office.needless(office.department.group)
    assert (texts.GIVEN_BACK not in left_out) == announces


# -- what waits for whoever gave it up


def wait(office: Office, account: str) -> None:
    """A reminder of his report, a question of his office, and a word to him as a person."""
    person = office.person(account)
    digests.tell(
        office.work, office.department, person, Part("a", "问题", {"kind": "rectification"})
    )
    digests.tell(office.work, office.department, person, Part("b", "个人的"))


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([(LEAVES, ZHANG, "", None)], []),
        ([SUCCEEDS], ["b"]),
        ([(DISMISSED, ZHANG, "", Role.SECRETARY)], ["b"]),
        ([(APPOINTED, ZHANG, "", Role.LEADER)], ["report", "a", "b"]),
        ([(LEAVES, LI, "", None)], ["report", "a", "b"]),
    ],
)
def test_what_was_to_be_said_of_an_office_goes_with_it(
    office: Office, changes: list[Change], left: list[str]
) -> None:
    office.at("2026-12-03T09:00")
    reminders.remind_due(office.work)
    wait(office, ZHANG)
    zhang = office.person(ZHANG)
    report = f"remind:{office.cycle.id}:{zhang.id}:2026-12-03"
    change(office, *changes)
    waiting = [
        name
        for name, key in (("report", report), ("a", "a"), ("b", "b"))
        if digests.waits(office.work, office.department, zhang, key)
    ]
    assert waiting == left


def own_card(office: Office, account: str) -> str:
    return open_cards.ask(office.work, office.person(account), "any", {})


def asked_card(office: Office) -> str:
    """The organiser asks; the dean is asked first."""
    return confirmations.ask_others(
        office.work, office.department, office.person(ORGANISER), "any", {}, CardText("确认", "？")
    )


def is_open(office: Office, card_id: str) -> bool:
    return not open_cards.is_settled(office.work, card_id)


@pytest.mark.parametrize(
    ("changes", "stays_open"),
    [
        ([(LEAVES, ZHANG, "", None)], False),
        ([(DISMISSED, ZHANG, "", Role.SECRETARY)], False),
        # More offices, another secretary: he still has what he had.
        ([(APPOINTED, ZHANG, "", Role.LEADER)], True),
        ([(LEAVES, LI, "", None)], True),
    ],
)
def test_the_cards_of_an_office_close_with_it(
    office: Office, changes: list[Change], stays_open: bool
) -> None:
    card = own_card(office, ZHANG)
    change(office, *changes)
    assert is_open(office, card) == stays_open


@pytest.mark.parametrize("given_up", [(LEAVES, DEAN, "", None), (DISMISSED, DEAN, "", Role.LEADER)])
def test_what_others_asked_of_him_is_asked_of_those_who_may(
    office: Office, given_up: Change
) -> None:
    card = asked_card(office)
    dean = office.person(DEAN)
    change(office, given_up)
    assert dean.id not in office.card(card).addressees
    assert office.person(VICE_DEAN).id in office.card(card).addressees
    assert f"{dean.title}" in office.cards(VICE_DEAN)[-1].text


def test_where_nobody_is_left_the_card_closes_and_whoever_asked_hears_of_it(
    office: Office,
) -> None:
    leaders = [line.account for line in LINES if Role.LEADER in line.roles]
    change(office, *[(LEAVES, account, "", None) for account in leaders if account != DEAN])
    card = asked_card(office)
    change(office, (LEAVES, DEAN, "", None))
    with pytest.raises(CardGone):
        office.card(card)
    assert "赵建例" in office.told(ORGANISER)


def test_what_somebody_said_of_himself_is_settled_when_it_has_come_true(office: Office) -> None:
    zhang = office.person(ZHANG)
    stepping_down.announce(office.work, office.department, zhang, "我换届了")
    change(office, (LEAVES, LI, "", None))
    assert len(list(stepping_down.waiting(office.work, office.roster))) == 1
    change(office, SUCCEEDS)
    assert list(stepping_down.waiting(office.work, office.roster)) == []
    # He may say so again another time.
    assert stepping_down.announce(office.work, office.department, zhang, "我又换届了")


# -- among the speakers


@pytest.mark.parametrize(
    ("order", "changes", "after"),
    [
        ((LI, ZHANG, WANG), [SUCCEEDS], (LI, OF_THIRD, WANG)),
        ((LI, WANG), [SUCCEEDS], (LI, WANG)),
        ((), [SUCCEEDS], ()),
        (
            (LI, ZHANG, WANG),
            [(LEAVES, LI, "", None), (APPOINTED, MEMBER, SECOND, Role.SECRETARY)],
            (MEMBER, ZHANG, WANG),
        ),
    ],
)
def test_a_successor_speaks_in_the_place_of_his_predecessor(
    office: Office, order: Sequence[str], changes: list[Change], after: Sequence[str]
) -> None:
    ids = {account: office.person(account).id for account in (WANG, LI, ZHANG, OF_THIRD, MEMBER)}
    planned = meeting.of_cycle(office.session, office.cycle.id)
    in_order = tuple(ids[account] for account in order)
    meeting.save(office.session, replace(planned, order=in_order))
    change(office, *changes)
    current = meeting.of_cycle(office.session, office.cycle.id).order
    assert current == tuple(ids[account] for account in after)
