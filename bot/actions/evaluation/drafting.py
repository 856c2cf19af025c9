"""The draft of an opinion: what the leadership said, what the secretary found himself, what he
promised.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.actions import judging, people, submissions
from bot.actions.evaluation.inputs import inputs_of
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.drafting import (
    Material,
    OwnProblem,
    first_sentence,
    is_same_matter,
    merged,
    promised,
    said_of_the_author,
    without_speaker,
)
from bot.domain.evaluation.inputs import Input, Kind
from bot.domain.evaluation.opinion import PARTS, Half, Opinion, ordered
from bot.domain.people import Branch, Person
from bot.domain.rectification.items import Standing
from bot.domain.rectification.items import State as ItemState
from bot.domain.words import filled
from bot.storage import judging as judging_store
from bot.texts import evaluation as texts
from bot.texts import opinions as opinion_texts

OWN_HEADS = 3  # problems of his own that are named beside those that leaders speak of
MEASURES = 2  # of his own that are named as what to do next
LAST_YEARS = 2  # of last year's items that are done


def drafted(work: UnitOfWork, cycle: Cycle, person: Person) -> Opinion:
    """Returns what stands now, as prose. What nobody has sorted is not in it."""
    said = list(_said(work, cycle, person))
    own: list[Material] = []
    roster = people.roster(work, cycle.department)
    place = roster.place_of(person) or submissions.place_reported_on(work, cycle, roster, person)
    if place is not None:
        criticism = [material.text for material in said if material.half is Half.LACKING]
        own += _from_ledger(work, cycle, place)
        own += _from_own_words(_own_problems(work, cycle, place, person), criticism)
    materials = [*_with_occasion(said), *own]
    return ordered(merged(filled(material, cycle.plan.words) for material in materials))


def _with_occasion(said: Sequence[Material]) -> Iterator[Material]:
    """Says whose eyes saw it once in a paragraph: 「调研时听了一次主题党日」."""
    visited: set[Half] = set()
    for material in said:
        if material.on_a_visit and material.half not in visited:
            visited.add(material.half)
            yield replace(material, text=opinion_texts.seen_on_a_visit(material.text))
        else:
            yield material


def entries_since(
    work: UnitOfWork, cycle: Cycle, person: Person, opinion: Opinion, made_at: datetime
) -> list[Input]:
    """Returns the entries after the opinion was made that belong into a part, and of which it holds
    nothing.
    """
    sources = " ".join(sentence.source for sentence in opinion.sentences)
    return [
        entry
        for entry in _inputs_of_others(work, cycle, person)
        if entry.at > made_at
        and any(remark.half in PARTS for remark in entry.remarks)
        and texts.source_of(entry, work.zone) not in sources
    ]


def _inputs_of_others(work: UnitOfWork, cycle: Cycle, person: Person) -> list[Input]:
    """Returns what stands of others: what somebody says of himself is an input of some plans, and
    no opinion about him.
    """
    return [
        entry
        for entry in inputs_of(work, cycle, person)
        if entry.stands and entry.number and entry.author != person.title
    ]


def _said(work: UnitOfWork, cycle: Cycle, person: Person) -> Iterator[Material]:
    """Yields what leaders said, in the order of the plan's inputs: first what is known of every
    day.
    """
    inputs = _inputs_of_others(work, cycle, person)
    kinds = [rule.id for rule in cycle.plan.inputs]
    # Kinds that the plan no longer has come last.
    order = [*kinds, *sorted({entry.kind for entry in inputs} - set(kinds))]
    for entry in sorted(inputs, key=lambda entry: order.index(entry.kind)):
        source = texts.source_of(entry, work.zone)
        on_a_visit = entry.kind == Kind.FIELDWORK
        for remark in entry.remarks:
            if remark.half in PARTS:
                text = without_speaker(remark.text)
                yield Material(text, source, remark.half, on_a_visit=on_a_visit)


def _from_own_words(problems: Sequence[OwnProblem], criticism: Sequence[str]) -> Iterator[Material]:
    """Yields what he found himself, and what he promised; what leaders speak of comes first.

    A problem that leaders name, in their `criticism`, is not named again in other words.
    """
    shared: list[OwnProblem] = []
    others: list[OwnProblem] = []
    for problem in problems:
        if any(is_same_matter(problem.head, sentence) for sentence in criticism):
            shared.append(problem)
        else:
            others.append(problem)
    if others:
        heads = [problem.head for problem in others[:OWN_HEADS]]
        text = opinion_texts.own_problems(heads, beside=bool(criticism))
        yield Material(text, others[0].source, Half.LACKING, said=False)
    measures = [
        (problem, measure)
        for problem in [*shared, *others]
        if (measure := promised(problem.measure))
    ]
    for number, (problem, measure) in enumerate(measures[:MEASURES]):
        text = opinion_texts.own_measure(measure, is_first=number == 0)
        yield Material(text, problem.source, Half.DIRECTION, said=False)


def _from_ledger(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Iterator[Material]:
    """Yields what came of last year's items, what came back, and each that is due."""
    items = ledger.of_branch(work, cycle.department, branch, archived=True)
    entries = ledger.entries(work, items)
    done = [
        entry
        for entry in entries
        if entry.item.state is ItemState.CLOSED and entry.item.cycle != cycle.id
    ]
    if done:
        deeds = [
            (first_sentence(entry.item.problem), said_of_the_author(entry.deed))
            for entry in done[:LAST_YEARS]
        ]
        text = opinion_texts.last_years_done(deeds)
        yield Material(text, opinion_texts.LEDGER_SOURCE, Half.ACHIEVED, said=False)
    for entry in entries:
        item = entry.item
        problem = first_sentence(item.problem)
        source = opinion_texts.ledger_source(item.number(branch.id))
        if entry.came_back:
            text = opinion_texts.item_came_back(problem)
            yield Material(text, source, Half.LACKING, said=False)
        elif ledger.standing_of(work, cycle, item) is Standing.DUE:
            yield Material(opinion_texts.item_due(problem), source, Half.LACKING, said=False)


def _own_problems(
    work: UnitOfWork, cycle: Cycle, branch: Branch, person: Person
) -> list[OwnProblem]:
    """Returns what the author says is lacking, with his measure; nothing where the report is
    another's.

    His confirmed words go before those that were read in the report.
    """
    versions = submissions.versions(work, cycle, branch)
    own = [version for version in versions if submissions.is_own(version, person)]
    if not own:
        return []
    report = own[-1]
    source = opinion_texts.own_words(report.version)
    triples = judging_store.triples(work.session, cycle.id, branch.id)
    # What was confirmed belongs to the newest report, which may be his successor's by now.
    if triples and report == versions[-1]:
        pairs = [(triple.problem, triple.measure) for triple in triples]
    else:
        # What was kept with the verdict are the first words alone; a measure is told in full.
        pairs = []
        for pair in judging.verdict_of(work, cycle, report).pairs:
            problem = ""
            if pair.problem is not None:
                problem = pair.problem.text
            measure = ""
            if pair.measure is not None:
                measure = pair.measure.text
            pairs.append((problem, measure))
    return [OwnProblem(problem, measure, source) for problem, measure in pairs if problem]
