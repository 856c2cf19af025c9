"""Correcting what is public: the newest report of a branch takes the place of the one shown, and
both are named.
"""

from bot.actions import confirmations, people
from bot.actions.publicity.reading import open_now
from bot.actions.publicity.releasing import publishable, stored_notice
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Branch, Department, Person
from bot.domain.publicity.refusals import CorrectionNeedsNew, NoPublicReport
from bot.domain.publicity.report import PublicReport
from bot.domain.refusals import CardGone
from bot.messages import Message
from bot.storage import publicity as store
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
    """Asks a second person; returns what is shown and what would be.

    Raises NotPublic, NoPublicReport, CorrectionNeedsNew, NeedsSecondPerson.
    """
    publication = open_now(work, cycle)
    after = publishable(work, cycle).get(branch.id)
    before = publication.report_of(branch)
    if before is None or after is None:
        raise NoPublicReport(branch.name)
    if before.sha256 == after.sha256:
        raise CorrectionNeedsNew(branch.name)
    correction_id = store.add_correction(
        work.session, publication.id, before, after, reason, asked_by=actor.id, now=work.now
    )
    confirmations.ask_others(
        work,
        department,
        actor,
        CORRECT,
        {"correction": correction_id},
        CardText(
            texts.CORRECTION_TITLE, texts.correction_question(actor.name, before, after, reason)
        ),
        about=conflicts.answering(people.roster(work, department.id), branch),
    )
    return before, after


def carry_out(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> None:
    """Shows the new report and tells the group what it was before.

    Raises NeedsSecondPerson, CardGone, NotPublic.
    """
    confirmations.decide(work, card, actor, accepted=True)
    correction = store.correction(work.session, card.subject["correction"])
    publication = open_now(work, cycle)
    if correction is None or not correction.is_open or correction.publication != publication.id:
        raise CardGone
    store.confirm_correction(work.session, correction.id, confirmed_by=actor.id, now=work.now)
    # The notice names the reports that are public, so it is written anew with them.
    publication = store.replace_report(work.session, publication.id, correction.after)
    notice = stored_notice(work, cycle, publication.terms, publication.reports, publication.window)
    store.keep_notice(work.session, publication.id, notice)
    before, after = correction.before, correction.after
    work.audit(
        department.id,
        actor,
        "publicity.corrected",
        f"branch:{after.branch_id}",
        before=before.version,
        after=after.version,
    )
    work.message_group(
        department,
        Message(text=texts.correction_posted(before, after, correction.reason)),
        key=f"publicity:correction:{correction.id}",
        priority=3,  # before ordinary messages, also when the platform's allowance runs low
    )
    confirmations.tell_posted(work, department, card, actor)


def decline_correction(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> None:
    """Leaves what is public as it is, and tells whoever asked.

    Raises NeedsSecondPerson, CardGone.
    """
    confirmations.decline(work, department, card, actor, texts.declined_notice(actor.name))
    store.decline_correction(work.session, card.subject["correction"])
