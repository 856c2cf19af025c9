"""From when the terms of a year's things count, and what keeps a year from being over."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain.polls.poll import OVER
from bot.domain.publicity.publication import State as PublicityState
from bot.domain.rectification.help_requests import HelpState
from bot.domain.retention import YearSpan
from bot.storage.audit import AuditRow
from bot.storage.cycles import ARCHIVED, CycleRow
from bot.storage.evaluation.results import ResultRow
from bot.storage.polls.polls import PollRow
from bot.storage.publicity import PublicityRow
from bot.storage.rectification.help_requests import HelpRequestRow
from bot.storage.rectification.items import ItemRow

ARCHIVING = ("cycle.archived", "cycle.adopted")


def spans(session: Session, department_id: str, now: datetime, today: date) -> list[YearSpan]:
    """Returns the department's years, the oldest first. When each was archived the trail tells."""
    lines = select(AuditRow.subject, AuditRow.at).where(
        AuditRow.department_id == department_id, col(AuditRow.verb).in_(ARCHIVING)
    )
    archived = dict(session.exec(lines.order_by(col(AuditRow.id))).all())
    unsettled = _unsettled(session, department_id, now, today)
    rows = select(CycleRow).where(CycleRow.department_id == department_id)
    years: list[YearSpan] = []
    for row in session.exec(rows.order_by(col(CycleRow.year))):
        assert row.id is not None
        ended = None
        if row.state == ARCHIVED:
            # A year of before the trail told of it counts from its beginning: there is nothing else.
            ended = archived.get(f"cycle:{row.year}", row.created_at)
        years.append(YearSpan(row.id, row.year, row.created_at, ended, row.id in unsettled))
    return years


def _unsettled(session: Session, department_id: str, now: datetime, today: date) -> set[int]:
    """Returns the years in which somebody may still object, or waits for an end."""
    polls = select(PollRow.cycle_id).where(
        PollRow.department_id == department_id,
        col(PollRow.state).not_in(OVER) | (col(PollRow.destroy_at) > now),
    )
    publications = select(PublicityRow.cycle_id).where(
        PublicityRow.department_id == department_id, PublicityRow.state == PublicityState.OPEN
    )
    objections = select(ResultRow.cycle_id).where(ResultRow.until >= today)
    calls = (
        select(ItemRow.cycle_id)
        .join(HelpRequestRow, col(HelpRequestRow.item_id) == col(ItemRow.id))
        .where(HelpRequestRow.state != HelpState.SETTLED)
    )
    unsettled: set[int] = set()
    for statement in (polls, publications, objections, calls):
        unsettled.update(session.exec(statement))
    return unsettled
