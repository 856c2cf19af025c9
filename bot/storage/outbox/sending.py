"""Taking messages out of the outbox to be sent, and noting what became of them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import Session, col

from bot.storage.outbox.rows import TABLE, OutboxRow, OutboxState, Outgoing
from bot.storage.prepared import Prepared

LEASE = timedelta(minutes=2)
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS = TABLE.c
_DUE = Prepared(
    TABLE.select()
    .where(
        ((_COLUMNS.state == OutboxState.PENDING) & (_COLUMNS.due_at <= bindparam("now")))
        | ((_COLUMNS.state == OutboxState.SENDING) & (_COLUMNS.claimed_until < bindparam("now"))),
        _COLUMNS.platform.not_in(bindparam("left", expanding=True)),
    )
    .order_by(_COLUMNS.priority, _COLUMNS.id)
    .limit(bindparam("most"))
    # Rows that another sender is about to claim are his: nobody waits for them.
    .with_for_update(skip_locked=True)
)
_TAKE = Prepared(
    update(TABLE)
    .where(_COLUMNS.id == bindparam("row"))
    .values(
        state=OutboxState.SENDING,
        claimed_until=bindparam("until"),
        attempts=_COLUMNS.attempts + 1,
        reason=bindparam("why"),
    )
)
_SENT = Prepared(
    update(TABLE)
    .where(_COLUMNS.id == bindparam("row"))
    .values(state=OutboxState.SENT, sent_at=bindparam("at"), claimed_until=None)
)

_KEEP = Prepared(
    update(TABLE).where(_COLUMNS.id == bindparam("row")).values(payload=bindparam("merged"))
)
_NEXT_DUE = Prepared(select(func.min(_COLUMNS.due_at)).where(_COLUMNS.state == OutboxState.PENDING))
_RELEASE_ALL = (
    update(TABLE).where(_COLUMNS.state == OutboxState.SENDING).values(claimed_until=LONG_AGO)
)


def release_all(session: Session) -> None:
    """Lets the leases of a dead sender run out.

    Only for the one process that owns this database.
    """
    session.connection().execute(_RELEASE_ALL)


def claim_due(
    session: Session,
    now: datetime,
    *,
    repeated: str,
    unclear: str,
    except_on: Collection[str] = (),
    limit: int = 50,
) -> tuple[list[Outgoing], bool]:
    """Takes what is due, most urgent first; what a dead sender held comes back after its lease.

    Returns it, and whether more may be due than fits into one batch.

    What goes out on the platforms `except_on` is left to another process.

    Whether that one had arrived is not known. It is sent again under the reason `repeated`; but
    what nobody asked for is repeated once at most, and then fails under the reason `unclear`.
    """
    connection = session.connection()
    rows = _DUE.rows(connection, now=now, left=list(except_on), most=limit)
    claimed = []
    for row in rows:
        # A sender died on it: whether it arrived, nobody knows.
        was_lost = row.state == OutboxState.SENDING
        if was_lost and row.attempts > 1 and not row.prompted:
            failed(session, row.id, unclear)
            continue
        reason = row.reason
        if was_lost:
            reason = repeated
        _TAKE.write(connection, row=row.id, until=now + LEASE, why=reason)
        claimed.append(replace(Outgoing.of(row), attempts=row.attempts + 1))
    return claimed, len(rows) == limit


def give_up_claims(session: Session, platform: str, *, now: datetime) -> None:
    """Ends the claims of a sender on this platform that is dead: `claim_due` treats the messages as
    lost.
    """
    session.exec(
        update(OutboxRow)
        .where(col(OutboxRow.state) == OutboxState.SENDING, col(OutboxRow.platform) == platform)
        # What ends at this very moment would not be over yet for `claim_due`.
        .values(claimed_until=now - timedelta(microseconds=1))
    )


def sent(session: Session, row_id: int, now: datetime) -> None:
    _SENT.write(session.connection(), row=row_id, at=now)


def keep_merged(session: Session, row_id: int, payload: dict[str, Any]) -> None:
    """Keeps a digest as it goes out: some of its parts are made at that moment."""
    _KEEP.write(session.connection(), row=row_id, merged=payload)


def skipped(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state=OutboxState.SKIPPED, reason=reason)


def failed(session: Session, row_id: int, reason: str) -> None:
    _finish(session, row_id, state=OutboxState.FAILED, reason=reason)


def unreached(session: Session, row_id: int, reason: str) -> None:
    """Keeps the message until somebody speaks in its chat (`unreached_in`)."""
    _finish(session, row_id, state=OutboxState.UNREACHED, reason=reason)


def told(session: Session, row_id: int, now: datetime) -> None:
    """Marks that the answer to a first word says this too."""
    _finish(session, row_id, state=OutboxState.TOLD, sent_at=now, reason="")


def again(session: Session, row_id: int, *, due_at: datetime, reason: str) -> None:
    """Lets the message wait for its next try."""
    _finish(session, row_id, state=OutboxState.PENDING, due_at=due_at, reason=reason)


def make_retries_due(session: Session, platform: str, now: datetime) -> bool:
    """Ends the pauses between the tries of this platform's messages.

    Returns whether any was pausing.

    What was never tried yet keeps its own time.
    """
    ended = session.exec(
        update(OutboxRow)
        .where(
            col(OutboxRow.state) == OutboxState.PENDING,
            col(OutboxRow.platform) == platform,
            col(OutboxRow.attempts) > 0,
            col(OutboxRow.due_at) > now,
        )
        .values(due_at=now)
    )
    return ended.rowcount > 0


def next_due(session: Session) -> datetime | None:
    """Returns when the next waiting message is due."""
    moment: datetime | None
    ((moment,),) = _NEXT_DUE.rows(session.connection())
    return moment


def _finish(session: Session, row_id: int, **values: object) -> None:
    session.connection().execute(
        update(TABLE).where(_COLUMNS.id == row_id).values(claimed_until=None, **values)
    )
