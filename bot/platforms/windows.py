"""Sliding windows: never more than so many in any stretch of so many seconds."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import field

from bot.domain.values import dataclass


@dataclass(frozen=True)
class Limit:
    count: int
    seconds: float


KeptBack = Callable[[Limit, str, Counter[str]], int]


@dataclass
class Window:
    """`kept_back` says how much of a limit is not for one kind, where a platform leaves each a
    share: it is told how much each kind has used.
    """

    limits: tuple[Limit, ...]
    kept_back: KeptBack | None = None
    _taken: deque[tuple[float, str]] = field(default_factory=deque)
    _blocked_until: float = 0.0

    def wait(self, now: float, kind: str = "") -> float:
        """Returns the seconds until one more may go out."""
        longest = max(limit.seconds for limit in self.limits)
        while self._taken and self._taken[0][0] + longest <= now:
            self._taken.popleft()
        waits = []
        for limit in self.limits:
            recent = [taken for taken in self._taken if taken[0] + limit.seconds > now]
            allowed = limit.count
            if self.kept_back is not None:
                allowed -= self.kept_back(limit, kind, Counter(other for _, other in recent))
            if len(recent) >= allowed:
                waits.append(recent[-allowed][0] + limit.seconds - now)
        return max(0.0, self._blocked_until - now, *waits)

    def take(self, now: float, kind: str = "") -> None:
        self._taken.append((now, kind))

    def block(self, now: float, seconds: float) -> None:
        """Closes the window: the server says that the limit is reached, whatever was counted here."""
        self._blocked_until = max(self._blocked_until, now + seconds)
