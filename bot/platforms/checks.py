"""What an examination of a platform finds, line by line: `shuzhi doctor` prints it."""

from bot.domain.values import dataclass


@dataclass(frozen=True)
class Check:
    """`text` says what was found and, where it is not ok, what to do."""

    name: str
    ok: bool
    text: str


def fine(name: str, text: str) -> Check:
    return Check(name, ok=True, text=text)


def wrong(name: str, text: str) -> Check:
    return Check(name, ok=False, text=text)
