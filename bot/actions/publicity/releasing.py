"""Preparing the publication, and releasing it by two persons. From then on the clock closes it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.actions import confirmations, people, submissions
from bot.actions.publicity.windows import open_window, withdraw_drafts
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person
from bot.domain.publicity import Window
from bot.domain.publicity.publication import Kind, NoticeFile, Terms
from bot.domain.publicity.refusals import AlreadyPublic, NothingToPublish
from bot.domain.publicity.report import PublicReport
from bot.domain.submissions import State
from bot.domain.values import dataclass
from bot.domain.words import filled
from bot.exports.notice import Notice, PublishedReport, notice_document
from bot.messages import Message, OutFile
from bot.storage import publicity as store
from bot.storage.polls import polls
from bot.texts import publicity as texts
from bot.texts.exporting import publicity as export_texts

PUBLISH = "publish_reports"


@dataclass(frozen=True)
class Preparation:
    """`without` are branches without a report that could be shown, `open` those whose report is not
    accepted yet.
    """

    reports: tuple[PublicReport, ...]
    without: tuple[str, ...]
    open: tuple[str, ...]
    rated: bool
    notice: OutFile


def prepare(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> Preparation:
    """Freezes what would be public and asks a second person; an earlier draft is withdrawn.

    Raises AlreadyPublic, NothingToPublish, NeedsSecondPerson.
    """
    released = store.latest(work.session, cycle.id)
    if released is not None and released.last is not None:
        raise AlreadyPublic(released.last)
    preparation = _gather(work, cycle)
    # From here on it is frozen: what is handed in later is not in it.
    withdraw_drafts(work, cycle, actor, Kind.REPORTS)
    publicity_id = store.propose(
        work.session,
        department_id=cycle.department,
        cycle_id=cycle.id,
        terms=Terms.of(cycle.plan),
        reports=preparation.reports,
        asked_by=actor.id,
    )
    card_text = CardText(
        texts.RELEASE_TITLE,
        texts.release_question(actor.name, cycle.plan, preparation.reports, preparation.without),
    )
    card_id = confirmations.ask_others(
        work, department, actor, PUBLISH, {"publicity": publicity_id}, card_text
    )
    store.keep_card(work.session, publicity_id, card_id)
    return preparation


def release(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> Window:
    """Opens the window and says so in the group, once. Raises NeedsSecondPerson, CardGone."""
    draft, period = open_window(work, cycle, card, actor)
    notice = stored_notice(work, cycle, draft.terms, draft.reports, period)
    store.keep_notice(work.session, draft.id, notice)
    subject = f"publicity:{draft.id}"
    work.audit(department.id, actor, "publicity.opened", subject, last=period.last.isoformat())
    text = texts.announcement(cycle.plan, period, len(draft.reports))
    work.message_group(department, Message(text=text), key=f"{subject}:opened", priority=3)
    confirmations.tell_posted(work, department, card, actor)
    return period


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Makes nothing public, and tells whoever asked. Raises NeedsSecondPerson, CardGone."""
    confirmations.decline(work, department, card, actor, texts.declined_notice(actor.name))
    store.decline(work.session, card.subject["publicity"])


def stored_notice(
    work: UnitOfWork,
    cycle: Cycle,
    terms: Terms,
    reports: Sequence[PublicReport],
    period: Window | None,
) -> NoticeFile:
    """Writes the notice into the file store: made once, read by everybody.

    Of a draft there is no period yet.
    """
    notice = Notice(
        unit=cycle.plan.unit,
        year=cycle.year,
        scope=terms.scope,
        contact=terms.contact,
        workdays=terms.workdays,
        reports=tuple(PublishedReport(report.branch, report.secretary) for report in reports),
        signature=cycle.plan.signature,
        words=cycle.plan.words,
    )
    if period is not None:
        notice = replace(notice, first=period.first, last=period.last)
    content = notice_document(notice)
    name = filled(export_texts.notice_name(cycle.year), cycle.plan.words)
    return NoticeFile(work.files.put(content), name, len(content))


def publishable(work: UnitOfWork, cycle: Cycle) -> dict[int, PublicReport]:
    """Returns the newest report of every branch that may be shown, by branch: those sent back are
    left out.
    """
    roster = people.roster(work, cycle.department)
    submission_by_branch = submissions.newest_of_all(work, cycle)
    reports = {}
    for branch in roster.places:
        submission = submission_by_branch.get(branch.id)
        # What was sent back is to be mended first; what nobody has reviewed yet may be shown.
        is_vacant = roster.subject_of(branch) is None
        if submission is None or is_vacant or submission.state is State.RETURNED:
            continue
        reports[branch.id] = PublicReport(
            branch_id=branch.id,
            branch=roster.home_of(branch),
            secretary=submissions.author(work, roster, branch, submission),
            version=submission.version,
            name=submission.name,
            characters=submission.characters,
            # of the file that was handed in, though a clean copy is shown
            sha256=submission.sha256,
            size=submission.size,
        )
    return reports


def _gather(work: UnitOfWork, cycle: Cycle) -> Preparation:
    """Brings together what could be public today. Raises NothingToPublish."""
    report_by_branch = publishable(work, cycle)
    if not report_by_branch:
        raise NothingToPublish
    reports = tuple(report_by_branch.values())
    roster = people.roster(work, cycle.department)
    submission_by_branch = submissions.newest_of_all(work, cycle)
    notice = stored_notice(work, cycle, Terms.of(cycle.plan), reports, None)
    return Preparation(
        reports=reports,
        without=tuple(branch.name for branch in roster.places if branch.id not in report_by_branch),
        # What nobody has accepted yet is shown with the rest, and named to the asker.
        open=tuple(
            report.branch
            for report in reports
            if submission_by_branch[report.branch_id].state is not State.ACCEPTED
        ),
        rated=bool(polls.of_cycle(work.session, cycle.id)),
        notice=OutFile(notice.sha256, notice.name, notice.size),
    )
