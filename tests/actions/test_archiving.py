"""The end of a year: by two persons, said once, and silence after it. Rows of rules on the real database (rule of conduct 6)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.actions import archiving, cycles, rosters, year_ends
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.domain.open_cards import OpenCard
from bot.domain.people import Role
from bot.domain.plan import Plan
from bot.domain.planfile import default_plan
from bot.domain.rectification.refusals import NothingToArchive
from bot.domain.refusals import CardGone, NeedsSecondPerson
from bot.domain.staffing import ChangeKind, StaffChange
from bot.storage.reminders import ReminderState
from tests.actions.acts import archive, closed, entered
from tests.actions.office import Office
from tests.cast import DEAN, MEMBER, ORGANISER, SECOND, VICE_DEAN, ZHANG


def asks(
    office: Office, year: int | None = None, by: str = ORGANISER
) -> Callable[[UnitOfWork], None]:
    person = office.person(by)
    return lambda work: archiving.ask(work, office.department, person, year)


def confirms(office: Office, card: OpenCard, by: str = DEAN) -> Callable[[UnitOfWork], object]:
    person = office.person(by)
    return lambda work: archiving.carry_out(work, office.department, card, person)


def states(office: Office) -> dict[int, bool]:
    """Which years are archived."""
    every = cycles.every(office.work, office.department.id)
    return {cycle.year: cycle.archived for cycle in every}


def begin_next_year(office: Office) -> None:
    cycles.begin(office.work, office.department.id, default_plan(2027), actor=SYSTEM)


# -- what is asked


@pytest.mark.parametrize(("by", "asked"), [(ORGANISER, DEAN), (DEAN, ORGANISER)])
def test_a_second_person_is_asked_and_nothing_has_ended(
    office: Office, by: str, asked: str
) -> None:
    asks(office, by=by)(office.work)
    (card,) = office.cards(asked)
    assert card.title == "2026年度归档"
    assert office.person(by).name in card.text
    assert states(office) == {2026: False}


@pytest.mark.parametrize(
    ("open_items", "closed_items", "told"), [(0, 0, ""), (0, 1, ""), (2, 1, "还有 2 条整改事项")]
)
def test_it_is_told_what_is_left_undone_and_forbids_nothing(
    office: Office, open_items: int, closed_items: int, told: str
) -> None:
    for number in range(open_items):
        entered(office, problem=f"问题{number}")
    for number in range(closed_items):
        closed(office, entered(office, problem=f"办好{number}"))
    asks(office)(office.work)
    text = office.cards(DEAN)[-1].text
    assert ("整改事项没有销号" in text) == bool(told)
    assert told in text
    confirms(office, office.last_card(DEAN))(office.work)
    assert states(office) == {2026: True}


@pytest.mark.parametrize("grades", [True, False])
def test_who_has_no_grade_is_named_where_the_plan_gives_grades(
    office: Office, grades: bool
) -> None:
    if not grades:
        office.using(without_grades)
    asks(office)(office.work)
    text = office.cards(DEAN)[-1].text
    assert ("还没有确定等次：王文例、李思样" in text) == grades


def without_grades(plan: Plan) -> Plan:
    stages = tuple(
        replace(stage, waits_for=())
        for stage in plan.stages
        if stage.id not in ("grade", "feedback")
    )
    return replace(plan, stages=stages)


def test_only_its_own_items_are_left_to_a_year(office: Office) -> None:
    entered(office)
    begin_next_year(office)
    entered(office, SECOND)
    asks(office, 2027)(office.work)
    assert "还有 1 条整改事项" in office.cards(DEAN)[-1].text


# -- which year


@pytest.mark.parametrize(
    ("year", "archived"),
    [
        (None, {2026: True, 2027: False}),
        (2026, {2026: True, 2027: False}),
        (2027, {2026: False, 2027: True}),
    ],
)
def test_without_a_year_it_is_the_oldest_that_runs(
    office: Office, year: int | None, archived: dict[int, bool]
) -> None:
    begin_next_year(office)
    archive(office, year)
    assert states(office) == archived


@pytest.mark.parametrize("year", [None, 2026, 2025])
def test_what_is_archived_or_unknown_cannot_be_archived(office: Office, year: int | None) -> None:
    if year != 2025:
        archive(office)
    assert isinstance(office.refused(asks(office, year)), NothingToArchive)


def test_asked_again_the_earlier_card_is_withdrawn(office: Office) -> None:
    begin_next_year(office)
    asks(office, 2026)(office.work)
    earlier = office.last_card(DEAN)
    asks(office, 2027)(office.work)
    assert isinstance(office.refused(confirms(office, earlier)), CardGone)
    confirms(office, office.last_card(DEAN))(office.work)
    assert states(office) == {2026: False, 2027: True}


# -- its end


def test_a_year_ends_once_by_two_persons_and_the_group_hears_it_with_a_code(
    office: Office,
) -> None:
    asks(office)(office.work)
    card = office.last_card(DEAN)
    assert isinstance(office.refused(confirms(office, card, ORGANISER)), NeedsSecondPerson)
    assert states(office) == {2026: False}
    confirms(office, card)(office.work)
    (farewell,) = office.in_group()
    assert "已经全部结束并归档，今后不再就本年度发消息" in farewell
    assert isinstance(office.refused(confirms(office, card, VICE_DEAN)), CardGone)
    assert len(office.trail("cycle.archived")) == 1
    assert len(office.in_group()) == 1


def test_who_declines_ends_nothing_and_whoever_asked_hears_it(office: Office) -> None:
    asks(office)(office.work)
    card, dean = office.last_card(DEAN), office.person(DEAN)
    archiving.decline(office.work, office.department, card, dean)
    assert states(office) == {2026: False}
    assert "赵建例认为2026年度暂时不归档" in office.told(ORGANISER)
    assert office.in_group() == []


# -- the days of the next year


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("2026-10-30T10:00", 0),
        ("2026-11-02T07:59", 0),
        ("2026-11-02T10:00", 1),
        ("2026-11-07T10:00", 0),  # a Saturday
        ("2026-12-31T19:59", 1),
        ("2026-12-31T20:00", 0),
    ],
)
def test_from_november_the_organiser_hears_once_that_the_next_years_days_are_not_known(
    office: Office, moment: str, told: int
) -> None:
    office.at(moment)
    year_ends.announce_missing_calendar(office.work)
    year_ends.announce_missing_calendar(office.work)
    assert len(office.sent(ORGANISER)) == told
    assert [office.sent(account) for account in (DEAN, ZHANG, MEMBER)] == [[], [], []]
    entries = office.reminders("calendar")
    assert [(entry.window, entry.state) for entry in entries] == [
        ("2027", ReminderState.PLANNED)
    ] * told


def test_an_organiser_who_comes_later_hears_it_too(office: Office) -> None:
    year_ends.announce_missing_calendar(office.work)
    member = office.person(MEMBER)
    appointed = StaffChange(ChangeKind.APPOINTED, member.name, member.id, "", Role.ORGANISER)
    rosters.change_staff(office.work, office.department.id, [appointed])
    assert year_ends.announce_missing_calendar(office.work) == 1
    assert [len(office.sent(account)) for account in (ORGANISER, MEMBER)] == [1, 1]


def test_of_an_archived_year_nothing_is_said(office: Office) -> None:
    archive(office)
    before = len(office.sent(ORGANISER))
    year_ends.announce_missing_calendar(office.work)
    assert len(office.sent(ORGANISER)) == before
