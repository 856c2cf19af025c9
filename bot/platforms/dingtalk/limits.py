"""A sliding window: never more than so many in any stretch of so many seconds."""

from collections import deque
from dataclasses import field

from bot.domain.values import dataclass


@dataclass(frozen=True)
class Limit:
    count: int
    seconds: float


PER_API = Limit(20, 1)  # per app and API
GROUP_ROBOT = Limit(20, 60)  # more is throttled for ten minutes


@dataclass
class Window:
    limit: Limit
    _taken: deque[float] = field(default_factory=deque)
    _blocked_until: float = 0.0

    def wait(self, now: float) -> float:
        """Returns the seconds until one more may go out."""
        while self._taken and self._taken[0] + self.limit.seconds <= now:
            self._taken.popleft()
        free = self._blocked_until
        if len(self._taken) >= self.limit.count:
            free = max(free, self._taken[-self.limit.count] + self.limit.seconds)
        return max(0.0, free - now)

    def take(self, now: float) -> None:
        self._taken.append(now)

    def block(self, now: float, seconds: float) -> None:
        """Closes the window: the server says that the limit is reached, whatever was counted here."""
        self._blocked_until = max(self._blocked_until, now + seconds)
