"""Paper ballots (S27): how a batch is typed, and when it is good."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.polls.refusals import PaperUnclear
from bot.domain.polls.tally import Counts
from bot.domain.polls.terms import Terms

_CATEGORY = re.compile(r"^\s*([A-Za-z](?:\+[A-Za-z])*)\s*类?")
_HEAD = re.compile(r"(发|收|废)(?:出|回|票)?\s{0,9}:?\s{0,9}(\d{1,5})")


class PaperState(StrEnum):
    """A batch counts once a second person has confirmed it."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    VOID = "void"  # more came back than were handed out


@dataclass(frozen=True)
class Batch:
    """Ballots of one category: handed out, returned, and of these spoilt;
    `counts` per item and step.
    """

    category: str
    handed_out: int
    returned: int
    spoilt: int
    counts: Counts

    @property
    def void(self) -> bool:
        """More came back than were handed out: none of them counts."""
        return self.returned > self.handed_out

    @property
    def used(self) -> int:
        return self.returned - self.spoilt


def read_batch(said: str, terms: Terms) -> Batch:
    """Reads 「A 发10 收9 废1 好5 较好3 一般0 差0」;
    on a form with several items one `;` before each item's steps.

    Raises PaperUnclear where a number is missing or more was counted than came back.
    """
    plain = unicodedata.normalize("NFKC", said)
    match = _CATEGORY.match(plain)
    category = _category(match[1].upper(), terms) if match else None
    head = {word: int(number) for word, number in _HEAD.findall(plain)}
    lines = _lines(plain, terms)
    if category is None or head.keys() != {"发", "收", "废"} or lines is None:
        raise PaperUnclear(terms.form.all_steps, len(terms.form.items))
    batch = Batch(category, head["发"], head["收"], head["废"], lines)
    if any(sum(line) > batch.used for line in lines):
        raise PaperUnclear(terms.form.all_steps, len(terms.form.items))
    return batch


def _category(said: str, terms: Terms) -> str | None:
    """The category of this poll that is meant: itself, or the merged one that it is a part of."""
    wanted = set(said.split("+"))
    for category in terms.categories:
        if wanted <= set(category.id.split("+")):
            return category.id
    return None


def _lines(plain: str, terms: Terms) -> Counts | None:
    body = _HEAD.sub(" ", _CATEGORY.sub("", plain))
    parts = [part for part in re.split(r"[;\n]", body) if part.strip(" ,:、。")]
    if len(parts) != len(terms.form.items):
        return None
    lines: list[tuple[int, ...]] = []
    for item, part in zip(terms.form.items, parts, strict=True):
        line = _line(part, item.steps)
        if line is None:
            return None
        lines.append(line)
    return tuple(lines)


def _line(part: str, steps: Sequence[str]) -> tuple[int, ...] | None:
    """The number of each step; one that is not named was chosen by nobody."""
    words = "|".join(re.escape(step) for step in sorted(steps, key=len, reverse=True))
    found = re.findall(rf"({words})\s*+(?::\s*+)?(\d{{1,5}})", part)
    rest = re.sub(rf"({words})\s*+(?::\s*+)?\d{{1,5}}", "", part)
    if rest.strip(" ,:、。") or len({step for step, _ in found}) != len(found):
        return None
    numbers = {step: int(number) for step, number in found}
    return tuple(numbers.get(step, 0) for step in steps)
