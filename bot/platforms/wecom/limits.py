"""Sliding windows: never more than so many in any stretch of so many seconds."""

from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from dataclasses import field
from enum import StrEnum

from bot.domain.values import dataclass

MOST_CHATS = 10_000  # windows of chats that fell silent are dropped, oldest first


class Kind(StrEnum):
    """What a message of a conversation is; each is left a share that the others cannot use up."""

    CARD = "card"  # the clicker's card, redrawn
    ANSWER = "answer"
    BULLETIN = "bulletin"


@dataclass(frozen=True)
class Limit:
    count: int
    seconds: float

    def kept_from(self, kind: Kind | None, used: Counter[Kind | None]) -> int:
        """Returns how much of the limit is kept back from this kind.

        A hall that taps must not silence the organiser who says “next”, so a fifth is never given
        to cards; answers leave a tenth to cards, and bulletins leave half to both.
        """
        match kind:
            case None:
                return 0
            case Kind.CARD:
                return self.count // 5
            case Kind.ANSWER:
                return max(0, self.count // 10 - used[Kind.CARD])
            case Kind.BULLETIN:
                return self.count // 2


PER_CHAT = (Limit(30, 60), Limit(1000, 3600))  # replies and pushes together (doc 101463)
GROUP_ROBOT = (Limit(20, 60),)  # doc 99110


@dataclass
class Window:
    limits: tuple[Limit, ...]
    _taken: deque[tuple[float, Kind | None]] = field(default_factory=deque)
    _blocked_until: float = 0.0

    def wait(self, now: float, kind: Kind | None = None) -> float:
        """Returns the seconds until one more may go out; without a kind the whole limit is open to
        it.
        """
        longest = max(limit.seconds for limit in self.limits)
        while self._taken and self._taken[0][0] + longest <= now:
            self._taken.popleft()
        waits = []
        for limit in self.limits:
            recent = [taken for taken in self._taken if taken[0] + limit.seconds > now]
            used = Counter(other for _, other in recent)
            allowed = limit.count - limit.kept_from(kind, used)
            if len(recent) >= allowed:
                waits.append(recent[-allowed][0] + limit.seconds - now)
        return max(0.0, self._blocked_until - now, *waits)

    def take(self, now: float, kind: Kind | None = None) -> None:
        self._taken.append((now, kind))

    def block(self, now: float, seconds: float) -> None:
        """Closes the window: the server says that the limit is reached, whatever was counted here."""
        self._blocked_until = max(self._blocked_until, now + seconds)


class Budget:
    """One window per conversation."""

    def __init__(
        self, monotonic: Callable[[], float], limits: tuple[Limit, ...] = PER_CHAT
    ) -> None:
        self._monotonic = monotonic
        self._limits = limits
        self._windows: OrderedDict[str, Window] = OrderedDict()

    @property
    def conversations(self) -> int:
        """Of how many conversations a window is kept."""
        return len(self._windows)

    def take(self, chat: str, kind: Kind) -> float:
        """Grants one message and returns 0.0, or returns the seconds after which to ask again."""
        now = self._monotonic()
        window = self._window(chat)
        wait = window.wait(now, kind)
        if wait <= 0:
            window.take(now, kind)
        return wait

    def block(self, chat: str, seconds: float) -> None:
        self._window(chat).block(self._monotonic(), seconds)

    def _window(self, chat: str) -> Window:
        window = self._windows.setdefault(chat, Window(self._limits))
        self._windows.move_to_end(chat)
        if len(self._windows) > MOST_CHATS:
            self._windows.popitem(last=False)
        return window
