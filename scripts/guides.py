"""What the guides tell people to type: every command of their code blocks, and every `shuzhi …` in their sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUIDES = (
    "README.md",
    "README.zh-CN.md",
    "docs/administration.md",
    "docs/computer-room.md",
    "docs/handing-over.md",
    "docs/meeting-day.md",
    "docs/when-it-fails.md",
    "docs/wecom.md",
    "docs/dingtalk.md",
    "docs/plan.md",
    "docs/people/administrator.md",
    "deploy/release/INSTALL.md",
)
BLOCK = re.compile(r"^( *)```bash\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`((?:sudo (?:-u shuzhi )?)?(?:\.venv/bin/)?shuzhi [^`]+)`")
OURS = re.compile(
    r"(?:sudo (?:-u \w+ )?)?(?:env (?:\w+=\S+ )+)?(?:\.venv/bin/)?shuzhi (?P<words>.+)"
)


@dataclass(frozen=True)
class Command:
    """One line that a guide asks somebody to type, without its remark."""

    page: str
    line: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.page}:{self.line}"


def commands(page: str) -> Iterator[Command]:
    """The commands of the page's code blocks, in their order."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        first = text.count("\n", 0, block.start(2)) + 1
        for number, line in enumerate(block[2].splitlines(), first):
            command = re.sub(r"(^|\s{2,})#.*", "", line).strip()
            if command:
                yield Command(page, number, command)


def mentions(page: str) -> Iterator[Command]:
    """The commands of this program within the page's sentences."""
    text = (ROOT / page).read_text(encoding="utf-8")
    for span in SPAN.finditer(text):
        yield Command(page, text.count("\n", 0, span.start()) + 1, span[1])


def own_words(command: Command) -> str | None:
    """What follows `shuzhi` in the command; None where it is another program's."""
    own = OURS.fullmatch(command.text)
    return own["words"] if own else None
