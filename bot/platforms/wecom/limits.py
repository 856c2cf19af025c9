"""Sliding windows: never more than so many in any stretch of so many seconds, first second included."""

from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

MOST_CHATS = 10_000  # windows of chats that fell silent are dropped, oldest first


@dataclass(frozen=True)
class Limit:
    count: int
    seconds: float


PER_CHAT = (Limit(30, 60), Limit(1000, 3600))  # replies and pushes together (doc 101463)
GROUP_ROBOT = (Limit(20, 60),)  # doc 99110


@dataclass
class Window:
    limits: tuple[Limit, ...]
    _taken: deque[float] = field(default_factory=deque)
    _blocked_until: float = 0.0

    def wait(self, now: float, *, reserve: float = 0.0) -> float:
        """Seconds until one more may go out; `reserve` is the share of each limit that is kept for others."""
        self._forget(now)
        waits = [self._wait(limit, now, reserve) for limit in self.limits]
        return max(0.0, self._blocked_until - now, *waits)

    def take(self, now: float) -> None:
        self._taken.append(now)

    def block(self, now: float, seconds: float) -> None:
        """The server says that the limit is reached, whatever was counted here."""
        self._blocked_until = max(self._blocked_until, now + seconds)

    def _wait(self, limit: Limit, now: float, reserve: float) -> float:
        allowed = max(1, limit.count - int(limit.count * reserve))
        if len(self._taken) < allowed:
            return 0.0
        return self._taken[-allowed] + limit.seconds - now

    def _forget(self, now: float) -> None:
        longest = max(limit.seconds for limit in self.limits)
        while self._taken and self._taken[0] + longest <= now:
            self._taken.popleft()


class Budget:
    """One window per conversation. The later half of each is kept for what is urgent: priority 0 may use all of it."""

    def __init__(self, monotonic: Callable[[], float], limits: tuple[Limit, ...] = PER_CHAT) -> None:
        self._monotonic = monotonic
        self._limits = limits
        self._windows: OrderedDict[str, Window] = OrderedDict()

    def take(self, chat: str, priority: int) -> float:
        """0.0 where one message was granted, else the seconds after which to ask again."""
        now = self._monotonic()
        window = self._window(chat)
        wait = window.wait(now, reserve=_reserve(priority))
        if wait <= 0:
            window.take(now)
        return max(0.0, wait)

    def block(self, chat: str, seconds: float) -> None:
        self._window(chat).block(self._monotonic(), seconds)

    def _window(self, chat: str) -> Window:
        window = self._windows.setdefault(chat, Window(self._limits))
        self._windows.move_to_end(chat)
        if len(self._windows) > MOST_CHATS:
            self._windows.popitem(last=False)
        return window


def _reserve(priority: int) -> float:
    """0 for card updates, a tenth for answers, half for bulletins."""
    if priority <= 0:
        return 0.0
    return 0.1 if priority < 8 else 0.5
