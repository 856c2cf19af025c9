"""The time of an installation: the real one, or the simulated one of a sandbox that stands alone."""

from contextlib import closing
from datetime import UTC, datetime

from bot.domain.installation import Purpose
from bot.platforms.sandbox.chatlog import ChatLog
from bot.platforms.sandbox.clock import SimulatedClock
from bot.settings import Settings

CHAT_LOG = "sandbox.db"  # under the data directory; the simulated clock lies in it


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 - the one place


def present(settings: Settings) -> datetime:
    """Returns now, as the installation counts it.

    That is the simulated clock of a sandbox that stands alone, else the real time.
    """
    path = settings.data_dir / CHAT_LOG
    if settings.purpose is Purpose.DEMONSTRATION and path.exists():
        with closing(ChatLog(path)) as log:
            return SimulatedClock(log, start=SystemClock().now()).now()
    return SystemClock().now()


def set_clock(settings: Settings, moment: datetime) -> None:
    """Sets the simulated clock anew, before the program starts."""
    with closing(ChatLog(settings.data_dir / CHAT_LOG)) as log:
        SimulatedClock(log, start=moment).move(moment)
