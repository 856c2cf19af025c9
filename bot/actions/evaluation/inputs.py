"""Entering the three inputs that people write, and reading all four (S31)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.actions import people
from bot.actions.evaluation.ballots import ballots
from bot.actions.evaluation.entered import tell_author
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import OBSERVED, Input, Source
from bot.domain.evaluation.observations import Remark, remarks_of
from bot.domain.evaluation.refusals import EntryCorrected, EntryUnknown, NoSpeaker, NotRated
from bot.domain.people import Person, Role
from bot.domain.polls.poll import PollState
from bot.domain.values import dataclass
from bot.storage import evaluation as store
from bot.storage.evaluation import InputRecord
from bot.storage.polls import polls, speeches
from bot.texts import evaluation as texts

COMMENTED = timedelta(minutes=15)  # after his time a speech that nobody ended is over


@dataclass(frozen=True)
class NewEntry:
    """What is entered: of which kind, about whom, by whom it was new."""

    kind: str
    about: Person
    text: str
    author: Person
    source: Source = Source.CHAT


def add(work: UnitOfWork, cycle: Cycle, actor: Person, new: NewEntry) -> Input:
    """Adds an entry; whose words they are, if not the actor's, hears of it. Raises NotRated."""
    is_subject = people.roster(work, cycle.department).is_subject(new.about)
    # Of whom something is known this year more may be said, though he gave his office up.
    if not is_subject and not inputs_of(work, cycle, new.about):
        raise NotRated(new.about.name)
    record = InputRecord(
        person_id=new.about.id,
        kind=new.kind,
        text=new.text.strip(),
        author_id=new.author.id,
        entered_by=actor.id,
        at=work.now,
        source=new.source,
        remarks=_remarks_in(new.kind, new.text),
    )
    entry = store.add_input(work.session, cycle.id, record)
    work.audit(
        cycle.department,
        actor,
        "input.added",
        f"person:{entry.person_id}",
        kind=entry.kind,
        number=entry.number,
    )
    tell_author(work, cycle, actor, entry)
    return _input(work, cycle, entry, {})


def correct(work: UnitOfWork, cycle: Cycle, actor: Person, number: int, text: str) -> Input:
    """Puts a new entry in the place of an older one, which stays to be read.

    Its author hears of it. A leader corrects any entry; who entered one for somebody else corrects
    that one. Raises EntryUnknown, EntryCorrected.
    """
    before = store.input_numbered(work.session, cycle.id, number)
    if before is None:
        raise EntryUnknown(number)
    # Whoever may not correct it does not learn that it is there.
    if not actor.has(Role.LEADER) and before.entered_by != actor.id:
        raise EntryUnknown(number)
    later = _corrections(store.inputs(work.session, cycle.id)).get(number)
    if later is not None:
        raise EntryCorrected(number, later)
    record = replace(
        before,
        text=text.strip(),
        entered_by=actor.id,
        at=work.now,
        corrects=number,
        remarks=_remarks_in(before.kind, text),
    )
    entry = store.add_input(work.session, cycle.id, record)
    work.audit(
        cycle.department,
        actor,
        "input.corrected",
        f"person:{entry.person_id}",
        number=entry.number,
        corrects=number,
    )
    tell_author(work, cycle, actor, entry)
    return _input(work, cycle, entry, {})


def entry_case(work: UnitOfWork, cycle: Cycle, number: int) -> tuple[Person, ...]:
    """Returns whom the entry of this number is about; nobody where there is none."""
    entry = store.input_numbered(work.session, cycle.id, number)
    if entry is None:
        return ()
    return (people.known(work, entry.person_id),)


def inputs_of(work: UnitOfWork, cycle: Cycle, person: Person) -> tuple[Input, ...]:
    """Returns all entries about a secretary, corrected ones too, and his released ballot."""
    return inputs_of_all(work, cycle).get(person.id, ())


def inputs_of_all(work: UnitOfWork, cycle: Cycle) -> Mapping[int, tuple[Input, ...]]:
    """Returns all entries and released ballots by secretary; who has none is left out."""
    entries = store.inputs(work.session, cycle.id)
    corrections = _corrections(entries)
    inputs: defaultdict[int, list[Input]] = defaultdict(list)
    for entry in entries:
        inputs[entry.person_id].append(_input(work, cycle, entry, corrections))
    for person_id, released in ballots(work, cycle).items():
        for ballot in released:
            ballot_input = Input(
                number=0,  # a ballot is read where it stands, and has no number of its own
                kind=ballot.input,
                person=person_id,
                text=texts.ballot_line(ballot, person_id),
                author=ballot.released_by,
                at=ballot.released_at,
                source=Source.RELEASE,
                title=ballot.title,
            )
            inputs[person_id].append(ballot_input)
    return {person_id: tuple(own) for person_id, own in inputs.items()}


def speaker(work: UnitOfWork, cycle: Cycle) -> Person:
    """Returns whom a comment without a name is about: who is speaking, else the one who is being
    rated.

    Raises NoSpeaker.
    """
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
    # A sheet about all of them does not tell who is meant.
    if len(rated) != 1:
        raise NoSpeaker
    person = people.by_id(work, rated[0])
    if person is None:
        raise NoSpeaker
    return person


def _corrections(entries: Sequence[InputRecord]) -> Mapping[int, int]:
    """Returns number of the corrected entry -> number of the one in its place."""
    return {entry.corrects: entry.number for entry in entries if entry.corrects is not None}


def _remarks_in(kind: str, text: str) -> tuple[Remark, ...]:
    """Returns the sentences of what a leader observed; of another input only those that are marked.

    「考试 92分」 is a fact, and nobody is asked whether it is praise.
    """
    remarks = remarks_of(text)
    if kind in OBSERVED:
        return remarks
    return tuple(remark for remark in remarks if remark.is_sorted)


def _input(
    work: UnitOfWork, cycle: Cycle, entry: InputRecord, corrections: Mapping[int, int]
) -> Input:
    """Returns an entry with its people's names, and with the number of what stands in its place."""
    rule = cycle.plan.input_rule(entry.kind)
    title = ""
    if rule is not None:
        title = rule.title
    entered_by = ""
    if entry.entered_by != entry.author_id:
        entered_by = _title(work, entry.entered_by)
    return Input(
        number=entry.number,
        kind=entry.kind,
        person=entry.person_id,
        text=entry.text,
        author=_title(work, entry.author_id),
        at=entry.at,
        source=entry.source,
        entered_by=entered_by,
        corrects=entry.corrects,
        corrected_by=corrections.get(entry.number),
        title=title,
        remarks=entry.remarks or _remarks_in(entry.kind, entry.text),
    )


def _title(work: UnitOfWork, person_id: int) -> str:
    person = people.by_id(work, person_id)
    if person is None:
        return ""
    return person.title
