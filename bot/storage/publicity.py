"""The publication of reports or of a list of results, and its corrections."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Row, bindparam
from sqlmodel import Field, Session, SQLModel

from bot.domain.publicity.publication import (
    Correction,
    Kind,
    NoticeFile,
    Publication,
    State,
    Terms,
)
from bot.domain.publicity.report import PublicReport
from bot.domain.publicity.result import PublicResult
from bot.domain.publicity.window import Window
from bot.storage.prepared import Prepared
from bot.storage.recall import remembered
from bot.storage.rows import TableRow
from bot.storage.writes import add_row, change_row, change_row_where

PROPOSED, DONE, DECLINED = "proposed", "done", "declined"  # states of a correction


class PublicityRow(TableRow, table=True):
    __tablename__ = "publicity"

    id: int | None = Field(default=None, primary_key=True)
    department_id: str = Field(foreign_key="department.id", index=True)
    cycle_id: int = Field(foreign_key="cycle.id", index=True)
    state: str = State.PROPOSED.value
    request_id: str = ""  # the card on which it is confirmed
    scope: str
    contact: str
    workdays: int
    reports: list[dict[str, Any]] = Field(sa_type=JSON)  # what is public, branch by branch
    kind: str = Kind.REPORTS.value
    results: list[dict[str, Any]] | None = Field(default=None, sa_type=JSON)  # person by person
    # the stored file, from the release on
    notice: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    asked_by: int = Field(foreign_key="person.id")
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    first: date | None = None
    last: date | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None


class CorrectionRow(TableRow, table=True):
    """A change of what is public, with what it was before."""

    __tablename__ = "publicity_correction"

    id: int | None = Field(default=None, primary_key=True)
    publicity_id: int = Field(foreign_key="publicity.id", index=True)
    branch_id: int = Field(foreign_key="branch.id")
    before: dict[str, Any] = Field(sa_type=JSON)
    after: dict[str, Any] = Field(sa_type=JSON)
    reason: str
    state: str = PROPOSED  # proposed -> done | declined
    asked_by: int = Field(foreign_key="person.id")
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    at: datetime


_TABLE = SQLModel.metadata.tables[PublicityRow.__tablename__]
_COLUMNS = _TABLE.c
_CORRECTIONS = SQLModel.metadata.tables[CorrectionRow.__tablename__]
_OF_KIND = _TABLE.select().where(
    _COLUMNS.cycle_id == bindparam("cycle"), _COLUMNS.kind == bindparam("kind")
)
# What messages and beats ask is put together once and sent past the mapper.
_LATEST = Prepared(
    _OF_KIND.where(_COLUMNS.state.in_((State.OPEN, State.CLOSED)))
    .order_by(_COLUMNS.id.desc())
    .limit(1)
)
_PROPOSED = Prepared(_OF_KIND.where(_COLUMNS.state == State.PROPOSED))
_OF_ID = Prepared(_TABLE.select().where(_COLUMNS.id == bindparam("publicity")))
_CORRECTION = Prepared(_CORRECTIONS.select().where(_CORRECTIONS.c.id == bindparam("correction")))
_CARRIED_OUT = Prepared(
    _CORRECTIONS.select()
    .where(_CORRECTIONS.c.publicity_id == bindparam("publicity"), _CORRECTIONS.c.state == DONE)
    .order_by(_CORRECTIONS.c.id)
)
_OPEN = Prepared(_TABLE.select().where(_COLUMNS.state == State.OPEN).order_by(_COLUMNS.id))


def propose(
    session: Session,
    *,
    department_id: str,
    cycle_id: int,
    terms: Terms,
    reports: Sequence[PublicReport] = (),
    results: Sequence[PublicResult] | None = None,
    asked_by: int,
) -> int:
    """Stores a draft of reports, or of a list of results, and returns its id."""
    kind, shown = Kind.REPORTS, None
    if results is not None:
        kind, shown = Kind.RESULTS, [result.plain() for result in results]
    row = {
        "department_id": department_id,
        "cycle_id": cycle_id,
        "scope": terms.scope,
        "contact": terms.contact,
        "workdays": terms.workdays,
        "reports": [report.plain() for report in reports],
        "kind": kind,
        "results": shown,
        "asked_by": asked_by,
    }
    (publicity_id,) = add_row(session, _TABLE, row)
    return int(publicity_id)


def keep_card(session: Session, publicity_id: int, card_id: str) -> None:
    """Notes on which card the draft is confirmed."""
    change_row(session, _TABLE, (publicity_id,), {"request_id": card_id})


@remembered("publicity")
def find(session: Session, publicity_id: int) -> Publication | None:
    row = _OF_ID.first(session.connection(), publicity=publicity_id)
    if row is None:
        return None
    return _publication(row)


@remembered("publicity")
def latest(session: Session, cycle_id: int, kind: Kind = Kind.REPORTS) -> Publication | None:
    """Returns the publication of this kind that is or was public."""
    row = _LATEST.first(session.connection(), cycle=cycle_id, kind=kind)
    if row is None:
        return None
    return _publication(row)


@remembered("publicity")
def proposed(session: Session, cycle_id: int, kind: Kind = Kind.REPORTS) -> list[Publication]:
    """Returns the drafts of this kind that wait for a second person."""
    rows = _PROPOSED.rows(session.connection(), cycle=cycle_id, kind=kind)
    return [_publication(row) for row in rows]


@remembered("publicity")
def open_now(session: Session) -> list[Publication]:
    """Returns what is public in any department."""
    return [_publication(row) for row in _OPEN.rows(session.connection())]


def release(
    session: Session,
    publicity_id: int,
    window: Window,
    *,
    confirmed_by: int,
    opened_at: datetime,
    closes_at: datetime,
) -> bool:
    """Opens the window of a draft; returns False where somebody was first."""
    return _move(
        session,
        publicity_id,
        State.PROPOSED,
        State.OPEN,
        confirmed_by=confirmed_by,
        first=window.first,
        last=window.last,
        opened_at=opened_at,
        closes_at=closes_at,
    )


def extend(session: Session, publicity_id: int, window: Window, *, closes_at: datetime) -> None:
    """Lets an open window end later."""
    _move(
        session,
        publicity_id,
        State.OPEN,
        State.OPEN,
        last=window.last,
        closes_at=closes_at,
    )


def close(session: Session, publicity_id: int, closed_at: datetime | None) -> bool:
    """Ends what is public; returns False where somebody was first."""
    return _move(session, publicity_id, State.OPEN, State.CLOSED, closed_at=closed_at)


def decline(session: Session, publicity_id: int) -> None:
    """Ends a draft that a second person does not want. It is a no-op where it is none any more."""
    _move(session, publicity_id, State.PROPOSED, State.DECLINED)


def withdraw(session: Session, publicity_id: int) -> None:
    """Ends a draft that a newer one replaces. It is a no-op where it is none any more."""
    _move(session, publicity_id, State.PROPOSED, State.WITHDRAWN)


def keep_notice(session: Session, publicity_id: int, notice: NoticeFile) -> None:
    """Replaces the notice that everybody reads."""
    change_row(session, _TABLE, (publicity_id,), {"notice": asdict(notice)})


def replace_report(session: Session, publicity_id: int, report: PublicReport) -> Publication:
    """Shows this report in the place of the branch's one that was shown."""
    session.flush()
    (row,) = _OF_ID.rows(session.connection(), publicity=publicity_id)
    reports = []
    for shown in row.reports:
        if shown["branch_id"] == report.branch_id:
            reports.append(report.plain())
        else:
            reports.append(shown)
    change_row(session, _TABLE, (publicity_id,), {"reports": reports})
    (row,) = _OF_ID.rows(session.connection(), publicity=publicity_id)
    return _publication(row)


def add_correction(
    session: Session,
    publicity_id: int,
    before: PublicReport,
    after: PublicReport,
    reason: str,
    *,
    asked_by: int,
    now: datetime,
) -> int:
    """Stores what a second person is asked to confirm, and returns its id."""
    row = {
        "publicity_id": publicity_id,
        "branch_id": before.branch_id,
        "before": before.plain(),
        "after": after.plain(),
        "reason": reason,
        "asked_by": asked_by,
        "at": now,
    }
    (correction_id,) = add_row(session, _CORRECTIONS, row)
    return int(correction_id)


def correction(session: Session, correction_id: int) -> Correction | None:
    session.flush()
    row = _CORRECTION.first(session.connection(), correction=correction_id)
    if row is None:
        return None
    return _correction(row)


def confirm_correction(
    session: Session, correction_id: int, *, confirmed_by: int, now: datetime
) -> None:
    done = {"state": DONE, "confirmed_by": confirmed_by, "at": now}
    change_row(session, _CORRECTIONS, (correction_id,), done)


def decline_correction(session: Session, correction_id: int) -> None:
    """Ends a correction without doing it. It is a no-op where there is none of that id."""
    change_row_where(session, _CORRECTIONS, (correction_id,), {}, {"state": DECLINED})


@remembered("publicity_correction")
def corrections(session: Session, publicity_id: int) -> list[Correction]:
    """Returns the corrections that were carried out, the first first."""
    rows = _CARRIED_OUT.rows(session.connection(), publicity=publicity_id)
    return [_correction(row) for row in rows]


def _move(
    session: Session, publicity_id: int, before: State, after: State, **values: object
) -> bool:
    """Changes the state by conditional update; returns False where somebody was first."""
    changed = {"state": after.value, **values}
    return change_row_where(session, _TABLE, (publicity_id,), {"state": before}, changed)


def _publication(row: Row[Any]) -> Publication:
    notice = None
    if row.notice:
        notice = NoticeFile(**row.notice)
    return Publication(
        id=row.id,
        department=row.department_id,
        cycle=row.cycle_id,
        state=State(row.state),
        card_id=row.request_id,
        terms=Terms(row.scope, row.contact, row.workdays),
        reports=tuple(PublicReport(**report) for report in row.reports),
        notice=notice,
        first=row.first,
        last=row.last,
        closes_at=row.closes_at,
        closed_at=row.closed_at,
        kind=Kind(row.kind),
        results=tuple(PublicResult(**result) for result in row.results or ()),
    )


def _correction(row: Row[Any]) -> Correction:
    return Correction(
        id=row.id,
        publication=row.publicity_id,
        before=PublicReport(**row.before),
        after=PublicReport(**row.after),
        reason=row.reason,
        is_open=row.state == PROPOSED,
    )
