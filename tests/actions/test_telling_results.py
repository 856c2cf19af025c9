"""Telling a result by two persons, and objecting to it in time. Rows of rules on the real database."""

from dataclasses import replace

import pytest

from bot.actions.evaluation import results
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.evaluation.refusals import (
    HalvesEmpty,
    NotGraded,
    NothingTold,
    ObjectionLate,
    ResultWaits,
)
from bot.domain.people import Role
from bot.domain.refusals import CardGone, NeedsSecondPerson, OwnCase
from tests.actions.begun import office_after
from tests.actions.evaluating import ask_telling, grade, grades_alone, objects, tells
from tests.actions.office import Office
from tests.cast import DEAN, LI, ORGANISER, WANG, ZHANG

# -- telling a result


def one_graded(office: Office) -> None:
    office.using(grades_alone)
    grade(office)


graded = office_after(one_graded)


def test_without_a_grade_nothing_is_told(office: Office) -> None:
    office.using(grades_alone)
    assert isinstance(office.refused(lambda _: ask_telling(office, WANG)), NotGraded)


def test_under_a_plan_with_opinions_both_halves_are_told(office: Office) -> None:
    office.using(lambda plan: replace(grades_alone(plan), stages=plan.stages))
    grade(office)
    assert isinstance(office.refused(lambda _: ask_telling(office, WANG)), HalvesEmpty)


def test_a_result_is_told_by_two_once_and_read_once(graded: Office) -> None:
    told = ask_telling(graded, WANG, LI)
    assert [sheet.name for sheet in told.ready] == ["王文例"]
    assert told.left == ("李思样",)
    assert graded.sent(WANG) == []
    assert isinstance(graded.refused(tells(graded, by=DEAN)), NeedsSecondPerson)
    act = tells(graded)
    assert act(graded.work) == ("王文例",)
    assert "较好" in graded.told(WANG)
    assert isinstance(graded.refused(act), CardGone)
    assert isinstance(graded.refused(lambda _: ask_telling(graded, WANG)), ResultWaits)
    receipt, wang = graded.last_card(WANG), graded.person(WANG)

    def read(work: UnitOfWork) -> None:
        results.read(work, graded.cycle, receipt, wang)

    read(graded.work)
    assert isinstance(graded.refused(read), CardGone)


def test_what_changed_since_it_was_asked_is_not_told(graded: Office) -> None:
    ask_telling(graded, WANG)
    act = tells(graded)
    grade(graded, WANG, "好", "复议")
    assert isinstance(graded.refused(act), CardGone)
    assert graded.sent(WANG) == []


def test_a_wider_question_takes_the_place_of_the_narrower_one(graded: Office) -> None:
    grade(graded, LI)
    ask_telling(graded, WANG)
    narrow = graded.last_card(ORGANISER)
    ask_telling(graded, WANG, LI)
    with pytest.raises(CardGone):
        graded.card(narrow.id)
    assert tells(graded)(graded.work) == ("王文例", "李思样")


def test_nobody_has_himself_told(graded: Office) -> None:
    """A secretary who leads as well, as in small departments."""
    wang = graded.person(WANG)
    leading = replace(wang, roles=wang.roles | {Role.LEADER})

    def ask(work: UnitOfWork) -> results.Telling:
        return results.ask_telling(work, graded.cycle, graded.department, leading, [wang])

    assert isinstance(graded.refused(ask), OwnCase)


# -- objecting


@pytest.mark.parametrize("account", [WANG, ZHANG])
def test_before_it_is_told_there_is_nothing_to_object_to(graded: Office, account: str) -> None:
    assert isinstance(graded.refused(objects(graded, account)), NothingTold)


@pytest.mark.parametrize(
    ("moment", "late"),
    [
        # Five workdays from Tuesday, 1 December.
        ("2026-12-01T09:00", False),
        ("2026-12-08T23:59", False),
        ("2026-12-09T00:00", True),
    ],
)
def test_an_objection_comes_in_time_or_is_told_where_to_go(
    graded: Office, moment: str, late: bool
) -> None:
    ask_telling(graded, WANG)
    tells(graded)(graded.work)
    graded.at(moment)
    if late:
        refusal = graded.refused(objects(graded))
        assert isinstance(refusal, ObjectionLate)
        assert refusal.contact == graded.cycle.plan.help_contact
        return
    objects(graded)(graded.work)
    for leader in ("l01", "l02", "l03", "l04", "l05"):
        assert "党课应为七次" in graded.told(leader)
    # What is objected to does not stand: it is told again when it was decided anew, for a reason.
    assert isinstance(graded.refused(lambda _: ask_telling(graded, WANG)), NotGraded)
    grade(graded, WANG, "较好", "复核后维持")
    ask_telling(graded, WANG)
    assert tells(graded)(graded.work) == ("王文例",)
