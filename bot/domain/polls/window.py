"""The closing time of a ballot, as an organiser says it."""

from datetime import date, datetime, time, timedelta

from bot.domain.polls.refusals import ClosesTooSoon

LONGEST = timedelta(days=60)  # a ballot that is to be open longer was mistyped


def closing_time(day: date | None, clock: time | None, *, now: datetime, evening: time) -> datetime:
    """When a ballot closes: on that day, else today; at that time, else in the `evening`.

    Raises ClosesTooSoon for a moment that is over, or too far ahead.
    """
    closes = datetime.combine(day or now.date(), clock or evening, now.tzinfo)
    if not now < closes <= now + LONGEST:
        raise ClosesTooSoon(closes, LONGEST.days)
    return closes
