from dataclasses import replace

import pytest

from bot.domain.report import Finding, Level
from bot.domain.report.judge import judge
from bot.domain.report.substance import MAX_HINTS
from tests.domain.report.building import CHAPTERS, RULES, Chapter, built, manuscript, sample

WORK, PROBLEMS, CAUSES, MEASURES, PROMISE = CHAPTERS
SOFT = {"S18", "S20", "S22", "S23", "S24", "S25"}


def hints(
    work: Chapter = WORK,
    problems: Chapter = PROBLEMS,
    causes: Chapter = CAUSES,
    measures: Chapter = MEASURES,
) -> list[Finding]:
    verdict = judge(
        manuscript(built((work, problems, causes, measures, PROMISE))), RULES, year=2022
    )
    return [finding for finding in verdict.findings if finding.rule in SOFT]


UNIT_WORK = replace(
    WORK,
    lead="一年来，支部工作稳步推进。",
    points=(
        "支部认真组织集中学习12次，全体党员按时参加。党员大会召开5次，记录完整。支委会召开12次，议题齐全。",
        "学院党委要求的任务全部完成，共有18项。支部换届工作顺利完成，选出支委5名。志愿服务队服务师生300人次。",
    ),
)
OTHERS_PROBLEMS = replace(
    PROBLEMS,
    points=(
        "部分党员参加活动不积极，有3次缺席。",
        "支部活动场地偏小，只能坐20人。",
        "教师党员科研压力大，参会少。",
    ),
)
PLAIN_CAUSES = replace(
    CAUSES, lead="主要有三点。", points=("宣传发动做得少。", "场地协调不及时。", "时间安排不合理。")
)
MIND_PROBLEMS = replace(
    PROBLEMS,
    lead="对照检查。",
    points=("我的理论学习不够深入。", "我的思想认识有偏差。", "我的政治站位有差距。"),
)
BUSINESS_WORK = replace(
    WORK,
    points=(
        "我主讲课程4门，发表论文6篇，获批国家基金1项，申请专利3项。",
        "我指导研究生12名，建设一流课程2门，学科排名上升5位。",
    ),
)
VAGUE_MEASURES = replace(
    MEASURES,
    points=(
        "进一步加强理论学习，不断提高政治素养，切实提高工作水平。",
        "每月谈心3人。",
        "每季度设计主题党日1次。",
    ),
)
FACTLESS_WORK = replace(
    WORK,
    points=(
        WORK.points[0],
        "我坚持把支部建设摆在突出位置，注重发挥党员的先锋模范作用，积极营造团结向上的氛围，努力推动支部工作与中心工作深度融合，切实把党的政治优势转化为发展优势，带动全体教师奋发有为、担当作为，得到了师生的广泛认可和普遍好评。",
    ),
)


@pytest.mark.parametrize(
    ("given", "rule", "quote"),
    [
        ({"work": UNIT_WORK}, "S22", "组织集中学习12次，全体党员按时参加"),
        ({"problems": OTHERS_PROBLEMS, "causes": PLAIN_CAUSES}, "S23", "部分党员参加活动不积极"),
        ({"problems": MIND_PROBLEMS}, "S24", "我的理论学习不够深入"),
        ({"work": BUSINESS_WORK}, "S25", "我主讲课程4门"),
        ({"measures": VAGUE_MEASURES}, "S20", "进一步加强理论学习"),
        ({"work": FACTLESS_WORK}, "S18", "把支部建设摆在突出位置"),
    ],
)
def test_the_sentence_meant_is_quoted(given: dict[str, Chapter], rule: str, quote: str) -> None:
    found = {finding.rule: finding for finding in hints(**given)}
    assert rule in found
    assert found[rule].level is Level.HINT
    assert found[rule].quote[:10] in found[rule].message
    assert quote in found[rule].quote


def test_a_report_with_facts_and_an_author_gets_no_hint() -> None:
    assert hints() == []
    for name in ("numbered", "combined", "no_headings", "unnumbered"):
        found = judge(sample(name), RULES, year=2022).findings
        assert [finding.code for finding in found if finding.rule in SOFT] == []


def test_few_and_the_most_useful_first() -> None:
    vague = replace(VAGUE_MEASURES, points=VAGUE_MEASURES.points[:1] * 3)
    work = replace(
        UNIT_WORK,
        points=(
            *UNIT_WORK.points,
            FACTLESS_WORK.points[1].replace("我", ""),
            *[BUSINESS_WORK.points[0].replace("我", "教师们")] * 6,
        ),
    )
    found = hints(
        work,
        replace(OTHERS_PROBLEMS, points=("党员学习不够。", "党员认识不深。")),
        PLAIN_CAUSES,
        vague,
    )
    assert len(found) == MAX_HINTS
    assert [finding.rule for finding in found] == ["S22", "S23"]


def test_hints_never_refuse() -> None:
    verdict = judge(
        manuscript(built((UNIT_WORK, OTHERS_PROBLEMS, PLAIN_CAUSES, VAGUE_MEASURES, PROMISE))),
        RULES,
    )
    assert all(finding.rule not in SOFT for finding in verdict.of(Level.FAIL))
