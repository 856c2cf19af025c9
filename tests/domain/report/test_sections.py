from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.report import Doubt, Part, Split, count, shares
from bot.domain.report.sections import Corrections, split
from bot.domain.report.tables import lay_out
from tests.domain.report.building import (
    CHAPTERS,
    HEADING_STYLES,
    ITEM_STYLES,
    NUMERALS,
    TITLE,
    Chapter,
    built,
    manuscript,
    sample,
)

WORK, PROBLEMS, CAUSES, MEASURES, PROMISE = CHAPTERS
ALL = [chapter.part for chapter in CHAPTERS]
A, L, P, C, M, S, B, N = (
    Part.ACHIEVEMENTS,
    Part.LAST_YEAR,
    Part.PROBLEMS,
    Part.CAUSES,
    Part.MEASURES,
    Part.PROMISE,
    Part.BASICS,
    Part.OTHER,
)


def parts(whole: Split) -> list[Part]:
    """The parts as a reader goes through them; neighbours of one kind count once, the opening not at all."""
    found = [section.part for section in whole.sections if section.number]
    return [part for before, part in zip([None, *found], found, strict=False) if part is not before]


def divided(
    manuscript: Manuscript, corrections: Corrections | None = None, *, year: int | None = None
) -> Split:
    return split(lay_out(manuscript), corrections, year=year)


def body(chapter: Chapter, style: str = "spoken") -> str:
    return "\n".join(
        [chapter.lead, *(ITEM_STYLES[style](at, point) for at, point in enumerate(chapter.points))]
    )


def report(*lines: str) -> Manuscript:
    return manuscript("\n".join([TITLE, *lines]))


@pytest.mark.parametrize("items", ITEM_STYLES)
@pytest.mark.parametrize("heading", HEADING_STYLES)
def test_every_style_of_heading_with_every_style_of_item(heading: str, items: str) -> None:
    for inline in (False, True):
        whole = divided(manuscript(built(heading=heading, items=items, inline=inline)))
        assert (parts(whole), whole.doubt) == (ALL, None)


TITLES = {
    A: (
        "履职情况 履职尽责情况 工作开展情况 工作落实情况 主要工作 主要做法 工作成效 特色亮点 主要工作与特色 2022年工作回顾 一年来的主要工作 "
        "抓党建工作情况 履行第一责任人职责情况 抓基层党建工作的主要做法及成效 今年以来的工作情况 工作总结 主要成绩 重点任务完成情况 "
        "履行党建工作责任制情况 带头履责，落实党建责任情况 工作实绩 抓党建主要举措和成效 支部建设情况"
    ),
    P: (
        "存在问题 存在的突出问题 存在的主要问题和不足 问题与不足 主要问题 不足之处 工作中的不足 差距和不足 主要短板 对标检视 找差距 查摆问题 "
        "问题查摆 存在的薄弱环节 自身存在的问题 履职中存在的突出问题 抓基层党建存在的不足 突出问题 存在的困难和问题 反思不足 自我剖析 "
        "反思检视，正视存在的问题 自查存在的问题 突出问题剖析 存在哪些问题"
    ),
    C: "原因分析 产生问题的原因 问题产生的主要原因 原因剖析 问题根源 产生根源 根源剖析 思想根源 存在问题的原因分析 原因及根源",
    M: (
        "下一步打算 下步工作打算 下一步工作思路 工作思路和主要举措 改进措施 整改措施 努力方向 今后努力方向 今后工作思路 明年工作计划 "
        "2023年工作打算 2023年重点工作 下一阶段工作安排 精准施策 展望未来 整改方向 思路举措 解决措施 解决问题的办法 说打算 下一步工作 "
        "2023年党建工作重点 今后改进措施 对策措施"
    ),
    S: "整改承诺 承诺 我的承诺 承诺事项 个人承诺 郑重承诺",
}


@pytest.mark.parametrize(
    ("part", "title"),
    [(part, title) for part, titles in TITLES.items() for title in titles.split()],
)
def test_words_that_name_a_part(part: Part, title: str) -> None:
    chapters = [
        replace(chapter, title=title) if chapter.part is part else chapter for chapter in CHAPTERS
    ]
    for heading in ("chinese", "bare", "markdown bold"):
        whole = divided(manuscript(built(chapters, heading=heading)), year=2022)
        assert (parts(whole), whole.doubt) == (ALL, None), heading


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("numbered", [A, L, P, C, M, S]),
        ("combined", [A, P, C, M]),
        ("cover_letter_and_contents", [B, A, P, M, S]),
        ("slogans", [A, P, C, M, S]),
        ("no_headings", [A, P, C, M, S]),
        ("one_paragraph_problems", [A, P, M]),
        ("too_many_achievements", [A, P, C, M]),
        ("missing_measure", [A, P, C, M, S]),
        ("unnumbered", [B, A, P, C, M, S]),
    ],
)
def test_whole_reports(name: str, expected: list[Part]) -> None:
    whole = divided(sample(name))
    assert (parts(whole), whole.doubt) == (expected, None)


HARD: dict[str, tuple[Sequence[str], list[Part]]] = {
    "整改 and 问题 in the account of work done": (
        [
            "一、履职情况", "（一）强化问题导向，狠抓整改落实", WORK.points[0], "（二）存在问题逐一销号", "我逐项督办12个。",
            "二、存在问题", body(PROBLEMS), "三、整改措施", body(MEASURES),
        ],
        [A, P, M],
    ),
    "last year's matters inside the account of work done": (
        [
            "一、2022年工作情况", "（一）履职尽责情况", WORK.points[0], "（二）上年度述职评议问题整改情况", "去年指出的3个问题已改。",
            "（三）特色亮点", "建成党员工作室1个。", "二、问题", body(PROBLEMS), "三、打算", body(MEASURES),
        ],
        [A, L, A, P, M],
    ),
    "one announced paragraph about last year": (
        [
            "一年来，我做了以下工作：", *WORK.points, "去年述职评议指出的问题，我已逐项整改到位。", "我还讲党课2次。",
            "当前存在的主要问题有：", body(PROBLEMS), "下一步，我将抓好以下工作。", body(MEASURES),
        ],
        [A, L, A, P, M],
    ),
    "three parts under one heading": (
        [
            "一、主要做法、存在问题及下一步打算", body(WORK), "同时，工作中也还存在一些不足：", body(PROBLEMS),
            "下一步，我将做好以下工作：", body(MEASURES),
        ],
        [A, P, M],
    ),
    "problems and measures with causes between": (
        [
            "一、工作情况", body(WORK), "二、问题与对策", "（一）存在的突出问题", body(PROBLEMS, "arabic"), "（二）原因剖析",
            body(CAUSES, "arabic"), "（三）下一步措施", body(MEASURES, "arabic"),
        ],
        [A, P, C, M],
    ),
    "cause and measure under every problem": (
        [
            "一、履职情况", body(WORK), "二、问题、原因及措施",
            *(
                f"（{NUMERALS[at]}）{PROBLEMS.points[at]}\n原因分析：{CAUSES.points[at]}\n整改措施：{MEASURES.points[at]}"
                for at in range(3)
            ),
        ],
        [A, P],
    ),
    "work done without a heading": (
        [body(WORK), *WORK.points, *WORK.points, "一、存在的问题", body(PROBLEMS), "二、下一步打算", body(MEASURES)],
        [A, P, M],
    ),
    "focus areas as headings": (
        [
            "一、深入开展主题教育情况", WORK.points[0], "二、基层基础工作情况", WORK.points[1], "三、存在的问题", body(PROBLEMS),
            "四、下一步打算及整改承诺", body(MEASURES),
        ],
        [A, P, M],
    ),
    "honesty is neither work done nor a problem": (
        ["一、履职情况", body(WORK), "二、廉洁自律情况", "我签订责任书2份。", "三、不足", body(PROBLEMS), "四、努力方向", body(MEASURES)],
        [A, N, P, M],
    ),
    "slogans with a telling word": (
        [
            "一、旗帜鲜明讲政治，理论武装有高度", body(WORK), "二、对标对表找差距，问题查摆有深度", body(PROBLEMS),
            "三、笃行不怠再出发，整改落实有准度", body(MEASURES),
        ],
        [A, P, M],
    ),
    "spaced letters": (
        ["一 、 履 职 情 况", body(WORK), "二 、 存 在 的 问 题", body(PROBLEMS), "三 、 下 一 步 打 算", body(MEASURES)],
        [A, P, M],
    ),
    "roman numbers": (["I. 履职情况", body(WORK), "II. 存在问题", body(PROBLEMS), "Ⅲ、下一步打算", body(MEASURES)], [A, P, M]),
    "headings and points in one line": (
        [
            "一、履职情况：" + WORK.points[0], "二、存在的问题及原因剖析", "（一）存在的问题：1.学习不深，我只读了1本书；2.走访不勤。",
            "（二）原因剖析：1.自觉性不强；2.群众观念淡薄。", "三、下一步工作措施：1.每月读书；2.每月走访。", "四、整改承诺：我承诺6月底前完成。",
        ],
        [A, P, C, M, S],
    ),
    "typed contents before the report": (
        [
            "目录", "一、履职情况", "二、存在问题", "三、下一步打算", "各位领导，现将情况报告如下。", "一、履职情况", body(WORK),
            "二、存在问题", body(PROBLEMS), "三、下一步打算", body(MEASURES),
        ],
        [A, P, M],
    ),
    "everything in one paragraph": (
        [
            "一年来，我抓了几项工作。" + "".join(WORK.points) + "但工作中还存在一些不足：一是学习不够深入。二是谈心不够经常。"
            "产生以上问题的原因：一是自觉性不强。二是群众观念淡化。下一步，我将从两方面改进：一是带头学习。二是坚持谈心。"
        ],
        [A, P, C, M],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_cases(name: str) -> None:
    lines, expected = HARD[name]
    whole = divided(report(*lines))
    assert (parts(whole), whole.doubt) == (expected, None)


def test_styled_headings_divide_like_numbers() -> None:
    titles = ("履职尽责", "检视不足", "改进提升")
    text = "\n".join(
        [TITLE, titles[0], body(WORK), titles[1], body(PROBLEMS), titles[2], body(MEASURES)]
    )
    for styled in (
        manuscript(text, bold=titles),
        manuscript(text, outline=dict.fromkeys(titles, 1)),
    ):
        assert parts(divided(styled)) == [A, P, M]


def test_bold_titles_of_points_do_not_divide() -> None:
    points = ("理论学习抓得不紧", "谈心谈话不经常")
    text = "\n".join([
        TITLE, "履职情况", body(WORK), "存在的问题", points[0], PROBLEMS.points[0], points[1], PROBLEMS.points[1],
        "下一步打算", body(MEASURES),
    ])  # fmt: skip
    whole = divided(manuscript(text, bold=("履职情况", "存在的问题", "下一步打算", *points)))
    assert [section.title for section in whole.sections if section.number] == [
        "履职情况",
        "存在的问题",
        "下一步打算",
    ]


@pytest.mark.parametrize(
    ("lines", "doubt"),
    [
        (["今天天气很好。", "我们去春游。"], Doubt.NO_PARTS),
        (
            [
                "一、铸魂立心",
                body(WORK),
                "二、躬身自省",
                *PROBLEMS.points,
                "三、再踏新程",
                *MEASURES.points,
            ],
            Doubt.NO_PROBLEMS,
        ),
        (
            ["一、履职情况", body(WORK), *PROBLEMS.points, "二、努力方向", body(MEASURES)],
            Doubt.UNSURE_SECTION,
        ),
        (["一、存在的问题", body(PROBLEMS), "二、努力方向", body(MEASURES)], Doubt.NO_ACHIEVEMENTS),
    ],
)
def test_what_is_not_clear_is_not_judged(lines: Sequence[str], doubt: Doubt) -> None:
    whole = divided(report(*lines))
    assert whole.doubt is doubt


def test_two_reports_in_one_file_are_not_judged() -> None:
    assert divided(manuscript(built() + "\n" + built())).doubt is Doubt.SEVERAL_REPORTS


def test_a_correction_settles_what_was_a_guess() -> None:
    text = report(
        "一、铸魂立心",
        body(WORK),
        "二、躬身自省",
        *PROBLEMS.points,
        "三、再踏新程",
        *MEASURES.points,
    )
    corrected = divided(text, {2: P, 3: M})
    assert divided(text).doubt is Doubt.NO_PROBLEMS
    assert (corrected.doubt, parts(corrected)) == (None, [A, P, M])
    assert [section.start for section in corrected.sections] == [
        section.start for section in divided(text).sections
    ]


def test_sections_are_numbered_like_the_headings() -> None:
    whole = divided(manuscript(built()))
    assert [(section.number, section.title) for section in whole.sections] == [
        (0, "开头"),
        *enumerate((chapter.title for chapter in CHAPTERS), 1),
    ]


def test_shares_leave_out_basics_and_last_year() -> None:
    whole = divided(sample("numbered"))
    sizes = {section.part: section.characters for section in whole.sections}
    found = shares(whole)
    assert found.achievements == sizes[A]
    assert found.problems_and_causes == sizes[P] + sizes[C]
    assert found.total == count(sample("numbered").text).word


PIECES = st.sampled_from([
    "一、", "（一）", "1.", "①", "一是", "二是", "首先，", "第一部分 ", "存在的问题", "原因分析", "下一步打算", "履职情况", "整改承诺", "上年度", "整改情况",
    "述职报告", "目录", "……1", "\n", "\u3000", "。", "：", "，", "我将", "不够", "12次", "abc ", "\t3", "##", "**", "存在", "还", "针对", "\x0b", "党支部",
])  # fmt: skip
HOSTILE = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)
MANUSCRIPTS = st.lists(
    st.builds(
        Paragraph,
        text=HOSTILE,
        outline=st.integers(0, 9),
        bold=st.booleans(),
        source=st.integers(-1, 99),
    ),
    max_size=8,
).map(lambda paragraphs: Manuscript("docx", tuple(paragraphs)))
CORRECTIONS = st.dictionaries(st.integers(0, 12), st.sampled_from(Part), max_size=4)


@settings(max_examples=150)
@given(MANUSCRIPTS, CORRECTIONS)
def test_sections_partition_the_text_and_their_sizes_add_up(
    text: Manuscript, corrections: dict[int, Part]
) -> None:
    whole = divided(text, corrections, year=2022)
    ends = [section.end for section in whole.sections]
    assert [section.start for section in whole.sections] == [0, *ends[:-1]][: len(ends)]
    assert (
        "".join(text.text[section.start : section.end] for section in whole.sections) == text.text
    )
    assert whole.total == count(text.text).word
    assert all(
        section.start <= section.body <= section.end or section.number == 0
        for section in whole.sections
    )


@settings(max_examples=50)
@given(MANUSCRIPTS, CORRECTIONS)
def test_corrections_can_be_repeated(text: Manuscript, corrections: dict[int, Part]) -> None:
    once = divided(text, corrections)
    assert (
        divided(
            text,
            {
                section.number: section.part
                for section in once.sections
                if section.number in corrections
            },
        )
        == once
    )


def test_sections_are_numbered_without_a_gap() -> None:
    """A paragraph about last year right before a heading opens nothing behind it."""
    whole = divided(
        report(
            "一、履职情况",
            body(WORK),
            "去年述职评议时指出的问题已整改。",
            "二、存在的问题",
            body(PROBLEMS),
        )
    )
    assert [section.number for section in whole.sections] == [0, 1, 2, 3]
