"""The grade sheet: gathered for one secretary or all, and checked number by number."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.actions import cycles, people, submissions
from bot.actions.evaluation import opinions
from bot.actions.evaluation.ballots import ballots
from bot.actions.evaluation.grading import fingerprint, grade_of
from bot.actions.evaluation.inputs import inputs_of_all
from bot.actions.submissions import Submission
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import State, allowed
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.sheet import Ballot, GradeSheet, Told, ballot_figures
from bot.domain.people import Department, Person
from bot.storage import evaluation as store
from bot.storage.evaluation import GradeRow, ResultRow
from bot.storage.polls import polls
from bot.texts import evaluation as texts


def sheet_of(work: UnitOfWork, cycle: Cycle, person: Person) -> GradeSheet:
    return next(sheet for sheet in sheets(work, cycle, only=person))


def sheets(work: UnitOfWork, cycle: Cycle, *, only: Person | None = None) -> Iterator[GradeSheet]:
    """One sheet per secretary in the order of the roster."""
    roster = people.roster(work, cycle.department)
    inputs, told, grades = (
        inputs_of_all(work, cycle),
        store.results(work.session, cycle.id),
        _grades(work, cycle),
    )
    released, reports = ballots(work, cycle), submissions.newest_of_all(work, cycle)
    for person in roster.secretaries if only is None else (only,):
        branch = person.branch
        yield GradeSheet(
            unit=cycle.plan.unit,
            year=cycle.year,
            person=person.id,
            name=person.title,
            branch=branch.name if branch else "",
            as_of=work.now.astimezone(work.zone),
            plan_version=cycle.plan_version,
            report=_report(reports.get(branch.id) if branch else None),
            inputs=inputs.get(person.id, ()),
            ballot=released.get(person.id),
            opinion=opinions.current(work, cycle, person),
            history=tuple(grade_of(work, row) for row in grades.get(person.id, ())),
            room=allowed(len(roster.secretaries), cycle.plan.caps),
            told=_told(work, told.get(person.id)),
        )


def _grades(work: UnitOfWork, cycle: Cycle) -> Mapping[int, list[GradeRow]]:
    found: dict[int, list[GradeRow]] = {}
    for row in store.grades(work.session, cycle.id):
        found.setdefault(row.person_id, []).append(row)
    return found


def _report(made: Submission | None) -> str:
    return (
        texts.report_line(made.version, made.name, made.characters, made.verdict)
        if made
        else texts.NO_REPORT
    )


def _told(work: UnitOfWork, row: ResultRow | None) -> Told | None:
    grade = store.grade(work.session, row.grade_id) if row else None
    if row is None or grade is None:
        return None
    return Told(grade.number, row.told_at, row.until, row.read_at, row.objection, row.objected_at)


def breaches(work: UnitOfWork, department: Department) -> Iterator[str]:
    """体检: each confirmed grade has its four inputs, two persons, and numbers that come out the same again."""
    for cycle in cycles.every(work, department.id):
        confirmed = [
            row for row in store.grades(work.session, cycle.id) if row.state == State.CONFIRMED
        ]
        for row in confirmed:
            person = people.by_id(work, row.person_id)
            name = person.title if person else str(row.person_id)
            yield from (
                f"{cycle.year} 年度{name}的等次：{fault}" for fault in _faults(work, cycle, row)
            )


def _faults(work: UnitOfWork, cycle: Cycle, row: GradeRow) -> Iterator[str]:
    kinds = {entry["kind"] for entry in row.basis["inputs"]} | (
        {"ballot"} if row.basis.get("ballot") else set()
    )
    if kinds != {kind.value for kind in Kind}:
        yield "四项依据不全"
    if row.decided_by is None or row.decided_by == row.set_by:
        yield "没有第二人确认"
    if row.grade not in {step.title for step in cycle.plan.ballot.scale}:
        yield "不在方案的等次里"
    for entry in row.basis["inputs"]:
        there = store.input_numbered(work.session, cycle.id, entry["number"])
        if (
            there is None
            or there.person_id != row.person_id
            or fingerprint(there.text) != entry["sha256"]
        ):
            yield f"第 {entry['number']} 条依据丢失或被改动过"
    yield from _ballot_faults(work, row)


def _ballot_faults(work: UnitOfWork, row: GradeRow) -> Iterator[str]:
    """Counts, score and digests computed anew from the counted numbers of the poll."""
    told: dict[str, Any] = row.basis["ballot"]
    poll = polls.find(work.session, told["poll"])
    if poll is None or poll.groups is None or poll.released_at is None:
        yield "测评结果丢失"
        return
    ballot = Ballot("", poll.id, poll.result, poll.groups_digest or "", poll.released_at, "")
    again = ballot_figures(ballot, row.person_id)
    for number, value in told.items():
        if again[number] != value:
            yield f"测评的 {number} 重算后不一致"
