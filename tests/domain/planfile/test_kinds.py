"""What a value of the plan can be: read from the file, written into it, and said to the group."""

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.people import Role
from bot.domain.plan import SchoolHolidays
from bot.domain.planfile import default_plan, kinds, values
from bot.domain.planfile.kinds import Kind, choice, choice_of_two, flag, number, optional
from bot.domain.planfile.sections import Notes, Section
from bot.domain.planfile.values import Unfit

PLAN = default_plan(2026)
WINTER = SchoolHolidays((1, 20), (2, 20))


def read(kind: Kind, value: object, default: object = None, *, year: int = 2026) -> object:
    """The value as it is read from a file of the year, or the problem as text."""
    notes = Notes(lambda: {(): 1}, year)
    read_value = kind.read(Section({"key": value}, notes), "key", default)
    if notes.problems:
        return notes.problems[0].message
    return read_value


@pytest.mark.parametrize(
    ("kind", "value", "written", "said"),
    [
        (kinds.TITLE, "述职", '"述职"', "述职"),
        (kinds.OPTIONAL_TEXT, "", '""', "未填"),
        (kinds.OPTIONAL_TEXT, "办公室", '"办公室"', "办公室"),
        (kinds.TITLES, (), "[]", "无"),
        (kinds.TITLES, ("德", "能"), '["德", "能"]', "德、能"),
        (kinds.KEYWORDS, (), "[]", "无"),
        (kinds.KEYWORDS, ("德",), '[\n  "德",\n]', "德"),
        (
            kinds.KEYWORDS,
            tuple("一二三四五六七"),
            '[\n  "一", "二", "三", "四", "五", "六",\n  "七",\n]',
            "一、二、三、四、五、六、七",
        ),
        (kinds.STEPS, (), "[]", "同测评"),
        (kinds.STEPS, ("优秀", "合格"), '["优秀", "合格"]', "优秀、合格"),
        (kinds.ROLES, (Role.LEADER,), '["领导"]', "领导"),
        (kinds.LENGTH, None, '"不限"', "不限"),
        (kinds.LENGTH, 3500, "3500", "3500字"),
        (kinds.MONTHS, None, '"不限"', "不限"),
        (kinds.MONTHS, 24, "24", "24个月"),
        (kinds.SHARE, Fraction(1, 3), '"1/3"', "1/3"),
        (kinds.SHARE, Fraction(3, 5), '"60%"', "60%"),
        (kinds.UPPER_SHARE, None, '"不限"', "不限"),
        (kinds.DAY, date(2026, 12, 1), "2026-12-01", "12月1日"),
        (kinds.DAY, date(2027, 1, 9), "2027-01-09", "2027年1月9日"),
        (
            kinds.DAYS,
            (date(2026, 12, 1), date(2026, 12, 2)),
            "[2026-12-01, 2026-12-02]",
            "12月1日、12月2日",
        ),
        (kinds.DAYS, (), "[]", "无"),
        (kinds.SCHOOL_HOLIDAYS, (WINTER,), '["1月20日至2月20日"]', "1月20日至2月20日"),
        (kinds.CLOCK, time(9, 5), '"09:05"', "09:05"),
        (kinds.RUNGS, (), "[]", "不提醒"),
        (kinds.RUNGS, (7, 1), "[7, 1]", "7、1天"),
        (kinds.MEGABYTES, 20 * kinds.MEGABYTE, "20", "20"),
        (flag(), True, "true", "是"),
        (flag("有", "没有"), False, "false", "没有"),
        (choice({"每月": "monthly", "按月": "monthly"}), "monthly", '"每月"', "每月"),
        (choice_of_two("合并", "分开"), False, '"分开"', "分开"),
        (number(1, 9), 3, "3", "3"),
        (optional(number(1, 9)), 3, "3", "3"),
    ],
)
def test_a_value_is_written_so_that_it_is_read_back(
    kind: Kind, value: object, written: str, said: str
) -> None:
    assert kind.write(value) == written
    assert kind.say(value, PLAN) == said


def test_what_need_not_be_there_is_neither_written_nor_said() -> None:
    kind = optional(number(1, 9))
    assert (kind.write(None), kind.say(None, PLAN)) == ("", "")


def test_the_quiet_hours_are_said_with_their_end() -> None:
    assert kinds.QUIET_FROM.say(time(20, 0), PLAN) == "20:00至08:00"


@pytest.mark.parametrize(
    ("say", "value", "said"),
    [
        (kinds.say_focus_year, 0, "不分年度"),
        (kinds.say_focus_year, 2026, "2026年的"),
        (kinds.say_minutes, 0, "不提醒"),
        (kinds.say_minutes, 10, "10分钟后"),
    ],
)
def test_a_nought_is_said_in_words(say: Callable[[int], str], value: int, said: str) -> None:
    assert say(value) == said


@pytest.mark.parametrize(
    ("kind", "value", "result"),
    [
        (kinds.UPPER_SHARE, "100%", None),  # asks for nothing
        (kinds.UPPER_SHARE, "99%", Fraction(99, 100)),
        (kinds.UPPER_SHARE, "不限", None),
        (kinds.RUNGS, [1, 30, 7], (30, 7, 1)),
        (kinds.RUNGS, [0, 365], (365, 0)),
        (kinds.RUNGS, [366], "请写 0 到 365 之间的整数，不加引号"),
        (kinds.MEGABYTES, 100, 100 * kinds.MEGABYTE),
        (kinds.MEGABYTES, 101, "请写 1 到 100 之间的整数，不加引号"),
        (kinds.DAY, date(2026, 1, 1), date(2026, 1, 1)),
        (kinds.DAY, date(2027, 12, 31), date(2027, 12, 31)),
        (kinds.DAY, date(2025, 12, 31), "日期应在 2026 年或 2027 年，这里是 2025 年"),
        (kinds.DAY, date(2028, 1, 1), "日期应在 2026 年或 2027 年，这里是 2028 年"),
        (kinds.ENDINGS, [".PPTX", "pdf"], ("pptx", "pdf")),
        (choice({"每月": "monthly", "按月": "monthly"}), "按月", "monthly"),
        (choice_of_two("合并", "分开"), "合并", True),
    ],
)
def test_how_values_are_read(kind: Kind, value: object, result: object) -> None:
    assert read(kind, value) == result


def test_a_value_that_does_not_fit_leaves_the_default() -> None:
    notes = Notes(lambda: {(): 1}, 2026)
    section = Section({"key": "三"}, notes)
    assert number(1, 9).read(section, "key", 5) == 5
    assert len(notes.problems) == 1
    assert number(1, 9).read(section, "other", 5) == 5
    assert len(notes.problems) == 1


def test_any_year_will_do_where_the_plans_is_not_known() -> None:
    assert read(kinds.DAY, date(1999, 1, 1), year=0) == date(1999, 1, 1)


@pytest.mark.parametrize(
    ("convert", "value", "result"),
    [
        (values.text, " 我系 ", "我系"),
        (values.text, "党" * 200, "党" * 200),
        (values.ending, "PPTX", "pptx"),
        (values.length_or_unlimited, 100, 100),
        (values.length_or_unlimited, 100_000, 100_000),
        (values.length_or_unlimited, "不限", None),
        (values.months_or_unlimited, 1, 1),
        (values.months_or_unlimited, 240, 240),
        (values.share, 1, Fraction(1)),
        (values.share, 0, Fraction(0)),
        (values.share, Decimal("0.333333"), Fraction(333333, 1000000)),
        (values.share, "１／３", Fraction(1, 3)),
        (values.share, " 60 % ", Fraction(3, 5)),
        (values.share, "0.6", Fraction(3, 5)),
        (values.day, "2026-02-28", date(2026, 2, 28)),
        (values.day, "2026年2月28日", date(2026, 2, 28)),
        (values.clock, "9:05", time(9, 5)),
        (values.clock, "９：０５", time(9, 5)),
        (values.clock, time(23, 59), time(23, 59)),
        (values.span_of_days, "1月20日至2月20日", WINTER),
        (values.span_of_days, "1.20-2.20", WINTER),
        (values.span_of_days, "2月29日到3月1日", SchoolHolidays((2, 29), (3, 1))),
        (values.offices, ["领导"], ("领导",)),
    ],
)
def test_what_fits(convert: Callable[[object], object], value: object, result: object) -> None:
    assert convert(value) == result


@pytest.mark.parametrize(
    ("convert", "value"),
    [
        (values.text, "党" * 201),
        (values.text, "我\n系"),
        (values.text, 7),
        (values.title, "  "),
        (values.ending, "ppt x"),
        (values.ending, "pptxxx"),
        (values.ending, "课件"),
        (values.flag, 1),
        (values.length_or_unlimited, 99),
        (values.length_or_unlimited, 100_001),
        (values.months_or_unlimited, 0),
        (values.months_or_unlimited, 241),
        (values.share, True),
        (values.share, 2),
        (values.share, Decimal("0.1234567")),
        (values.share, Decimal("1E+1")),
        (values.share, Decimal("nan")),
        (values.share, Decimal("-0.1")),
        (values.share, "1/0"),
        (values.share, "3/2"),
        (values.weight, 0),
        (values.day, "2026-02-30"),
        (values.day, "明天"),
        (values.day, 20261231),
        (values.clock, "24:00"),
        (values.clock, "9"),
        (values.clock, time(9, 0, 1)),
        (values.clock, time(9, 0, 0, 1)),
        (values.span_of_days, "2月30日至3月1日"),
        (values.span_of_days, "3月1日至2月30日"),
        (values.span_of_days, 120),
        (values.offices, []),
        (values.offices, ["书记"]),
        (values.whole(1, 3), True),
        (values.whole(1, 3), 0),
        (values.whole(1, 3), 4),
    ],
)
def test_what_does_not_fit_is_told_in_a_sentence(
    convert: Callable[[object], object], value: object
) -> None:
    with pytest.raises(Unfit) as caught:
        convert(value)
    assert caught.value.message


@pytest.mark.parametrize(
    ("value", "message", "path"),
    [
        ("德", "请写成用方括号括起来、用英文逗号隔开的列表，例如 [ … , … ]", ()),
        (["德", "德"], "这一项重复了，请删去一个", (1,)),
        (["德", ""], "请填写文字，不能空着", (1,)),
    ],
)
def test_elements_of_a_list_differ(value: object, message: str, path: tuple[int, ...]) -> None:
    with pytest.raises(Unfit) as caught:
        values.distinct(values.title)(value)
    assert (caught.value.message, caught.value.path) == (message, path)


@pytest.mark.parametrize(
    ("share", "spoken"),
    [
        (Fraction(3, 5), "60%"),
        (Fraction(1, 8), "12.5%"),
        (Fraction(1, 1_000_000), "0.0001%"),
        (Fraction(1, 10_000_000), "1/10000000"),
        (Fraction(1, 3), "1/3"),
    ],
)
def test_a_share_is_said_exactly(share: Fraction, spoken: str) -> None:
    assert values.spoken_share(share) == spoken


@given(st.integers(0, 999_999), st.integers(1, 999_999))
@settings(max_examples=40)
def test_any_share_that_is_said_is_read_back(above: int, below: int) -> None:
    share = Fraction(min(above, below), below)
    assert values.share(values.spoken_share(share)) == share
