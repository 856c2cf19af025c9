"""How items come into the ledger: from the report's confirmed triples, from promises, from one sentence of the organiser."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.rectification.ledger import of_branch
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Kind
from bot.domain.judging import Triple
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.items import Item, Source, State
from bot.domain.rectification.sentence import read_sentence
from bot.domain.refusals import Missing, NoSuch
from bot.storage import evaluation, judging, submissions
from bot.storage.rectification import events, items
from bot.storage.rectification.items import ItemRow
from bot.texts import rectification as texts


@dataclass(frozen=True)
class Told:
    """What is known of a problem before it becomes an item."""

    source: Source
    origin: str
    problem: str
    cause: str = ""
    measure: str = ""
    due: date | None = None
    submission: int | None = None
    position: int = 0


def enter(
    work: UnitOfWork, cycle: Cycle, actor: Person, branches: Sequence[Branch], told: Told
) -> Item:
    """Adds an item that these branches answer for."""
    roster = people.roster(work, cycle.department)
    row = ItemRow(
        cycle_id=cycle.id,
        source=told.source,
        origin=told.origin,
        submission_id=told.submission,
        position=told.position,
        problem=told.problem,
        cause=told.cause,
        measure=told.measure,
        due=told.due,
        created_by=actor.id,
        created_at=work.now,
    )
    item = items.add(
        work.session, row, [(branch.id, _in_charge(roster, branch)) for branch in branches]
    )
    work.audit(
        cycle.department, actor, "rectification.entered", f"item:{item.id}", source=told.source
    )
    return item


def _in_charge(roster: Roster, branch: Branch) -> int | None:
    secretary = roster.secretary_of(branch)
    return secretary.id if secretary else None


def adopt_triples(work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch) -> int:
    """S19: the confirmed problems become items; how many there are.

    A newer confirmation replaces what nobody has worked on yet; an item that has a history stays as it is.
    """
    triples = {
        row.position: row
        for row in judging.triples(work.session, cycle.id, branch.id)
        if row.problem
    }
    known = items.of_report(work.session, cycle.id, branch.id)
    untouched = {position for position, row in known.items() if _untouched(work, row)}
    for position in untouched - triples.keys():
        items.remove(work.session, _id(known[position]))
    for position, triple in triples.items():
        if position not in known:
            enter(work, cycle, actor, [branch], _told(work, triple))
        elif position in untouched:
            _rewrite(known[position], _told(work, triple))
    work.session.flush()
    return len(triples)


def _untouched(work: UnitOfWork, row: ItemRow) -> bool:
    return row.state == State.OPEN and not events.of_items(work.session, [_id(row)])


def _id(row: ItemRow) -> int:
    assert row.id is not None
    return row.id


def _told(work: UnitOfWork, triple: Triple) -> Told:
    version = submissions.version_of(work.session, triple.submission_id)
    return Told(
        Source.REPORT,
        texts.origin_report(version, triple.position),
        triple.problem,
        triple.cause,
        triple.measure,
        due_in(triple.measure, work.today),
        triple.submission_id,
        triple.position,
    )


def _rewrite(row: ItemRow, told: Told) -> None:
    row.origin, row.submission_id = told.origin, told.submission
    row.problem, row.cause, row.measure, row.due = told.problem, told.cause, told.measure, told.due


def adopt_promise(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, text: str
) -> tuple[Item, bool]:
    """S30: a promise becomes an item of its own; False where the same words are there already."""
    for item in of_branch(work, cycle.department, branch):
        if item.cycle == cycle.id and item.source is Source.PROMISE and item.problem == text:
            return item, False
    told = Told(
        Source.PROMISE,
        texts.origin_promise(work.today),
        text,
        measure=text,
        due=due_in(text, work.today),
    )
    return enter(work, cycle, actor, [branch], told), True


def enter_comment(
    work: UnitOfWork, cycle: Cycle, actor: Person, number: int
) -> tuple[Item, tuple[Branch, ...]]:
    """交办 点评 12: a leader's comment becomes an item that points back to it. Raises NoSuch."""
    row = evaluation.input_numbered(work.session, cycle.id, number)
    about = people.by_id(work, row.person_id) if row else None
    author = people.by_id(work, row.author_id) if row else None
    if (
        row is None
        or row.kind != Kind.COMMENT
        or about is None
        or about.branch is None
        or author is None
    ):
        raise NoSuch(texts.SOURCES[Source.COMMENT], str(number), texts.COMMENT_USAGE)
    day = row.at.astimezone(work.zone).date()
    told = Told(
        Source.COMMENT,
        texts.origin_comment(author.name, day, number),
        row.text,
        due=due_in(row.text, work.today),
    )
    item = enter(work, cycle, actor, [about.branch], told)
    _tell_owners(work, cycle, [about.branch], item)
    return item, (about.branch,)


def sentence_case(work: UnitOfWork, cycle: Cycle, text: str) -> tuple[Person, ...]:
    """Whose case a sentence enters: of one branch alone; what several answer for is nobody's own."""
    roster = people.roster(work, cycle.department)
    branches = _branches_said(roster, read_sentence(text, _names(roster), work.today).branches)
    return conflicts.answering(roster, branches[0]) if len(branches) == 1 else ()


def _names(roster: Roster) -> dict[str, int]:
    """Branches and their secretaries, by what people call them."""
    names = {branch.name: branch.id for branch in roster.branches}
    return names | {one.name: one.branch.id for one in roster.secretaries if one.branch}


def _branches_said(roster: Roster, ids: Collection[int]) -> tuple[Branch, ...]:
    return tuple(branch for branch in roster.branches if branch.id in ids)


def enter_sentence(
    work: UnitOfWork, cycle: Cycle, actor: Person, text: str
) -> tuple[Item, tuple[Branch, ...]]:
    """交办: one sentence with the branches that answer for it. Raises Missing where no branch or no problem is in it."""
    roster = people.roster(work, cycle.department)
    said = read_sentence(text, _names(roster), work.today)
    branches = _branches_said(roster, said.branches)
    if not branches or not said.problem:
        raise Missing(texts.ENTER_USAGE)
    told = Told(
        said.source, texts.origin_entered(work.today, said.source), said.problem, due=said.due
    )
    item = enter(work, cycle, actor, branches, told)
    _tell_owners(work, cycle, branches, item)
    return item, branches


def _tell_owners(work: UnitOfWork, cycle: Cycle, branches: Sequence[Branch], item: Item) -> None:
    roster = people.roster(work, cycle.department)
    due = item.due_day(cycle.plan.rectification, work.zone)
    for branch in branches:
        secretary = roster.secretary_of(branch)
        if secretary is None:
            continue
        number = item.number(branch.id)
        text = texts.entered_notice(number, item.problem, item.source, due, cycle.plan.help_contact)
        digests.tell(
            work, roster.department, secretary, Part(f"entered:{item.id}:{branch.id}", text)
        )
