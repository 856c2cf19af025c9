"""Days and times as people write them: 「12月25日（周五）17:00」."""

from datetime import date, datetime, timedelta, tzinfo

WEEKDAYS = "一二三四五六日"


def day(value: date, today: date | None = None) -> str:
    """Returns 「12月25日（周五）」; beside `today`, of another year with its year."""
    return f"{_year(value, today)}{value.month}月{value.day}日（周{WEEKDAYS[value.weekday()]}）"


def of_plan(value: date, year: int) -> str:
    """Returns a day of a year's plan; one that falls into another year with that."""
    return day(value, date(year, 1, 1))


def plain_of_plan(value: date, year: int) -> str:
    """Returns a day of a year's plan without its day of the week."""
    return f"{_year(value, date(year, 1, 1))}{value.month}月{value.day}日"


def moment(value: datetime, zone: tzinfo) -> str:
    local = value.astimezone(zone)
    return f"{day(local.date())}{local:%H:%M}"


def until(value: date, today: date | None = None) -> str:
    """Returns 「6月底前」 where it is a month's last day, else 「6月15日前」; beside `today`, of
    another year with its year.
    """
    month = f"{_year(value, today)}{value.month}月"
    if (value + timedelta(days=1)).day == 1:
        return f"{month}底前"
    return f"{month}{value.day}日前"


def _year(value: date, today: date | None) -> str:
    # 「12月31日」 of next year, read in December, would be this month's.
    if today is None or value.year == today.year:
        return ""
    return f"{value.year}年"
