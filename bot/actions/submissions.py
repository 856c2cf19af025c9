"""Handing in, accepting and returning reports. Every version is kept; the newest counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.files import Incoming
from bot.actions.judging import Examined, overruled_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import submissions as rules
from bot.domain.cycle import Cycle
from bot.domain.people import Branch, Person
from bot.domain.refusals import NothingHandedIn, ReportFrozen
from bot.domain.report import as_json
from bot.domain.submissions import Arrival, State
from bot.storage import submissions as store
from bot.storage.submissions import SubmissionRow
from bot.texts import judging as texts


@dataclass(frozen=True)
class Submission:
    """One version as people see it. `judgement` is the verdict as `shuzhi check --json` prints it.

    `overruled` are the rules that somebody overruled, with the reasons.
    """

    branch: int
    version: int
    name: str
    received_at: datetime
    characters: int
    verdict: str
    judgement: Mapping[str, Any]
    overruled: Mapping[str, str]
    late: bool
    state: State
    decided_at: datetime | None
    reason: str
    sha256: str
    size: int


@dataclass(frozen=True)
class HandedIn:
    """What became of a file: a new version, or the one that was there, and whether its text differs from the one before."""

    submission: Submission
    new: bool
    changed: bool


def hand_in(
    work: UnitOfWork,
    cycle: Cycle,
    person: Person,
    branch: Branch,
    file: Incoming,
    examined: Examined,
    *,
    cause: str,
) -> HandedIn:
    """Stores the next version of the branch's report; the newest version itself, sent again while it waits, changes nothing.

    Raises ReportFrozen once it was accepted.
    """
    before = store.newest(work.session, cycle.id, branch.id)
    if before is not None and before.state == State.ACCEPTED:
        raise ReportFrozen
    if before is not None and before.state == State.SUBMITTED and before.sha256 == file.sha256:
        return HandedIn(_submission(work, before), new=False, changed=False)
    row = store.add(
        work.session,
        SubmissionRow(
            department_id=cycle.department,
            cycle_id=cycle.id,
            branch_id=branch.id,
            person_id=person.id,
            version=before.version + 1 if before else 1,
            sha256=file.sha256,
            name=file.name,
            size=file.size,
            kind=examined.manuscript.kind,
            manuscript=examined.sha256,
            received_at=work.now,
            late=_is_late(work, cycle, branch, before),
            characters=examined.verdict.characters.word,
            verdict=examined.verdict.outcome,
            judgement=as_json(examined.verdict),
            plan_version=examined.plan_version,
            cause=cause,
        ),
    )
    work.audit(
        cycle.department,
        person,
        "report.handed_in",
        f"branch:{branch.id}",
        version=row.version,
        sha256=row.sha256,
    )
    changed = before is None or before.manuscript != row.manuscript
    return HandedIn(_submission(work, row), new=True, changed=changed)


def _is_late(work: UnitOfWork, cycle: Cycle, branch: Branch, before: SubmissionRow | None) -> bool:
    """What was sent back came in time if it did so at first."""
    if before is not None and before.state == State.RETURNED:
        return before.late
    return deadline_of(work, cycle, branch).arrival(work.now) is Arrival.LATE


def accept(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch
) -> tuple[Submission, bool]:
    """受理: freezes the newest version; False where it was accepted already. Raises NothingHandedIn."""
    return _decide(work, cycle, actor, branch, State.ACCEPTED, "")


def send_back(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, reason: str
) -> tuple[Submission, bool]:
    """退回: asks for another version, also of an accepted one; False where the same was said before. Raises NothingHandedIn."""
    return _decide(work, cycle, actor, branch, State.RETURNED, reason)


def _decide(
    work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, state: State, reason: str
) -> tuple[Submission, bool]:
    row = store.newest(work.session, cycle.id, branch.id)
    if row is None:
        raise NothingHandedIn(branch.name)
    if (row.state, row.reason) == (state, reason):
        return _submission(work, row), False
    before, row.state, row.reason = row.state, state, reason
    row.decided_by, row.decided_at = actor.id, work.now
    work.session.flush()
    work.audit(
        cycle.department,
        actor,
        f"report.{state}",
        f"branch:{branch.id}",
        version=row.version,
        before=before,
    )
    return _submission(work, row), True


def extend(work: UnitOfWork, cycle: Cycle, actor: Person, branch: Branch, until: date) -> None:
    """延期: the branch's own last day, earlier or later than the plan's."""
    if extensions(work, cycle).get(branch.id) == until:
        return
    store.extend(work.session, cycle.id, branch.id, until)
    work.audit(
        cycle.department, actor, "report.extended", f"branch:{branch.id}", until=until.isoformat()
    )


def tell_changed(work: UnitOfWork, cycle: Cycle, rows: Sequence[SubmissionRow]) -> int:
    """Tells the secretaries whose verdict a changed plan turned, once per version of the plan; how many were told."""
    roster = people.roster(work, cycle.department)
    told = 0
    for row in rows:
        secretary = roster.person(row.person_id)
        if secretary is not None:
            part = Part(f"judged:{row.id}:{row.plan_version}", texts.verdict_changed(row.name))
            told += bool(digests.tell(work, roster.department, secretary, part))
    return told


def deadline_of(work: UnitOfWork, cycle: Cycle, branch: Branch) -> rules.Deadline:
    return rules.deadline(cycle.plan, work.zone, extended=extensions(work, cycle).get(branch.id))


def extensions(work: UnitOfWork, cycle: Cycle) -> Mapping[int, date]:
    return store.extensions(work.session, cycle.id)


def newest(work: UnitOfWork, cycle: Cycle, branch: Branch) -> Submission | None:
    row = store.newest(work.session, cycle.id, branch.id)
    return _submission(work, row) if row else None


def is_in(work: UnitOfWork, cycle_id: int, branch_id: int) -> bool:
    return store.newest(work.session, cycle_id, branch_id) is not None


def newest_of_all(work: UnitOfWork, cycle: Cycle) -> Mapping[int, Submission]:
    """The newest version per branch id."""
    rows = store.newest_of_all(work.session, cycle.id)
    made = zip(rows, _submissions(work, list(rows.values())), strict=True)
    return dict(made)


def versions(work: UnitOfWork, cycle: Cycle, branch: Branch) -> list[Submission]:
    return _submissions(work, store.versions(work.session, cycle.id, branch.id))


def _submission(work: UnitOfWork, row: SubmissionRow) -> Submission:
    return _submissions(work, [row])[0]


def _submissions(work: UnitOfWork, rows: Sequence[SubmissionRow]) -> list[Submission]:
    pardoned = overruled_of(work, [row.id for row in rows if row.id is not None])
    return [_with(row, pardoned.get(row.id or 0, {})) for row in rows]


def _with(row: SubmissionRow, overruled: Mapping[str, str]) -> Submission:
    return Submission(
        branch=row.branch_id,
        version=row.version,
        name=row.name,
        received_at=row.received_at,
        characters=row.characters,
        verdict=row.verdict,
        judgement=row.judgement,
        overruled=overruled,
        late=row.late,
        state=State(row.state),
        decided_at=row.decided_at,
        reason=row.reason,
        sha256=row.sha256,
        size=row.size,
    )
