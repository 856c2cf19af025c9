"""What a second person is asked of those who decide, what is noted of it, and who hears of it. Rows of rules on the real database."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.actions import accounts, handovers, people, rosters
from bot.actions.rosters import ADMINISTRATOR
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Department, Person, Role
from bot.domain.refusals import CardGone, NeedsSecondPerson, RosterChangedMeanwhile
from tests.actions.begun import begins
from tests.actions.hall import LINES, past_the_program
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, VICE_DEAN

ACCOUNT = "n07"  # with which a leader writes who was not bound before
NEWCOMER = RosterLine(0, "新来样", "n01", FIRST, frozenset({Role.MEMBER}), "C")
THIRD_LEADER = "l03"
CHANGED = "名单有变动"


def line_of(account: str) -> RosterLine:
    return next(line for line in LINES if line.account == account)


def others(account: str) -> list[RosterLine]:
    return [line for line in LINES if line.account != account]


WITHOUT_A_LEADER = others(THIRD_LEADER)


def ask_roster(office: Office, lines: Sequence[RosterLine]) -> None:
    """As the handler does with a workbook of the organiser's."""
    work, organiser = office.work, office.person(ORGANISER)
    changes = rosters.preview_roster(work, office.department.id, lines)
    handovers.ask_roster(work, office.department, organiser, lines, changes)


def confirms_roster(office: Office, account: str = DEAN) -> Callable[[UnitOfWork], None]:
    asked, actor = office.last_card(DEAN), office.person(account)
    return lambda work: handovers.confirm_roster(work, office.department, asked, actor)


# -- a workbook


@pytest.mark.parametrize(
    ("lines", "rest"),
    [
        (WITHOUT_A_LEADER, ""),
        ([*WITHOUT_A_LEADER, NEWCOMER], "另有 1 处其他改动"),
        (
            [line for line in [*WITHOUT_A_LEADER, NEWCOMER] if line.account not in {MEMBER, "m04"}],
            "另有 3 处其他改动",
        ),
    ],
)
def test_the_question_says_how_much_else_the_workbook_changes(
    office: Office, lines: list[RosterLine], rest: str
) -> None:
    ask_roster(office, lines)
    text = office.cards(DEAN)[-1].text
    assert rest in text
    assert ("另有" in text) == bool(rest)


def test_a_workbook_is_confirmed_once_and_the_asker_hears_of_it(office: Office) -> None:
    ask_roster(office, WITHOUT_A_LEADER)
    act = confirms_roster(office)
    act(office.work)
    assert "您发来的改动已经生效" in office.told(ORGANISER)
    assert isinstance(office.refused(act), CardGone)
    (line,) = office.trail("roster.imported")
    assert line["confirmed_by"] == f"person:{office.person(DEAN).id}"


def test_every_change_is_told_and_only_to_leaders(office: Office) -> None:
    renamed = replace(line_of(ORGANISER), name="何勤勤")
    rest = [line for line in WITHOUT_A_LEADER if line.account != ORGANISER]
    for lines in (WITHOUT_A_LEADER, [*rest, renamed]):
        ask_roster(office, lines)
        confirms_roster(office)(office.work)
    assert office.told(VICE_DEAN).count(CHANGED) == 2
    assert CHANGED not in office.told(ORGANISER)
    # Whoever is none any more hears of his own going, and of what came after no more.
    assert office.told(THIRD_LEADER).count(CHANGED) == 1


def test_an_account_that_another_department_has_by_now_stays_there(office: Office) -> None:
    ask_roster(office, [*WITHOUT_A_LEADER, NEWCOMER])
    act = confirms_roster(office)
    people.add_department(office.work, Department("third", "另一个系"))
    stranger = replace(NEWCOMER, name="别人")
    rosters.import_roster(office.work, "third", [stranger], actor=ADMINISTRATOR)
    assert isinstance(office.refused(act), RosterChangedMeanwhile)


@pytest.mark.parametrize(
    ("lines", "is_told"), [(WITHOUT_A_LEADER, True), ([*LINES, NEWCOMER], False)]
)
def test_the_leaders_hear_what_the_administrator_changes_of_those_who_decide(
    office: Office, lines: list[RosterLine], is_told: bool
) -> None:
    handovers.import_by_administrator(office.work, office.department.id, lines)
    assert (CHANGED in office.told(DEAN)) == is_told


def test_of_the_first_roster_nobody_hears(office: Office) -> None:
    people.add_department(office.work, Department("third", "另一个系"))
    handovers.import_by_administrator(office.work, "third", LINES)
    assert office.sent(DEAN) == []


# -- an account


def unbound(office: Office) -> None:
    """A leader is on the roster without an account."""
    past_the_program(office, f"UPDATE person SET account = NULL WHERE account = '{VICE_DEAN}'")


def leader(office: Office) -> Person:
    (person,) = [each for each in office.roster.with_role(Role.LEADER) if not each.account]
    return person


def ask_binding(office: Office) -> None:
    organiser = office.person(ORGANISER)
    handovers.ask_binding(office.work, office.department, organiser, leader(office), ACCOUNT)


def confirms_binding(office: Office, account: str = DEAN) -> Callable[[UnitOfWork], Person]:
    asked, actor = office.last_card(DEAN), office.person(account)
    return lambda work: handovers.confirm_binding(work, office.department, asked, actor)


@begins(unbound)
def test_an_account_that_decides_is_bound_by_two(office: Office) -> None:
    name = leader(office).name
    ask_binding(office)
    assert isinstance(office.refused(confirms_binding(office, ORGANISER)), NeedsSecondPerson)
    act = confirms_binding(office)
    bound = act(office.work)
    assert (bound.name, bound.account) == (name, ACCOUNT)
    assert office.trail("person.bound") == [
        {"name": name, "confirmed_by": f"person:{office.person(DEAN).id}"}
    ]
    for account in (DEAN, THIRD_LEADER, ACCOUNT):
        assert CHANGED in office.told(account)
    assert "您发来的改动已经生效" in office.told(ORGANISER)
    assert isinstance(office.refused(act), CardGone)


def test_nobody_confirms_an_account_for_another_line_of_his_own(office: Office) -> None:
    own_line = replace(line_of(DEAN), account="", note="兼职")
    everybody = [*LINES, own_line]
    rosters.import_roster(office.work, office.department.id, everybody, actor=ADMINISTRATOR)
    ask_binding(office)
    assert office.cards(DEAN) == []
    assert office.cards(VICE_DEAN)


@begins(unbound)
def test_what_was_bound_meanwhile_is_not_bound_again(office: Office) -> None:
    ask_binding(office)
    act = confirms_binding(office)
    organiser = office.person(ORGANISER)
    assert accounts.bind(office.work, leader(office), "n08", actor=organiser)
    assert isinstance(office.refused(act), RosterChangedMeanwhile)
    assert CHANGED not in office.told(DEAN)


@begins(unbound)
def test_a_binding_that_is_declined_is_told_the_asker(office: Office) -> None:
    ask_binding(office)
    asked, dean = office.last_card(DEAN), office.person(DEAN)
    handovers.decline(office.work, office.department, asked, dean)
    assert "没有生效" in office.told(ORGANISER)
    assert leader(office).account == ""
