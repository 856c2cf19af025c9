"""Reports as handed in: every version is kept, the newest counts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col, select

from bot.domain.submissions import NewSubmission, State, Submission
from bot.storage import judging
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.submission_rows import ExtensionRow, SubmissionRow
from bot.storage.writes import add_row, change_row

_TABLE = SQLModel.metadata.tables[SubmissionRow.__tablename__]
_COLUMNS = _TABLE.c
_EXTENSION_TABLE = SQLModel.metadata.tables[ExtensionRow.__tablename__]
_EXTENDED = _EXTENSION_TABLE.c
_OF_CYCLE = _COLUMNS.cycle_id == bindparam("cycle")
_OF_BRANCH = _TABLE.select().where(_OF_CYCLE, _COLUMNS.branch_id == bindparam("branch"))
# What messages and beats ask is put together once and sent past the mapper.
_NEWEST = Prepared(_OF_BRANCH.order_by(_COLUMNS.version.desc()).limit(1))
_VERSIONS = Prepared(_OF_BRANCH.order_by(_COLUMNS.version))
_TOP = (
    select_columns(_COLUMNS.branch_id, func.max(_COLUMNS.version).label("version"))
    .where(_OF_CYCLE)
    .group_by(_COLUMNS.branch_id)
    .subquery()
)
_NEWEST_OF_ALL = Prepared(
    select_columns(_TABLE)
    .join(_TOP, (_COLUMNS.branch_id == _TOP.c.branch_id) & (_COLUMNS.version == _TOP.c.version))
    .where(_OF_CYCLE)
)
_OF_ID = Prepared(_TABLE.select().where(_COLUMNS.id == bindparam("submission")))
_EXTENSION = Prepared(
    _EXTENSION_TABLE.select().where(
        _EXTENDED.cycle_id == bindparam("cycle"), _EXTENDED.branch_id == bindparam("branch")
    )
)
_EXTENSIONS = Prepared(
    select_columns(_EXTENDED.branch_id, _EXTENDED.until).where(
        _EXTENDED.cycle_id == bindparam("cycle")
    )
)


@remembered("submission", "overruling")
def newest(session: Session, cycle_id: int, branch_id: int) -> Submission | None:
    """Returns the branch's newest version; None where it has handed nothing in."""
    row = _NEWEST.first(session.connection(), cycle=cycle_id, branch=branch_id)
    if row is None:
        return None
    (submission,) = _submissions(session, [row])
    return submission


@remembered("submission", "overruling")
def newest_of_all(session: Session, cycle_id: int) -> dict[int, Submission]:
    """Returns the newest version per branch id."""
    rows = _NEWEST_OF_ALL.rows(session.connection(), cycle=cycle_id)
    return {submission.branch: submission for submission in _submissions(session, rows)}


@remembered("submission", "overruling")
def versions(session: Session, cycle_id: int, branch_id: int) -> list[Submission]:
    """Returns all versions of a branch, the first first."""
    rows = _VERSIONS.rows(session.connection(), cycle=cycle_id, branch=branch_id)
    return _submissions(session, rows)


@remembered("submission")
def version_of(session: Session, submission_id: int) -> int:
    version: int = _row(session, submission_id).version
    return version


def files_of(session: Session, department_id: str) -> list[tuple[str, str]]:
    """Returns hash and name of every file that was handed in."""
    files = select(SubmissionRow.sha256, SubmissionRow.name)
    return list(session.exec(files.where(SubmissionRow.department_id == department_id)))


def newest_files(session: Session, limit: int) -> list[str]:
    """Returns the hashes of the files that came last, of all departments."""
    newest_first = select(SubmissionRow.sha256).order_by(col(SubmissionRow.id).desc())
    return list(session.exec(newest_first.limit(limit)))


def add(session: Session, new: NewSubmission, *, department_id: str, cycle_id: int) -> Submission:
    """Stores the next version of a branch's report."""
    row = {
        "department_id": department_id,
        "cycle_id": cycle_id,
        "branch_id": new.branch,
        "person_id": new.person,
        "version": new.version,
        "sha256": new.sha256,
        "name": new.name,
        "size": new.size,
        "kind": new.kind,
        "manuscript": new.manuscript,
        "corrections": {},
        "received_at": new.received_at,
        "late": new.late,
        "characters": new.characters,
        "verdict": new.verdict,
        "judgement": dict(new.judgement),
        "plan_version": new.plan_version,
        "cause": new.cause,
    }
    (submission_id,) = add_row(session, _TABLE, row)
    return _submission(_row(session, submission_id), {})


def decide(
    session: Session,
    submission_id: int,
    *,
    state: State,
    reason: str,
    person_id: int,
    now: datetime,
) -> Submission:
    """Accepts the version, or sends it back for a reason."""
    decision = {
        "state": state.value,
        "reason": reason,
        "decided_by": person_id,
        "decided_at": now,
    }
    change_row(session, _TABLE, (submission_id,), decision)
    (submission,) = _submissions(session, [_row(session, submission_id)])
    return submission


def correct(session: Session, submission_id: int, corrections: Mapping[str, str]) -> None:
    """Replaces what the author said of the sections."""
    change_row(session, _TABLE, (submission_id,), {"corrections": dict(corrections)})


def keep_judgement(
    session: Session,
    submission_id: int,
    judgement: Mapping[str, Any],
    *,
    characters: int,
    verdict: str,
    plan_version: int,
) -> None:
    """Replaces the judgement by one under this version of the plan."""
    judged = {
        "judgement": dict(judgement),
        "characters": characters,
        "verdict": verdict,
        "plan_version": plan_version,
    }
    change_row(session, _TABLE, (submission_id,), judged)


def keep_verdict(session: Session, submission_id: int, verdict: str) -> None:
    """Replaces the verdict alone, as an overruled finding does."""
    change_row(session, _TABLE, (submission_id,), {"verdict": verdict})


@remembered("extension")
def extensions(session: Session, cycle_id: int) -> Mapping[int, date]:
    """Returns the extended last day per branch id."""
    return dict(_EXTENSIONS.rows(session.connection(), cycle=cycle_id))


def extend(session: Session, cycle_id: int, branch_id: int, until: date) -> None:
    """Gives a branch its own last day, or another one."""
    session.flush()
    row = _EXTENSION.first(session.connection(), cycle=cycle_id, branch=branch_id)
    if row is None:
        new = {"cycle_id": cycle_id, "branch_id": branch_id, "until": until}
        add_row(session, _EXTENSION_TABLE, new)
        return
    change_row(session, _EXTENSION_TABLE, (row.id,), {"until": until})


def _row(session: Session, submission_id: int) -> Row[Any]:
    """Returns the row of a version that is known to be there."""
    (row,) = _OF_ID.rows(session.connection(), submission=submission_id)
    found: Row[Any] = row
    return found


def _submissions(session: Session, rows: Sequence[Row[Any]]) -> list[Submission]:
    overruled = judging.overruled_of(session, [row.id for row in rows])
    return [_submission(row, overruled.get(row.id, {})) for row in rows]


def _submission(row: Row[Any], overruled: Mapping[str, str]) -> Submission:
    return Submission(
        id=row.id,
        branch=row.branch_id,
        person=row.person_id,
        version=row.version,
        sha256=row.sha256,
        name=row.name,
        size=row.size,
        kind=row.kind,
        manuscript=row.manuscript,
        received_at=row.received_at,
        late=row.late,
        characters=row.characters,
        verdict=row.verdict,
        judgement=row.judgement,
        plan_version=row.plan_version,
        cause=row.cause,
        state=State(row.state),
        decided_at=row.decided_at,
        reason=row.reason,
        corrections=row.corrections,
        overruled=overruled,
    )
