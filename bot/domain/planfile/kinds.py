"""What a value of the plan can be: how it is read from the file, written into it,
and said to the group.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from bot.domain.people import Role
from bot.domain.plan import SELF, Plan, SchoolHolidays
from bot.domain.planfile import values
from bot.domain.planfile.sections import Section
from bot.domain.planfile.values import UNLIMITED, Unfit, spoken_share
from bot.domain.values import dataclass

MEGABYTE = 1024 * 1024


# Values of different types stand in one table of fields: here, and only here, they are Any.
@dataclass(frozen=True)
class Kind:
    """`read` gives the default back for an absent or unfit value.

    `say` may look at the rest of the plan.
    """

    read: Callable[[Section, str, Any], Any]
    write: Callable[[Any], str]
    say: Callable[[Any, Plan], str]
    tall: bool = False  # it is written on several lines


def simple(
    convert: Callable[[object], Any],
    write: Callable[[Any], str] = str,
    say: Callable[[Any], str] = str,
) -> Kind:
    """A value that is converted by itself, without a look at the rest of its table."""
    return Kind(
        read=lambda section, key, default: section.read(key, default, convert),
        write=write,
        say=lambda value, _: say(value),
    )


def number(least: int, most: int, because: str = "", say: Callable[[Any], str] = str) -> Kind:
    return simple(values.whole(least, most, because), say=say)


def optional(kind: Kind) -> Kind:
    """A value that need not be there: None is neither written nor said."""

    def write(value: Any) -> str:
        if value is None:
            return ""
        return kind.write(value)

    def say(value: Any, plan: Plan) -> str:
        if value is None:
            return ""
        return kind.say(value, plan)

    return replace(kind, write=write, say=say)


def flag(yes: str = "是", no: str = "否") -> Kind:
    written = {True: "true", False: "false"}
    said = {True: yes, False: no}
    return simple(values.flag, written.__getitem__, said.__getitem__)


def choice(words: dict[str, str]) -> Kind:
    """One of some words, each standing for what the plan holds.

    Several words may stand for the same; it is written and said with the first of them.
    """
    spoken = {meaning: word for word, meaning in reversed(words.items())}
    return simple(
        values.one_of(words), lambda value: quoted(spoken[value]), lambda value: spoken[value]
    )


def choice_of_two(yes: str, no: str) -> Kind:
    """One of two words, of which the first stands for true."""
    words = {True: yes, False: no}
    return simple(
        values.one_of({yes: True, no: False}),
        lambda value: quoted(words[value]),
        lambda value: words[value],
    )


def quoted(text: str) -> str:
    # For printable text JSON and TOML write strings alike.
    return json.dumps(text, ensure_ascii=False)


def listed(words: Iterable[str]) -> str:
    return f"[{', '.join(words)}]"


def write_texts(texts: Iterable[str]) -> str:
    return listed(map(quoted, texts))


def say_texts(texts: Iterable[str]) -> str:
    return "、".join(texts) or "无"


def _write_in_rows(texts: Iterable[str]) -> str:
    """Writes a long list, six to a line: no editor of an office folds lines at a comma."""
    words = [quoted(text) for text in texts]
    if not words:
        return "[]"
    rows = [", ".join(words[start : start + 6]) for start in range(0, len(words), 6)]
    return "".join(["[\n", *(f"  {row},\n" for row in rows), "]"])


def write_share(share: Fraction | None) -> str:
    return quoted(say_share(share))


def say_share(share: Fraction | None) -> str:
    if share is None:
        return UNLIMITED
    return spoken_share(share)


def write_number(number: int | None) -> str:
    if number is None:
        return quoted(UNLIMITED)
    return str(number)


def say_number(words: str) -> Callable[[int | None], str]:
    """Says a number in these words, with braces in its place; 不限 where there is none."""

    def say(number: int | None) -> str:
        if number is None:
            return UNLIMITED
        return words.format(number)

    return say


def _read_upper_share(value: object) -> Fraction | None:
    """Reads how large a share may be; "100%" asks for nothing."""
    share = values.share_or_unlimited(value)
    if share == 1:
        return None
    return share


def _read_day(section: Section, key: str, default: date) -> date:
    """Reads a day of the plan's year or the next; any day where the year itself is not known.

    A procedure that begins in November may end in January; a day of any other year is a slip.
    """
    year = section.notes.year

    def convert(value: object) -> date:
        day = values.day(value)
        if year and day.year not in {year, year + 1}:
            raise Unfit(f"日期应在 {year} 年或 {year + 1} 年，这里是 {day.year} 年")
        return day

    return section.read(key, default, convert)


def say_day(day: date, plan: Plan) -> str:
    """A day outside the plan's year is said with its year."""
    words = f"{day.month}月{day.day}日"
    if day.year == plan.year:
        return words
    return f"{day.year}年{words}"


def _read_rungs(value: object) -> tuple[int, ...]:
    rungs = values.distinct(values.whole(0, 365))(value)
    return tuple(sorted(rungs, reverse=True))


def _say_rungs(rungs: tuple[int, ...]) -> str:
    if not rungs:
        return "不提醒"
    return f"{'、'.join(map(str, rungs))}天"


def _write_megabytes(size: int) -> str:
    return str(size // MEGABYTE)


def say_span(span: SchoolHolidays) -> str:
    (first_month, first_day), (last_month, last_day) = span.first, span.last
    return f"{first_month}月{first_day}日至{last_month}月{last_day}日"


def say_focus_year(year: int) -> str:
    if not year:
        return "不分年度"
    return f"{year}年的"


def say_minutes(number: int) -> str:
    if not number:
        return "不提醒"
    return f"{number}分钟后"


TITLE = simple(values.title, quoted)
OPTIONAL_TEXT = simple(values.text, quoted, lambda text: text or "未填")
OPTIONAL_NAME = simple(values.text, quoted)
TITLES = simple(values.distinct(values.title), write_texts, say_texts)
KEYWORDS = replace(TITLES, write=_write_in_rows, tall=True)
ROLES = simple(
    values.distinct(values.one_of({role.value: role for role in Role})), write_texts, say_texts
)
ENDINGS = simple(values.distinct(values.ending), write_texts, say_texts)
OFFICES = simple(values.offices, write_texts, say_texts)
LENGTH = simple(values.length_or_unlimited, write_number, say_number("{}字"))
MONTHS = simple(values.months_or_unlimited, write_number, say_number("{}个月"))
ENTERING = simple(
    values.distinct(values.one_of({role.value: role for role in Role} | {SELF: SELF})),
    write_texts,
    say_texts,
)
SHARE = simple(values.share, write_share, say_share)
UPPER_SHARE = simple(_read_upper_share, write_share, say_share)
OPTIONAL_SHARE = simple(values.share_or_unlimited, write_share, say_share)
WEIGHT = simple(values.weight, write_share, say_share)
DAY = Kind(_read_day, date.isoformat, say_day)
DAYS = Kind(
    read=lambda section, key, default: section.read(key, default, values.distinct(values.day)),
    write=lambda days: listed(map(date.isoformat, days)),
    say=lambda days, plan: say_texts([say_day(day, plan) for day in days]),
)
SCHOOL_HOLIDAYS = simple(
    values.distinct(values.span_of_days),
    lambda spans: write_texts(map(say_span, spans)),
    lambda spans: say_texts(map(say_span, spans)),
)
CLOCK = simple(values.clock, lambda clock: quoted(f"{clock:%H:%M}"), lambda clock: f"{clock:%H:%M}")
QUIET_FROM = replace(
    CLOCK, say=lambda start, plan: f"{start:%H:%M}至{plan.reminders.quiet_until:%H:%M}"
)
STEPS = replace(TITLES, say=lambda steps, _: "、".join(steps) or "同测评")
RUNGS = simple(_read_rungs, lambda rungs: listed(map(str, rungs)), _say_rungs)
MEGABYTES = simple(
    # No report needs more than a hundred; the platforms give out files of a hundred at most.
    lambda size: values.whole(1, 100)(size) * MEGABYTE,
    _write_megabytes,
    _write_megabytes,
)
