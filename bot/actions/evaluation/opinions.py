"""Opinions (S32): drafted from what people wrote, changed by people; every version is kept."""

from dataclasses import replace
from datetime import datetime

from bot.actions import people
from bot.actions.evaluation.drafting import drafted
from bot.actions.evaluation.rated import is_rated
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import State
from bot.domain.evaluation.opinion import Half, Opinion
from bot.domain.evaluation.refusals import NoOpinionOpen, NotRated
from bot.domain.people import Person
from bot.domain.values import dataclass
from bot.storage import evaluation as store
from bot.storage.evaluation import OpinionRecord
from bot.texts import opinions as opinion_texts
from bot.texts.papers import on_paper

DRAFTED = "drafted"  # how a version came about: by the program alone


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

    A draft that nobody has touched follows what is known, until the committee has decided: it is
    made again where something has been added. Later changes of the actor are about this one. Raises
    NotRated.
    """
    if not is_rated(work, cycle, person):
        raise NotRated(person.title)
    store.put_on_desk(work.session, cycle.id, actor.id, person.id)
    newest = store.opinion(work.session, cycle.id, person.id)
    if newest is not None and not anew:
        is_decided = any(
            grade.person_id == person.id and grade.state in (State.PROPOSED, State.CONFIRMED)
            for grade in store.grades(work.session, cycle.id)
        )
        # Somebody's own words stay, and so do those that the committee had in hand.
        if newest.how != DRAFTED or is_decided:
            return _version(person, newest)
    draft = written(drafted(work, cycle, person))
    # Every version is kept, so one is made only where it says something new.
    if newest is not None and draft == newest.opinion:
        return _version(person, newest)
    return keep(work, cycle, actor, person, draft, DRAFTED)


def _version(person: Person, kept: OpinionRecord) -> Version:
    return Version(person, kept.opinion, kept.version, kept.made_at)


def desk_case(work: UnitOfWork, cycle: Cycle, actor: Person) -> tuple[Person, ...]:
    """Returns whose opinion this leader has before him; nobody's where none is open."""
    person_id = store.on_desk(work.session, cycle.id, actor.id)
    person = people.by_id(work, person_id)
    if person is None:
        return ()
    return (person,)


def change(work: UnitOfWork, cycle: Cycle, actor: Person, number: int, text: str) -> Version:
    """Rewrites a sentence (改 2 文字). Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.changed(number, text, opinion_texts.by_hand(actor.name))
    return keep(work, cycle, actor, before.person, after, "chat")


def drop(work: UnitOfWork, cycle: Cycle, actor: Person, number: int) -> Version:
    """Drops a sentence (删 3). Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    return keep(work, cycle, actor, before.person, before.opinion.dropped(number), "chat")


def sort_sentence(
    work: UnitOfWork, cycle: Cycle, actor: Person, number: int, half: Half
) -> Version:
    """Moves a sentence into another part (归 5 问题). Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.sorted_as(number, half)
    return keep(work, cycle, actor, before.person, after, "chat")


def extend(work: UnitOfWork, cycle: Cycle, actor: Person, half: Half, text: str) -> Version:
    """Adds sentences to a part (加 问题 文字). Raises NoOpinionOpen."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.added(half, text, opinion_texts.by_hand(actor.name))
    return keep(work, cycle, actor, before.person, after, "chat")


def version_of(work: UnitOfWork, cycle: Cycle, person: Person) -> Version:
    """Returns the newest version; an empty one of number 0 where nobody has begun."""
    newest = store.opinion(work.session, cycle.id, person.id)
    if newest is None:
        return Version(person, Opinion(), 0, work.now)
    return _version(person, newest)


def current(work: UnitOfWork, cycle: Cycle, person: Person) -> Opinion | None:
    """Returns the newest version; None where nobody has begun one."""
    newest = store.opinion(work.session, cycle.id, person.id)
    if newest is None:
        return None
    return newest.opinion


def written(opinion: Opinion) -> Opinion:
    """Returns the opinion with each sentence as it stands on paper."""
    sentences = [replace(sentence, text=on_paper(sentence.text)) for sentence in opinion.sentences]
    return Opinion(tuple(sentences))


def _on_desk(work: UnitOfWork, cycle: Cycle, actor: Person) -> Version:
    """Returns the opinion that this leader has before him. Raises NoOpinionOpen."""
    for person in desk_case(work, cycle, actor):
        newest = store.opinion(work.session, cycle.id, person.id)
        if newest is not None:
            return _version(person, newest)
    raise NoOpinionOpen


def keep(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, opinion: Opinion, how: str
) -> Version:
    """Stores the next version, written as on paper, so that it reads the same when it comes back."""
    opinion = written(opinion)
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
