"""Whatever somebody writes, a form is read or it is none: nothing is raised."""

from collections.abc import Callable
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dispatch.understanding.forms import (
    attendance,
    ballots,
    bulletins,
    evaluation,
    everybody,
    items,
    ledger,
    meetings,
    reports,
    verification,
)
from tests.dispatch.understanding.casts import NUMBERED

TODAY = date(2026, 12, 1)
READERS: tuple[Callable[[str], object], ...] = (
    attendance.arrives,
    attendance.read_stranger,
    ballots.means_everybody,
    ballots.read_asked_of_branch,
    ballots.read_withdrawal,
    lambda text: list(ballots.listed_names(text, {"王建国"})),
    bulletins.read_section,
    bulletins.releases,
    evaluation.read_author,
    evaluation.read_author_of_lines,
    evaluation.read_half,
    evaluation.read_sentence,
    evaluation.read_wanted_sheet,
    everybody.behind_everybody,
    lambda text: everybody.lines_about(NUMBERED, None, text),
    items.read_items,
    lambda text: items.items_from(1, text),
    ledger.read_call,
    ledger.read_comment,
    ledger.read_completed,
    ledger.tells_progress,
    meetings.read_order,
    lambda text: meetings.read_speech(text, "述职"),
    lambda text: meetings.read_names(text, NUMBERED, NUMBERED.people[0]),
    meetings.topics_in,
    reports.read_overruled,
    reports.read_part,
    lambda text: reports.read_until(text, TODAY),
    lambda text: verification.read_of_branch(text, NUMBERED.branches),
    verification.read_verdict,
    lambda text: verification.read_visit("第三支部", 1, text, text).tells,
    verification.read_visits,
)
PIECES = st.sampled_from(
    [
        "第",
        "1",
        "12",
        "条",
        "、",
        "和",
        "：",
        "，",
        "。",
        "\n",
        "一",
        "十",
        "还不行",
        "通过",
        "其余通过",
        "完成",
        "抽签",
        "种子",
        "书面",
        "发言",
        "最后",
        "第三支部",
        "K",
        "全部",
        "代",
        "王建国",
        "存在问题",
        "问题",
        "延到",
        "12月15日",
        "S21",
        "篇幅",
        "结束",
        "公布",
        "整改",
        "需要帮助",
        "点评",
        "表",
        "Excel",
        "吗",
        "到了",
        "反弹",
    ]
)


@settings(max_examples=400)
@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40))
def test_everything_is_read_or_is_none(text: str) -> None:
    for read in READERS:
        read(text)
