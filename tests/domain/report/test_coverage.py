from dataclasses import replace

import pytest

from bot.domain.report import Finding, Level
from bot.domain.report.coverage import not_mentioned
from bot.domain.report.judge import judge
from tests.domain.report.building import CHAPTERS, RULES, built, manuscript, sample

WORK, PROBLEMS, CAUSES, MEASURES, PROMISE = CHAPTERS


def findings(text: str, rule: str, *last_year: str) -> list[Finding]:
    verdict = judge(manuscript(text), RULES, year=2022, last_year=last_year)
    return [finding for finding in verdict.findings if finding.rule == rule]


def ending(sentence: str) -> str:
    """A report without a promise of its own that ends with the sentence."""
    return built((WORK, PROBLEMS, CAUSES, MEASURES)) + "\n" + sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "我承诺，以上措施在6月底前完成。",
        "为此，我作出如下承诺：6月底前完成。",
        "以上三项请大家监督，这是我的整改承诺。",
        "本人郑重承诺按期整改到位！",
    ],
)
def test_a_promise_is_found(sentence: str) -> None:
    (finding,) = findings(ending(sentence), "S30")
    assert finding.level is Level.OK
    assert finding.quote.strip("…") in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "以上是我的述职。",
        "支部开展了公开承诺活动。",
        "去年作出的整改承诺已全部兑现。",
        "全体党员承诺践诺。",
    ],
)
def test_what_is_no_promise_of_this_year_is_asked_for(sentence: str) -> None:
    assert [finding.code for finding in findings(ending(sentence), "S30")] == ["promise_missing"]


def test_members_promises_among_the_work_done_are_not_the_secretarys() -> None:
    work = replace(WORK, points=(*WORK.points, "组织26名党员作出承诺52条。"))
    assert [
        finding.code for finding in findings(built((work, PROBLEMS, CAUSES, MEASURES)), "S30")
    ] == ["promise_missing"]


def test_focus_areas_are_named_where_most_have_no_word() -> None:
    work = replace(
        WORK,
        title="主要工作",
        lead="",
        points=("我讲党课四次，带大家参观二次。", "我修好活动室一间。"),
    )
    (finding,) = findings(built((work, *CHAPTERS[1:])).replace("党员大会", "大会"), "S5")
    assert finding.level is Level.HINT
    assert "软弱涣散整顿" in finding.message
    assert "主题教育" not in finding.message


def test_a_few_areas_without_a_word_are_what_most_reports_have() -> None:
    assert [finding.level for finding in findings(built(), "S5")] == [Level.OK]


def test_all_focus_areas_mentioned() -> None:
    work = replace(
        WORK,
        points=(
            *WORK.points,
            "支部不属软弱涣散，我仍组织自查2次，发动志愿者31人，落实第一责任人职责。",
        ),
    )
    assert [finding.level for finding in findings(built((work, *CHAPTERS[1:])), "S5")] == [Level.OK]


def test_a_plan_without_areas_says_nothing() -> None:
    rules = replace(RULES, focus_areas=())
    assert not [
        finding for finding in judge(manuscript(built()), rules).findings if finding.rule == "S5"
    ]


def test_last_years_items_that_do_not_appear_are_listed() -> None:
    items = ["组织生活形式单一", "联系学生少", "发展党员程序不规范", "党费收缴不及时"]
    assert not_mentioned(sample("numbered").text, items) == ("发展党员程序不规范", "党费收缴不及时")
    (finding,) = [
        finding
        for finding in judge(sample("numbered"), RULES, last_year=items).findings
        if finding.rule == "S10"
    ]
    assert finding.level is Level.HINT
    assert "发展党员程序不规范”“党费收缴不及时" in finding.message


def test_other_words_for_the_same_item_are_a_mention() -> None:
    text = "针对理论学习不系统的问题，制定了学习清单。对青年教师谈心谈话较少，我逐人补上。"
    assert not_mentioned(text, ["理论学习不够系统深入", "与青年教师谈心谈话少"]) == ()
    assert not_mentioned("", ["理论学习不够"]) == ("理论学习不够",)


def test_all_of_last_years_items_mentioned() -> None:
    findings = judge(
        sample("numbered"), RULES, last_year=["组织生活形式单一", "联系学生少"]
    ).findings
    assert [finding.code for finding in findings if finding.rule == "S10"] == ["last_year_ok"]


def test_silence_about_last_year_is_no_hint_when_the_ledger_knows_nothing() -> None:
    assert not findings(built(), "S15", "S10")
