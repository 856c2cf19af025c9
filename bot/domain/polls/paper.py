"""Paper ballots (S27): how a batch is typed, and when it is good."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.polls.form import Form, Item
from bot.domain.polls.refusals import PaperUnclear
from bot.domain.polls.tally import Counts
from bot.domain.polls.terms import Terms

_MARKS = re.compile(r"(\d{1,4})\s*+(?:分|[x×*])\s*+(\d{1,5})(?:票|张|次|人)?")
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
    """Reads 「A 发10 收9 废1 好5 较好3 一般0 差0」, of marks 「95分3 88分2」;
    on a form with several items one `;` before each item's steps.

    Raises PaperUnclear where a number is missing or more was counted than came back.
    """
    plain = unicodedata.normalize("NFKC", said)
    category, body = _category(plain, terms)
    items = [item for item in terms.form.items if item.is_shown_to(category)]
    unclear = PaperUnclear(_examples(terms.form), len(items), _example_of(terms))
    head = {word: int(number) for word, number in _HEAD.findall(body)}
    lines = _lines(body, terms.form, items)
    if not category or head.keys() != {"发", "收", "废"} or lines is None:
        raise unclear
    batch = Batch(category, head["发"], head["收"], head["废"], lines)
    if any(sum(line) > batch.used for line in lines):
        raise unclear
    return batch


def _examples(form: Form) -> tuple[str, ...]:
    """What may stand in a line, as it is shown to somebody who wrote it otherwise."""
    return ("95分", "88分") if form.takes_marks else form.all_steps


def _example_of(terms: Terms) -> str:
    """A category of this poll, as an example."""
    return terms.categories[0].id if terms.categories else "A"


def _category(said: str, terms: Terms) -> tuple[str, str]:
    """The category of this poll that is meant: itself, or the merged one that it is a part of; and
    what is said behind it. Empty where it begins with none, or with parts of several.
    """
    names = {part: category.id for category in terms.categories for part in category.id.split("+")}
    longest_first = sorted(names, key=len, reverse=True)
    meant: set[str] = set()
    rest = said.strip()
    while True:
        name = next((name for name in longest_first if rest.upper().startswith(name)), "")
        if not name:
            return "", said
        meant.add(names[name])
        rest = rest[len(name) :].lstrip()
        if not rest.startswith("+"):
            break
        rest = rest[1:].lstrip()
    if len(meant) > 1:
        return "", said
    return meant.pop(), rest.removeprefix("类")


def _lines(plain: str, form: Form, items: Sequence[Item]) -> Counts | None:
    """The numbers of each item of the form; what the category does not see was chosen by nobody."""
    body = _HEAD.sub(" ", plain)
    parts = [part for part in re.split(r"[;\n]", body) if part.strip(" ,:、。")]
    if len(parts) != len(items):
        return None
    lines = [(0,) * item.columns for item in form.items]
    for item, part in zip(items, parts, strict=True):
        line = _line(part, item.steps) if item.full is None else _line_of_marks(part, item)
        if line is None:
            return None
        lines[item.position] = line
    return tuple(lines)


def _line_of_marks(part: str, item: Item) -> tuple[int, ...] | None:
    """How often each mark was given; one that is not named was given by nobody."""
    if _MARKS.sub("", part).strip(" ,:、。"):
        return None
    line = [0] * item.columns
    for mark, number in _MARKS.findall(part):
        choice = item.choice_of(mark)
        if choice is None:
            return None
        line[choice - 1] += int(number)
    return tuple(line)


def _line(part: str, steps: Sequence[str]) -> tuple[int, ...] | None:
    """The number of each step; one that is not named was chosen by nobody."""
    words = "|".join(re.escape(step) for step in sorted(steps, key=len, reverse=True))
    found = re.findall(rf"({words})\s*+(?::\s*+)?(\d{{1,5}})", part)
    rest = re.sub(rf"({words})\s*+(?::\s*+)?\d{{1,5}}", "", part)
    if rest.strip(" ,:、。") or len({step for step, _ in found}) != len(found):
        return None
    numbers = {step: int(number) for step, number in found}
    return tuple(numbers.get(step, 0) for step in steps)
