"""Problem, cause and measure one to one (S19)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.report.content import tone
from bot.domain.report.items import Item, Items, items_of
from bot.domain.report.matching import Places, alike, matched
from bot.domain.report.parts import Part
from bot.domain.report.sections import Section, Split
from bot.domain.report.tables import Table

_FIRST_WORDS = 30
_CAUSE_INSIDE = re.compile(
    r"[（(【]?(?:主要|究其|分析|产生|其)?的?(?:原因|根源)(?:分析|剖析)?[一二三四五六七八九十\d]{0,2}[】）)]?(?:[:：]|主要|在于|是|就是)|究其原因|(?:主要)?是因为|主要是由于|说到底[,，是]"
)
_MEASURE_INSIDE = re.compile(
    r"[（(【]?(?:整改|改进|解决|工作|下一?步|今后)?(?:措施|思路|打算|办法|举措|方向|对策)[一二三四五六七八九十\d]{0,2}[】）)]?(?:[:：]|是(?!否))|整改[:：]"
    r"|下一?步(?:[,，:：]|我|将|要|每|拟|计划|由|在|把|对|建|实行|定)|(?:今后|明年|下学期)(?:[,，]|我|将|要|每)|(?:我|本人|支部)(?:将|打算)"
)
_INSIDE = (
    (re.compile("原因|根源|因为|由于|说到底"), _CAUSE_INSIDE),
    (
        re.compile(
            "措施|思路|打算|办法|举措|方向|对策|整改|下一?步|今后|明年|下学期|我将|本人将|支部将"
        ),
        _MEASURE_INSIDE,
    ),
)
"""What tells that a point goes on with its cause, and with its measure; before each what its words always hold."""
_LABEL_END = re.compile(r"[:：]\s*$")
_LABEL = re.compile(r"[^。，；：:]{2,8}[:：]\s*")
_NAMED = re.compile(
    r"(?:针对)?第?[一二三四五六七八九十\d]{0,2}[个条项]?(?:主要|存在的?|整改|改进|下一?步)?"
    r"(?:问题|不足之处|不足|短板|差距|表现|原因|措施|举措|打算|对策)[一二三四五六七八九十\d]{0,2}(?:[:：]\s*|是(?=[^否]))"
    r"|下一?步[，,]"
)
_SUPPORTING = re.compile("保障|组织领导|机制|建议|体会")


@dataclass(frozen=True)
class Passage:
    """The author's words for one point; kept in full for rectification later."""

    text: str
    start: int  # offset in Manuscript.text

    @property
    def first_words(self) -> str:
        """Of the first clause, without a label such as 「问题一：」."""
        clause = re.split(r"[。；;：:\n]", _unlabelled(self.text), maxsplit=1)[0]
        return clause if len(clause) <= _FIRST_WORDS else clause[: _FIRST_WORDS - 1] + "…"


def _unlabelled(text: str) -> str:
    label = _NAMED.match(text)
    return text[label.end() :] if label and label.end() < len(text) else text


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
        extra = (
            Pair(None, None, measure)
            for at, measure in enumerate(self.measures.passages)
            if at not in used
        )
        return (*rows, *extra)

    def without(self, partners: Partners) -> tuple[Passage, ...]:
        return tuple(
            problem
            for problem, place in zip(self.problems, partners.places, strict=True)
            if place is None
        )


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
    causes_apart, measures_apart = (
        _apart(whole, Part.CAUSES, text),
        _measures_apart(whole, text, len(problems)),
    )
    inside = [measure for _, _, measure in split_items]
    if causes_apart and measures_apart is None and not any(inside):
        causes, measures = _together(problems, causes_apart)
    else:
        causes = _partners(
            problems, causes_apart, [cause for _, cause, _ in split_items], text, shared=False
        )
        measures = _partners(problems, measures_apart, inside, text, shared=True)
    return Pairing(
        problems, listed.numbered and not listed.restarted and len(listed) > 1, causes, measures
    )


def _together(problems: tuple[Passage, ...], answers: Items) -> tuple[Partners, Partners]:
    """「原因及对策」: each point tells a cause, and most go on with their measure."""
    apart = [_taken_apart(item) for item in answers.items]
    causes = tuple(cause or lead for lead, cause, _ in apart)
    places = _matching(problems, causes, numbered=answers.numbered, shared=False)
    measures = tuple(measure for _, _, measure in apart if measure is not None)
    order = iter(range(len(measures)))
    of_cause = [None if measure is None else next(order) for _, _, measure in apart]
    of_problem = tuple(None if place is None else of_cause[place] for place in places)
    numbered = answers.numbered and not answers.restarted
    return (
        Partners(causes, places, numbered=numbered, found=True),
        Partners(measures, of_problem, numbered=False, found=bool(measures)),
    )


def _measures_apart(whole: Split, text: str, problems: int) -> Items | None:
    """The measures' own list. What only supports them (保障措施) is left out where a list before it answers the problems."""
    sections = [section for section in whole.sections if section.part is Part.MEASURES]
    own = [section for section in sections if not _SUPPORTING.search(section.title)] or sections
    for section in own:
        listed = _listed([section], text)
        if len(own) > 1 and listed.numbered and len(listed) == problems:
            return listed
    return _listed(own, text) if own else None


def _tabled(whole: Split, text: str, table: Table) -> Pairing:
    """A part without a column of its own is looked for in the problems' cells, and in sections of its own."""
    rows = sorted(table.rows, key=lambda row: row.problem is None)
    taken = [_taken_apart(row.problem) for row in rows if row.problem]
    problems = tuple(problem for problem, _, _ in taken)

    def partners(
        part: Part, column: Sequence[Item | None], inside: Sequence[Passage | None]
    ) -> Partners:
        if part in table.parts:
            return _column(column, len(problems))
        return _partners(
            problems, _apart(whole, part, text), inside, text, shared=part is Part.MEASURES
        )

    causes = partners(Part.CAUSES, [row.cause for row in rows], [cause for _, cause, _ in taken])
    measures = partners(
        Part.MEASURES, [row.measure for row in rows], [measure for _, _, measure in taken]
    )
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
        (kind, needle.search(item.text) and words.search(item.text))
        for kind, (needle, words) in enumerate(_INSIDE, 1)
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
    problems: tuple[Passage, ...],
    apart: Items | None,
    inside: Sequence[Passage | None],
    text: str,
    *,
    shared: bool,
) -> Partners:
    if apart is None or (not apart.numbered and None not in inside):
        passages = tuple(passage for passage in inside if passage is not None)
        order = iter(range(len(passages)))
        places = tuple(None if passage is None else next(order) for passage in inside)
        labelled = bool(passages) and all(
            _LABEL_END.search(text[: passage.start][-3:]) for passage in passages
        )
        return Partners(passages, places, numbered=labelled, found=bool(passages))
    passages = tuple(Passage(item.text, item.start) for item in apart.items)
    places = _matching(problems, passages, numbered=apart.numbered, shared=shared)
    plain = apart.numbered and not apart.restarted and apart.most < len(problems)
    used = passages if apart.numbered or any(place is not None for place in places) else ()
    return Partners(used, places, numbered=plain, found=True)


def _matching(
    problems: Sequence[Passage], partners: Sequence[Passage], *, numbered: bool, shared: bool
) -> Places:
    """`shared`: a measure may answer several problems. Fewer causes than problems are causes of them all."""
    asking, answering = (
        [problem.text for problem in problems],
        [partner.text for partner in partners],
    )
    if len(partners) == len(problems) or (numbered and (shared or len(partners) > len(problems))):
        return matched(asking, answering, shared=shared)
    return alike(asking, answering)


def plans_in(whole: Split, text: str) -> bool:
    """Whether the problem sections speak of what will be done, although no part of their own does."""
    return any(
        tone(text, section.start, section.end).planned
        for section in whole.of(Part.PROBLEMS, Part.CAUSES, Part.PROMISE)
    )
