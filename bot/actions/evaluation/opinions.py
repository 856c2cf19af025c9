"""Opinions (S32): drafted from what people wrote, changed by people; every version is kept."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.actions import people
from bot.actions.evaluation.drafting import drafted
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.opinion import Half, Opinion, read_back
from bot.domain.evaluation.refusals import NoOpinionOpen, NotRated, WhoseOpinion
from bot.domain.manuscript import Manuscript, Paragraph
from bot.domain.people import Person, Roster
from bot.storage import evaluation as store
from bot.storage.evaluation import OpinionRecord
from bot.texts import opinions as opinion_texts
from bot.texts.exporting import opinions as file_texts

DRAFTED = "drafted"  # how a version came about: by the program alone
NAMED_IN = 3  # paragraphs at the head of a Word file that may name the secretary


@dataclass(frozen=True)
class Version:
    """An opinion as it is now, and whose it is. `number` counts its versions."""

    person: Person
    opinion: Opinion
    number: int
    made_at: datetime


def open_(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, *, anew: bool = False
) -> Version:
    """Returns the newest version, drafted where there is none, or `anew`.

    A draft that nobody has touched, and that was not told, follows what is known: it is made again where
    something has been added. Later changes of the actor are about this one. Raises NotRated.
    """
    if not people.roster(work, cycle.department).is_subject(person):
        raise NotRated(person.title)
    store.put_on_desk(work.session, cycle.id, actor.id, person.id)
    newest = store.opinion(work.session, cycle.id, person.id)
    if newest is not None and not anew and not _is_untouched(work, cycle, newest, person):
        return Version(person, newest.opinion, newest.version, newest.made_at)
    draft = drafted(work, cycle, person)
    if newest is not None and draft == newest.opinion:
        return Version(person, newest.opinion, newest.version, newest.made_at)
    return _keep(work, cycle, actor, person, draft, DRAFTED)


def _is_untouched(work: UnitOfWork, cycle: Cycle, newest: OpinionRecord, person: Person) -> bool:
    """Whether the newest version is the program's own, and no secretary has been told of it."""
    result = store.results(work.session, cycle.id).get(person.id)
    was_told = result is not None and result.opinion_id == newest.id
    return newest.how == DRAFTED and not was_told


def desk_case(work: UnitOfWork, cycle: Cycle, actor: Person) -> tuple[Person, ...]:
    """Whose opinion this leader has before him; nobody's where none is open."""
    person_id = store.on_desk(work.session, cycle.id, actor.id)
    person = people.by_id(work, person_id) if person_id else None
    return (person,) if person else ()


def file_case(
    work: UnitOfWork, cycle: Cycle, manuscript: Manuscript, name: str
) -> tuple[Person, ...]:
    """Whose opinions a Word file holds. Raises WhoseOpinion."""
    roster = people.roster(work, cycle.department)
    parts = _parts(roster, manuscript)
    if parts:
        return tuple(parts)
    return (_person_named(roster, manuscript, name),)


def change(work: UnitOfWork, cycle: Cycle, actor: Person, number: int, text: str) -> Version:
    """Rewrites a sentence (改 2 文字). Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.changed(number, text, opinion_texts.by_hand(actor.name))
    return _keep(work, cycle, actor, before.person, after, "chat")


def drop(work: UnitOfWork, cycle: Cycle, actor: Person, number: int) -> Version:
    """Drops a sentence (删 3). Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    return _keep(work, cycle, actor, before.person, before.opinion.dropped(number), "chat")


def sort_sentence(
    work: UnitOfWork, cycle: Cycle, actor: Person, number: int, half: Half
) -> Version:
    """Moves a sentence into another part (归 5 问题). Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.sorted_as(number, half)
    return _keep(work, cycle, actor, before.person, after, "chat")


def extend(work: UnitOfWork, cycle: Cycle, actor: Person, half: Half, text: str) -> Version:
    """Adds sentences to a part (加 问题 文字). Raises NoOpinionOpen."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.added(half, text, opinion_texts.by_hand(actor.name))
    return _keep(work, cycle, actor, before.person, after, "chat")


def take_back(
    work: UnitOfWork, cycle: Cycle, actor: Person, manuscript: Manuscript, name: str
) -> list[Version]:
    """Makes the Word file as somebody edited it the next versions; what is unedited adds none.

    Raises WhoseOpinion.
    """
    roster = people.roster(work, cycle.department)
    parts = _parts(roster, manuscript) or {_person_named(roster, manuscript, name): manuscript}
    versions = []
    for person, part in parts.items():
        store.put_on_desk(work.session, cycle.id, actor.id, person.id)
        newest = store.opinion(work.session, cycle.id, person.id)
        before = newest.opinion if newest else Opinion()
        after = read_back(part, before, opinion_texts.in_word(actor.name))
        if newest is not None and after == before:
            versions.append(Version(person, before, newest.version, newest.made_at))
        else:
            versions.append(_keep(work, cycle, actor, person, after, "word"))
    return versions


def _parts(roster: Roster, manuscript: Manuscript) -> dict[Person, Manuscript]:
    """Returns each person's part of a file of several; nothing where it is a file of one."""
    by_line = {file_texts.whose_part(person.title): person for person in roster.subjects}
    parts: dict[Person, list[Paragraph]] = {}
    current: list[Paragraph] = []
    for paragraph in manuscript.paragraphs:
        person = by_line.get(paragraph.text.strip())
        if person is not None:
            current = parts.setdefault(person, [])
        else:
            current.append(paragraph)
    return {
        person: replace(manuscript, paragraphs=tuple(paragraphs))
        for person, paragraphs in parts.items()
    }


def current(work: UnitOfWork, cycle: Cycle, person: Person) -> Opinion | None:
    """The newest version; None where nobody has begun one."""
    newest = store.opinion(work.session, cycle.id, person.id)
    return newest.opinion if newest else None


def _person_named(roster: Roster, manuscript: Manuscript, name: str) -> Person:
    """The one secretary named by the file or at its head. Raises WhoseOpinion."""
    head = " ".join([name, *(paragraph.text for paragraph in manuscript.paragraphs[:NAMED_IN])])
    named = [person for person in roster.subjects if person.title in head]
    if len(named) != 1:
        raise WhoseOpinion
    return named[0]


def _on_desk(work: UnitOfWork, cycle: Cycle, actor: Person) -> Version:
    """The opinion that this leader has before him. Raises NoOpinionOpen."""
    for person in desk_case(work, cycle, actor):
        newest = store.opinion(work.session, cycle.id, person.id)
        if newest is not None:
            return Version(person, newest.opinion, newest.version, newest.made_at)
    raise NoOpinionOpen


def _keep(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, opinion: Opinion, how: str
) -> Version:
    """Stores the next version."""
    version = store.add_opinion(
        work.session,
        cycle.id,
        person.id,
        opinion,
        made_by=actor.id,
        made_at=work.now,
        how=how,
    )
    work.audit(cycle.department, actor, f"opinion.{how}", f"person:{person.id}", version=version)
    return Version(person, opinion, version, work.now)
