"""Reports in which every character is labelled, and how far a verdict agrees with the labels.

A report begins with `### id | note | rest`. In its text a mark tells the part from there on: `{A}` achievements, `{P}` problems, `{C}` causes,
`{M}` measures, `{L}` last year, `{B}` basics, `{R}` promise, `{O}` other. `{=1}` begins a point: of a problem its own
number, of a cause or measure the problems it answers (`{=1,3}`; `{=0}`: none of its own). Where no point of a part is
marked, its points are found by their numbers, and where they are as many as the problems each answers its own.

In the header's last field: `no report` (or `not a report`), or the rules that rightly fail (`fails S21 S30`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.plan import ReportRules
from bot.domain.report import Level, Pair, Part, Passage, Verdict, count
from bot.domain.report.judge import judge

HELD = Path(__file__).parent / "held.txt"
PARTS = dict(
    zip(
        "APCMLBRO",
        (
            Part.ACHIEVEMENTS, Part.PROBLEMS, Part.CAUSES, Part.MEASURES,
            Part.LAST_YEAR, Part.BASICS, Part.PROMISE, Part.OTHER,
        ),
        strict=True,
    )
)  # fmt: skip
NUMBERS = (
    "[一二三四五六]是", "（[一二三四五六]）", r"\d\.(?!\d)", "第[一二三四五六][，个]", "[①②③④⑤⑥]", "[一二三四五六]、",
)  # fmt: skip
RIGHT_SPLIT = 0.9
NEAR = 0.02
LIMIT = Fraction(1, 3)


@dataclass(frozen=True)
class Point:
    start: int
    end: int
    answers: frozenset[int]


@dataclass
class Labelled:
    name: str
    note: str
    rest: str
    text: str = ""
    spans: list[tuple[int, int, Part]] = field(default_factory=list)
    points: dict[Part, list[Point]] = field(default_factory=dict)

    @property
    def manuscript(self) -> Manuscript:
        lines = self.text.split("\n")
        return Manuscript("txt", tuple(Paragraph(line, source=at) for at, line in enumerate(lines)))

    @property
    def is_report(self) -> bool:
        return "no report" not in self.rest and self.rest != "not a report"

    @property
    def fails(self) -> frozenset[str]:
        return frozenset(re.findall(r"S\d+", self.rest))

    def part_at(self, offset: int) -> Part:
        return next((part for start, end, part in self.spans if start <= offset < end), Part.OTHER)

    @property
    def share(self) -> Fraction:
        of_work = "\n".join(
            self.text[start:end] for start, end, part in self.spans if part is Part.ACHIEVEMENTS
        )
        return Fraction(count(of_work).word, count(self.text).word)


def read(path: Path) -> list[Labelled]:
    chunks = re.split(r"^### ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [_labelled(chunk) for chunk in chunks]


def _labelled(chunk: str) -> Labelled:
    header, _, marked = chunk.partition("\n")
    name, note, *rest = (piece.strip() for piece in header.split("|"))
    labelled = Labelled(name, note, " | ".join(rest))
    part, begin, marks = Part.OTHER, 0, list[tuple[int, Part, str]]()
    for piece in re.split(r"(\{[A-Z]\}|\{=[\d,]+\})", marked.rstrip("\n")):
        here = len(labelled.text)
        if not re.fullmatch(r"\{.+\}", piece):
            labelled.text += piece
        elif piece[1] == "=":
            marks.append((here, part, piece[2:-1]))
        else:
            labelled.spans.append((begin, here, part))
            part, begin = PARTS[piece[1]], here
    labelled.spans.append((begin, len(labelled.text), part))
    labelled.spans = [span for span in labelled.spans if span[0] < span[1]]
    _mark(labelled, marks)
    return labelled


def _mark(labelled: Labelled, marks: list[tuple[int, Part, str]]) -> None:
    for part in (Part.PROBLEMS, Part.CAUSES, Part.MEASURES):
        starts = [start for start, of, _ in marks if of is part]
        answers = [
            frozenset(int(n) for n in said.split(",") if int(n))
            for _, of, said in marks
            if of is part
        ]
        if not starts:
            starts = _numbered(labelled, part)
            answers = [frozenset({at}) for at in range(1, len(starts) + 1)]
            problems = labelled.points.get(Part.PROBLEMS, [])
            if part is not Part.PROBLEMS and len(starts) != len(problems):
                answers = [frozenset()] * len(starts)
        spans = [span for span in labelled.spans if span[2] is part]
        labelled.points[part] = list(_points(starts, answers, spans))


def _points(
    starts: list[int], answers: list[frozenset[int]], spans: list[tuple[int, int, Part]]
) -> Iterator[Point]:
    for at, start in enumerate(starts):
        end = next(stop for begin, stop, _ in spans if begin <= start < stop)
        following = starts[at + 1] if at + 1 < len(starts) else end
        yield Point(start, min(end, following), answers[at])


def _numbered(labelled: Labelled, part: Part) -> list[int]:
    spans = [(begin, stop) for begin, stop, of in labelled.spans if of is part]
    found: dict[str, list[int]] = {}
    for begin, stop in spans:
        for number in NUMBERS:
            matches = re.compile(rf"(?:^|(?<=[\n。；;：:]))\s*{number}", re.MULTILINE).finditer(
                labelled.text, begin, stop
            )
            found.setdefault(number, []).extend(match.start() for match in matches)
    chains = [starts for starts in found.values() if len(starts) > 1]
    if not chains:
        return [begin for begin, _ in spans] if len(spans) > 1 else []
    return min(chains, key=lambda starts: starts[0])


@dataclass
class Score:
    """How one verdict agrees with the labels."""

    name: str
    agreeing: float
    share_error: float | None
    false_fails: list[str]
    missed_fails: list[str]
    pairs: str  # right, partly, wrong, or nothing where the report names no problem
    hints: list[str]
    recognised: bool

    @property
    def split_right(self) -> bool:
        return self.agreeing >= RIGHT_SPLIT


def score(labelled: Labelled, rules: ReportRules, year: int) -> Score:
    verdict = judge(labelled.manuscript, rules, year=year)
    fails = {finding.rule for finding in verdict.of(Level.FAIL)}
    right = labelled.fails | ({"S21"} if labelled.share > LIMIT + Fraction(1, 100) else set())
    if not any(part is Part.PROMISE for _, _, part in labelled.spans):
        right |= {"S30"}
    if not labelled.points.get(Part.PROBLEMS):
        right |= {"S19"}
    share = verdict.achievement_share
    return Score(
        labelled.name,
        _agreement(labelled, verdict),
        None if share is None else abs(float(share - labelled.share)),
        sorted(fails - right if labelled.is_report else fails),
        sorted(right - fails) if labelled.is_report else [],
        _paired(labelled, verdict),
        [finding.code for finding in verdict.of(Level.HINT)],
        all(finding.code != "another_file" for finding in verdict.findings),
    )


def _agreement(labelled: Labelled, verdict: Verdict) -> float:
    held = {
        offset: (section.part, *section.also)
        for section in verdict.sections
        for offset in range(section.start, section.end)
    }
    told = [offset for offset, character in enumerate(labelled.text) if not character.isspace()]
    return sum(labelled.part_at(offset) in held.get(offset, ()) for offset in told) / len(told)


def _paired(labelled: Labelled, verdict: Verdict) -> str:
    problems = labelled.points.get(Part.PROBLEMS, [])
    if not problems or not labelled.is_report:
        return ""
    rows = [pair for pair in verdict.pairs if pair.problem is not None]
    right = sum(_row_right(labelled, rows, number) for number in range(1, len(problems) + 1))
    if right == len(problems) == len(rows):
        return "right"
    return "partly" if right * 2 >= len(problems) else "wrong"


def _row_right(labelled: Labelled, rows: list[Pair], number: int) -> bool:
    point = labelled.points[Part.PROBLEMS][number - 1]
    found = [
        pair for pair in rows if pair.problem and point.start <= pair.problem.start < point.end
    ]
    if len(found) != 1:
        return False
    cause, measure = found[0].cause, found[0].measure
    return _partner_right(labelled, Part.CAUSES, number, cause) and _partner_right(
        labelled, Part.MEASURES, number, measure
    )


def _partner_right(labelled: Labelled, part: Part, number: int, passage: Passage | None) -> bool:
    points = labelled.points.get(part, [])
    answering = [point for point in points if number in point.answers]
    if not answering:
        common = part is Part.CAUSES and any(of is part for _, _, of in labelled.spans)
        return passage is None or common
    return passage is not None and any(
        point.start <= passage.start < point.end for point in answering
    )


def figures(scores: list[Score], labelled: list[Labelled]) -> str:
    reports = [one for one, of in zip(scores, labelled, strict=True) if of.is_report]
    others = [one for one, of in zip(scores, labelled, strict=True) if not of.is_report]
    paired = [one for one in reports if one.pairs]
    given = [one for one in reports if one.share_error is not None]
    return "\n".join([
        f"reports {len(reports)}: split right {sum(one.split_right for one in reports)}",
        f"share given {len(given)}, within 2 points {sum((one.share_error or 0) <= NEAR for one in given)}",
        f"false fails {sum(len(one.false_fails) for one in reports)}, missed {sum(len(one.missed_fails) for one in reports)}",
        "pairs " + ", ".join(f"{sum(one.pairs == how for one in paired)} {how}" for how in ("right", "partly", "wrong")),
        f"hints a report {sum(len(one.hints) for one in reports) / max(1, len(reports)):.2f}",
        f"reports taken for no report {sum(not one.recognised for one in reports)}",
        f"no reports {len(others)}: recognised {sum(not one.recognised for one in others)}",
        f"no reports failed {sum(bool(one.false_fails) for one in others)}",
    ])  # fmt: skip
