"""Entering the three inputs that people write, and reading all four (S31)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.actions import people
from bot.actions.evaluation.ballots import ballots
from bot.actions.evaluation.entered import tell_author
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Input, Kind, Source
from bot.domain.evaluation.refusals import EntryCorrected, EntryUnknown, NoSpeaker, NotRated
from bot.domain.people import Person, Role
from bot.domain.polls.poll import PollState
from bot.storage import evaluation as store
from bot.storage.evaluation import InputRow
from bot.storage.polls import polls, speeches
from bot.texts import evaluation as texts

COMMENTED = timedelta(minutes=15)  # after his time a speech that nobody ended is over


@dataclass(frozen=True)
class Said:
    """What is entered: of which kind, about whom, by whom it was said."""

    kind: Kind
    about: Person
    text: str
    author: Person
    source: Source = Source.CHAT


def add(work: UnitOfWork, cycle: Cycle, actor: Person, said: Said) -> Input:
    """Adds an entry; whose words they are, if not the actor's, hears of it. Raises NotRated."""
    if not said.about.has(Role.SECRETARY):
        raise NotRated(said.about.name)
    row = _row(work, cycle, actor, said)
    store.add_input(work.session, row)
    work.audit(
        cycle.department,
        actor,
        "input.added",
        f"person:{said.about.id}",
        kind=said.kind.value,
        number=row.number,
    )
    tell_author(work, cycle, actor, row)
    return _input(work, row, {})


def correct(work: UnitOfWork, cycle: Cycle, actor: Person, number: int, text: str) -> Input:
    """Puts a new entry in the place of an older one, which stays to be read; its author hears of it. Raises EntryUnknown, EntryCorrected."""
    before = store.input_numbered(work.session, cycle.id, number)
    if before is None or not _may_correct(actor, before):
        raise EntryUnknown(number)
    later = _corrections(store.inputs(work.session, cycle.id)).get(number)
    if later is not None:
        raise EntryCorrected(number, later)
    author, about = people.by_id(work, before.author_id), people.by_id(work, before.person_id)
    assert author is not None
    assert about is not None
    row = _row(
        work, cycle, actor, Said(Kind(before.kind), about, text, author, Source(before.source))
    )
    row.corrects = number
    store.add_input(work.session, row)
    work.audit(
        cycle.department,
        actor,
        "input.corrected",
        f"person:{about.id}",
        number=row.number,
        corrects=number,
    )
    tell_author(work, cycle, actor, row)
    return _input(work, row, {})


def entry_case(work: UnitOfWork, cycle: Cycle, number: int) -> tuple[Person, ...]:
    """Whom the entry of this number is about; nobody where there is none."""
    row = store.input_numbered(work.session, cycle.id, number)
    about = people.by_id(work, row.person_id) if row else None
    return (about,) if about else ()


def inputs_of(work: UnitOfWork, cycle: Cycle, person: Person) -> tuple[Input, ...]:
    """All entries about a secretary, corrected ones too, and his released ballot."""
    return inputs_of_all(work, cycle).get(person.id, ())


def inputs_of_all(work: UnitOfWork, cycle: Cycle) -> Mapping[int, tuple[Input, ...]]:
    """By secretary; who has none is left out."""
    rows = store.inputs(work.session, cycle.id)
    later = _corrections(rows)
    found: defaultdict[int, list[Input]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(_input(work, row, later))
    for person, ballot in ballots(work, cycle).items():
        text = texts.ballot_line(ballot, person)
        entry = Input(
            0, Kind.BALLOT, person, text, ballot.released_by, ballot.released_at, Source.RELEASE
        )
        found[person].append(entry)
    return {person: tuple(entries) for person, entries in found.items()}


def speaker(work: UnitOfWork, cycle: Cycle) -> Person:
    """Whom a comment without a name is about: who is speaking, else the one who is being rated. Raises NoSpeaker."""
    speech = speeches.latest(work.session, cycle.id)
    if speech is not None and work.now <= speech.until + COMMENTED:
        speaking = people.by_id(work, speech.person_id)
        if speaking is not None:
            return speaking
    rated = [
        person_id
        for poll in polls.of_cycle(work.session, cycle.id)
        if poll.state is PollState.OPEN
        for person_id in poll.subject_ids
    ]
    person = people.by_id(work, rated[0]) if len(rated) == 1 else None
    if person is None:
        raise NoSpeaker
    return person


def _may_correct(actor: Person, row: InputRow) -> bool:
    """A leader corrects any entry; who entered one for somebody else corrects that one."""
    return actor.has(Role.LEADER) or row.entered_by == actor.id


def _corrections(rows: Sequence[InputRow]) -> Mapping[int, int]:
    """Number of the corrected entry -> number of the one in its place."""
    return {row.corrects: row.number for row in rows if row.corrects is not None}


def _row(work: UnitOfWork, cycle: Cycle, actor: Person, said: Said) -> InputRow:
    return InputRow(
        cycle_id=cycle.id,
        number=0,
        person_id=said.about.id,
        kind=said.kind.value,
        text=said.text.strip(),
        author_id=said.author.id,
        entered_by=actor.id,
        at=work.now,
        source=said.source.value,
    )


def _input(work: UnitOfWork, row: InputRow, later: Mapping[int, int]) -> Input:
    return Input(
        number=row.number,
        kind=Kind(row.kind),
        person=row.person_id,
        text=row.text,
        author=_name(work, row.author_id),
        at=row.at,
        source=Source(row.source),
        entered_by="" if row.entered_by == row.author_id else _name(work, row.entered_by),
        corrects=row.corrects,
        corrected_by=later.get(row.number),
    )


def _name(work: UnitOfWork, person_id: int) -> str:
    person = people.by_id(work, person_id)
    return person.title if person else ""
