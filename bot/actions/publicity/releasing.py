"""Preparing the publication, and releasing it by two persons. From then on the clock closes it."""

from dataclasses import dataclass

from bot.actions import confirmations, people, submissions
from bot.actions.calendar import calendar_of
from bot.actions.confirmations import CardText
from bot.actions.publicity.reading import reports_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.publicity import Window, window
from bot.domain.publicity.refusals import AlreadyPublic, NothingToPublish
from bot.domain.publicity.report import PublicReport
from bot.domain.refusals import CardGone
from bot.domain.submissions import State
from bot.exports.notice import Notice, PublishedReport, notice_document
from bot.messages import Message, OutFile
from bot.storage import publicity as store
from bot.storage.polls import polls
from bot.storage.publicity import PublicityRow
from bot.texts import exporting as export_texts
from bot.texts import publicity as texts

PUBLISH = "publish_reports"


@dataclass(frozen=True)
class Preparation:
    """`without` are branches without a report that could be shown, `open` those whose report is not accepted yet."""

    reports: tuple[PublicReport, ...]
    without: tuple[str, ...]
    open: tuple[str, ...]
    rated: bool
    notice: OutFile


def prepare(work: UnitOfWork, cycle: Cycle, department: Department, actor: Person) -> Preparation:
    """Freezes what would be public and asks a second person; an earlier draft is withdrawn.

    Raises AlreadyPublic, NothingToPublish, NeedsSecondPerson.
    """
    before = store.latest(work.session, cycle.id)
    if before is not None and before.last is not None:
        raise AlreadyPublic(before.last)
    made = _gathered(work, cycle)
    _withdraw(work, cycle, actor)
    row = store.add(work.session, _row(cycle, actor, made.reports))
    card_text = CardText(
        texts.RELEASE_TITLE,
        texts.release_question(actor.name, cycle.plan, made.reports, made.without),
    )
    row.request_id = confirmations.ask_others(
        work, department, actor, PUBLISH, {"publicity": row.id}, card_text
    )
    work.session.flush()
    return made


def release(
    work: UnitOfWork, cycle: Cycle, department: Department, card: OpenCard, actor: Person
) -> Window:
    """Opens the window and says so in the group, once. Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, card, actor, accepted=True)
    row = store.find(work.session, card.subject["publicity"])
    if row is None or row.id is None:
        raise CardGone
    period = window(work.today, row.workdays, calendar_of(cycle.plan))
    opened = {
        "first": period.first,
        "last": period.last,
        "opened_at": work.now,
        "closes_at": period.closes(work.zone),
    }
    if not store.move(
        work.session, row.id, before="proposed", after="open", confirmed_by=actor.id, **opened
    ):
        raise CardGone
    row.notice = stored_notice(work, cycle, row, period)
    work.session.flush()
    work.audit(
        department.id,
        actor,
        "publicity.opened",
        f"publicity:{row.id}",
        last=period.last.isoformat(),
    )
    text = texts.announcement(cycle.plan, period, len(row.reports))
    work.message_group(department, Message(text=text), key=f"publicity:{row.id}:opened", priority=3)
    return period


def decline(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Nothing becomes public. Raises NeedsSecondPerson, CardGone."""
    confirmations.decide(work, card, actor, accepted=False)
    store.move(work.session, card.subject["publicity"], before="proposed", after="declined")
    confirmations.tell_asker(work, department, card, texts.declined_notice(actor.name))


def stored_notice(
    work: UnitOfWork, cycle: Cycle, row: PublicityRow, period: Window | None
) -> dict[str, str | int]:
    """Writes the notice into the file store: made once, read by everybody."""
    reports = tuple(
        PublishedReport(one.branch, one.secretary, one.name, one.characters)
        for one in reports_of(row)
    )
    first, last = (period.first, period.last) if period else (None, None)
    content = notice_document(
        Notice(
            cycle.plan.unit, cycle.year, row.scope, row.contact, row.workdays, reports, first, last
        )
    )
    name = export_texts.notice_name(cycle.year)
    return {"sha256": work.files.put(content), "name": name, "size": len(content)}


def published(work: UnitOfWork, cycle: Cycle) -> dict[int, PublicReport]:
    """The newest report of every branch that may be shown, by branch: those sent back are left out."""
    roster, newest = people.roster(work, cycle.department), submissions.newest_of_all(work, cycle)
    found = {}
    for branch in roster.branches:
        made, secretary = newest.get(branch.id), roster.secretary_of(branch)
        if made is not None and secretary is not None and made.state is not State.RETURNED:
            found[branch.id] = PublicReport(
                branch_id=branch.id,
                branch=branch.name,
                secretary=secretary.name,
                version=made.version,
                name=made.name,
                characters=made.characters,
                sha256=made.sha256,
                size=made.size,
            )
    return found


def _gathered(work: UnitOfWork, cycle: Cycle) -> Preparation:
    found = published(work, cycle)
    if not found:
        raise NothingToPublish
    roster, newest = people.roster(work, cycle.department), submissions.newest_of_all(work, cycle)
    row = _row(cycle, roster.people[0], tuple(found.values()))
    notice = stored_notice(work, cycle, row, None)
    return Preparation(
        reports=tuple(found.values()),
        without=tuple(branch.name for branch in roster.branches if branch.id not in found),
        open=tuple(
            one.branch
            for one in found.values()
            if newest[one.branch_id].state is not State.ACCEPTED
        ),
        rated=bool(polls.of_cycle(work.session, cycle.id)),
        notice=OutFile(str(notice["sha256"]), str(notice["name"]), int(notice["size"])),
    )


def _row(cycle: Cycle, actor: Person, reports: tuple[PublicReport, ...]) -> PublicityRow:
    plan = cycle.plan
    return PublicityRow(
        department_id=cycle.department,
        cycle_id=cycle.id,
        scope=plan.publicity_scope,
        contact=plan.help_contact,
        workdays=plan.publicity_days,
        reports=[one.plain() for one in reports],
        asked_by=actor.id,
    )


def _withdraw(work: UnitOfWork, cycle: Cycle, actor: Person) -> None:
    for row in store.proposed(work.session, cycle.id):
        assert row.id is not None
        store.move(work.session, row.id, before="proposed", after="withdrawn")
        confirmations.withdraw(work, row.request_id, actor)
