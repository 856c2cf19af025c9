from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.exports.charts.ballot_table import BallotTable, TableRow, table_picture
from bot.exports.charts.ballots import BallotBar, BallotChart, ballot_chart
from bot.exports.charts.frame import INK, WHITE, Caption, ink_on, step_colours
from bot.exports.charts.rectification import MonthCount, RectificationChart, rectification_chart
from bot.exports.charts.status import (
    BranchMark,
    BranchRow,
    Progress,
    StageMark,
    StatusChart,
    status_chart,
)
from tests.drawn import draw_small
from tests.exports.png import pixels, size_of

CAPTION = Caption("现场测评结果", "示例系", datetime(2026, 12, 21, 16, 30, tzinfo=UTC))
BALLOTS = BallotChart(
    CAPTION,
    ("好", "较好", "一般", "差"),
    (BallotBar("王文例", "第一支部", (20, 15, 4, 1), "91.25"),),
    "1",
)
STATUS = StatusChart(
    CAPTION,
    (
        StageMark("述职报告", date(2026, 12, 10), Progress.UNDER_WAY),
        StageMark("述职评议会", date(2026, 12, 21), Progress.AHEAD),
    ),
    ("述职报告",),
    (BranchRow("第一支部", "王文例", (BranchMark(Progress.DONE, "审核通过"),)),),
)
MONTHS = RectificationChart(
    CAPTION, (MonthCount(date(2026, 12, 1), 0, 2, 8, 1), MonthCount(date(2027, 1, 1), 2, 3, 5, 1))
)


def test_charts_are_as_wide_as_a_phone_at_double_density() -> None:
    pictures = (ballot_chart(BALLOTS), status_chart(STATUS), rectification_chart(MONTHS))
    assert [size_of(picture)[0] for picture in pictures] == [1500, 1500, 1500]


def test_each_secretary_adds_a_bar() -> None:
    more = replace(BALLOTS, bars=BALLOTS.bars * 3)
    assert size_of(ballot_chart(more))[1] > size_of(ballot_chart(BALLOTS))[1] + 2 * 2 * 80


def test_each_count_and_the_score_are_visible() -> None:
    (bar,) = BALLOTS.bars
    others = (
        bar,
        replace(bar, counts=(19, 16, 4, 1)),
        replace(bar, counts=(20, 15, 5, 0)),
        replace(bar, score="91.26"),
    )
    assert len({pixels(ballot_chart(replace(BALLOTS, bars=(other,)))) for other in others}) == len(
        others
    )


def test_rule_version_and_time_are_visible() -> None:
    later = replace(CAPTION, as_of=datetime(2026, 12, 21, 16, 31, tzinfo=UTC))
    others = (BALLOTS, replace(BALLOTS, rule_version="2"), replace(BALLOTS, caption=later))
    assert len({pixels(ballot_chart(other)) for other in others}) == len(others)


def test_progress_is_told_by_shape_and_word() -> None:
    marked = (
        replace(STATUS, branches=(BranchRow("第一支部", "王文例", (BranchMark(progress, "一"),)),))
        for progress in Progress
    )
    assert len({pixels(status_chart(chart)) for chart in marked}) == 3


def test_nothing_to_show_is_still_a_picture() -> None:
    for picture in (
        ballot_chart(replace(BALLOTS, bars=(BallotBar("王文例", "第一支部", (0, 0, 0, 0)),))),
        ballot_chart(replace(BALLOTS, bars=())),
        status_chart(replace(STATUS, stages=(), columns=(), branches=())),
        rectification_chart(replace(MONTHS, months=())),
        rectification_chart(replace(MONTHS, months=(MonthCount(date(2026, 12, 1), 0, 0, 0, 0),))),
    ):
        assert size_of(picture)[0] == 1500


def test_bar_must_count_every_step_of_the_scale() -> None:
    with pytest.raises(ValueError, match="argument"):
        ballot_chart(replace(BALLOTS, bars=(BallotBar("王文例", "第一支部", (20, 15, 4)),)))


@pytest.mark.parametrize("steps", [2, 3, 4, 5, 6])
def test_steps_of_a_scale_have_their_own_colours(steps: int) -> None:
    assert len(set(step_colours(steps))) == steps


def test_figures_on_colours_are_readable() -> None:
    assert [ink_on(colour) for colour in step_colours(4)] == [WHITE, INK, INK, WHITE]


NAMES = st.text(st.characters(exclude_categories=[]), max_size=40)


@settings(max_examples=15)
@given(
    NAMES,
    NAMES,
    st.lists(st.integers(0, 10**6), min_size=4, max_size=4),
    st.text(max_size=12),
    st.integers(0, 18),
)
def test_any_names_and_numbers_can_be_drawn(
    name: str, branch: str, counts: list[int], score: str, months: int
) -> None:
    first, second, third, fourth = counts
    ballots = replace(
        BALLOTS, bars=(BallotBar(name, branch, (first, second, third, fourth), score),)
    )
    month = MonthCount(date(2026, 12, 1), first, second, third, fourth)
    with pytest.MonkeyPatch.context() as monkeypatch:
        # What can be drawn at a tenth of the size can be drawn: most of the time is of the pixels.
        draw_small(monkeypatch)
        pictures = (
            ballot_chart(ballots),
            rectification_chart(replace(MONTHS, months=(month,) * months)),
        )
    assert [size_of(picture)[0] for picture in pictures] == [150, 150]


def test_the_head_of_the_last_column_of_a_table_is_whole() -> None:
    """A shortened one would end alike, whatever its last character."""
    columns = ("好", "较好", "一般", "差")
    rows = (TableRow("王文例", ("39", "10", "1", "2", "92.32")),)
    score, other = (
        table_picture(BallotTable(CAPTION, "姓名", (*columns, head), rows))
        for head in ("加权得分", "加权得票")
    )
    assert score != other
