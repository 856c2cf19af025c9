"""How items come into the ledger.

They come from the report's confirmed triples, from promises, from a sentence of the organiser.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.rectification.ledger import lock_open, of_branch, owners_now, secretaries_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.observations import said_of
from bot.domain.evaluation.opinion import Half
from bot.domain.pairing import Change, Correction, Row, corrected
from bot.domain.people import Branch, Person, Roster
from bot.domain.rectification.deadlines import due_in
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, NewItem, Source, State
from bot.domain.rectification.refusals import StaysInLedger
from bot.domain.rectification.sentence import Sentence, read_sentence
from bot.domain.refusals import Missing, NoSuch
from bot.storage import evaluation, judging, submissions
from bot.storage.rectification import events, items
from bot.texts import rectification as texts


def enter(
    work: UnitOfWork, cycle: Cycle, actor: Person, branches: Sequence[Branch], new: NewItem
) -> Item:
    """Adds an item that these branches answer for; nobody is told."""
    roster = people.roster(work, cycle.department)
    owners = owners_now(roster, branches)
    item = items.add(
        work.session, new, owners, cycle_id=cycle.id, created_at=work.now, created_by=actor.id
    )
    work.audit(
        cycle.department, actor, "rectification.entered", f"item:{item.id}", source=new.source
    )
    return item


def adopt_triples(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, days: Mapping[int, date]
) -> None:
    """Makes items of the problems that a branch has confirmed in its report (S19).

    `days` are those that were said apart from a measure, by the triple's position. A newer
    confirmation replaces what nobody has worked on yet; an item that has a history stays as it is.
    """
    known = items.of_report(work.session, cycle.id, branch.id)
    histories = events.of_items(work.session, [item.id for item in known.values()])
    untouched = {
        position: item
        for position, item in known.items()
        if item.state is State.OPEN and not histories.get(item.id)
    }
    confirmed: dict[int, NewItem] = {}
    for triple in judging.triples(work.session, cycle.id, branch.id):
        if not triple.problem:
            continue
        version = submissions.version_of(work.session, triple.submission_id)
        confirmed[triple.position] = NewItem(
            source=Source.REPORT,
            origin=texts.origin_report(version, triple.position),
            problem=triple.problem,
            cause=triple.cause,
            measure=triple.measure,
            due=days.get(triple.position) or due_in(triple.measure, work.today),
            submission=triple.submission_id,
            position=triple.position,
        )
    # What somebody has worked on stays, whatever the report says now: his work would be lost.
    for position, item in untouched.items():
        if position not in confirmed:
            items.remove(work.session, item.id)
    for position, problem in confirmed.items():
        if position not in known:
            # Nobody is told: its author has confirmed it himself.
            enter(work, cycle, actor, [branch], problem)
        elif position in untouched:
            items.rewrite(work.session, untouched[position].id, problem)


def reword(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    branch: Branch,
    item: Item,
    correction: Correction,
) -> None:
    """Puts an item of the ledger right; what it said before stays in its history.

    Raises ItemClosed, and StaysInLedger where it is to be left out: that is no correction any more.
    """
    current = lock_open(work, branch, item)
    match correction.change:
        case Change.LEFT_OUT:
            raise StaysInLedger(item.number(branch.id))
        case Change.DUE:
            assert correction.day is not None, "read from the sentence"
            items.set_due(work.session, item.id, correction.day)
            kind, told = EventKind.DUE_SET, correction.day.isoformat()
        case change:
            # One row alone, so that a correction means the same here as on the card of the pairs.
            row = Row(0, current.problem, current.cause, current.measure)
            (changed,) = corrected([row], 1, correction)
            items.reword(work.session, item.id, changed.problem, changed.cause, changed.measure)
            kind, told = EventKind.REWORDED, texts.said_before(change, row)
    events.add(
        work.session,
        item.id,
        kind,
        at=work.now,
        branch_id=branch.id,
        person_id=actor.id,
        text=told,
    )
    work.audit(cycle.department, actor, f"rectification.{kind}", f"item:{item.id}")


def adopt_promise(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, text: str
) -> tuple[Item, bool]:
    """Makes an item of a promise (S30).

    Returns it, and False where the same words are there already.
    """
    for item in of_branch(work, cycle.department, branch):
        if item.cycle == cycle.id and item.source is Source.PROMISE and item.problem == text:
            return item, False
    promise = NewItem(
        source=Source.PROMISE,
        origin=texts.origin_promise(work.today),
        problem=text,
        measure=text,
        due=due_in(text, work.today),
    )
    return enter(work, cycle, actor, [branch], promise), True


def enter_comment(
    work: UnitOfWork, cycle: Cycle, actor: Person, number: int
) -> tuple[Item, tuple[Branch, ...]]:
    """Makes an item of a leader's comment (交办 点评 12), and tells its branch.

    Raises NoSuch where no comment about a branch's secretary has this number.
    """
    unknown = NoSuch(texts.SOURCES[Source.COMMENT], str(number), texts.COMMENT_USAGE)
    entry = evaluation.input_numbered(work.session, cycle.id, number)
    if entry is None or entry.kind != Kind.COMMENT:
        raise unknown
    subject = people.known(work, entry.person_id)
    author = people.known(work, entry.author_id)
    place = people.roster(work, cycle.department).place_of(subject)
    # Of whoever has given his office up nothing is put right any more.
    if place is None:
        raise unknown
    comment = NewItem(
        source=Source.COMMENT,
        origin=texts.origin_comment(author.name, work.day_of(entry.at), number),
        # Only what is lacking becomes an item; of a comment that does not tell it, all of it.
        problem=said_of(entry.remarks, Half.LACKING) or entry.text,
        measure=said_of(entry.remarks, Half.DIRECTION),
        due=due_in(entry.text, work.today),
    )
    item = enter(work, cycle, actor, [place], comment)
    tell_owners(work, cycle, [item])
    return item, (place,)


def enter_sentence(
    work: UnitOfWork, cycle: Cycle, actor: Person, text: str
) -> tuple[Item, tuple[Branch, ...]]:
    """Makes an item of one sentence (交办) with the branches that answer for it, and tells them.

    Raises Missing where no branch or no problem is in it.
    """
    roster = people.roster(work, cycle.department)
    sentence, branches = _read(work, roster, text)
    if not branches or not sentence.problem:
        raise Missing(texts.ENTER_USAGE)
    problem = NewItem(
        source=sentence.source,
        origin=texts.origin_entered(work.today, sentence.source),
        problem=sentence.problem,
        due=sentence.due,
    )
    item = enter(work, cycle, actor, branches, problem)
    tell_owners(work, cycle, [item])
    return item, branches


def sentence_case(work: UnitOfWork, cycle: Cycle, text: str) -> tuple[Person, ...]:
    """Returns whose case a sentence enters; what several branches answer for is nobody's own."""
    roster = people.roster(work, cycle.department)
    _, branches = _read(work, roster, text)
    if len(branches) == 1:
        return conflicts.answering(roster, branches[0])
    return ()


def _read(work: UnitOfWork, roster: Roster, text: str) -> tuple[Sentence, tuple[Branch, ...]]:
    """Reads a sentence, with the branches that it names, in the order of the roster."""
    # A branch is named by its own name, or by that of its secretary.
    branch_ids = {branch.name: branch.id for branch in roster.places}
    for place in roster.places:
        subject = roster.subject_of(place)
        if subject is not None:
            branch_ids[subject.name] = place.id
    sentence = read_sentence(text, branch_ids, work.today)
    named = tuple(branch for branch in roster.places if branch.id in sentence.branches)
    return sentence, named


def tell_owners(work: UnitOfWork, cycle: Cycle, entered: Sequence[Item]) -> None:
    """Tells each secretary once of all that was entered for him."""
    roster = people.roster(work, cycle.department)
    lines: dict[Person, list[str]] = {}
    for item in entered:
        due = item.due_day(cycle.plan.rectification, work.zone)
        for owner, secretary in secretaries_of(roster, item):
            line = texts.entered_line(owner.number, item.problem, item.source, due, work.today)
            lines.setdefault(secretary, []).append(line)
    for secretary, his in lines.items():
        text = texts.entered_notice(his, cycle.plan.help_contact)
        part = Part(f"entered:{entered[0].id}:{secretary.id}", text)
        digests.tell(work, roster.department, secretary, part)
