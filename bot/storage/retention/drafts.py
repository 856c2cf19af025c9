"""What a later version took the place of, and what was asked and never done.

What anything else stands on stays: a version that was public, or from which items of the ledger
came; an opinion that was told; a card by which something was decided.
"""

from collections.abc import Collection, Iterator
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, delete, select

from bot.domain.open_cards import Outcome
from bot.domain.retention import Found
from bot.storage.evaluation.grades import GradeRow
from bot.storage.evaluation.opinions import OpinionRow
from bot.storage.evaluation.results import ResultRow
from bot.storage.judging import OverrulingRow, TripleRow
from bot.storage.materials import MaterialRow
from bot.storage.open_cards import CardRow
from bot.storage.polls.meeting import MeetingRow
from bot.storage.polls.paper import PaperRow
from bot.storage.publicity import CorrectionRow, PublicityRow
from bot.storage.rectification.items import ItemRow
from bot.storage.retention.removed import BATCH, Removed
from bot.storage.submission_rows import SubmissionRow

Draft = SubmissionRow | MaterialRow | OpinionRow | CardRow


def due_drafts(
    session: Session, department_id: str, cycle_ids: Collection[int], before: datetime | None
) -> Found:
    """Counts those of these years, and cards that were asked before this moment."""
    drafts = _drafts(session, department_id, cycle_ids, before)
    return Found.of(_made_at(draft) for draft in drafts)


def remove_drafts(
    session: Session, department_id: str, cycle_ids: Collection[int], before: datetime | None
) -> Removed:
    """Removes some of them; nothing is left when it removes none."""
    removed = Removed()
    drafts = list(_drafts(session, department_id, cycle_ids, before))
    for draft in drafts[:BATCH]:
        match draft:
            case SubmissionRow():
                removed.add(draft.sha256, draft.manuscript)
                session.exec(
                    delete(OverrulingRow).where(col(OverrulingRow.submission_id) == draft.id)
                )
            case MaterialRow():
                removed.add(draft.sha256)
            case OpinionRow():
                removed.add()
            case CardRow():
                removed.add(draft.subject)
        session.delete(draft)
    session.flush()
    return removed


def _drafts(
    session: Session, department_id: str, cycle_ids: Collection[int], before: datetime | None
) -> Iterator[Draft]:
    for cycle_id in cycle_ids:
        yield from _reports(session, cycle_id)
        yield from _materials(session, cycle_id)
        yield from _opinions(session, cycle_id)
    if before is not None:
        yield from _cards(session, department_id, before)


def _made_at(draft: Draft) -> datetime:
    match draft:
        case SubmissionRow() | MaterialRow():
            return draft.received_at
        case OpinionRow():
            return draft.made_at
        case CardRow():
            return draft.asked_at


def _reports(session: Session, cycle_id: int) -> Iterator[SubmissionRow]:
    newest = dict(
        session.exec(
            select(SubmissionRow.branch_id, func.max(SubmissionRow.version))
            .where(SubmissionRow.cycle_id == cycle_id)
            .group_by(col(SubmissionRow.branch_id))
        ).all()
    )
    # Items may have come to another year's ledger, so all years are asked.
    in_use = set(session.exec(select(TripleRow.submission_id)).all())
    in_use |= {item for item in session.exec(select(ItemRow.submission_id)).all() if item}
    public = _public_versions(session, cycle_id)
    rows = select(SubmissionRow).where(SubmissionRow.cycle_id == cycle_id)
    for row in session.exec(rows.order_by(col(SubmissionRow.id))):
        is_superseded = row.version < newest[row.branch_id]
        is_public = (row.branch_id, row.version) in public
        if is_superseded and not is_public and row.id not in in_use:
            yield row


def _public_versions(session: Session, cycle_id: int) -> set[tuple[int, int]]:
    """Returns branch and version of every report that was or is public, or is about to be."""
    publications = select(PublicityRow).where(PublicityRow.cycle_id == cycle_id)
    corrections = select(CorrectionRow).join(
        PublicityRow, col(CorrectionRow.publicity_id) == col(PublicityRow.id)
    )
    shown = [report for row in session.exec(publications) for report in row.reports]
    for correction in session.exec(corrections.where(PublicityRow.cycle_id == cycle_id)):
        shown += [correction.before, correction.after]
    return {(report["branch_id"], report["version"]) for report in shown}


def _materials(session: Session, cycle_id: int) -> Iterator[MaterialRow]:
    rows = select(MaterialRow).where(MaterialRow.cycle_id == cycle_id)
    by_place: dict[tuple[int, str], MaterialRow] = {}
    for row in session.exec(rows.order_by(col(MaterialRow.version))):
        place = (row.branch_id, row.material)
        if place in by_place:
            yield by_place[place]
        by_place[place] = row


def _opinions(session: Session, cycle_id: int) -> Iterator[OpinionRow]:
    delivered = set(
        session.exec(select(ResultRow.opinion_id).where(ResultRow.cycle_id == cycle_id)).all()
    )
    rows = select(OpinionRow).where(OpinionRow.cycle_id == cycle_id)
    by_person: dict[int, OpinionRow] = {}
    for row in session.exec(rows.order_by(col(OpinionRow.version))):
        before = by_person.get(row.person_id)
        if before is not None and before.id not in delivered:
            yield before
        by_person[row.person_id] = row


def _cards(session: Session, department_id: str, before: datetime) -> Iterator[CardRow]:
    """Cards that were declined or that a newer one replaced, and that nothing refers to."""
    references = (
        select(GradeRow.request_id),
        select(PublicityRow.request_id),
        select(PaperRow.request_id),
        select(ResultRow.receipt_id),
        select(MeetingRow.attendance_card),
    )
    named: set[str | None] = set()
    for reference in references:
        named.update(session.exec(reference).all())
    rows = select(CardRow).where(
        CardRow.department_id == department_id,
        col(CardRow.state).in_((Outcome.DECLINED, Outcome.WITHDRAWN)),
        col(CardRow.asked_at) < before,
    )
    yield from (row for row in session.exec(rows) if row.id not in named)
