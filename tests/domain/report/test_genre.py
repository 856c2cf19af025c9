"""Whether a text is a report at all: what its title, opening and build weigh."""

import pytest

from bot.domain.report.genre import is_report, title_weight
from bot.domain.report.lines import lines_of
from bot.domain.report.partition import Part, Split
from tests.domain.report.building import manuscript
from tests.domain.report.parted import section, split

WORK = split(section(Part.ACHIEVEMENTS))
PROBLEMS = split(section(Part.PROBLEMS))
MEASURES = split(section(Part.MEASURES))
CAUSES = split(section(Part.CAUSES))
BOTH = split(section(Part.PROBLEMS), section(Part.MEASURES))
SECRETARY = "我是第一支部书记，本人带头学习。"


def known(text: str, parts: Split = WORK) -> bool:
    return is_report(parts, text, lines_of(manuscript(text)))


@pytest.mark.parametrize(
    ("title", "weight"),
    [
        ("2022年度抓基层党建工作述职报告", 3),
        ("述职述廉报告", 3),
        ("“述职报告”", 3),
        ("述职报告（张三）", 3),
        ("——述职报告", 3),
        ("述职评议考核工作方案", -4),
        ("关于述职的通知", -4),
        ("主题党日活动总结", -1),
        ("工作汇报", -1),
        ("入党申请书", -4),
        ("第一支部", 0),
        ("我们的支部", 0),
        ("我在述职报告里写了。大家听了", 0),  # a sentence is no title
        ("", 0),
    ],
)
def test_what_a_title_weighs(title: str, weight: int) -> None:
    assert title_weight(title) == weight


@pytest.mark.parametrize(
    ("text", "parts", "report"),
    [
        ("述职报告", WORK, True),
        ("天气", WORK, False),
        ("天气", PROBLEMS, False),
        ("天气", BOTH, True),  # problems and measures are built as in a report
        ("天气", split(section(Part.PROBLEMS), section(Part.CAUSES)), True),
        ("工作总结", BOTH, False),
        ("工作总结\n现将全年工作述职如下", WORK, False),
        ("党" * 50, PROBLEMS, False),
        ("工作总结\n现将全年工作述职如下", BOTH, True),
        ("通知\n现将全年工作述职如下", BOTH, False),  # a notice stays one
        (f"天气\n{SECRETARY}", WORK, False),
        (f"天气\n{SECRETARY}", PROBLEMS, True),
        (f"天气\n{SECRETARY}", CAUSES, True),
        ("天气\n我是第一支部书记。", PROBLEMS, False),  # the first person stands once only
        ("天气\n述职人：张三", WORK, True),
        ("述职报告\n请各支部认真准备。特此通知", WORK, False),
        ("述职报告\n同学们", WORK, False),
        ("述职报告\n同学们，同学们", PROBLEMS, True),  # the same word is told once
    ],
)
def test_title_opening_and_build_are_weighed_together(
    text: str, parts: Split, report: bool
) -> None:
    assert known(text, parts) is report


def test_the_first_firm_title_decides() -> None:
    assert known("述职报告\n通知")
    assert not known("通知\n述职报告")
    assert known("工作总结\n述职报告")


def test_a_title_stands_among_the_first_lines_and_is_short() -> None:
    cover = "某某大学\n" * 7
    assert known(f"{cover}述职报告")
    assert not known(f"{cover}某某大学\n述职报告")
    assert known("党" * 41 + "述职报告")
    assert not known("党" * 42 + "述职报告")


def test_what_it_says_of_itself_stands_at_its_beginning_or_end() -> None:
    filler = "。" + "党" * 399
    assert known("现述职如下" + filler)
    assert not known(filler + "现述职如下")
    assert known(filler + "述职人：张三")
    assert not known(filler + "述职人：张三" + filler)


def test_who_speaks_of_many_branches_comments_on_them() -> None:
    assert known("述职报告\n有的支部好。有的支部差。", WORK)
    assert not known("述职报告\n有的支部好。有的支部差。各支部要改。", WORK)
    assert known("述职报告\n有的支部好。有的支部差。各支部要改。", PROBLEMS)
