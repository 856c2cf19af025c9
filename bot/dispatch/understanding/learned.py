"""What was learned from phrases, as it is shipped: `learned.tsv`, a line for each feature.

The lines stand in the order of their bytes and are searched as they are. Fewer than one in a hundred
is needed for a day's messages, so none is read before it is asked for.
"""

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path

from bot.dispatch.understanding.borders import Border
from bot.dispatch.understanding.phrases import words_in
from bot.domain.values import dataclass

LEARNED = Path(__file__).with_name("learned.tsv")
ASKS = "?"  # in front of a feature of requests
BORDERS = {Border.START: "<", Border.END: ">", Border.WITHIN: "="}  # and of one of a text
REMEMBERED = 8192  # the parts of a message are read several times

Weights = Mapping[str, Mapping[str, int]]  # by feature and label


@dataclass(frozen=True)
class Learned:
    """The weights of features for labels, and of the places where a text begins and ends."""

    phrases: str  # the fingerprint of what it was learned from
    labels: Sequence[str]
    with_text: frozenset[str]  # the words that are said with a text
    lines: Sequence[bytes]

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each label, in the order of the labels."""
        return {label: number for number, label in enumerate(self.labels)}

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of requests that have phrases."""
        return frozenset(word for label in self.labels for word in words_in(label))

    @classmethod
    @lru_cache(maxsize=1)
    def load(cls) -> "Learned":
        head, *lines = LEARNED.read_bytes().splitlines()
        about = json.loads(head)
        return cls(about["phrases"], about["labels"], frozenset(about["texts"]), lines)


@lru_cache(maxsize=REMEMBERED)
def weights(feature: str) -> Mapping[int, int]:
    """Returns how much a feature speaks for each label that it says anything of, by the numbers
    that labels have in the file.
    """
    pairs = (pair.partition(":") for pair in _told(ASKS + feature).split())
    return {int(number): int(weight) for number, _, weight in pairs}


@lru_cache(maxsize=REMEMBERED)
def border_weight(border: Border, feature: str) -> int:
    """Returns how much a feature speaks for a place's being this border of a text."""
    return int(_told(BORDERS[border] + feature) or 0)


def _told(feature: str) -> str:
    """Returns what the line of this feature tells; nothing where there is none."""
    lines = Learned.load().lines
    # Half a character, as a broken program sends it, stands in no line, and is asked for like others.
    beginning = f"{feature}\t".encode(errors="surrogatepass")
    at = bisect_left(lines, beginning)
    if at == len(lines) or not lines[at].startswith(beginning):
        return ""
    return lines[at].removeprefix(beginning).decode()


def written(
    phrases: str, texts: Sequence[str], asks: Weights, borders: Mapping[Border, Mapping[str, int]]
) -> str:
    """Returns the file: a line about itself, then the weights. Labels are numbered: 「3:120 17:-45」."""
    labels = sorted({label for of_feature in asks.values() for label in of_feature})
    about = {"phrases": phrases, "texts": texts, "labels": labels}
    numbers = {label: number for number, label in enumerate(labels)}
    lines = []
    for feature, of_feature in asks.items():
        pairs = " ".join(f"{numbers[label]}:{weight}" for label, weight in of_feature.items())
        lines.append(f"{ASKS}{feature}\t{pairs}")
    for border, of_border in borders.items():
        lines += [f"{BORDERS[border]}{feature}\t{weight}" for feature, weight in of_border.items()]
    head = json.dumps(about, ensure_ascii=False, separators=(",", ":"))
    return "\n".join([head, *sorted(lines, key=str.encode)]) + "\n"
