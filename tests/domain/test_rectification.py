"""The rules of the ledger: dates, windows, draws, sentences, courses."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.calendar import Calendar, YearTable, calendar_of
from bot.domain.planfile import default_plan
from bot.domain.rectification.bulletins import (
    Course,
    Period,
    counted,
    last_period,
    month_ends,
    without_names,
)
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.drawing import LONGEST_RUN, PATIENCE, draw, weight
from bot.domain.rectification.items import (
    Item,
    Owner,
    Revisit,
    Source,
    Standing,
    State,
    months_later,
)
from bot.domain.rectification.rhythm import Rhythm
from bot.domain.rectification.sentence import read_sentence
from bot.domain.rectification.weak_branches import Field, read_parts

SHANGHAI = ZoneInfo("Asia/Shanghai")
PLAN = default_plan(2026)
DECEMBER = date(2026, 12, 21)


def rhythm(calendar: Calendar | None = None, *, nth: int = 1) -> Rhythm:
    plan = replace(PLAN, rectification=replace(PLAN.rectification, monthly_workday=nth))
    return Rhythm(plan, calendar or calendar_of(plan, {}), SHANGHAI)


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("2027年6月底前完成", date(2027, 6, 30)),
        ("2027年6月前完成", date(2027, 6, 30)),
        ("2028年2月底前", date(2028, 2, 29)),
        ("6月15日前", date(2027, 6, 15)),
        ("3月底前制定制度，6月底前全部落实", date(2027, 6, 30)),
        ("12月底前完成", date(2026, 12, 31)),
        ("明年3月完成", date(2027, 3, 31)),
        ("明年上半年完成", date(2027, 6, 30)),
        ("2027年第一季度", date(2027, 3, 31)),
        ("年底前完成", date(2027, 12, 31)),  # ten days before the year ends, the next one is meant
        ("2027年年底前", date(2027, 12, 31)),
        ("2027年内", date(2027, 12, 31)),
        ("2月30日前", None),
        ("13月底", None),
        ("2020年6月完成", None),
        ("长期坚持", None),
        ("3个月内完成", None),
    ],
)
def test_day_that_a_promise_names(text: str, due: date | None) -> None:
    assert due_in(text, DECEMBER) == due


@given(
    some.text(alphabet="20年月日底前123456789今明上半季度一内末 ", max_size=30),
    some.dates(date(2020, 1, 1), date(2090, 1, 1)),
)
def test_named_day_is_never_past_and_never_an_error(text: str, on: date) -> None:
    due = due_in(text, on)
    assert due is None or due >= on


@given(some.dates(date(2000, 1, 1), date(2200, 1, 1)), some.integers(0, 60))
def test_months_later_keeps_the_day_or_takes_the_months_last(day: date, months: int) -> None:
    later = months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_window_moves_with_holidays_and_worked_weekends() -> None:
    table = YearTable(
        frozenset({date(2027, 2, 1), date(2027, 2, 2)}), frozenset({date(2027, 2, 6)})
    )
    calendar = Calendar({2027: table})
    windows = [rhythm(calendar, nth=nth).window(date(2027, 2, 1)) for nth in (1, 2, 3, 4)]
    assert [window.at.day for window in windows if window is not None] == [3, 4, 5, 6]
    assert rhythm(calendar, nth=31).window(date(2027, 2, 1)).at.day == 26  # type: ignore[union-attr]  # the month's last


@pytest.mark.parametrize(("month", "day"), [(2, 1), (5, 6), (10, 8)])
def test_without_a_table_the_days_that_are_always_free_are_left_out(month: int, day: int) -> None:
    """Behind those of May and the week of the national day."""
    window = rhythm().window(date(2027, month, 1))
    assert window is not None
    assert window.at == at(f"2027-{month:02}-{day:02}T09:00")


def test_window_is_counted_around_the_units_own_days() -> None:
    """1, 3, 4, 5 March and Saturday the 6th; the 2nd is the unit's own day off."""
    own = Calendar(days_off=frozenset({date(2027, 3, 2)}), workdays=frozenset({date(2027, 3, 6)}))
    window = rhythm(own, nth=5).window(date(2027, 3, 1))
    assert window is not None
    assert window.at.day == 6


def test_month_without_a_workday_has_no_window() -> None:
    off = frozenset(date(2027, 2, day) for day in range(1, 29))
    assert rhythm(Calendar(days_off=off)).window(date(2027, 2, 1)) is None


@given(some.datetimes(datetime(2026, 1, 1), datetime(2090, 1, 1)), some.integers(1, 31))  # noqa: DTZ001 - the zone follows
def test_windows_follow_each_other(moment: datetime, nth: int) -> None:
    now = moment.replace(tzinfo=SHANGHAI)
    found = rhythm(nth=nth)
    current, upcoming = found.current(now), found.upcoming(now)
    assert current is not None
    assert upcoming is not None
    assert current.at <= now < upcoming
    assert months_later(current.month, 1) == upcoming.date().replace(day=1)
    # It begins with its own moment.
    assert found.current(current.at) == current


def test_item_is_first_asked_after_in_the_month_that_follows() -> None:
    found = rhythm()
    february = found.window(date(2027, 2, 1))
    assert february is not None
    assert found.covers(february, at("2027-01-31T23:59"))
    assert not found.covers(february, at("2027-02-01T00:00"))
    assert [window.name for window in found.between(at("2026-12-21T10:00"), february)] == [
        "2027-01"
    ]


BRANCHES = list(range(1, 9))


def play(seed: int, draws: int, count: int, branches: list[int]) -> list[tuple[int, ...]]:
    history: list[tuple[int, ...]] = []
    for number in range(draws):
        history.append(draw(f"{seed}-{number}", branches, count, history))
    return history


@given(some.integers(), some.integers(1, 3), some.integers(3, 12))
def test_nobody_is_drawn_forever_or_never(seed: int, count: int, branches: int) -> None:
    pool = list(range(branches))
    history = play(seed, 5 * branches, min(count, branches - 2), pool)
    for branch in pool:
        drawn = [number for number, found in enumerate(history) if branch in found]
        gaps = [
            later - earlier
            for earlier, later in zip([-1, *drawn], [*drawn, len(history)], strict=True)
        ]
        assert max(gaps) <= (PATIENCE + 1) * branches + 1
        runs = "".join("x" if branch in found else " " for found in history).split()
        assert max(map(len, runs), default=0) <= LONGEST_RUN


@given(
    some.text(),
    some.integers(1, 20),
    some.lists(some.sets(some.sampled_from(BRANCHES), max_size=3), max_size=10),
)
def test_draw_is_repeatable_and_draws_each_once(
    seed: str, count: int, history: list[set[int]]
) -> None:
    found = draw(seed, BRANCHES, count, history)
    assert found == draw(seed, BRANCHES, count, history)
    assert len(found) == len(set(found)) == min(count, len(BRANCHES))
    assert set(found) <= set(BRANCHES)


def test_draw_cannot_be_foretold_but_favours_those_left_out() -> None:
    history = [{2}, {1}]
    assert (weight(1, history), weight(2, history), weight(3, history)) == (1, 4, 9)
    drawn = Counter(draw(f"seed {number}", [1, 2, 3], 1, history)[0] for number in range(1400))
    assert 60 < drawn[1] < 140  # one in fourteen
    assert 330 < drawn[2] < 470
    assert 820 < drawn[3] < 980


def first_drawn(branches: list[int], history: list[set[int]]) -> set[int]:
    return {draw(f"{number}", branches, 1, history)[0] for number in range(60)}


def test_two_draws_in_a_row_are_enough_unless_nobody_else_is_there() -> None:
    assert first_drawn([1, 2], [{1}, {1}]) == {2}
    assert first_drawn([1], [{1}, {1}]) == {1}
    assert first_drawn([1, 2], [{1}]) == {1, 2}  # after one draw it may come again


def test_a_branch_that_was_left_out_for_long_comes_first() -> None:
    others = [{2}, {3}] * PATIENCE
    assert first_drawn([1, 2, 3], [*others, {2}, {3}]) == {1}
    assert first_drawn([1, 2, 3], [*others, {2}]) > {1}  # one draw earlier it is only the likeliest


def test_a_draw_can_be_repeated_by_anybody_years_later() -> None:
    assert draw("2027-03-01", BRANCHES, 3, []) == (1, 5, 3)


ITEM = Item(
    id=1,
    cycle=1,
    source=Source.REPORT,
    origin="",
    problem="甲",
    cause="乙",
    measure="丙",
    due=date(2027, 3, 31),
    state=State.OPEN,
    owners=(Owner(3, 7), Owner(1, 2)),
    created_at=at("2026-12-21T00:30"),
)


def test_an_item_has_a_number_in_the_ledger_of_each_owner() -> None:
    assert (ITEM.number(1), ITEM.number(3)) == (2, 7)
    with pytest.raises(StopIteration):
        ITEM.number(2)


@pytest.mark.parametrize(
    ("item", "today", "standing"),
    [
        (ITEM, date(2027, 3, 30), Standing.OPEN),
        (ITEM, date(2027, 3, 31), Standing.DUE),  # on its day people are asked
        (
            replace(ITEM, state=State.PROPOSED),
            date(2027, 9, 1),
            Standing.OPEN,
        ),  # waits for others, not for its owner
        (replace(ITEM, state=State.CLOSED), date(2027, 9, 1), Standing.CLOSED),
        (
            replace(
                ITEM, state=State.CLOSED, revisit=Revisit(at("2027-08-01T09:00"), 1, "看过记录")
            ),
            date(2027, 9, 1),
            Standing.HELD,
        ),
    ],
)
def test_where_an_item_stands(item: Item, today: date, standing: Standing) -> None:
    assert item.standing(today, PLAN.rectification, SHANGHAI) is standing


def test_a_promise_without_a_date_is_due_some_months_after_the_day_on_which_it_was_given() -> None:
    undated = replace(ITEM, due=None)
    due = months_later(date(2026, 12, 21), PLAN.rectification.undated_due_months)
    assert undated.due_day(PLAN.rectification, SHANGHAI) == due
    utc = replace(
        undated, created_at=datetime(2026, 12, 20, 16, 30, tzinfo=UTC)
    )  # the 21st in Shanghai
    assert utc.due_day(PLAN.rectification, SHANGHAI) == due


@pytest.mark.parametrize(
    ("planned", "now", "helps"),
    [
        ("2027-03-01T09:00", "2027-03-01T17:00", True),
        ("2027-03-01T09:00", "2027-03-25T08:59", True),
        (
            "2027-03-01T09:00",
            "2027-03-25T09:00",
            True,
        ),  # seven days before the next question on 1 April
        ("2027-03-01T09:00", "2027-03-25T09:01", False),
        ("2027-03-25T09:30", "2027-03-25T10:00", True),  # on its own day in any case
    ],
)
def test_a_question_that_is_caught_up_is_not_asked_twice_within_a_week(
    planned: str, now: str, *, helps: bool
) -> None:
    assert rhythm().still_helps(at(planned), at(now)) is helps


NAMES = {"第一支部": 1, "第三支部": 3, "王文例": 1, "张立范": 3}


@pytest.mark.parametrize(
    ("text", "branches", "source", "problem"),
    [
        ("第三支部 上级检查指出记录不全", (3,), Source.UPPER, "上级检查指出记录不全"),
        ("第一支部、第三支部：群众反映活动少", (1, 3), Source.FEEDBACK, "群众反映活动少"),
        ("张立范 领导点评：调研不够深入", (3,), Source.COMMENT, "领导点评：调研不够深入"),
        ("各支部 巡察反馈档案不齐", (1, 3), Source.UPPER, "巡察反馈档案不齐"),
        ("第三支部：点评指出上级文件学得慢", (3,), Source.COMMENT, "点评指出上级文件学得慢"),
        (
            "第三支部 检查指出记录不全，需逐月核对，6月底前整改。",
            (3,),
            Source.UPPER,
            "检查指出记录不全，需逐月核对",
        ),
        ("第三支部 6月底前整改", (3,), Source.UPPER, "6月底前整改"),
        ("第九支部 记录不全", (), Source.UPPER, "第九支部 记录不全"),
    ],
)
def test_sentence_of_the_organiser(
    text: str, branches: tuple[int, ...], source: Source, problem: str
) -> None:
    said = read_sentence(text, NAMES, DECEMBER)
    assert (said.branches, said.source, said.problem) == (branches, source, problem)


@given(some.text(max_size=60))
def test_any_sentence_is_read(text: str) -> None:
    said = read_sentence(text, NAMES, DECEMBER)
    assert set(said.branches) <= {1, 3}
    assert read_sentence(text, {}, DECEMBER).branches == ()


@pytest.mark.parametrize(
    ("today", "how", "name", "after"),
    [
        (date(2027, 1, 4), "quarterly", "2026-Q4", date(2027, 1, 1)),
        (date(2027, 3, 31), "quarterly", "2026-Q4", date(2027, 1, 1)),
        (date(2027, 4, 1), "quarterly", "2027-Q1", date(2027, 4, 1)),
        (date(2027, 1, 4), "monthly", "2026-12", date(2027, 1, 1)),
        (date(2028, 3, 1), "monthly", "2028-02", date(2028, 3, 1)),
    ],
)
def test_period_that_ended_last(today: date, how: str, name: str, after: date) -> None:
    found = last_period(today, how)
    assert (found.name, found.after) == (name, after)
    assert Period.named(name) == found


def test_course_of_an_item() -> None:
    course = Course(
        entered=at("2026-12-21T10:00"),
        due=date(2027, 3, 31),
        turns=(
            (at("2027-04-10T10:00"), Standing.CLOSED),
            (at("2027-07-10T10:00"), Standing.OPEN),
            (at("2027-08-10T10:00"), Standing.CLOSED),
            (at("2027-11-10T10:00"), Standing.HELD),
        ),
    )
    ends = [end for _, end in month_ends(date(2026, 11, 30), date(2027, 12, 1), SHANGHAI)]
    letters = {
        None: "-",
        Standing.OPEN: "o",
        Standing.DUE: "d",
        Standing.CLOSED: "c",
        Standing.HELD: "h",
    }
    assert "".join(letters[course.at(end, SHANGHAI)] for end in ends) == "-ooodcccdccchh"
    assert sum(counted([course], ends[0], SHANGHAI).values()) == 0
    assert counted([course] * 3, ends[-1], SHANGHAI)[Standing.HELD] == 3


def test_month_ends_hold_leap_days() -> None:
    ends = [end for _, end in month_ends(date(2028, 2, 10), date(2028, 3, 1), SHANGHAI)]
    assert [(end.month, end.day, end.hour) for end in ends] == [(2, 29, 23), (3, 31, 23)]


def test_bulletin_names_nobody() -> None:
    told = without_names(
        "第三支部张立范未列席，第十三支部亦然", ["第三支部", "第十三支部"], ["张立范"]
    )
    assert told == "该支部有关同志未列席，该支部亦然"
    assert Period(date(2027, 1, 1), 3).name == "2027-Q1"


@given(
    some.lists(
        some.tuples(some.sampled_from(Field), some.text("甲乙丙丁", min_size=1, max_size=5)),
        max_size=5,
        unique_by=lambda p: p[0],
    )
)
def test_parts_of_a_weak_branch_come_in_any_order(parts: list[tuple[Field, str]]) -> None:
    assert read_parts("；".join(f"{name}：{value}" for name, value in parts)) == dict(parts)


def test_words_before_the_first_part_are_the_reason() -> None:
    assert read_parts("组织生活不正常，措施：逐月列席") == {
        Field.REASON: "组织生活不正常",
        Field.MEASURE: "逐月列席",
    }
    assert read_parts("") == {}
