"""Days and times as people write them: 「12月25日（周五）17:00」."""

from datetime import date, datetime, tzinfo

WEEKDAYS = "一二三四五六日"


def day(value: date) -> str:
    return f"{value.month}月{value.day}日（周{WEEKDAYS[value.weekday()]}）"


def moment(value: datetime, zone: tzinfo) -> str:
    local = value.astimezone(zone)
    return f"{day(local.date())}{local:%H:%M}"
