"""述职评议考核工作情况报告 to the upper unit (S1, S4): drafted from what is recorded, nothing else.

What only people know is left open in brackets; a sentence of which nothing is recorded is not written.
"""

from datetime import date

from bot.domain.plan import Part, Plan
from bot.domain.values import dataclass
from bot.exports.documents import (
    Attachment,
    Block,
    Heading,
    OfficialDocument,
    Text,
    numbered,
    official_document,
)
from bot.texts.exporting import report as texts
from bot.texts.papers import ordinal


@dataclass(frozen=True)
class MeetingFacts:
    """`present` is empty where nobody took attendance."""

    when: str
    place: str
    on_site: int
    written: int
    present: str
    ballots: tuple[tuple[int, int, int], ...]  # handed out, returned, valid


@dataclass(frozen=True)
class PublicityFacts:
    """`feedback` is None while the window is open."""

    first: date
    last: date
    scope: str
    feedback: int | None


@dataclass(frozen=True)
class GradeFacts:
    """How many have which grade, in the order of the scale, and how many were told and have read it."""

    numbers: tuple[tuple[str, int], ...]
    days: tuple[date, ...]
    told: int
    read: int

    @property
    def total(self) -> int:
        return sum(number for _, number in self.numbers)


@dataclass(frozen=True)
class ItemFacts:
    """`due` holds, by month, how many open items are to be done by then."""

    sources: tuple[tuple[str, int], ...]
    closed: int
    due: tuple[tuple[date, int], ...]

    @property
    def number(self) -> int:
        return sum(count for _, count in self.sources)


@dataclass(frozen=True)
class YearFacts:
    """What is recorded of a year. None where nothing is."""

    plan: Plan
    day: date
    branches: int
    subjects: int
    noticed: date | None
    handed: int
    accepted: int
    expected: int
    meeting: MeetingFacts | None
    publicity: PublicityFacts | None
    grades: GradeFacts | None
    items: ItemFacts | None


def work_report(facts: YearFacts) -> bytes:
    """The draft as a Word file."""
    plan = facts.plan
    parts: list[tuple[str, list[Block]]] = [
        (texts.BASICS, [Text(texts.basics(plan.unit, facts.branches, facts.subjects))]),
        (texts.DONE, _done(facts)),
    ]
    attachments: tuple[Attachment, ...] = ()
    if facts.grades is not None:
        result = texts.result(facts.grades.total, facts.grades.numbers)
        parts.append((texts.RESULT, [Text(result)]))
        attachments = (Attachment(texts.GRADE_LIST),)  # named only: the list is a paper of its own
    problems: list[Block] = [Text(texts.COMMON_PROBLEMS)]
    ahead: list[Block] = [Text(texts.MEASURES)]
    if facts.items is not None:
        items = facts.items
        problems.insert(0, Text(texts.problems(items.number, items.sources)))
        ahead.insert(0, Text(texts.ahead(items.number, items.closed, items.due)))
    parts.append((texts.PROBLEMS, problems))
    parts.append((texts.NEXT, ahead))
    blocks = [Text(texts.preamble(plan)), *numbered(parts), Text(texts.ENDING)]
    return official_document(
        OfficialDocument(
            texts.title(plan),
            tuple(blocks),
            addressee=plan.upper_unit or texts.UPPER,
            attachments=attachments,
            signature=plan.signature,
            dated=facts.day,
            words=plan.words,
        )
    )


def _done(facts: YearFacts) -> list[Block]:
    """Returns the steps that were taken, under headings of their own; no sentence without a record."""
    prepared = []
    if facts.noticed is not None:
        prepared.append(texts.noticed(facts.noticed))
    if facts.plan.has(Part.FIELDWORK):
        prepared.append(texts.FIELDWORK)
    reported = []
    if facts.handed:
        reported.append(texts.reports(facts.handed, facts.expected, facts.accepted))
    published = []
    if facts.publicity is not None:
        window = facts.publicity
        published.append(texts.published(window.first, window.last, window.scope, window.feedback))
    decided = []
    if facts.grades is not None:
        inputs = [rule.title for rule in facts.plan.inputs]
        decided.append(texts.decided(facts.grades.days, inputs))
        if facts.grades.told:
            decided.append(texts.told(facts.grades.told, facts.grades.read))
    steps = [
        (texts.PREPARED, prepared),
        (texts.REPORTED, reported),
        (texts.HELD, _held(facts.meeting)),
        (texts.PUBLISHED, published),
        (texts.DECIDED, decided),
    ]
    taken = [(heading, sentences) for heading, sentences in steps if sentences]
    blocks: list[Block] = []
    for number, (heading, sentences) in enumerate(taken, 1):
        blocks.append(Heading(ordinal(number, 2) + heading, 2))
        blocks.append(Text("".join(sentences)))
    return blocks


def _held(meeting: MeetingFacts | None) -> list[str]:
    """Returns what is said of the meeting; nothing where none was held."""
    if meeting is None:
        return []
    sentences = [
        texts.meeting(meeting.when, meeting.place, on_site=meeting.on_site, written=meeting.written)
    ]
    if meeting.present:
        sentences.append(texts.present(meeting.present))
    sentences += [texts.ballots(*ballot) for ballot in meeting.ballots]
    return sentences
