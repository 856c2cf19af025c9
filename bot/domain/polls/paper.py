"""Paper ballots (S27): how a batch is typed, and when it is good."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from enum import StrEnum

from bot.domain.patterns import pattern
from bot.domain.polls.form import Item
from bot.domain.polls.refusals import (
    PaperBeyond,
    PaperClassUnclear,
    PaperHeadUnclear,
    PaperLinesMissing,
    PaperLineUnclear,
    PaperUnclear,
)
from bot.domain.polls.tally import Counts
from bot.domain.polls.terms import Terms
from bot.domain.values import dataclass

_HEAD = pattern(
    r"(?P<word>有效|无效|发|收|废)(?:出|放|回)?票?(?:数|共)?\s{0,9}:?\s{0,9}(?P<number>\d{1,5})\s{0,2}(?:份|张|票)?"
)
_HEADS = {"发": "out", "收": "back", "废": "spoilt", "无效": "spoilt", "有效": "valid"}
_SEPARATORS = " \t\n,:;、。.()"
_NUMBER = pattern(r"\d{1,5}")
_MARK = pattern(
    r"(?P<mark>\d{1,4})\s{0,3}(?:分\s{0,3}[x×*]?|[x×*])"
    # A number with 分 behind it is the next mark.
    r"(?:\s{0,3}(?P<times>\d{1,5})(?!\d|\s{0,3}[分x×*])(?:票|张|份|次|人)?)?"
)
QUOTED = 20  # characters of what could not be read


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
    """Reads the ballots of one class: 「B类 收回12份 有效11份：张三 好8 较好3；李四 好11」, or of one
    subject 「A 发10 收9 废1 好5 较好3」.

    Without names the lines stand in the order of the sheet, one `;` before each. Of a row of marks
    each mark is told with how many gave it: 「95分3 90分2」. Where nobody says how many were handed
    out, they are as many as came back. Raises PaperUnclear, with what is not clear.
    """
    plain = unicodedata.normalize("NFKC", said).strip()
    category, rest = _class_of(plain, terms)
    # The head tells how many ballots there were; of spoilt and valid ones one number is enough.
    numbers: dict[str, int] = {}
    for match in _HEAD.finditer(rest):
        numbers[_HEADS[match["word"]]] = int(match["number"])
    returned = numbers.get("back")
    if returned is None:
        raise PaperHeadUnclear(*_form_of(terms))
    spoilt = numbers.get("spoilt")
    valid = numbers.get("valid")
    if spoilt is None and valid is not None:
        spoilt = returned - valid
    if spoilt is None or not 0 <= spoilt <= returned:
        raise PaperHeadUnclear(*_form_of(terms))
    if valid is not None and valid + spoilt != returned:
        raise PaperHeadUnclear(*_form_of(terms))
    # Below it stand the lines; in a row that the class does not see nobody chose anything.
    items = [item for item in terms.form.items if item.is_shown_to(category)]
    lines = {item.position: (0,) * item.columns for item in terms.form.items}
    for item, line in _lines(_HEAD.sub(" ", rest), items, terms):
        if sum(line) > returned - spoilt:
            raise PaperBeyond(*_form_of(terms), _name(item, terms), sum(line), returned - spoilt)
        lines[item.position] = line
    counts = tuple(lines[item.position] for item in terms.form.items)
    return Batch(category, numbers.get("out", returned), returned, spoilt, counts)


def _form_of(terms: Terms) -> tuple[tuple[str, ...], int, str]:
    """Returns what a refusal shows as an example: words of a line, how many lines, a category."""
    examples = terms.form.all_steps
    if terms.form.takes_marks:
        examples = ("95分", "88分")
    category = "A"
    if terms.categories:
        category = terms.categories[0].id
    return examples, len(terms.form.items), category


def _name(item: Item, terms: Terms) -> str:
    """How a line is called: by its subject, and its row where there are several."""
    if len(terms.form.rows) == 1:
        return item.subject.title
    return f"{item.subject.title}（{item.row}）"


def _class_of(plain: str, terms: Terms) -> tuple[str, str]:
    """The category that is meant, by its name, its title or its parts where it is merged; and what
    is said behind it.

    Raises PaperClassUnclear where it begins with none, or with parts of several.
    """
    names: dict[str, str] = {}
    for category in terms.categories:
        names |= dict.fromkeys(category.id.split("+"), category.id)
    names |= {category.title: category.id for category in terms.categories if category.title}
    longest_first = sorted(names, key=len, reverse=True)
    meant: set[str] = set()
    rest = plain
    # 「B+C类」 names the parts of a merged class one after another.
    while True:
        name = next((name for name in longest_first if _begins_with(rest, name)), None)
        if name is None:
            break
        meant.add(names[name])
        rest = rest[len(name) :].lstrip()
        if not rest.startswith("+"):
            break
        rest = rest[1:].lstrip()
    if len(meant) != 1:
        classes = tuple(category.id for category in terms.categories)
        raise PaperClassUnclear(*_form_of(terms), classes)
    return meant.pop(), re.sub(r"^[类票组]", " ", rest)


def _begins_with(said: str, name: str) -> bool:
    """Whether a name stands in front; one of letters must not run on."""
    if said[: len(name)].casefold() != name.casefold():
        return False
    following = said[len(name) : len(name) + 1]
    return not (name.isascii() and following.isascii() and following.isalnum())


def _lines(
    body: str, items: Sequence[Item], terms: Terms
) -> Iterator[tuple[Item, tuple[int, ...]]]:
    """Each item with its numbers: by the names of the subjects, else in the order of the sheet.

    Raises PaperUnclear, PaperLineUnclear, PaperLinesMissing.
    """
    by_subject: dict[str, list[Item]] = {}
    for item in items:
        by_subject.setdefault(item.subject.title, []).append(item)
    subjects = list(by_subject)
    pieces = _cut(body, subjects)
    if pieces is None:
        parts = [part for part in re.split(r"[;\n]", body) if part.strip(_SEPARATORS)]
        if len(parts) != len(items):
            raise PaperUnclear(*_form_of(terms))
        for item, part in zip(items, parts, strict=True):
            yield item, _line(part, item, terms)
        return
    names = [name for name, _ in pieces]
    missing = tuple(name for name in subjects if name not in names)
    twice = tuple(name for name in subjects if names.count(name) > 1)
    if missing or twice:
        raise PaperLinesMissing(*_form_of(terms), missing, twice)
    for name, part in pieces:
        own = by_subject[name]
        for item, words in zip(own, _rows(part, own, terms), strict=True):
            yield item, _line(words, item, terms)


def _rows(part: str, items: Sequence[Item], terms: Terms) -> list[str]:
    """Returns what was said of each row of one subject: by the rows' titles, else in their order.

    Raises PaperLineUnclear.
    """
    if len(items) == 1:
        row = items[0].row
        titles = _cut(part, [row])
        # A title with words before it is part of what was said, not its heading.
        if titles and not part.split(row, maxsplit=1)[0].strip(_SEPARATORS):
            return [titles[0][1]]
        return [part]
    titled = _cut(part, [item.row for item in items])
    if titled is not None:
        words_of = dict(titled)
        if len(words_of) == len(items) == len(titled):
            return [words_of[item.row] for item in items]
    parts = [words for words in re.split(r"[;,\n/|]", part) if words.strip(_SEPARATORS)]
    if titled is not None or len(parts) != len(items):
        raise PaperLineUnclear(*_form_of(terms), items[0].subject.title, _quoted(part))
    return parts


def _cut(text: str, names: Sequence[str]) -> list[tuple[str, str]] | None:
    """The text cut before each of these names: name, and what follows it. None where none stands."""
    words = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    matches = list(re.finditer(words, text))
    if not matches:
        return None
    ends = [*(match.start() for match in matches[1:]), len(text)]
    return [
        (match.group(), text[match.end() : end]) for match, end in zip(matches, ends, strict=True)
    ]


def _line(part: str, item: Item, terms: Terms) -> tuple[int, ...]:
    """The number of each choice; one that is not named was made by nobody. Raises PaperLineUnclear."""
    counts = [0] * item.columns
    rest = part
    if item.full is not None:
        for match in _MARK.finditer(part):
            mark = int(match["mark"])
            if mark > item.full:
                raise PaperLineUnclear(*_form_of(terms), _name(item, terms), match.group())
            counts[mark] += int(match["times"] or 1)
        rest = _MARK.sub(" ", part)
    else:
        words = "|".join(re.escape(step) for step in sorted(item.steps, key=len, reverse=True))
        entries = re.compile(rf"({words})\s*+(?::\s*+)?(\d{{1,5}})\s?(?:票|份|张|人)?")
        pairs = entries.findall(part)
        if len({step for step, _ in pairs}) != len(pairs):
            raise PaperLineUnclear(*_form_of(terms), _name(item, terms), _quoted(part))
        for step, number in pairs:
            counts[item.steps.index(step)] = int(number)
        rest = entries.sub(" ", part)
    # A line may hold noughts alone, but not nothing: then somebody was forgotten.
    if rest.strip(_SEPARATORS) or not (sum(counts) or _NUMBER.search(part)):
        unclear = _quoted(rest) or _quoted(part)
        raise PaperLineUnclear(*_form_of(terms), _name(item, terms), unclear)
    return tuple(counts)


def _quoted(text: str) -> str:
    return text.strip(_SEPARATORS)[:QUOTED]
