"""Opinions (S32): drafted from what people wrote, changed sentence by sentence or in Word; every version is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.actions import people, submissions
from bot.actions.evaluation.inputs import inputs_of
from bot.actions.rectification import ledger
from bot.actions.submissions import Submission
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.opinion import (
    Half,
    Material,
    Opinion,
    Sentence,
    draft,
    read_back,
    sentences_of,
)
from bot.domain.evaluation.refusals import NoOpinionOpen, NotRated, WhoseOpinion
from bot.domain.manuscript import Manuscript
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.rectification.items import Standing
from bot.domain.rectification.items import State as ItemState
from bot.storage import evaluation as store
from bot.storage import judging as judging_store
from bot.storage.evaluation import OpinionRow
from bot.texts import evaluation as texts
from bot.texts import opinions as opinion_texts

WRITTEN = (
    Kind.COMMENT,
    Kind.EVERYDAY,
    Kind.FIELDWORK,
)  # what leaders said about the meeting comes first
NAMED_IN = 3  # paragraphs at the head of a Word file that may name the secretary


@dataclass(frozen=True)
class Version:
    """An opinion as it is now, and whose it is. `number` counts its versions."""

    person: Person
    opinion: Opinion
    number: int


def open_(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, *, anew: bool = False
) -> Version:
    """The newest version, drafted where there is none (or `anew`); later changes are about this one. Raises NotRated."""
    if not person.has(Role.SECRETARY):
        raise NotRated(person.title)
    store.put_on_desk(work.session, cycle.id, actor.id, person.id)
    row = store.opinion(work.session, cycle.id, person.id)
    if row is None or anew:
        return _keep(work, cycle, actor, person, draft(materials(work, cycle, person)), "drafted")
    return Version(person, _opinion(row), row.version)


def desk_case(work: UnitOfWork, cycle: Cycle, actor: Person) -> tuple[Person, ...]:
    """Whose opinion this leader has before him; nobody's where none is open."""
    person_id = store.on_desk(work.session, cycle.id, actor.id)
    person = people.by_id(work, person_id) if person_id else None
    return (person,) if person else ()


def file_case(
    work: UnitOfWork, cycle: Cycle, manuscript: Manuscript, name: str
) -> tuple[Person, ...]:
    """Whose opinion a Word file is. Raises WhoseOpinion."""
    return (_named(people.roster(work, cycle.department), manuscript, name),)


def change(work: UnitOfWork, cycle: Cycle, actor: Person, number: int, text: str) -> Version:
    """改 2 文字. Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.changed(number, text, opinion_texts.by_hand(actor.name))
    return _keep(work, cycle, actor, before.person, after, "chat")


def drop(work: UnitOfWork, cycle: Cycle, actor: Person, number: int) -> Version:
    """删 3. Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    return _keep(work, cycle, actor, before.person, before.opinion.dropped(number), "chat")


def sort_sentence(
    work: UnitOfWork, cycle: Cycle, actor: Person, number: int, half: Half
) -> Version:
    """归 5 问题. Raises NoOpinionOpen, SentenceUnknown."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.sorted_as(number, half)
    return _keep(work, cycle, actor, before.person, after, "chat")


def extend(work: UnitOfWork, cycle: Cycle, actor: Person, half: Half, text: str) -> Version:
    """加 问题 文字. Raises NoOpinionOpen."""
    before = _on_desk(work, cycle, actor)
    after = before.opinion.added(half, text, opinion_texts.by_hand(actor.name))
    return _keep(work, cycle, actor, before.person, after, "chat")


def take_back(
    work: UnitOfWork, cycle: Cycle, actor: Person, manuscript: Manuscript, name: str
) -> Version:
    """The Word file as somebody edited it becomes the next version. Raises WhoseOpinion."""
    person = _named(people.roster(work, cycle.department), manuscript, name)
    store.put_on_desk(work.session, cycle.id, actor.id, person.id)
    before = current(work, cycle, person) or Opinion()
    after = read_back(manuscript, before, opinion_texts.in_word(actor.name))
    row = store.opinion(work.session, cycle.id, person.id)
    if row is not None and after == before:
        return Version(person, before, row.version)
    return _keep(work, cycle, actor, person, after, "word")


def current(work: UnitOfWork, cycle: Cycle, person: Person) -> Opinion | None:
    row = store.opinion(work.session, cycle.id, person.id)
    return _opinion(row) if row else None


def materials(work: UnitOfWork, cycle: Cycle, person: Person) -> Iterator[Material]:
    """What a draft rests on: the written inputs, the report and what its author found himself."""
    inputs = [one for one in inputs_of(work, cycle, person) if one.stands]
    for kind in WRITTEN:
        for one in inputs:
            if one.kind is kind:
                yield Material(one.text, texts.source_of(one, work.zone))
    if person.branch is not None:
        yield from _from_report(work, cycle, person.branch)
        yield from _from_ledger(work, cycle, person.branch)


def _from_report(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Iterator[Material]:
    made = submissions.newest(work, cycle, branch)
    if made is None:
        return
    source = opinion_texts.report_source(made.version)
    for finding in made.judgement["findings"]:
        if finding["level"] == "fail" and finding["rule"] not in made.overruled:
            yield Material(
                opinion_texts.report_finding(finding["message"]),
                f"{source} {finding['rule']}",
                Half.LACKING,
            )
    for problem, measure in _own_problems(work, cycle, branch, made):
        yield Material(problem, opinion_texts.own_words(made.version), Half.LACKING)
        if measure:
            yield Material(measure, opinion_texts.own_words(made.version), Half.DIRECTION)


def _from_ledger(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Iterator[Material]:
    """What came of the branch's items: how many are closed, and each that is due."""
    items = ledger.of_branch(work, cycle.department, branch, archived=True)
    closed = sum(item.state is ItemState.CLOSED for item in items)
    if closed:
        yield Material(
            opinion_texts.items_closed(closed), opinion_texts.LEDGER_SOURCE, Half.ACHIEVED
        )
    for item in items:
        if item.standing(work.today, cycle.plan.rectification, work.zone) is Standing.DUE:
            source = f"{opinion_texts.LEDGER_SOURCE}第 {item.number(branch.id)} 条"
            yield Material(
                opinion_texts.item_due(_first_sentence(item.problem)), source, Half.LACKING
            )


def _own_problems(
    work: UnitOfWork, cycle: Cycle, branch: Branch, made: Submission
) -> Iterator[tuple[str, str]]:
    """What the author says is lacking, with his measure: as he confirmed it, else as the report was read."""
    confirmed = [
        (row.problem, row.measure)
        for row in judging_store.triples(work.session, cycle.id, branch.id)
    ]
    read = [(pair["problem"] or "", pair["measure"] or "") for pair in made.judgement["pairs"]]
    for problem, measure in confirmed or read:
        if problem:
            yield _first_sentence(problem), _first_sentence(measure)


def _first_sentence(text: str) -> str:
    return next((sentence.rstrip("。") for sentence in sentences_of(text)), "")


def _named(roster: Roster, manuscript: Manuscript, name: str) -> Person:
    """The one secretary named by the file or at its head."""
    head = " ".join([name, *(paragraph.text for paragraph in manuscript.paragraphs[:NAMED_IN])])
    found = [person for person in roster.secretaries if person.title in head]
    if len(found) != 1:
        raise WhoseOpinion
    return found[0]


def _on_desk(work: UnitOfWork, cycle: Cycle, actor: Person) -> Version:
    person_id = store.on_desk(work.session, cycle.id, actor.id)
    person = people.by_id(work, person_id) if person_id else None
    row = store.opinion(work.session, cycle.id, person.id) if person else None
    if person is None or row is None:
        raise NoOpinionOpen
    return Version(person, _opinion(row), row.version)


def _keep(
    work: UnitOfWork, cycle: Cycle, actor: Person, person: Person, opinion: Opinion, how: str
) -> Version:
    row = OpinionRow(
        cycle_id=cycle.id,
        person_id=person.id,
        version=0,
        sentences=[
            {"half": one.half.value, "text": one.text, "source": one.source}
            for one in opinion.sentences
        ],
        made_by=actor.id,
        made_at=work.now,
        how=how,
    )
    store.add_opinion(work.session, row)
    work.audit(
        cycle.department, actor, f"opinion.{how}", f"person:{person.id}", version=row.version
    )
    return Version(person, opinion, row.version)


def _opinion(row: OpinionRow) -> Opinion:
    return Opinion(
        tuple(Sentence(Half(one["half"]), one["text"], one["source"]) for one in row.sentences)
    )
