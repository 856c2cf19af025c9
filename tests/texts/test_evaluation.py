"""What the leadership reads about one secretary on the way to a grade."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bot.domain.evaluation.grades import CapWarning
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.sheet import Ballot
from bot.domain.plan import FOUR_INPUTS
from bot.domain.planfile import default_plan
from bot.texts import evaluation as texts
from bot.texts.exporting import sheets as exporting
from bot.texts.listing import fits
from tests.chat import SHANGHAI
from tests.domain.evaluation.sheets import NOW, SHEET, entry
from tests.domain.test_polls.sheets import WANG, group, terms
from tests.exports.sheets import result

PLAN = default_plan(2026)


@pytest.mark.parametrize(
    ("warning", "sentence"),
    [
        (
            CapWarning("max_best", Fraction(1, 3), 2, 3),
            "请注意：“好”不超过 1/3（向下取整，最多 2 人），现在是 3 人，需有 1 人改为其他等次。",
        ),
        (
            CapWarning("min_below_best", Fraction(15, 100), 6, 8),
            "请注意：“好”以下不少于 15%（向上取整，“好”最多 6 人），现在是 8 人，需有 2 人改为其他等次。",
        ),
    ],
)
def test_a_cap_is_told_with_its_rounding_and_what_would_have_to_change(
    warning: CapWarning, sentence: str
) -> None:
    assert texts.cap_warning(warning, PLAN) == sentence


def test_many_entries_are_told_within_one_message() -> None:
    many = replace(SHEET, inputs=tuple(entry(Kind.EVERYDAY, number) for number in range(1, 21)))
    told = texts.inputs(many, SHANGHAI, FOUR_INPUTS[-1:])
    assert fits(told)
    assert "另有 12 条，见“等次表 王文例”。" in told
    assert told.endswith("还缺：现场测评。")
    complete = replace(many, inputs=many.inputs[:8])
    assert texts.inputs(complete, SHANGHAI, ()).endswith("四项依据已齐，等次由党组织研究确定。")
    assert "另有" not in texts.inputs(complete, SHANGHAI, ())


def test_an_entry_names_who_said_typed_and_corrected_it() -> None:
    typed = replace(entry(Kind.COMMENT, 3, "讲得实在", corrected_by=5), entered_by="何勤样")
    assert (
        texts.entry_line(typed, SHANGHAI)
        == "3. 领导点评：讲得实在（已由第 5 条更正）（赵建例，何勤样代录，12月28日（周一）14:00）"
    )


def test_withheld_numbers_stand_on_no_sheet() -> None:
    shown = Ballot("K1", 1, result(), "d", NOW, "何勤样")
    withheld = replace(shown, result=replace(shown.result, groups=(), withheld="too_few"))
    assert any("好 3，较好 2" in line for line in texts.ballot_lines(shown, WANG.person))
    head, why = texts.ballot_lines(withheld, WANG.person)
    assert head == "发出24份，收回20份"
    assert not any(digit in why for digit in "0123456789")
    assert exporting.withheld("too_few") == ("票数", why)


def test_the_way_to_a_score_is_told_also_where_nobody_has_weight() -> None:
    unweighted = replace(
        result(),
        terms=terms(),
        groups=(group("C", 5, 0, 0, 0), group("Z", 0, 0, 0, 5)),
        eligible=12,
        voted=10,
    )
    lines = dict(exporting.ballot_replay(unweighted, WANG.person))
    assert lines["总体评价"] == "（100 + 50）÷ 2 = 75.00"


def test_two_inputs_are_counted_as_things_are() -> None:
    assert [texts.basis(number) for number in (1, 2, 4)] == ["依据", "两项依据", "四项依据"]
