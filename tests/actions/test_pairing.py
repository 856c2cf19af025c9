"""A report's problems become items once their author says so. Rows of rules on the real database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.actions import open_cards, pairing
from bot.actions.rectification import ledger
from bot.domain.open_cards import OpenCard
from bot.domain.pairing import Change, Correction, RowUnknown
from bot.domain.plan import Part, Plan
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import NoItems
from bot.domain.refusals import CardGone, NothingHandedIn, Refusal
from tests.actions.acts import hand_in, send_back
from tests.actions.begun import begins
from tests.actions.office import Office
from tests.cast import THIRD, ZHANG

REPORT = """述职报告
一、主要成绩
一是做了工作。
二、存在问题
一是调研不够深入。
二是谈心谈话不多。
三、原因分析
一是时间安排不够合理。
二是主动性不足。
四、整改措施
一是每月到班级调研一次。
二是每季度谈心一遍。"""


def reported(office: Office) -> None:
    hand_in(office, text=REPORT)


def card(office: Office) -> OpenCard:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    return office.card(pairing.card(office.work, office.cycle, zhang, third).id)


def confirm(office: Office, asked: OpenCard) -> list[Item]:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    return pairing.confirm(office.work, office.cycle, zhang, third, asked)


def correct(office: Office, number: int, correction: Correction) -> OpenCard:
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    shown = pairing.correct(office.work, office.cycle, zhang, third, number, correction)
    return office.card(shown.id)


def is_unconfirmed(office: Office) -> bool:
    return pairing.is_unconfirmed(office.work, office.cycle, office.branch(THIRD))


def test_without_a_report_there_is_nothing_to_confirm(office: Office) -> None:
    assert isinstance(office.refused(lambda _: card(office)), NothingHandedIn)
    assert not is_unconfirmed(office)


@begins(reported)
def test_what_was_confirmed_is_the_ledger_and_is_confirmed_once(office: Office) -> None:
    assert is_unconfirmed(office)
    asked = card(office)
    items = confirm(office, asked)
    assert len(items) == 2
    assert "调研不够" in items[0].problem
    assert not is_unconfirmed(office)
    assert isinstance(office.refused(lambda _: confirm(office, asked)), CardGone)
    assert len(office.trail("report.pairs_confirmed")) == 1


@begins(reported)
def test_a_newer_card_closes_the_one_before(office: Office) -> None:
    first, second = card(office), card(office)
    assert isinstance(office.refused(lambda _: confirm(office, first)), CardGone)
    assert len(confirm(office, second)) == 2


@begins(reported)
@pytest.mark.parametrize(
    ("number", "correction", "outcome"),
    [
        (1, Correction(Change.LEFT_OUT), ["谈心谈话不多"]),
        (2, Correction(Change.LEFT_OUT), ["调研不够深入"]),
        (1, Correction(Change.PROBLEM, "走访不够"), ["走访不够", "谈心谈话不多"]),
        (1, Correction(Change.MEASURE, "每周调研"), ["调研不够深入", "谈心谈话不多"]),
        (2, Correction(Change.DUE, "", date(2027, 5, 1)), ["调研不够深入", "谈心谈话不多"]),
        (0, Correction(Change.LEFT_OUT), RowUnknown),
        (3, Correction(Change.LEFT_OUT), RowUnknown),
    ],
)
def test_the_rows_are_put_right_before_they_are_entered(
    office: Office, number: int, correction: Correction, outcome: Sequence[str] | type[Refusal]
) -> None:
    card(office)
    if isinstance(outcome, type):
        assert isinstance(office.refused(lambda _: correct(office, number, correction)), outcome)
        return
    asked = correct(office, number, correction)
    # Whoever asks for the rows again has them as they were put right.
    assert card(office).subject["rows"] == asked.subject["rows"]
    items = confirm(office, open_cards.find(office.work, card(office).id))
    assert [item.problem.removesuffix("。") for item in items] == list(outcome)
    if correction.change is Change.MEASURE:
        assert items[0].measure == "每周调研"
    if correction.day is not None:
        assert items[number - 1].due == correction.day


@begins(reported)
@pytest.mark.parametrize(
    ("text", "asks"),
    [
        (REPORT.replace("一是做了工作。", "一是做了很多工作。"), False),
        (REPORT.replace("谈心谈话不多", "走访宿舍不多"), True),
    ],
)
def test_a_new_version_is_confirmed_anew_only_where_it_says_something_else(
    office: Office, text: str, asks: bool
) -> None:
    confirm(office, card(office))
    send_back(office)
    hand_in(office, text=text)
    assert is_unconfirmed(office) == asks


def without_ledger(plan: Plan) -> Plan:
    stages = tuple(stage for stage in plan.stages if stage.id != "rectification")
    return replace(plan, stages=stages)


def test_a_plan_without_a_ledger_keeps_the_pairs_and_makes_no_items(office: Office) -> None:
    office.using(without_ledger)
    assert not office.cycle.plan.has(Part.RECTIFICATION)
    hand_in(office, text=REPORT)
    zhang, third = office.person(ZHANG), office.branch(THIRD)
    assert pairing.card_with_acceptance(office.work, office.cycle, zhang, third) is None
    assert confirm(office, card(office)) == []

    refusal = office.refused(lambda work: ledger.unfinished_of(work, office.department.id, third))
    assert isinstance(refusal, NoItems)
