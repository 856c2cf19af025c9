from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.domain.manuscript import Manuscript
from bot.domain.report import Finding, Level, Pair, Verdict
from bot.domain.report.judge import judge
from tests.domain.report.building import (
    CHAPTERS,
    ITEM_STYLES,
    NUMERALS,
    RULES,
    TITLE,
    Chapter,
    built,
    manuscript,
    sample,
)
from tests.domain.report.test_sections import MANUSCRIPTS

WORK, PROBLEMS, CAUSES, MEASURES, PROMISE = CHAPTERS
Words = tuple[str | None, ...]


def words(pair: Pair) -> Words:
    return tuple(
        passage.first_words if passage else None
        for passage in (pair.problem, pair.cause, pair.measure)
    )


def s19(verdict: Verdict) -> list[Finding]:
    return [finding for finding in verdict.findings if finding.rule == "S19"]


def judged(*chapters: Chapter, items: str = "spoken") -> Verdict:
    return judge(manuscript(built(chapters, items=items)), RULES, year=2022)


def without(chapter: Chapter, index: int) -> Chapter:
    return replace(chapter, points=chapter.points[:index] + chapter.points[index + 1 :])


@pytest.mark.parametrize("items", ITEM_STYLES)
def test_lists_of_one_length_pair_in_order(items: str) -> None:
    verdict = judged(*CHAPTERS, items=items)
    assert [words(pair) for pair in verdict.pairs] == [
        ("理论学习不够系统", "学习的自觉性不强", "带头系统学习理论"),
        ("谈心谈话不够经常", "群众观念有所淡化", "坚持谈心谈话"),
        ("支部活动形式单一", "创新的劲头不足", "丰富支部活动"),
    ]
    assert [(finding.level, finding.code) for finding in s19(verdict)] == [(Level.OK, "pairs_ok")]


@pytest.mark.parametrize("items", ITEM_STYLES)
@pytest.mark.parametrize("missing", [0, 1, 2])
def test_the_problem_without_a_measure_is_named(items: str, missing: int) -> None:
    verdict = judged(WORK, PROBLEMS, CAUSES, without(MEASURES, missing), PROMISE, items=items)
    assert [pair.measure is None for pair in verdict.pairs] == [
        index == missing for index in range(3)
    ]
    (finding,) = s19(verdict)
    assert (finding.level, finding.code) == (Level.FAIL, "measures_missing")
    assert PROBLEMS.points[missing][:8] in finding.message
    assert finding.quote.startswith(PROBLEMS.points[missing][:8])


def test_fewer_causes_pair_by_their_words_and_refuse_nothing() -> None:
    causes = replace(CAUSES, points=("对理论学习抓得不紧。", "习惯于照搬支部活动的老形式。"))
    verdict = judged(WORK, PROBLEMS, causes, MEASURES, PROMISE)
    assert [pair.cause is None for pair in verdict.pairs] == [False, True, False]
    assert [(finding.level, finding.code) for finding in s19(verdict)] == [
        (Level.HINT, "causes_fewer")
    ]


def test_a_measure_may_answer_several_problems_by_number() -> None:
    measures = replace(
        MEASURES, points=("针对第一、三个问题，每月学习一次。", "针对第二个问题，每月谈心三人。")
    )
    verdict = judged(WORK, PROBLEMS, CAUSES, measures, PROMISE)
    assert [pair.measure and pair.measure.text[:4] for pair in verdict.pairs] == [
        "针对第一",
        "针对第二",
        "针对第一",
    ]
    assert [finding.level for finding in s19(verdict)] == [Level.OK]


def test_measures_beyond_the_problems_stand_alone() -> None:
    verdict = judged(WORK, without(PROBLEMS, 2), without(CAUSES, 2), MEASURES, PROMISE)
    assert words(verdict.pairs[-1]) == (None, None, "丰富支部活动")
    assert [(finding.level, finding.code) for finding in s19(verdict)] == [
        (Level.HINT, "measures_beyond")
    ]


def test_points_under_a_few_headings_are_no_plain_gap() -> None:
    measures = "（一）思想上。一是每月学习一次。二是每季度讲党课。（二）行动上。一是每月谈心三人。"
    text = built((WORK, PROBLEMS, CAUSES, replace(MEASURES, lead=measures, points=())))
    assert [(finding.level, finding.code) for finding in s19(judge(manuscript(text), RULES))] == [
        (Level.HINT, "measures_unpaired")
    ]


def test_general_causes_are_a_hint() -> None:
    general = replace(CAUSES, lead="主要是我学习抓得不紧，党性锻炼放松，工作标准不高。", points=())
    text = built((WORK, PROBLEMS, general, MEASURES))
    verdict = judge(manuscript(text), RULES)
    assert [(finding.level, finding.code) for finding in s19(verdict)] == [
        (Level.HINT, "partners_not_listed")
    ]


def test_no_numbers_no_refusal() -> None:
    text = "\n".join([
        TITLE, "一、工作情况", *WORK.points, "二、存在问题", *PROBLEMS.points, "三、下一步打算", *MEASURES.points[:2]
    ])  # fmt: skip
    assert {finding.level for finding in s19(judge(manuscript(text), RULES))} == {Level.HINT}


def blocks(*, labels: tuple[str, str], lacking: int | None = None) -> Verdict:
    lines = [TITLE, "一、履职情况", *WORK.points, "二、问题、原因及措施"]
    for at in range(3):
        lines += [f"（{NUMERALS[at]}）{PROBLEMS.points[at]}", labels[0] + CAUSES.points[at]]
        lines += [] if at == lacking else [labels[1] + MEASURES.points[at]]
    return judge(manuscript("\n".join(lines)), RULES)


def test_points_that_bring_their_own_cause_and_measure() -> None:
    assert [words(pair) for pair in blocks(labels=("原因：", "措施：")).pairs] == [
        words(pair) for pair in judged(*CHAPTERS).pairs
    ]
    assert all(
        pair.cause and pair.measure for pair in blocks(labels=("原因是", "下一步，我将")).pairs
    )


def test_a_label_that_one_point_lacks() -> None:
    verdict = blocks(labels=("原因：", "措施："), lacking=1)
    assert [pair.measure is None for pair in verdict.pairs] == [False, True, False]
    assert [finding.code for finding in s19(verdict)] == ["measures_missing"]


def test_free_words_that_one_point_lacks_are_a_hint() -> None:
    verdict = blocks(labels=("原因是", "下一步，我将"), lacking=1)
    assert [(finding.level, finding.code) for finding in s19(verdict)] == [
        (Level.HINT, "measures_unpaired")
    ]


def test_problems_without_any_measure() -> None:
    bare = replace(PROBLEMS, lead="主要有以下几个方面。")
    assert [finding.code for finding in s19(judged(WORK, bare, CAUSES))] == ["measures_absent"]
    planned = replace(CAUSES, lead="今后我将认真改正。")
    assert [finding.level for finding in s19(judged(WORK, bare, planned))] == [Level.HINT]


def test_passages_keep_the_whole_wording_and_its_place() -> None:
    text = sample("numbered").text
    for pair in judge(sample("numbered"), RULES).pairs:
        for passage in (pair.problem, pair.cause, pair.measure):
            assert passage is not None
            assert text[passage.start :].startswith(passage.text)
            assert passage.text.endswith("。")


def test_the_fourth_problem_of_a_whole_report() -> None:
    verdict = judge(sample("missing_measure"), RULES)
    assert [words(pair)[0] for pair in verdict.pairs if pair.measure is None] == [
        "青年教师入党引导不够"
    ]


@settings(max_examples=100)
@given(MANUSCRIPTS)
def test_rows_are_the_problems_and_then_measures_alone(text: Manuscript) -> None:
    pairs = judge(text, RULES).pairs
    alone = [pair.problem is None for pair in pairs]
    assert alone == sorted(alone)
    assert all(pair.measure and not pair.cause for pair in pairs if pair.problem is None)
    for passage in (
        part for pair in pairs for part in (pair.problem, pair.cause, pair.measure) if part
    ):
        assert text.text[passage.start :].startswith(passage.text)


def test_measures_under_a_heading_with_the_next_year_are_found() -> None:
    measures = replace(MEASURES, title="2023年整改措施")
    found = judged(WORK, replace(PROBLEMS, lead=""), CAUSES, measures, PROMISE)
    assert [(finding.level, finding.code) for finding in s19(found)] == [(Level.OK, "pairs_ok")]
