"""Days and times as people write them: 「12月25日（周五）17:00」."""

from datetime import date, datetime, timedelta, tzinfo

WEEKDAYS = "一二三四五六日"


def day(value: date) -> str:
    return f"{value.month}月{value.day}日（周{WEEKDAYS[value.weekday()]}）"


def moment(value: datetime, zone: tzinfo) -> str:
    local = value.astimezone(zone)
    return f"{day(local.date())}{local:%H:%M}"


def until(value: date) -> str:
    """Returns 「6月底前」 where it is a month's last day, else 「6月15日前」."""
    if (value + timedelta(days=1)).day == 1:
        return f"{value.month}月底前"
    return f"{value.month}月{value.day}日前"
