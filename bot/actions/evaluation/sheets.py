"""The grade sheet: gathered for one secretary or all, and checked number by number."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from bot.actions import cycles, people, submissions
from bot.actions.evaluation.ballots import ballots
from bot.actions.evaluation.basis import fingerprint
from bot.actions.evaluation.conditions import comparisons_of_all
from bot.actions.evaluation.grading import grade_of
from bot.actions.evaluation.inputs import inputs_of_all
from bot.actions.evaluation.rated import of_year, places_of_year
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import State, allowed_beside
from bot.domain.evaluation.sheet import Ballot, GradeSheet, Told, ballot_figures, ballots_of
from bot.domain.people import Department, Person
from bot.domain.plan import RELEASED, Part
from bot.domain.submissions import Submission
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRecord, ResultRecord
from bot.storage.polls import polls
from bot.texts import evaluation as texts


def sheet_of(work: UnitOfWork, cycle: Cycle, person: Person) -> GradeSheet:
    """Returns the sheet of this person, who may have given his office up since he was rated."""
    return next(sheets(work, cycle, only=person))


def sheets(work: UnitOfWork, cycle: Cycle, *, only: Person | None = None) -> Iterator[GradeSheet]:
    """Yields one sheet per secretary of the year in the order of the roster, or the one of `only`."""
    roster = people.roster(work, cycle.department)
    inputs = inputs_of_all(work, cycle)
    results = store.results(work.session, cycle.id)
    history: defaultdict[int, list[GradeRecord]] = defaultdict(list)
    for record in store.grades(work.session, cycle.id):
        history[record.person_id].append(record)
    released = ballots(work, cycle)
    comparisons = comparisons_of_all(work, cycle)
    reports = submissions.newest_of_all(work, cycle)
    secretaries = of_year(work, cycle, roster)
    if only is not None:
        secretaries = (only,)
    places = places_of_year(work, cycle, roster)
    for person in secretaries:
        # Whoever gave up his office before anybody was rated has no place any more.
        place_id = places[person.id].id if person.id in places else 0
        written = None
        version = 0
        opinion = store.opinion(work.session, cycle.id, person.id)
        if opinion is not None:
            written = opinion.opinion
            version = opinion.version
        yield GradeSheet(
            unit=cycle.plan.unit,
            year=cycle.year,
            person=person.id,
            name=person.title,
            branch=person.branch_name,
            as_of=work.now.astimezone(work.zone),
            plan_version=cycle.plan_version,
            report=_report_line(reports.get(place_id), person),
            inputs=inputs.get(person.id, ()),
            ballots=released.get(person.id, ()),
            opinion=written,
            opinion_version=version,
            history=tuple(grade_of(work, record) for record in history[person.id]),
            room=allowed_beside(cycle.plan, roster, person),
            told=_told(work, results.get(person.id)),
            place=place_id,
            input_rules=cycle.plan.inputs,
            with_opinion=cycle.plan.has(Part.OPINION),
            signature=cycle.plan.signature,
            upper_unit=cycle.plan.upper_unit,
            words=cycle.plan.words,
            comparisons=tuple(comparisons.get(person.id, ())),
        )


def _report_line(report: Submission | None, person: Person) -> str:
    # What his predecessor handed in says nothing about him.
    if report is None or not submissions.is_own(report, person):
        return texts.NO_REPORT
    return texts.report_line(report.version, report.name, report.verdict)


def _told(work: UnitOfWork, result: ResultRecord | None) -> Told | None:
    """Returns what became of telling the result; None where nothing was told."""
    if result is None:
        return None
    grade = store.grade(work.session, result.grade_id)
    if grade is None:
        return None
    return Told(
        grade=grade.number,
        told_at=result.told_at,
        until=result.until,
        read_at=result.read_at,
        objection=result.objection,
        objected_at=result.objected_at,
    )


def breaches(work: UnitOfWork, department: Department) -> Iterator[str]:
    """Yields the confirmed grades that are not in order (体检).

    Each has its inputs, two persons, and numbers that come out the same again.
    """
    for cycle in cycles.every(work, department.id):
        for record in store.grades(work.session, cycle.id):
            if record.state is not State.CONFIRMED:
                continue
            person = people.by_id(work, record.person_id)
            name = str(record.person_id)
            if person is not None:
                name = person.title
            for fault in _faults(work, cycle, record):
                yield f"{cycle.year} 年度{name}的等次：{fault}"


def _faults(work: UnitOfWork, cycle: Cycle, record: GradeRecord) -> Iterator[str]:
    """Yields what is wrong with a confirmed grade, held against entries and polls as they are."""
    entries = record.basis["inputs"]
    kinds = {entry["kind"] for entry in entries}
    figures = ballots_of(record.basis)
    # Figures of earlier releases name no input: there was one kind of ballot.
    kinds |= {figure.get("input", RELEASED) for figure in figures}
    if {rule.id for rule in cycle.plan.required_inputs} - kinds:
        yield "依据不全"
    if record.decided_by is None or record.decided_by == record.set_by:
        yield "没有复核人确认"
    if record.grade not in cycle.plan.grade_steps:
        yield "不在方案的等次里"
    for entry in entries:
        current = store.input_numbered(work.session, cycle.id, entry["number"])
        if (
            current is None
            or current.person_id != record.person_id
            or fingerprint(current.text) != entry["sha256"]
        ):
            yield f"第 {entry['number']} 条依据丢失或被改动过"
    for figure in figures:
        yield from _ballot_faults(work, record, figure)


def _ballot_faults(
    work: UnitOfWork, record: GradeRecord, figures: Mapping[str, Any]
) -> Iterator[str]:
    """Counts, score and digests are computed anew from the counted numbers of the poll."""
    poll = polls.find(work.session, figures["poll"])
    if poll is None or poll.groups is None or poll.released_at is None:
        yield "测评结果丢失"
        return
    ballot = Ballot(
        code=poll.code,
        poll=poll.id,
        result=poll.result,
        digest=poll.groups_digest or "",
        released_at=poll.released_at,
        released_by="",
        input=poll.terms.round or RELEASED,
    )
    recomputed = ballot_figures(ballot, record.person_id)
    for name, value in figures.items():
        if recomputed[name] != value:
            yield f"测评的 {name} 重算后不一致"
