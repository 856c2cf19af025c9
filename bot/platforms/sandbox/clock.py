"""The simulated clock: it stands still until somebody moves it, and survives a restart."""

from datetime import datetime, timedelta

from bot.domain.patterns import pattern
from bot.platforms.sandbox.chatlog import ChatLog

DURATION = pattern(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?(?:T(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+)S)?)?"
)


class SimulatedClock:
    def __init__(self, log: ChatLog, *, start: datetime) -> None:
        self._log = log
        stored = log.setting("now")
        if stored is None:
            self.move(start)
        else:
            self._now = datetime.fromisoformat(stored)

    def now(self) -> datetime:
        return self._now

    def move(self, moment: datetime) -> None:
        self._now = moment
        self._log.set("now", moment.isoformat())


def duration(text: str) -> timedelta:
    """Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds, as PT1H.

    Raises ValueError.
    """
    match = DURATION.fullmatch(text)
    if match is None:
        raise ValueError(text)
    parts = {name: int(value) for name, value in match.groupdict(default="0").items()}
    # The clock stands still: a step of nothing is a slip of the pen, as in `PT`.
    if not any(parts.values()):
        raise ValueError(text)
    return timedelta(**parts)
