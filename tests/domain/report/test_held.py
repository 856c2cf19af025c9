"""Floors for reports that no rule was made for: nothing may be refused wrongly, and most must be read right."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.domain.planfile import default_plan
from bot.domain.report import Level, receipt_lines
from bot.domain.report.judge import judge
from bot.domain.report.parts import naming
from tests.domain.report.building import RULES, TITLE, manuscript
from tests.domain.report.labelled import HELD, Score, read, score

YEAR = 2022
SHARED = Path(__file__).parents[4] / "shared" / "reports"
SETS = [HELD, *([SHARED / "annotated.txt"] if SHARED.is_dir() else [])]


def scored(path: Path) -> tuple[list[Score], list[Score]]:
    """Of the reports, and of what is none."""
    rules = default_plan(YEAR).report
    labelled = read(path)
    scores = [score(one, rules, YEAR) for one in labelled]
    reports = [one for one, of in zip(scores, labelled, strict=True) if of.is_report]
    return reports, [one for one in scores if one not in reports]


def names(scores: Sequence[Score]) -> list[str]:
    return [one.name for one in scores]


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_labelled_reports_are_read_right(path: Path) -> None:
    reports, _ = scored(path)
    wrong = names([one for one in reports if not one.split_right])
    assert len(wrong) <= 0.1 * len(reports), wrong
    assert names([one for one in reports if one.false_fails]) == []
    assert names([one for one in reports if not one.recognised]) == []
    assert sum(len(one.hints) for one in reports) <= 2 * len(reports)


def test_pairs_of_held_reports() -> None:
    reports, others = scored(HELD)
    paired = [one for one in reports if one.pairs]
    wrong = names([one for one in paired if one.pairs != "right"])
    assert len(wrong) <= 0.2 * len(paired), wrong
    assert names([one for one in others if one.recognised or one.false_fails]) == []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared reports beside the project are missing")
def test_headings_name_their_part() -> None:
    rows = [
        line.split("\t") for line in (SHARED / "headings.tsv").read_text("utf-8").splitlines()[1:]
    ]
    missed = [title for part, title in rows if [str(one) for one in naming(title).parts] != [part]]
    # Alone it may be either; before the problems it tells of work done.
    assert missed == ["抓基层党建工作的主要举措"]


WORK = "组织学习12次，讲党课4次，发展党员3名。"
FACTS = (
    "（一）23名党员中有14人常年在外带队，全年有5次支部大会没有开成，只好改期召开。",
    "（二）组织3项活动的申请推动了半年，最后都没有办成，党员有意见。",
    "（三）新进教师12名，其中3人的组织关系转了4个月才办完。",
)
PLANS = ("（一）外出党员编为临时小组。", "（二）年初集中申报预算。", "（三）报到当天办理组织关系。")


def reported(heading: str, *, work: str = "一、主要工作") -> str:
    return "\n".join([TITLE, work, WORK, f"二、{heading}", *FACTS, "三、下一步打算", *PLANS])


@pytest.mark.parametrize(
    "heading",
    [
        "面临的困难", "困难与挑战", "难点堵点", "需要改进的方面", "尚待解决的问题", "存在的困惑", "存在的矛盾和困难",
        "亟待加强的工作", "还需努力的地方", "问题表现", "制约因素", "工作中的遗憾", "心中的三本账", "几点说明",
    ],
)  # fmt: skip
def test_concrete_problems_are_never_counted_as_work_done(heading: str) -> None:
    verdict = judge(manuscript(reported(heading)), RULES, year=YEAR)
    assert [finding.rule for finding in verdict.of(Level.FAIL)] == ["S30"]
    assert [pair.problem is not None for pair in verdict.pairs] == [True, True, True]


def test_no_problems_at_all_is_told() -> None:
    text = (
        f"{TITLE}\n一、主要工作\n{WORK}\n二、工作体会\n必须依靠党员。\n三、下步打算\n继续抓好学习。"
    )
    fails = judge(manuscript(text), RULES, year=YEAR).of(Level.FAIL)
    assert "problems_absent" in [finding.code for finding in fails]


def test_problems_that_are_told_but_not_found_refuse_nothing() -> None:
    lines = [
        "一、主要工作",
        WORK,
        "有的活动办得不够扎实，党员参与较少。",
        "二、下步打算",
        "继续抓好学习。",
    ]
    verdict = judge(manuscript("\n".join([TITLE, *lines])), RULES, year=YEAR)
    assert "problems_absent" not in [finding.code for finding in verdict.of(Level.FAIL)]


def test_a_report_without_causes_is_told_so_on_its_receipt() -> None:
    text = reported("存在的问题") + "\n我承诺六月底前完成。"
    lines = receipt_lines(judge(manuscript(text), RULES, year=YEAR))
    assert any("原因分析" in line for line in lines)


@pytest.mark.parametrize(
    ("titles", "what"),
    [
        (("2022年度抓基层党建工作述职报告", "党支部书记述职", "述职述廉报告"), "report"),
        (("在述职评议会上的讲话", "关于做好2022年度述职评议考核工作的通知"), "another"),
        (("述职评议考核工作方案", "对张红同志述职的点评", "思想汇报"), "another"),
    ],
)
def test_a_title_tells_what_a_text_is(titles: Sequence[str], what: str) -> None:
    body = reported("存在的问题").split("\n")[1:]
    texts = [manuscript("\n".join([title, *body])) for title in titles]
    assert {judge(text, RULES, year=YEAR).is_report for text in texts} == {what == "report"}


def test_a_report_without_a_title_is_known_by_its_build() -> None:
    text = "\n".join(
        ["本人任第二党支部书记，我从三方面汇报。", *reported("存在的问题").split("\n")[1:]]
    )
    assert judge(manuscript(text), RULES, year=YEAR).is_report


def test_labels_are_not_shown_as_the_authors_words() -> None:
    lines = [TITLE, "一、主要工作", WORK, "二、问题、原因和措施"]
    for number, (problem, plan) in enumerate(zip(FACTS, PLANS, strict=True), 1):
        numeral = "一二三"[number - 1]
        lines += [
            f"问题{numeral}：{problem[3:]}",
            f"原因{numeral}：我没有抓紧。",
            f"措施{numeral}：{plan[3:]}",
        ]
    pairs = judge(manuscript("\n".join(lines)), RULES, year=YEAR).pairs
    assert [pair.problem and pair.problem.first_words[:4] for pair in pairs] == [
        "23名党",
        "组织3项",
        "新进教师",
    ]
    assert [pair.measure and pair.measure.first_words for pair in pairs] == [
        plan[3:-1] for plan in PLANS
    ]
    assert {pair.cause and pair.cause.first_words for pair in pairs} == {"我没有抓紧"}
