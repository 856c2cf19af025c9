"""Days as people write them into files: 2023-09-01, 2023/9/1, 2023.9.1, 2023年9月1日."""

from datetime import date

YEAR_AND_MONTH = r"(\d{4})[-./年](\d{1,2})"
DAY = r"[-./月](\d{1,2})日?"


def day_or_none(year: int, month: int, day: int = 1) -> date | None:
    """Returns the day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
