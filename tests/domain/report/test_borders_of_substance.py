"""The four 防止 and 虚空飘 (S18, S20, S22–S25), held against sentences of a given length and number."""

import pytest

from bot.domain.report.findings import Finding
from bot.domain.report.partition import Part
from bot.domain.report.passages import Passage
from bot.domain.report.substance import MAX_HINTS, check_substance
from tests.domain.report.parted import one_after_another, report, section, split

OWN = "我主持了集中学习。"
OTHERS = "支部召开了党员大会会议。"  # 12 characters: long enough to need no subject
LONG_OTHERS = "支部召开了党员大会的会议。"


def hints(text: str, *pieces: tuple[Part, str], problems: tuple[str, ...] = ()) -> list[Finding]:
    parts = split(section(Part.OTHER, len(text)))
    if pieces:
        parts = one_after_another(text, *pieces)
    passages = [Passage(words, max(text.find(words), 0)) for words in problems]
    return check_substance(report(text, parts), passages)


def codes(text: str, part: Part, *, problems: tuple[str, ...] = ()) -> list[str]:
    return [finding.code for finding in hints(text, (part, text[:1]), problems=problems)]


@pytest.mark.parametrize(
    ("sentences", "is_told"),
    [
        ([LONG_OTHERS] * 5, False),  # too few to show a habit
        ([LONG_OTHERS] * 6, True),
        ([OTHERS] * 6, False),  # short sentences need no subject
        ([LONG_OTHERS] * 9 + ["我主持了集中学习和谈心。"], True),  # short: it does not count
        ([LONG_OTHERS] * 10 + ["我主持了集中学习和谈心谈话。"], True),
        ([LONG_OTHERS] * 9 + ["我主持了集中学习和谈心谈话。"], False),  # one in ten
        ([LONG_OTHERS] * 6 + ["我系召开了全体党员大会的会议。"], True),  # 我系 is nobody's own
    ],
)
def test_work_done_that_hardly_names_its_author(sentences: list[str], is_told: bool) -> None:
    """(S22)"""
    assert ("little_self" in codes("".join(sentences), Part.ACHIEVEMENTS)) is is_told


def test_the_longest_sentence_without_the_author_is_quoted() -> None:
    longest = "支部召开了全体党员参加的党员大会的会议。"
    text = "".join([LONG_OTHERS] * 5) + longest + LONG_OTHERS
    finding = hints(text, (Part.ACHIEVEMENTS, text[:2]))[0]
    assert (finding.rule, finding.code, finding.quote) == ("S22", "little_self", longest)


@pytest.mark.parametrize(
    ("text", "problems", "is_told"),
    [
        ("部分党员缺席。", ("部分党员缺席。",), True),
        ("部分党员缺席。我没有提醒。", ("部分党员缺席。",), False),
        ("场地偏小。", ("场地偏小。",), False),  # nobody's
        ("部分党员缺席。", (), False),
        ("场地偏小。师生不满。", ("场地偏小。", "师生不满。"), True),
        ("一" * 38 + "师生。", ("一" * 38 + "师生。",), True),
        ("一" * 40 + "师生。", ("一" * 40 + "师生。",), False),
    ],
)
def test_problems_that_are_all_those_of_others(
    text: str, problems: tuple[str, ...], is_told: bool
) -> None:
    """(S23)"""
    assert ("problems_of_others" in codes(text, Part.PROBLEMS, problems=problems)) is is_told


@pytest.mark.parametrize(
    ("problems", "is_told"),
    [
        (("我学习不够。", "我认识不高。"), True),
        (("我学习不够。",), False),  # one alone says little
        (("我学习不够。", "我谈心不够。"), False),
        (("我学习不够，谈心也少。", "我认识不高。"), False),  # it goes on with a deed
        (("我学习不够。", "我嗓门不大。"), False),
        (("我" * 38 + "学习", "我认识不高。"), True),
        (("我" * 40 + "学习", "我认识不高。"), False),
    ],
)
def test_problems_of_the_mind_alone(problems: tuple[str, ...], is_told: bool) -> None:
    """(S24)"""
    told = codes("".join(problems), Part.PROBLEMS, problems=problems)
    assert ("problems_of_mind" in told) is is_told


@pytest.mark.parametrize(
    ("business", "others", "is_told"),
    [
        ("发论文三篇。", "我谈心九人。", True),
        ("发论文。", "我谈心九人次。", True),  # 4 of 11
        ("论文。", "我谈心九人次。", False),  # 3 of 10
        ("党员发论文三篇。", "我谈心九人。", False),  # it speaks of members
        ("", "我谈心九人。", False),
    ],
)
def test_work_done_that_is_mostly_teaching_and_research(
    business: str, others: str, is_told: bool
) -> None:
    """(S25)"""
    told = codes(others + business, Part.ACHIEVEMENTS)
    assert ("business_first" in told) is is_told


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("我" * 80, True),
        ("我" * 79, False),
        ("  " + "我" * 79 + "  ", False),  # blanks around it are no length
        ("我" * 80 + "5次", False),
        ("我" * 80 + "三次", False),
        ("我" * 80 + "三个方面", True),
        ("我" * 80 + "《党章》", False),
        ("我" * 80 + "例如", False),
    ],
)
def test_a_long_paragraph_without_a_fact(line: str, is_told: bool) -> None:
    """(S18)"""
    assert ("no_facts" in codes(line, Part.ACHIEVEMENTS)) is is_told
    assert codes(line, Part.PROBLEMS) == []


def test_the_paragraph_that_is_meant_is_named() -> None:
    text = "我谈心九人。\n" + "我" * 90
    (finding,) = hints(text, (Part.ACHIEVEMENTS, "我谈"))
    assert (finding.code, finding.paragraph) == ("no_facts", 1)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("我学习有待加强，工作高度重视。", ["有待加强”“高度重视"]),
        ("我学习有待加强，谈心有待加强。", ["有待加强"]),  # each said once
        ("我学习有待加强。", []),  # one phrase may be meant
        ("我学习有待加强，高度重视，谈了3人。", []),  # with a fact it says something
    ],
)
def test_stock_phrases_without_a_fact(sentence: str, words: list[str]) -> None:
    """(S20)"""
    found = hints(sentence, (Part.MEASURES, "我"))
    assert [dict(finding.facts)["words"] for finding in found] == words


def test_the_emptiest_sentence_comes_first() -> None:
    fuller = "我高度重视学习，狠抓落实，常抓不懈。"
    text = "我有待加强，切实加强。" + fuller
    first, second = hints(text, (Part.PROBLEMS, "我"))
    assert (first.quote, second.quote) == (fuller, "我有待加强，切实加强。")


def test_whoever_is_told_ten_things_looks_at_none() -> None:
    work = "".join([LONG_OTHERS] * 6)
    empty = "部分党员有待加强，高度重视。"
    text = f"{work}\n{empty}"
    told = hints(text, (Part.ACHIEVEMENTS, "支部"), (Part.PROBLEMS, "部分"), problems=(empty,))
    assert [finding.code for finding in told] == ["little_self", "problems_of_others"]
    assert len(told) == MAX_HINTS
