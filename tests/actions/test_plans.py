"""The plan while its year runs: other days, days off, a file. Rows of rules on the real database."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.actions import cycles, plan_days, plans, publicity
from bot.actions.publicity import reading
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.planfile import render
from bot.domain.plans import (
    DEADLINE,
    AnotherYear,
    DaysOutOfOrder,
    PlanUnchanged,
    PlanUnreadable,
    PublicityEndsEarlier,
    next_year,
)
from bot.domain.refusals import Refusal
from bot.domain.words import filled
from tests.actions.acts import hand_in
from tests.actions.office import SAMPLE, Office
from tests.cast import DEAN, ORGANISER

Days = Mapping[str, date]


def moves(office: Office, days: Days) -> Callable[[UnitOfWork], plans.Change]:
    organiser = office.person(ORGANISER)
    return lambda work: plan_days.move_days(work, office.cycle, organiser, days)


def day_of(office: Office, stage_id: str) -> date:
    stage = office.cycle.plan.stage(stage_id)
    assert stage is not None
    return stage.due


# -- days of stages


@pytest.mark.parametrize(
    ("days", "line"),
    [
        ({"report": date(2026, 12, 15)}, "述职报告截止：12月10日 → 12月15日"),
        ({"report": date(2026, 12, 9)}, "述职报告截止：12月10日 → 12月9日"),
        ({"publicity": date(2027, 1, 8)}, "述职报告公示截止：12月28日 → 2027年1月8日"),
        ({"grade": date(2027, 1, 12)}, "确定等次截止：12月29日 → 2027年1月12日"),
        ({DEADLINE: date(2027, 1, 15)}, "完成期限：12月31日 → 2027年1月15日"),
    ],
)
def test_a_moved_day_is_shown_first_and_told_to_the_group(
    office: Office, days: Days, line: str
) -> None:
    before = office.cycle
    change = plan_days.preview_days(office.work, office.cycle, days)
    assert office.cycle == before
    assert any(line in told for told in map(office_words(office), change.changes))
    moves(office, days)(office.work)
    assert office.cycle.plan_version == before.plan_version + 1
    assert any(line in told for told in office.in_group())


def office_words(office: Office) -> Callable[[str], str]:
    """What the department calls things stands where the texts have their placeholders."""

    words = office.work.words_of(SAMPLE)
    return lambda text: filled(text, words)


@pytest.mark.parametrize(
    ("days", "refusal"),
    [
        # The same days again.
        ({}, PlanUnchanged),
        ({"report": date(2026, 12, 10)}, PlanUnchanged),
        ({DEADLINE: date(2026, 12, 31)}, PlanUnchanged),
        # The meeting does not follow: people have kept its day.
        ({"report": date(2026, 12, 30)}, DaysOutOfOrder),
        ({"meeting": date(2026, 12, 1)}, DaysOutOfOrder),
        ({"grade": date(2026, 12, 1)}, DaysOutOfOrder),
    ],
)
def test_days_that_cannot_be_are_refused_and_nothing_is_kept(
    office: Office, days: Days, refusal: type[Refusal]
) -> None:
    before = office.cycle
    assert isinstance(office.refused(moves(office, days)), refusal)
    assert office.cycle == before
    assert office.in_group() == []


def test_what_waits_for_a_stage_moves_along(office: Office) -> None:
    moves(office, {"publicity": date(2027, 1, 8)})(office.work)
    assert day_of(office, "grade") == date(2027, 1, 8)
    assert day_of(office, "meeting") == date(2026, 12, 21)


STAGES = ("notice", "fieldwork", "report", "review", "meeting", "publicity", "grade", DEADLINE)


@given(
    days=st.dictionaries(
        st.sampled_from(STAGES), st.dates(date(2026, 11, 1), date(2027, 3, 1)), max_size=4
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_days_are_said_nothing_ends_before_what_it_waits_for(
    office: Office, days: Days
) -> None:
    with office.work.trial():
        try:
            moves(office, days)(office.work)
        except (DaysOutOfOrder, PlanUnchanged):
            return
        plan = office.cycle.plan
        due = {stage.id: stage.due for stage in plan.stages}
        for stage in plan.stages:
            assert all(due[name] <= stage.due for name in stage.waits_for)
        for stage_id, day in days.items():
            assert day == (plan.deadline if stage_id == DEADLINE else due[stage_id])


@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2026, 12, 22), PublicityEndsEarlier),
        (date(2026, 12, 27), PublicityEndsEarlier),
        (date(2026, 12, 28), PlanUnchanged),
        (date(2026, 12, 29), None),
        (date(2027, 1, 8), None),
    ],
)
def test_what_is_public_is_not_taken_away_earlier(
    office: Office, day: date, refusal: type[Refusal] | None
) -> None:
    """It is public from the 21st on, for five workdays: until the 28th."""
    office.at("2026-12-21T10:00")
    hand_in(office)
    organiser, dean = office.person(ORGANISER), office.person(DEAN)
    publicity.prepare(office.work, office.cycle, office.department, organiser)
    card = office.last_card(DEAN)
    publicity.release(office.work, office.cycle, office.department, card, dean)
    if refusal is not None:
        assert isinstance(office.refused(moves(office, {"publicity": day})), refusal)
        assert reading.open_now(office.work, office.cycle).window.last == date(2026, 12, 28)
        return
    moves(office, {"publicity": day})(office.work)
    assert reading.open_now(office.work, office.cycle).window.last == day
    # What was promised anew binds too.
    back = office.refused(moves(office, {"publicity": date(2026, 12, 28)}))
    assert isinstance(back, PublicityEndsEarlier)


# -- days off


@pytest.mark.parametrize(
    ("steps", "off", "worked"),
    [
        ([(date(2026, 12, 25), True)], [date(2026, 12, 25)], []),
        ([(date(2026, 12, 26), False)], [], [date(2026, 12, 26)]),
        # A day is one or the other.
        ([(date(2026, 12, 26), False), (date(2026, 12, 26), True)], [date(2026, 12, 26)], []),
        ([(date(2026, 12, 25), True), (date(2026, 12, 25), False)], [], [date(2026, 12, 25)]),
        (
            [(date(2026, 12, 25), True), (date(2026, 12, 24), True)],
            [date(2026, 12, 24), date(2026, 12, 25)],
            [],
        ),
    ],
)
def test_a_day_is_off_or_worked(
    office: Office, steps: list[tuple[date, bool]], off: list[date], worked: list[date]
) -> None:
    organiser = office.person(ORGANISER)
    for day, is_off in steps:
        plans.set_day(office.work, office.cycle, organiser, day, off=is_off)
    plan = office.cycle.plan
    assert (list(plan.days_off), list(plan.workdays)) == (off, worked)
    last_day, last_off = steps[-1]

    def again(work: UnitOfWork) -> plans.Change:
        return plans.set_day(work, office.cycle, organiser, last_day, off=last_off)

    assert isinstance(office.refused(again), PlanUnchanged)


# -- a file


def puts(office: Office, content: bytes) -> Callable[[UnitOfWork], plans.Change]:
    organiser = office.person(ORGANISER)
    return lambda work: plans.put_in_force(work, office.cycle, organiser, content)


def test_the_plan_in_force_and_the_next_years_draft_can_be_had(office: Office) -> None:
    plan = office.cycle.plan
    assert plans.file_of(office.cycle, 2026) == render(plan).encode()
    assert plans.file_of(office.cycle, 2027) == render(next_year(plan)).encode()


@pytest.mark.parametrize("year", [2025, 2028])
def test_no_other_years_plan_can_be_had_or_put_in_force(office: Office, year: int) -> None:
    assert isinstance(office.refused(lambda _: plans.file_of(office.cycle, year)), AnotherYear)
    plan = office.cycle.plan
    other = replace(
        plan,
        year=year,
        deadline=plan.deadline.replace(year=year),
        stages=tuple(replace(one, due=one.due.replace(year=year)) for one in plan.stages),
    )
    assert isinstance(office.refused(puts(office, render(other).encode())), AnotherYear)


def test_the_same_file_changes_nothing(office: Office) -> None:
    same = render(office.cycle.plan).encode()
    assert isinstance(office.refused(puts(office, same)), PlanUnchanged)


@pytest.mark.parametrize("content", [b"", b"title = ", b"\xff\xfe\x00", "随便写的".encode()])
def test_what_is_no_plan_says_what_is_wrong(office: Office, content: bytes) -> None:
    refusal = office.refused(puts(office, content))
    assert isinstance(refusal, PlanUnreadable)
    assert refusal.problems
    assert office.cycle.plan_version == 1


def test_a_changed_file_is_the_next_version_and_a_new_year_begins(office: Office) -> None:
    title = replace(office.cycle.plan, title="示例系2026年度述职")
    change = puts(office, render(title).encode())(office.work)
    assert not change.begins
    assert office.cycle.plan_version == 2
    draft = plans.file_of(office.cycle, 2027)
    begun = puts(office, draft)(office.work)
    assert begun.begins
    assert [cycle.year for cycle in cycles.every(office.work, SAMPLE)] == [2026, 2027]
    # Of a new year the group hears by its notice.
    assert len(office.in_group()) == 1
