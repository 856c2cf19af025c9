"""Which sections are sure, so that a share may rest on them, and why a split is not clear (S21).

A report is made of sentences of one kind: work done, a lack, a plan, or nothing of these. Its sections
are told as 「title letters」 with a question mark where the part is a guess.
"""

import pytest

from bot.domain.report.partition import Doubt, Part
from bot.domain.report.sections import Corrections, split
from bot.domain.report.tables import lay_out
from tests.domain.report.building import manuscript

DONE, LACK, PLAN, SILENT = "召开党员大会5次。", "学习不够深入。", "我将每月谈心。", "天气晴好。"
LETTERS = {
    Part.ACHIEVEMENTS: "A",
    Part.BASICS: "B",
    Part.LAST_YEAR: "L",
    Part.PROBLEMS: "P",
    Part.CAUSES: "C",
    Part.MEASURES: "M",
    Part.PROMISE: "S",
    Part.OTHER: "O",
}
WORK = ("一、履职情况", DONE * 6)
PROBLEMS = ("二、存在的问题", LACK * 6)
MEASURES = ("四、整改措施", PLAN * 6)


def told(*lines: str, corrections: Corrections | None = None) -> tuple[list[str], Doubt | None]:
    """The parts of the sections behind the opening, and why the split is not clear."""
    whole = split(lay_out(manuscript("\n".join(lines))), corrections)
    parts = []
    for section in whole.sections:
        letters = "".join(LETTERS[part] for part in (section.part, *section.also))
        if section.number in whole.doubtful:
            letters += "?"
        if section.number:
            parts.append(letters)
    return parts, whole.doubt


@pytest.mark.parametrize(
    ("lines", "parts", "doubt"),
    [
        # A slogan is what its words and its place say together.
        (("一、砥砺奋进", DONE * 6, *PROBLEMS), ["A", "P"], None),
        (("一、砥砺奋进", DONE * 3 + LACK * 2, *PROBLEMS), ["A?", "P"], Doubt.UNSURE_SECTION),
        (("一、砥砺奋进", SILENT * 6, *PROBLEMS), ["A?", "P"], Doubt.UNSURE_SECTION),
        ((*WORK, "二、砥砺奋进", LACK * 6, *MEASURES), ["A", "P", "M"], None),
        # What stands where problems belong is never surely work done.
        (
            (*WORK, "二、砥砺奋进", DONE * 6, *MEASURES),
            ["A", "P?", "M"],
            Doubt.UNSURE_SECTION,
        ),
        ((*WORK, *PROBLEMS, "三、砥砺奋进", PLAN * 6), ["A", "P", "M"], None),
        ((*WORK, *PROBLEMS, "三、砥砺奋进", SILENT * 6), ["A", "P", "M"], None),
        ((*WORK, *PROBLEMS, "三、砥砺奋进", LACK * 6), ["A", "P", "P"], None),
        ((*WORK, *PROBLEMS, "三、追根溯源", LACK * 6, *MEASURES), ["A", "P", "C", "M"], None),
        # Where nothing names problems, causes or measures, all that is inferred stays a guess.
        (("一、砥砺奋进", DONE * 6, "二、勇毅前行", LACK * 6), ["A?", "P?"], Doubt.NO_PARTS),
        ((DONE * 6, LACK * 6), ["A?"], Doubt.NO_PARTS),
    ],
)
def test_sections_without_a_telling_heading(
    lines: tuple[str, ...], parts: list[str], doubt: Doubt | None
) -> None:
    assert told(*lines) == (parts, doubt)


LOOKING = "聚焦短板，查找不足"  # sounds like problems
ACTING = "突出重点，落实整改措施"
WINNING = "强化担当，取得成效"
DIGGING = "聚焦病灶，深挖根源"


@pytest.mark.parametrize(
    ("lines", "parts"),
    [
        # A slogan of problems is believed as far as its words agree …
        ((*WORK, f"二、{LOOKING}", LACK * 6), ["A", "P"]),
        ((*WORK, f"二、{LOOKING}", DONE * 6), ["A", "P?"]),
        ((*WORK, f"二、{LOOKING}", DONE * 3 + LACK * 2), ["A", "P?"]),
        ((*WORK, f"二、{LOOKING}", DONE * 2 + LACK * 2), ["A", "P"]),
        # … or where causes or measures follow, for problems told by facts read like work done.
        ((*WORK, f"二、{LOOKING}", DONE * 6, *MEASURES), ["A", "P", "M"]),
        ((*WORK, f"二、{LOOKING}", DONE * 6, "三、原因分析", LACK * 6), ["A", "P", "C"]),
        (
            (*WORK, f"二、{LOOKING}", DONE * 6, "三、砥砺奋进", SILENT * 6, *MEASURES),
            ["A", "P", "M", "M"],
        ),
        (
            ("一、存在的问题", LACK * 6, f"二、{LOOKING}", DONE * 6, "三、履职情况", DONE * 6),
            ["P", "P?", "A"],
        ),
        # Measures behind problems need no proof.
        ((*WORK, *PROBLEMS, f"三、{ACTING}", DONE * 6), ["A", "P", "M"]),
        ((*WORK, f"二、{ACTING}", DONE * 6, *PROBLEMS), ["A", "M?", "P"]),
        ((*WORK, f"二、{ACTING}", PLAN * 6, *PROBLEMS), ["A", "M", "P"]),
        # Work done has to speak of it.
        ((f"一、{WINNING}", DONE * 6, *PROBLEMS), ["A", "P"]),
        ((f"一、{WINNING}", SILENT * 6, *PROBLEMS), ["A?", "P"]),
        ((f"一、{WINNING}", DONE * 2 + LACK * 4, *PROBLEMS), ["A?", "P"]),
        ((*WORK, *PROBLEMS, f"三、{DIGGING}", DONE * 6), ["A", "P", "C?"]),
        ((*WORK, *PROBLEMS, f"三、{DIGGING}", DONE * 6, *MEASURES), ["A", "P", "C", "M"]),
    ],
)
def test_slogans_that_name_a_part(lines: tuple[str, ...], parts: list[str]) -> None:
    assert told(*lines)[0] == parts


@pytest.mark.parametrize(
    ("work", "part"),
    [
        (DONE * 9 + LACK, "A"),
        (DONE * 7 + LACK * 3, "A"),
        (DONE * 7 + LACK * 4, "A?"),  # three in ten speak of a lack
        (DONE * 3 + LACK * 3, "A?"),
        (SILENT * 6, "A"),  # its plain name is enough
    ],
)
def test_work_done_that_speaks_of_lacks_is_not_sure(work: str, part: str) -> None:
    assert told("一、履职情况", work, *PROBLEMS)[0] == [part, "P"]


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        ((*WORK, *PROBLEMS), None),
        (WORK, Doubt.NO_PROBLEMS),
        (PROBLEMS, Doubt.NO_ACHIEVEMENTS),
        ((*WORK, *MEASURES), None),
        # Problems that are not set apart would count as achievements.
        (("一、履职情况", DONE * 20 + LACK * 2, *MEASURES), Doubt.NO_PROBLEMS),
        (("一、履职情况", DONE * 20 + LACK, *MEASURES), None),
        ((*WORK, *PROBLEMS, *WORK, *PROBLEMS), Doubt.SEVERAL_REPORTS),
        (("一、工作成效及存在的问题", DONE * 6 + LACK * 3, *MEASURES), Doubt.UNSURE_SECTION),
        (("一、工作成效及存在的问题", DONE * 6 + LACK * 3), Doubt.NO_PARTS),
    ],
)
def test_why_a_split_is_not_clear(lines: tuple[str, ...], doubt: Doubt | None) -> None:
    assert told(*lines)[1] is doubt


def test_a_guess_about_little_moves_no_share() -> None:
    large = ("二、履职情况", DONE * 60, "三、存在的问题", LACK * 60)
    assert told("一、砥砺奋进", SILENT * 3, *large) == (["A?", "A", "P"], None)
    assert told("一、砥砺奋进", SILENT * 9, *large) == (["A?", "A", "P"], Doubt.UNSURE_SECTION)


@pytest.mark.parametrize(
    ("opening", "problems", "parts"),
    [
        (DONE * 5, LACK * 10, ["P"]),  # 45 字: so little never is a part
        (DONE * 6, LACK * 10, ["A", "P"]),
        (DONE * 6, LACK * 40, ["A", "P"]),
        (DONE * 6, LACK * 60, ["P"]),  # beside so long a report it stays with the opening
        ("尊敬的各位领导、各位同志，大家好，我来述职。", LACK * 10, ["P"]),
        ("现将一年来履行党支部书记职责的情况述职如下。" + DONE * 9, LACK * 10, ["P"]),
        ("述职如下。\n" + DONE * 9, LACK * 10, ["A", "P"]),
    ],
)
def test_what_stands_before_the_first_heading(
    opening: str, problems: str, parts: list[str]
) -> None:
    assert told("2026年度述职报告", opening, "一、存在的问题", problems)[0] == parts


def test_a_correction_is_sure_and_moves_no_border() -> None:
    lines = ("一、砥砺奋进", SILENT * 6, *PROBLEMS)
    assert told(*lines)[0] == ["A?", "P"]
    assert told(*lines, corrections={1: Part.BASICS, 9: Part.CAUSES})[0] == ["B", "P"]
    both = ("一、问题及原因", LACK * 6)
    assert told(*both, corrections={1: Part.CAUSES})[0] == ["C"]
