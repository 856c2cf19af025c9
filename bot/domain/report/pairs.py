"""Problem, cause and measure one to one (S19)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, Self

from bot.domain.patterns import pattern
from bot.domain.report.content import tone
from bot.domain.report.matching import Places, match, match_alike
from bot.domain.report.partition import Part, Section, Split
from bot.domain.report.passages import Pair, Passage
from bot.domain.report.points import Point, Points, points_of
from bot.domain.report.tables import Table
from bot.domain.values import dataclass

_CAUSE_INSIDE = pattern(
    r"[（(【]?(?:主要|究其|分析|产生|其)?的?(?:原因|根源)(?:分析|剖析)?[一二三四五六七八九十\d]{0,2}[】）)]?(?:[:：]|主要|在于|是|就是)|究其原因|(?:主要)?是因为|主要是由于|说到底[,，是]"
)
_MEASURE_INSIDE = pattern(
    r"[（(【]?(?:整改|改进|解决|工作|下一?步|今后)?(?:措施|思路|打算|办法|举措|方向|对策)[一二三四五六七八九十\d]{0,2}[】）)]?(?:[:：]|是(?!否))|整改[:：]"
    r"|下一?步(?:[,，:：]|我|将|要|每|拟|计划|由|在|把|对|建|实行|定)|(?:今后|明年|下学期)(?:[,，]|我|将|要|每)|(?:我|本人|支部)(?:将|打算)"
)
_GOES_ON = (
    (pattern("原因|根源|因为|由于|说到底"), _CAUSE_INSIDE),
    (
        pattern(
            "措施|思路|打算|办法|举措|方向|对策|整改|下一?步|今后|明年|下学期|我将|本人将|支部将"
        ),
        _MEASURE_INSIDE,
    ),
)
"""What tells that a point goes on with its cause, and with its measure; before each what its words always hold."""
_LABEL_END = pattern(r"[:：]\s*$")
_LABEL = pattern(r"[^。，；：:]{2,8}[:：]\s*")
_SUPPORTING = pattern("保障|组织领导|机制|建议|体会")


@dataclass(frozen=True)
class Partners:
    """What answers the problems: one list of causes or of measures."""

    passages: tuple[Passage, ...]
    places: Places
    numbered: bool  # by the author, or labelled under every problem 「措施：」
    present: bool  # whether the report has such a part at all, be it in free text
    in_table: bool = False  # a column beside the problems: who has none has an empty cell

    @classmethod
    def beside(
        cls,
        passages: Sequence[Passage | None],
        problems: int,
        *,
        numbered: bool,
        present: bool,
        in_table: bool = False,
    ) -> Self:
        """Takes passages that stand beside the problems, None where a problem has none.

        Passages behind the last problem belong to none.
        """
        own: list[Passage] = []
        places: list[int | None] = []
        for passage in passages:
            if passage is None:
                places.append(None)
            else:
                places.append(len(own))
                own.append(passage)
        beside = tuple(places[:problems])
        return cls(tuple(own), beside, numbered=numbered, present=present, in_table=in_table)

    def of_problem(self, problem: int) -> Passage | None:
        place = self.places[problem]
        if place is None:
            return None
        return self.passages[place]


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
            Pair(problem, self.causes.of_problem(index), self.measures.of_problem(index))
            for index, problem in enumerate(self.problems)
        ]
        used = set(self.measures.places)
        for index, measure in enumerate(self.measures.passages):
            if index not in used:
                rows.append(Pair(None, None, measure))
        return tuple(rows)

    def without(self, partners: Partners) -> tuple[Passage, ...]:
        """Returns the problems that have none of these partners."""
        return tuple(
            problem
            for problem, place in zip(self.problems, partners.places, strict=True)
            if place is None
        )


class _Triple(NamedTuple):
    """A point taken apart: 「…不够深入。原因是…。下一步，我将…」."""

    problem: Passage
    cause: Passage | None
    measure: Passage | None


def pair_up(split: Split, text: str, tables: Sequence[Table] = ()) -> Pairing:
    """Pairs by the rows of the first table of this year's problems, else by the lists."""
    for table in tables:
        for row in table.rows:
            if row.problem and split.holds(Part.PROBLEMS, row.problem.start):
                return _pair_in_table(split, text, table)
    listed = _points_in(split.of(Part.PROBLEMS), text)
    triples = [_take_apart(point) for point in listed.points]
    problems = tuple(triple.problem for triple in triples)
    causes_inside = [triple.cause for triple in triples]
    measures_inside = [triple.measure for triple in triples]
    own_causes = _own_points(split, Part.CAUSES, text)
    own_measures = _own_measures(split, text, len(problems))
    if own_causes and own_measures is None and not any(measures_inside):
        causes, measures = _pair_with_answers(problems, own_causes)
    else:
        causes = _partners(problems, own_causes, causes_inside, text, shared=False)
        measures = _partners(problems, own_measures, measures_inside, text, shared=True)
    numbered = listed.numbered and not listed.restarted and len(listed) > 1
    return Pairing(problems, numbered, causes, measures)


def _pair_in_table(split: Split, text: str, table: Table) -> Pairing:
    """Looks for a part without a column in the problems' cells, and in sections of its own."""
    rows = sorted(table.rows, key=lambda row: row.problem is None)
    triples = [_take_apart(row.problem) for row in rows if row.problem]
    problems = tuple(triple.problem for triple in triples)

    def partners(
        part: Part, column: Sequence[Point | None], inside: Sequence[Passage | None]
    ) -> Partners:
        if part in table.parts:
            cells: list[Passage | None] = []
            for cell in column:
                if cell is None:
                    cells.append(None)
                else:
                    cells.append(_passage(cell))
            return Partners.beside(cells, len(problems), numbered=True, present=True, in_table=True)
        points = _own_points(split, part, text)
        return _partners(problems, points, inside, text, shared=part is Part.MEASURES)

    causes = partners(
        Part.CAUSES, [row.cause for row in rows], [triple.cause for triple in triples]
    )
    measures = partners(
        Part.MEASURES, [row.measure for row in rows], [triple.measure for triple in triples]
    )
    return Pairing(problems, numbered=True, causes=causes, measures=measures)


def _pair_with_answers(problems: tuple[Passage, ...], answers: Points) -> tuple[Partners, Partners]:
    """Pairs with 「原因及对策」: each point tells a cause, and most go on with their measure."""
    triples = [_take_apart(point) for point in answers.points]
    causes = tuple(triple.cause or triple.problem for triple in triples)
    places = _match(problems, causes, numbered=answers.numbered, shared=False)
    inside = [triple.measure for triple in triples]
    measures = Partners.beside(inside, len(inside), numbered=False, present=any(inside))
    measure_of_cause: dict[int | None, int | None] = dict(enumerate(measures.places))
    of_problems = tuple(measure_of_cause.get(place) for place in places)
    numbered = answers.numbered and not answers.restarted
    return (
        Partners(causes, places, numbered=numbered, present=True),
        replace(measures, places=of_problems),
    )


def _own_measures(split: Split, text: str, problems: int) -> Points | None:
    """Returns the measures' own list.

    What only supports them (保障措施) is left out where a list before it answers the problems.
    """
    sections = [section for section in split.sections if section.part is Part.MEASURES]
    own = [section for section in sections if not _SUPPORTING.search(section.title)] or sections
    for section in own:
        listed = _points_in([section], text)
        if len(own) > 1 and listed.numbered and len(listed) == problems:
            return listed
    if not own:
        return None
    return _points_in(own, text)


def _own_points(split: Split, part: Part, text: str) -> Points | None:
    """Returns the list in the part's own sections.

    None where the part shares a section with the problems or is missing.
    """
    sections = [section for section in split.sections if section.part is part]
    if not sections:
        return None
    return _points_in(sections, text)


def _points_in(sections: Sequence[Section], text: str) -> Points:
    lists = [points_of(text[section.body : section.end], section.body) for section in sections]
    filled = [points for points in lists if points.points]
    return Points(
        tuple(point for points in filled for point in points.points),
        numbered=bool(filled) and all(points.numbered for points in filled),
        restarted=len(filled) > 1 or any(points.restarted for points in filled),
        most=max((points.most for points in filled), default=0),
    )


def _passage(point: Point) -> Passage:
    return Passage(point.text, point.start)


def _take_apart(point: Point) -> _Triple:
    """Cuts a point where it goes on with its own cause and measure."""
    marks = []
    for kind, (needle, words) in enumerate(_GOES_ON, 1):
        if not needle.search(point.text):  # a quick look spares most points the slow one
            continue
        turn = words.search(point.text)
        if turn and turn.start() > 0:
            marks.append((turn.start(), kind))
    cuts = [(0, 0), *sorted(marks), (len(point.text), 0)]
    pieces: list[Passage | None] = [None, None, None]
    for (begin, kind), (end, _) in pairwise(cuts):
        start = begin
        label = _LABEL.match(point.text, begin, end)
        if (
            kind and label
        ):  # a problem keeps its label, cause and measure are known by their columns
            start = label.end()
        pieces[kind] = Passage(point.text[start:end].strip(), point.start + start)
    problem, cause, measure = pieces
    return _Triple(problem or _passage(point), cause, measure)


def _partners(
    problems: tuple[Passage, ...],
    own: Points | None,
    inside: Sequence[Passage | None],
    text: str,
    *,
    shared: bool,
) -> Partners:
    """Takes the list of `own` sections, or what stands `inside` the problems where that is all."""
    if own is None or (not own.numbered and None not in inside):
        passages = [passage for passage in inside if passage is not None]
        labelled = bool(passages) and all(
            _LABEL_END.search(text[: passage.start][-3:]) for passage in passages
        )
        return Partners.beside(inside, len(inside), numbered=labelled, present=bool(passages))
    listed = tuple(_passage(point) for point in own.points)
    places = _match(problems, listed, numbered=own.numbered, shared=shared)
    plainly_numbered = own.numbered and not own.restarted and own.most < len(problems)
    if not own.numbered and all(place is None for place in places):
        listed = ()  # paragraphs that answer nothing are free text
    return Partners(listed, places, numbered=plainly_numbered, present=True)


def _match(
    problems: Sequence[Passage], partners: Sequence[Passage], *, numbered: bool, shared: bool
) -> Places:
    """Matches one to one where the lists allow it, else only what is plainly alike.

    With `shared` a measure may answer several problems. Fewer causes than problems are causes of
    them all.
    """
    asking = [problem.text for problem in problems]
    answering = [partner.text for partner in partners]
    more = len(partners) > len(problems)
    if len(partners) == len(problems) or (numbered and (shared or more)):
        return match(asking, answering, shared=shared)
    return match_alike(asking, answering)


def plans_in(split: Split, text: str) -> bool:
    """Tells whether the problem sections speak of what will be done."""
    return any(
        tone(text, section.start, section.end).planned
        for section in split.of(Part.PROBLEMS, Part.CAUSES, Part.PROMISE)
    )
