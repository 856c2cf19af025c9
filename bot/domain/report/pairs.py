"""Problem, cause and measure one to one (S19)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from bot.domain.report.content import tone
from bot.domain.report.items import Item, Items, items_of
from bot.domain.report.likeness import contained, pairs_of
from bot.domain.report.numbers import chinese_value
from bot.domain.report.parts import Part
from bot.domain.report.sections import Section, Split
from bot.domain.report.tables import Table

_FIRST_WORDS = 30
_LEAD = 40
_MAX_COMPARED = 60  # points; longer lists are paired by order alone
_MATCHED = 100.0  # a partner is worth more than any likeness, so that none of the shorter list is left over
_CAUSE_INSIDE = re.compile(
    r"[（(【]?(?:主要|究其|分析|产生)?(?:的)?(?:原因|根源)(?:分析|剖析)?[】）)]?(?:[:：]|主要|在于|是)|究其原因|(?:主要)?是因为|主要是由于"
)
_MEASURE_INSIDE = re.compile(
    r"[（(【]?(?:整改|改进|解决|工作|下一?步)?(?:措施|思路|打算|办法|举措|方向)[】）)]?[:：]|整改[:：]|下一?步[,，:：]|(?:今后|明年)[,，]|(?:我|本人|支部)将"
)
_INSIDE = (
    (re.compile("原因|根源|因为|由于"), _CAUSE_INSIDE),
    (re.compile("措施|思路|打算|办法|举措|方向|整改|下一?步|今后|明年|我将|本人将|支部将"), _MEASURE_INSIDE),
)
"""What tells that a point goes on with its cause, and with its measure; before each what its words always hold."""
_LABEL_END = re.compile(r"[:：]\s*$")
_LABEL = re.compile(r"[^。，；：:]{2,8}[:：]\s*")
_REFERS = re.compile(
    r"针对(?:上述|以上)?(?:第)?([一二三四五六七八九十\d][一二三四五六七八九十\d、,，和及第]*)(?:个|条|项|点|方面)?[^。,，]{0,6}问题|针对问题([一二三四五六七八九十\d、,，和及]+)"
)
_ORDINAL = re.compile(r"\d+|[一二三四五六七八九十]{1,3}")


@dataclass(frozen=True)
class Passage:
    """The author's words for one point; kept in full for rectification later."""

    text: str
    start: int  # offset in Manuscript.text

    @property
    def first_words(self) -> str:
        clause = re.split(r"[。；;：:\n]", self.text, maxsplit=1)[0]
        return clause if len(clause) <= _FIRST_WORDS else clause[: _FIRST_WORDS - 1] + "…"


@dataclass(frozen=True)
class Pair:
    """One row: a problem with its partners. A measure without a problem of its own stands alone."""

    problem: Passage | None
    cause: Passage | None
    measure: Passage | None


@dataclass(frozen=True)
class Partners:
    """What answers the problems: one list of causes or of measures."""

    passages: tuple[Passage, ...]
    places: tuple[int | None, ...]  # for each problem the index of its partner
    numbered: bool  # by the author, or labelled under every problem 「措施：」
    found: bool  # whether the report has such a part at all, be it in free text
    in_table: bool = False  # a column beside the problems: who has none has an empty cell


@dataclass(frozen=True)
class Pairing:
    problems: tuple[Passage, ...]
    numbered: bool  # the problems are, plainly, once
    causes: Partners
    measures: Partners

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """One row a problem; measures beyond them follow. Empty where no problem was found."""
        if not self.problems:
            return ()
        rows = [
            Pair(problem, _partner(self.causes, index), _partner(self.measures, index))
            for index, problem in enumerate(self.problems)
        ]
        used = set(self.measures.places)
        extra = (Pair(None, None, measure) for at, measure in enumerate(self.measures.passages) if at not in used)
        return (*rows, *extra)

    def without(self, partners: Partners) -> tuple[Passage, ...]:
        return tuple(problem for problem, place in zip(self.problems, partners.places, strict=True) if place is None)


def _partner(partners: Partners, problem: int) -> Passage | None:
    place = partners.places[problem]
    return None if place is None else partners.passages[place]


def pairing(whole: Split, text: str, tables: Sequence[Table] = ()) -> Pairing:
    """By the rows of the first table that is one of this year's problems, else by the lists of the parts."""
    for table in tables:
        if any(row.problem and whole.holds(Part.PROBLEMS, row.problem.start) for row in table.rows):
            return _tabled(whole, text, table)
    listed = _listed(whole.of(Part.PROBLEMS), text)
    split_items = [_taken_apart(item) for item in listed.items]
    problems = tuple(problem for problem, _, _ in split_items)
    causes = _partners(problems, _apart(whole, Part.CAUSES, text), [cause for _, cause, _ in split_items], text)
    measures = _partners(problems, _apart(whole, Part.MEASURES, text), [measure for _, _, measure in split_items], text)
    return Pairing(problems, listed.numbered and not listed.restarted and len(listed) > 1, causes, measures)


def _tabled(whole: Split, text: str, table: Table) -> Pairing:
    """A part without a column of its own is looked for in the problems' cells, and in sections of its own."""
    rows = sorted(table.rows, key=lambda row: row.problem is None)
    taken = [_taken_apart(row.problem) for row in rows if row.problem]
    problems = tuple(problem for problem, _, _ in taken)

    def partners(part: Part, column: Sequence[Item | None], inside: Sequence[Passage | None]) -> Partners:
        if part in table.parts:
            return _column(column, len(problems))
        return _partners(problems, _apart(whole, part, text), inside, text)

    causes = partners(Part.CAUSES, [row.cause for row in rows], [cause for _, cause, _ in taken])
    measures = partners(Part.MEASURES, [row.measure for row in rows], [measure for _, _, measure in taken])
    return Pairing(problems, numbered=True, causes=causes, measures=measures)


def _column(cells: Sequence[Item | None], problems: int) -> Partners:
    """`cells` beside the problems come first."""
    order = iter(range(len(cells)))
    places = tuple(None if cell is None else next(order) for cell in cells)
    passages = tuple(Passage(cell.text, cell.start) for cell in cells if cell)
    return Partners(passages, places[:problems], numbered=True, found=True, in_table=True)


def _apart(whole: Split, part: Part, text: str) -> Items | None:
    """The list in sections of its own; None where the part shares a section with the problems or is missing."""
    sections = [section for section in whole.sections if section.part is part]
    return _listed(sections, text) if sections else None


def _listed(sections: Sequence[Section], text: str) -> Items:
    lists = [items_of(text[section.body : section.end], section.body) for section in sections]
    filled = [items for items in lists if items.items]
    return Items(
        tuple(item for items in filled for item in items.items),
        numbered=bool(filled) and all(items.numbered for items in filled),
        restarted=len(filled) > 1 or any(items.restarted for items in filled),
        most=max((items.most for items in filled), default=0),
    )


def _taken_apart(item: Item) -> tuple[Passage, Passage | None, Passage | None]:
    """A point that brings its own cause and measure: 「…不够深入。原因是…。下一步，我将…」."""
    inside = (
        (kind, needle.search(item.text) and words.search(item.text)) for kind, (needle, words) in enumerate(_INSIDE, 1)
    )
    marks = sorted((match.start(), kind) for kind, match in inside if match and match.start() > 0)
    found: list[Passage | None] = [None, None, None]
    for (begin, kind), (end, _) in pairwise([(0, 0), *marks, (len(item.text), 0)]):
        label = _LABEL.match(item.text, begin, end) if kind else None
        start = label.end() if label else begin
        found[kind] = Passage(item.text[start:end].strip(), item.start + start)
    problem, cause, measure = found
    return problem or Passage(item.text, item.start), cause, measure


def _partners(
    problems: tuple[Passage, ...], apart: Items | None, inside: Sequence[Passage | None], text: str
) -> Partners:
    if apart is None or (not apart.numbered and None not in inside):
        passages = tuple(passage for passage in inside if passage is not None)
        order = iter(range(len(passages)))
        places = tuple(None if passage is None else next(order) for passage in inside)
        labelled = bool(passages) and all(_LABEL_END.search(text[: passage.start][-3:]) for passage in passages)
        return Partners(passages, places, numbered=labelled, found=bool(passages))
    passages = tuple(Passage(item.text, item.start) for item in apart.items)
    if not apart.numbered and len(passages) != len(problems):
        return Partners((), (None,) * len(problems), numbered=False, found=True)
    plain = apart.numbered and not apart.restarted and apart.most < len(problems)
    return Partners(passages, _aligned(problems, passages), numbered=plain, found=True)


def _aligned(problems: Sequence[Passage], partners: Sequence[Passage]) -> tuple[int | None, ...]:
    """In order; where the lists differ in length, by what partners name and by the words they share."""
    if len(problems) == len(partners):
        return tuple(range(len(problems)))
    named = _named(partners, len(problems))
    if named:
        return tuple(named.get(index) for index in range(len(problems)))
    if max(len(problems), len(partners)) > _MAX_COMPARED:
        return tuple(index if index < len(partners) else None for index in range(len(problems)))
    answers = [_Words.of(partner) for partner in partners]
    likeness = [[_likeness(problem, answer) for answer in answers] for problem in map(_Words.of, problems)]
    return _best_order(likeness, len(problems), len(partners))


def _named(partners: Sequence[Passage], problems: int) -> dict[int, int]:
    """Problem index -> partner index, from words such as 「针对第一、二个问题」."""
    found: dict[int, int] = {}
    for index, partner in enumerate(partners):
        for match in _REFERS.finditer(partner.text):
            for ordinal in _ORDINAL.findall(match[1] or match[2]):
                value = int(ordinal) if ordinal.isdecimal() else chinese_value(ordinal)
                if 1 <= value <= problems:
                    found.setdefault(value - 1, index)
    return found


@dataclass(frozen=True)
class _Words:
    lead: frozenset[str]
    whole: frozenset[str]

    @classmethod
    def of(cls, passage: Passage) -> Self:
        return cls(pairs_of(passage.text[:_LEAD]), pairs_of(passage.text))


def _likeness(problem: _Words, partner: _Words) -> float:
    """Both name their subject first, so what the leads share weighs most."""
    leads = contained(problem.lead, partner.lead) * 2
    return leads + contained(problem.lead, partner.whole) + contained(partner.lead, problem.whole)


def _best_order(likeness: Sequence[Sequence[float]], rows: int, columns: int) -> tuple[int | None, ...]:
    """The order-preserving assignment of all of the shorter list with the greatest likeness; the earliest on a tie."""
    best = [[(0.0, 0)] * (columns + 1) for _ in range(rows + 1)]
    for row in range(rows - 1, -1, -1):
        for column in range(columns - 1, -1, -1):
            matched = likeness[row][column] + best[row + 1][column + 1][0] + _MATCHED
            choices = [(matched, 0), (best[row + 1][column][0], 1), (best[row][column + 1][0], 2)]
            best[row][column] = max(choices, key=lambda choice: (choice[0], -choice[1]))
    places: list[int | None] = [None] * rows
    row = column = 0
    while row < rows and column < columns:
        step = best[row][column][1]
        if step == 0:
            places[row] = column
        row, column = row + (step != 2), column + (step != 1)
    return tuple(places)


def plans_in(whole: Split, text: str) -> bool:
    """Whether the problem sections speak of what will be done, although no part of their own does."""
    return any(
        tone(text, section.start, section.end).planned for section in whole.of(Part.PROBLEMS, Part.CAUSES, Part.PROMISE)
    )
