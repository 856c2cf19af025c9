import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report import Part
from bot.domain.report.parts import naming, tells_plans


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("基本情况", {Part.BASICS}),
        ("履职情况", {Part.ACHIEVEMENTS}),
        ("支部工作完成情况", {Part.ACHIEVEMENTS}),
        ("上年度述职评议反馈问题整改情况", {Part.LAST_YEAR}),
        ("存在的问题", {Part.PROBLEMS}),
        ("工作中存在的不足", {Part.PROBLEMS}),
        ("今后需要改进的地方", {Part.PROBLEMS}),
        ("问题篇", {Part.PROBLEMS}),
        ("存在的主要问题及原因分析", {Part.PROBLEMS, Part.CAUSES}),
        ("原因及对策", {Part.CAUSES, Part.MEASURES}),
        ("存在问题的整改措施", {Part.MEASURES}),
        ("下一步打算", {Part.MEASURES}),
        ("下一步需要加强的工作", {Part.MEASURES}),
        ("2023年工作思路", {Part.MEASURES}),
        ("整改承诺", {Part.PROMISE}),
        ("廉洁自律", {Part.OTHER}),
    ],
)
def test_a_plain_name_names_its_parts(title: str, parts: set[Part]) -> None:
    named = naming(title)
    assert (set(named.parts), named.plain) == (parts, True)


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("聚焦问题,狠抓整改", (Part.MEASURES,)),
        ("创新的劲头不足", (Part.PROBLEMS,)),
        ("解决师生的突出问题", ()),
        ("加强学习，提高站位", ()),
    ],
)
def test_a_slogan_is_no_plain_name(title: str, parts: tuple[Part, ...]) -> None:
    assert naming(title) == (parts, False)


@pytest.mark.parametrize("title", ["存在的问题", "原因分析", "下一步打算", "履职情况"])
def test_spaces_and_quotes_change_no_name(title: str) -> None:
    assert naming(f"“{title}”") == naming(f"《{title}》") == naming(title)


@pytest.mark.parametrize(
    ("title", "plans"), [("整改措施", True), ("下一步打算", True), ("抓党建的主要举措", False)]
)
def test_measures_are_of_the_past_or_to_come(title: str, *, plans: bool) -> None:
    assert tells_plans(title) is plans


@given(st.text(alphabet="问题原因措施及的存在整改情况一、，：“”", max_size=30))
def test_no_title_names_a_part_twice(title: str) -> None:
    parts = naming(title).parts
    assert len(set(parts)) == len(parts)
