from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from bot.domain.evaluation.grades import State
from bot.domain.evaluation.inputs import Input, Kind, missing
from bot.domain.evaluation.sheet import Ballot, Told, ballot_figures
from bot.domain.plan import FOUR_INPUTS
from bot.domain.polls.results import Result
from bot.domain.polls.tally import Group
from tests.domain.evaluation.sheets import LATER, NOW, SHEET, entry, grade
from tests.domain.test_polls.sheets import LI, WANG, terms


@pytest.mark.parametrize(
    ("inputs", "lacking"),
    [
        ([], [Kind.EVERYDAY, Kind.FIELDWORK, Kind.COMMENT, Kind.BALLOT]),
        ([entry(Kind.COMMENT), entry(Kind.EVERYDAY)], [Kind.FIELDWORK, Kind.BALLOT]),
        ([entry(kind) for kind in Kind], []),
        (
            [entry(kind, text=" \n" if kind is Kind.FIELDWORK else "甲") for kind in Kind],
            [Kind.FIELDWORK],
        ),
        (
            [entry(kind, corrected_by=9 if kind is Kind.BALLOT else None) for kind in Kind],
            [Kind.BALLOT],
        ),
        ([*(entry(kind, corrected_by=9) for kind in Kind), *(entry(kind, 9) for kind in Kind)], []),
    ],
)
def test_an_input_is_there_when_an_entry_of_it_stands(
    inputs: list[Input], lacking: list[Kind]
) -> None:
    assert [rule.id for rule in missing(inputs, FOUR_INPUTS)] == lacking


def test_the_grade_is_the_newest_that_was_confirmed() -> None:
    history = (
        grade(1, State.CONFIRMED),
        grade(2, State.CONFIRMED),
        grade(3, State.DECLINED),
        grade(4, State.PROPOSED),
    )
    assert replace(SHEET, history=history).grade == history[1]
    assert replace(SHEET, history=history[2:]).grade is None


def test_an_objection_reopens_the_grade_that_was_told_until_it_is_decided_anew() -> None:
    first, second = grade(1, State.CONFIRMED), grade(2, State.CONFIRMED)
    told = Told(grade=1, told_at=NOW, until=date(2027, 1, 5))
    objected = replace(told, objection="材料有误", objected_at=LATER)
    assert not replace(SHEET, history=(first,)).reopened
    assert not replace(SHEET, told=objected).reopened
    assert not replace(SHEET, history=(first,), told=told).reopened
    assert replace(SHEET, history=(first,), told=objected).reopened
    assert replace(
        SHEET, history=(first, replace(second, state=State.PROPOSED)), told=objected
    ).reopened
    assert not replace(SHEET, history=(first, second), told=objected).reopened


def test_the_figures_of_a_ballot_are_those_of_its_own_secretary() -> None:
    sheet = terms(subjects=(WANG, LI), rows=("总体评价", "履职"))
    counted = Group(("A",), ((5, 0, 0, 0), (0, 5, 0, 0), (0, 0, 5, 0), (0, 0, 0, 5)), (5,))
    ballot = Ballot("K1", 1, Result(sheet, (counted,), eligible=9, voted=5), "d", NOW, "何勤样")
    figures = ballot_figures(ballot, LI.person)
    assert figures["counts"] == {
        "总体评价": {"A": {"好": 0, "较好": 0, "一般": 5, "差": 0}},
        "履职": {"A": {"好": 0, "较好": 0, "一般": 0, "差": 5}},
    }
    assert (figures["eligible"], figures["voted"], figures["score"]) == (9, 5, "60/1")
    assert Fraction(figures["score"]) == Fraction(70 + 50, 2)
    assert figures["terms"] == sheet.digest
    assert ballot_figures(ballot, WANG.person)["counts"]["总体评价"] == {
        "A": {"好": 5, "较好": 0, "一般": 0, "差": 0}
    }
    withheld = replace(ballot, result=replace(ballot.result, groups=(), withheld="too_few"))
    assert ballot_figures(withheld, LI.person)["score"] is None
