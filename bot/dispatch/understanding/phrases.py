"""What people say for each request: one phrase a line, in `phrases/*.tsv`.

    退回	把{支部}的退回去，<问题写得太虚>

First the word of the request, or `-` for what asks for nothing; then the phrase. {支部} {姓名}
{日期} {今天} {天数} {条} {数} {等次} stand where such a thing is named, and <…> around what is handed
on as its text. 「会议 抽签」 in front is the request 会议 with the text 抽签; 「定等/测评」 are two
requests between which the phrase leaves open what is meant.
"""

from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

from bot.dispatch.understanding.sketch import Sketch, draw
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.values import dataclass

FOLDER = Path(__file__).with_name("phrases")
NOTHING = "-"
SLOTS = {
    "支部": "B",
    "姓名": "P",
    "日期": "T",
    "今天": "J",
    "天数": "D",
    "条": "N",
    "数": "C",
    "等次": "G",
}
TOKEN = pattern(r"\{(\w+)\}|([<>])")


@cache
def words_in(label: str) -> tuple[str, ...]:
    """The words of the requests that a label stands for; the likelier one first."""
    return tuple(label.split(" ", maxsplit=1)[0].split("/"))


class PhraseUnreadable(ValueError):
    """A line that cannot be read; the message names it."""


@dataclass(frozen=True)
class Phrase:
    """`label` is the word, with the text that the phrase stands for where there is one."""

    label: str
    written: str

    @property
    def word(self) -> str:
        return words_in(self.label)[0]

    @property
    def letters(self) -> str:
        return self.sketch.letters

    @cached_property
    def _parsed(self) -> tuple[Sketch, int | None, int | None]:
        """The sketch, and the letters at which the text begins and ends."""
        text = ""
        at = 0
        capitals: dict[int, tuple[str, int]] = {}
        borders: list[int] = []
        for token in TOKEN.finditer(self.written):
            text += self.written[at : token.start()]
            at = token.end()
            if token[1] is None:
                borders.append(len(text))
            elif token[1] in SLOTS:
                capitals[len(text)] = (SLOTS[token[1]], len(text) + 1)
                text += "甲"
            else:
                raise PhraseUnreadable(f"{self.label}\t{self.written}: {{{token[1]}}}")
        text += self.written[at:]
        said = plain(text)
        sketch = draw(said, 0, len(said), capitals)
        if not borders:
            return sketch, None, None
        start, end = borders
        first = [at for at, place in enumerate(sketch.places) if place[0] >= start]
        behind = [at for at, place in enumerate(sketch.places) if place[0] >= end]
        length = len(sketch.letters)
        return sketch, min(first, default=length), min(behind, default=length)

    @property
    def sketch(self) -> Sketch:
        return self._parsed[0]

    @property
    def text_start(self) -> int | None:
        return self._parsed[1]

    @property
    def text_end(self) -> int | None:
        return self._parsed[2]


def read_phrases() -> Iterator[Phrase]:
    """Yields all phrases. Raises PhraseUnreadable."""
    for file in sorted(FOLDER.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            label, tab, written = line.partition("\t")
            if not tab or not written.strip():
                raise PhraseUnreadable(f"{file.name}: {line}")
            yield Phrase(label.strip(), written)
