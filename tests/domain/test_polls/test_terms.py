from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from bot.domain.plan import BallotRules, Row, Step
from bot.domain.polls.form import Purpose, make_form
from bot.domain.polls.terms import Terms, read_terms
from bot.domain.words import OFFICE
from tests.chat import SHANGHAI
from tests.domain.test_polls.sheets import LI, WANG, terms

FIRST_RELEASE = (
    '{"attendance":false,"categories":['
    '{"eligible":10,"id":"A","title":"A 类","weight":"3/5"},'
    '{"eligible":10,"id":"B","title":"B 类","weight":"2/5"},'
    '{"eligible":10,"id":"C","title":"C 类","weight":"0/1"}],'
    '"closes_at":null,"decimals":2,"department":"sample",'
    '"form":{"rows":["总体评价"],"steps":["好","较好","一般","差"],'
    '"subjects":[{"branch":"第一支部","name":"王文例","person":1}]},'
    '"keep_days":0,"minimum":5,"opened_at":"2026-12-21T06:00:00+00:00","points":[100,85,70,50],"quorum":"2/3",'
    '"rule_version":1,"salt":"00000000000000000000000000000000","secret":true,"year":2026}'
)


def test_the_hash_that_people_were_told_stays_the_hash_of_the_same_terms() -> None:
    sheet = terms(quorum=Fraction(2, 3), rule_version=1)
    assert sheet.canonical == FIRST_RELEASE
    assert read_terms(FIRST_RELEASE) == sheet
    assert sheet.digest == "9d97be38bd5eba40b535ac0916e32a5651fd89cef7aafb16f4cf0781037f3a86"


@pytest.mark.parametrize(
    "sheet",
    [
        terms(subjects=(WANG, LI), quorum=Fraction(2, 3)),
        replace(terms(), closes_at=datetime(2026, 12, 21, 7, tzinfo=UTC)),
        replace(terms(), purpose=Purpose.SATISFACTION),
    ],
)
def test_frozen_terms_come_back_unchanged(sheet: Terms) -> None:
    assert read_terms(sheet.canonical) == sheet
    assert read_terms(sheet.canonical).digest == sheet.digest


def test_the_same_moment_in_another_zone_is_the_same_terms() -> None:
    sheet = replace(terms(), closes_at=datetime(2026, 12, 21, 7, tzinfo=UTC))
    local = replace(
        sheet,
        opened_at=sheet.opened_at.astimezone(SHANGHAI),
        closes_at=datetime(2026, 12, 21, 15, tzinfo=SHANGHAI),
    )
    assert local.canonical == sheet.canonical


def test_nobody_is_recognised_by_a_plan_that_asks_for_fewer_than_three() -> None:
    assert [terms(minimum=minimum).least for minimum in (1, 3, 5)] == [3, 3, 5]
    assert terms(minimum=5, secret=False).least == 1
    assert terms().eligible == 30


def test_a_poll_is_called_after_whom_or_what_it_is_about() -> None:
    assert (terms().title, terms(subjects=(WANG, LI)).title) == ("王文例", f"2 位{OFFICE}")
    asked = replace(terms(rows=("整顿满意度",)), purpose=Purpose.SATISFACTION)
    assert asked.title == "第一支部整顿满意度"


def test_what_each_choice_of_a_row_counts() -> None:
    """Steps have points of a hundred, whatever the full mark; marks count themselves."""
    scale = (Step("优", 100), Step("良", 80), Step("中", 60), Step("差", 30), Step("劣", 0))
    rows = (
        Row("总体"),
        Row("德", scale=scale),
        Row("能", full=20),
        Row("绩", full=3, marks=True),
        Row("廉", scale=(*scale[:1], Step("不了解", None))),
    )
    sheet = replace(terms(), form=make_form((WANG,), BallotRules(rows=rows)))
    values = [[value and int(value) for value in sheet.values(item)] for item in sheet.form.items]
    assert values == [
        [100, 85, 70, 50],
        [100, 80, 60, 30, 0],
        [20, 17, 14, 10],
        [0, 1, 2, 3],
        [100, None],
    ]
