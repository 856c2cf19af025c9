"""Lists within a message: none is longer than twelve lines, and nothing of a list is left out."""

from collections.abc import Sequence

from bot.domain.people_text import single_line

LONGEST_QUOTE = 2000  # characters
LINES = 12  # of a message: what a phone shows without scrolling


def listed(items: Sequence[str], room: int = LINES - 2, *, mark: str = "") -> list[str]:
    """Returns one item a line behind `mark` where they fit into `room` lines, else as few of them
    on a line as the room allows.
    """
    if len(items) <= room:
        return [f"{mark}{item}" for item in items]
    together = -(-len(items) // room)
    return ["、".join(items[at : at + together]) for at in range(0, len(items), together)]


def quoted(text: str) -> str:
    """Returns what somebody wrote, as one line among the program's own: with line ends it could
    pretend to be more of them.
    """
    return single_line(text, LONGEST_QUOTE)


def fits(text: str) -> bool:
    return text.count("\n") < LINES


def shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return f"{text[: length - 1]}…"


def in_brackets(text: str) -> str:
    """Returns what follows a name without a blank; nothing where there is nothing to say."""
    if not text:
        return ""
    return f"（{text}）"


def left_out(name: str, why: str) -> str:
    """Says who is left out of what is done with several, and why: the first line of a refusal."""
    return f"不在其中：{name}（{why.splitlines()[0].rstrip('。')}）"
