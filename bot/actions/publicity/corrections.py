"""Correcting what is public: the newest report of a branch takes the place of the one shown, and both are named."""

from bot.actions import confirmations, people
from bot.actions.confirmations import CardText
from bot.actions.publicity.reading import open_now, reports_of
from bot.actions.publicity.releasing import published, stored_notice
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Department, Person
from bot.domain.publicity import Window
from bot.domain.publicity.refusals import CorrectionNeedsNew, NoPublicReport
from bot.domain.publicity.report import PublicReport
from bot.domain.refusals import CardGone
from bot.messages import Message
from bot.storage import publicity as store
from bot.storage.publicity import CorrectionRow
from bot.texts import publicity as texts

CORRECT = "correct_publicity"


def ask_correction(
    work: UnitOfWork,
    cycle: Cycle,
    department: Department,
    actor: Person,
    branch: Branch,
    reason: str,
) -> tuple[PublicReport, PublicReport]:
    """What is shown and what would be. Raises NotPublic, NoPublicReport, CorrectionNeedsNew, NeedsSecondPerson."""
    row = open_now(work, cycle)
    assert row.id is not None
    after = published(work, cycle).get(branch.id)
    before = next((one for one in reports_of(row) if one.branch_id == branch.id), None)
    if before is None or after is None:
        raise NoPublicReport(branch.name)
    if before.sha256 == after.sha256:
        raise CorrectionNeedsNew(branch.name)
    made = store.add_correction(work.session, _row(work, row.id, actor, before, after, reason))
    card_text = CardText(
        texts.CORRECTION_TITLE, texts.correction_question(actor.name, before, after, reason)
    )
    about = conflicts.answering(people.roster(work, department.id), branch)
    confirmations.ask_others(
        work, department, actor, CORRECT, {"correction": made.id}, card_text, about=about
    )
    return before, after


def carry_out(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> None:
    """Shows the new report and tells the group what it was before. Raises NeedsSecondPerson, CardGone, NotPublic."""
    confirmations.decide(work, card, actor, accepted=True)
    made = store.correction(work.session, card.subject["correction"])
    row = open_now(work, cycle)
    if made is None or made.state != "proposed" or row.id != made.publicity_id:
        raise CardGone
    made.state, made.confirmed_by, made.at = "done", actor.id, work.now
    row.reports = [made.after if one["branch_id"] == made.branch_id else one for one in row.reports]
    assert row.first is not None
    assert row.last is not None
    row.notice = stored_notice(work, cycle, row, Window(row.first, row.last))
    work.session.flush()
    before, after = PublicReport(**made.before), PublicReport(**made.after)
    work.audit(
        department.id,
        actor,
        "publicity.corrected",
        f"branch:{made.branch_id}",
        before=before.version,
        after=after.version,
    )
    text = texts.correction_posted(before, after, made.reason)
    work.message_group(
        department, Message(text=text), key=f"publicity:correction:{made.id}", priority=3
    )


def decline_correction(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> None:
    """Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, card, actor, accepted=False)
    made = store.correction(work.session, card.subject["correction"])
    if made is not None:
        made.state = "declined"
        work.session.flush()
    confirmations.tell_asker(work, department, card, texts.declined_notice(actor.name))


def _row(
    work: UnitOfWork,
    publicity_id: int,
    actor: Person,
    before: PublicReport,
    after: PublicReport,
    reason: str,
) -> CorrectionRow:
    return CorrectionRow(
        publicity_id=publicity_id,
        branch_id=before.branch_id,
        before=before.plain(),
        after=after.plain(),
        reason=reason,
        asked_by=actor.id,
        at=work.now,
    )
