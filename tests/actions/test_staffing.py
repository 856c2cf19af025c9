"""A change of people by a sentence: what the card says, what is noted, who hears of it. Rows of rules on the real database."""

from collections.abc import Callable, Sequence

import pytest
from sqlmodel import col, select

from bot.actions import evaluation, rosters, staffing
from bot.actions.evaluation.inputs import NewEntry
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.inputs import Kind
from bot.domain.people import Role
from bot.domain.refusals import CardGone, NeedsSecondPerson, RosterChangedMeanwhile
from bot.domain.staffing import ChangeKind, StaffChange
from bot.messages import Message
from bot.storage.audit import AuditRow
from tests.actions.acts import archive, leaves
from tests.actions.office import Office
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, SECOND, THIRD, VICE_DEAN, WANG

JOINS, LEAVES, MOVES = ChangeKind.JOINS, ChangeKind.LEAVES, ChangeKind.MOVES
APPOINTED, DISMISSED = ChangeKind.APPOINTED, ChangeKind.DISMISSED
NEWCOMER = StaffChange(JOINS, "张三", None, SECOND, Role.MEMBER)
Sentence = Callable[[Office], StaffChange]


def staff(
    office: Office, kind: ChangeKind, account: str, branch: str = "", role: Role | None = None
) -> StaffChange:
    person = office.person(account)
    return StaffChange(kind, person.name, person.id, branch, role)


def asks(office: Office, *changes: StaffChange, by: str = ORGANISER) -> Message:
    return staffing.ask(office.work, office.department, office.person(by), changes)


def done_by_himself(office: Office, *changes: StaffChange) -> None:
    card = asks(office, *changes).card
    assert card is not None
    asked, organiser = office.card(card.id), office.person(ORGANISER)
    staffing.carry_out(office.work, office.department, asked, organiser)


def confirms(office: Office, account: str = DEAN) -> Callable[[UnitOfWork], None]:
    asked, actor = office.last_card(DEAN), office.person(account)
    return lambda work: staffing.confirm(work, office.department, asked, actor)


def a_leader_goes(office: Office) -> StaffChange:
    return staff(office, LEAVES, VICE_DEAN)


def lines_of(office: Office, begins: str) -> Sequence[AuditRow]:
    rows = office.session.exec(select(AuditRow).where(col(AuditRow.id) > office.begun_after))
    return [row for row in rows if row.verb.startswith(begins)]


# -- what is noted


@pytest.mark.parametrize(
    ("sentence", "verb", "account", "facts"),
    [
        (
            lambda office: staff(office, LEAVES, MEMBER),
            "staff.leaves",
            MEMBER,
            {"name": "杨小样", "branch": "", "role": ""},
        ),
        (
            lambda office: staff(office, MOVES, MEMBER, THIRD),
            "staff.moves",
            MEMBER,
            {"name": "杨小样", "branch": THIRD, "role": ""},
        ),
        (
            lambda office: staff(office, APPOINTED, MEMBER, FIRST, Role.SECRETARY),
            "staff.appointed",
            MEMBER,
            {"name": "杨小样", "branch": FIRST, "role": "书记"},
        ),
        (
            lambda _: NEWCOMER,
            "staff.joins",
            "",
            {"name": "张三", "branch": SECOND, "role": "党员"},
        ),
    ],
)
def test_a_change_stands_in_the_trail_with_whom_it_is_about(
    office: Office, sentence: Sentence, verb: str, account: str, facts: dict[str, str]
) -> None:
    subject = "person:new"
    if account:
        subject = f"person:{office.person(account).id}"
    done_by_himself(office, sentence(office))
    (line,) = lines_of(office, "staff.")
    organiser = f"person:{office.person(ORGANISER).id}"
    assert (line.verb, line.subject, line.actor, line.facts) == (verb, subject, organiser, facts)
    (imported,) = lines_of(office, "roster.imported")
    assert "confirmed_by" not in imported.facts


def test_who_asked_and_who_confirmed_stand_in_the_trail(office: Office) -> None:
    asks(office, a_leader_goes(office))
    confirms(office)(office.work)
    organiser = f"person:{office.person(ORGANISER).id}"
    dean = f"person:{office.person(DEAN).id}"
    for begins in ("staff.", "roster.imported", "decider.changed"):
        (line,) = lines_of(office, begins)
        assert line.actor == organiser
    (decider,) = lines_of(office, "decider.changed")
    assert decider.facts["confirmed_by"] == dean


def test_what_belongs_to_an_office_follows_it(office: Office) -> None:
    done_by_himself(office, staff(office, APPOINTED, MEMBER, FIRST, Role.SECRETARY))
    assert "您现在负责" in office.told(MEMBER)


# -- by two


def test_a_change_of_who_decides_is_confirmed_once_and_by_another(office: Office) -> None:
    asks(office, a_leader_goes(office))
    assert isinstance(office.refused(confirms(office, ORGANISER)), NeedsSecondPerson)
    act = confirms(office)
    act(office.work)
    assert isinstance(office.refused(act), CardGone)


def test_the_asker_and_all_leaders_hear_who_decides_now(office: Office) -> None:
    asks(office, a_leader_goes(office))
    confirms(office)(office.work)
    assert "您发来的改动已经生效" in office.told(ORGANISER)
    for leader in (DEAN, VICE_DEAN, "l03"):
        assert "名单有变动" in office.told(leader)
    assert "名单有变动" not in office.told(MEMBER)


def test_what_would_change_otherwise_by_now_is_not_done(office: Office) -> None:
    # Shown was that somebody becomes a leader who was none.
    asks(office, staff(office, APPOINTED, MEMBER, "", Role.LEADER))
    act = confirms(office)
    leaves(office, MEMBER)
    assert isinstance(office.refused(act), RosterChangedMeanwhile)


def test_what_would_change_less_by_now_is_not_done(office: Office) -> None:
    asks(
        office,
        staff(office, APPOINTED, MEMBER, "", Role.LEADER),
        staff(office, MOVES, MEMBER, THIRD),
    )
    act = confirms(office)
    appointed = staff(office, APPOINTED, MEMBER, "", Role.LEADER)
    rosters.change_staff(office.work, office.department.id, [appointed])
    assert isinstance(office.refused(act), RosterChangedMeanwhile)


# -- who was spoken of


def spoken_of(office: Office) -> None:
    dean = office.person(DEAN)
    entry = NewEntry(Kind.EVERYDAY, office.person(WANG), "优点：带头讲党课", dean)
    evaluation.add(office.work, office.cycle, dean, entry)


@pytest.mark.parametrize(
    ("sentence", "is_named"),
    [
        (lambda office: staff(office, LEAVES, WANG), True),
        (lambda office: staff(office, LEAVES, MEMBER), False),
        (lambda office: staff(office, MOVES, WANG, THIRD), False),
        (lambda office: staff(office, DISMISSED, WANG, FIRST, Role.SECRETARY), False),
    ],
)
def test_only_who_leaves_with_words_about_him_is_named(
    office: Office, sentence: Sentence, is_named: bool
) -> None:
    spoken_of(office)
    card = asks(office, sentence(office)).card
    assert card is not None
    assert ("不能再定等" in card.text) == is_named


def test_of_a_year_that_is_archived_nobody_is_named(office: Office) -> None:
    spoken_of(office)
    archive(office)
    card = asks(office, staff(office, LEAVES, WANG)).card
    assert card is not None
    assert "不能再定等" not in card.text
