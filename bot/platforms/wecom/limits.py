"""What may be sent and when: how many messages of a conversation, and of which kind."""

from collections import Counter, OrderedDict
from collections.abc import Callable
from enum import StrEnum

from bot.platforms.windows import Limit, Window

MOST_CHATS = 10_000  # windows of chats that fell silent are dropped, oldest first


class Kind(StrEnum):
    """What a message of a conversation is; each is left a share that the others cannot use up."""

    CARD = "card"  # the clicker's card, redrawn
    ANSWER = "answer"
    BULLETIN = "bulletin"


PER_CHAT = (Limit(30, 60), Limit(1000, 3600))  # replies and pushes together (doc 101463)
GROUP_ROBOT = (Limit(20, 60),)  # doc 99110


def _kept_back(limit: Limit, kind: str, used: Counter[str]) -> int:
    """Returns how much of the limit is kept back from this kind.

    A hall that taps must not silence the organiser who says “next”, so a fifth is never given to
    cards; answers leave a tenth to cards, and bulletins leave half to both.
    """
    match kind:
        case Kind.CARD:
            return limit.count // 5
        case Kind.ANSWER:
            return max(0, limit.count // 10 - used[Kind.CARD])
        case _:
            return limit.count // 2


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
        window = self._windows.setdefault(chat, Window(self._limits, _kept_back))
        self._windows.move_to_end(chat)
        if len(self._windows) > MOST_CHATS:
            self._windows.popitem(last=False)
        return window
