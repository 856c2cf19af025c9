"""The draft of a bulletin: figures that are renewed, and words of a person, which stay."""

from collections.abc import Sequence

from bot.actions import open_cards
from bot.actions.bulletins import contents
from bot.actions.files import stored as file_of
from bot.actions.rectification.ledger import of_department
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.rectification.bulletins import (
    BulletinState,
    Period,
    Section,
    last_period,
    running_period,
)
from bot.domain.rectification.items import Item
from bot.domain.rectification.refusals import NoDraft, NoItems, NothingToReport
from bot.domain.values import dataclass
from bot.exports.bulletin import BulletinPaper, bulletin_document
from bot.messages import OutFile
from bot.storage.rectification import bulletins as store
from bot.storage.rectification.bulletins import StoredBulletin
from bot.texts import bulletins as texts

KIND = "release_bulletin"


@dataclass(frozen=True)
class Bulletin:
    """As people see it. `sections` are pairs of heading and text, in their order."""

    period: Period
    title: str
    sections: tuple[tuple[str, str], ...]
    chart: OutFile
    released: bool


def draft(work: UnitOfWork, cycle: Cycle, actor: Person) -> Bulletin:
    """Returns the bulletin of the period that ended last, with today's figures.

    What a person wrote stays. Where nobody reported or saw anything in that period it is the
    running one's. A bulletin that was released, or that somebody is asked to confirm as he was
    shown it, stays as it is. Raises NoItems, NothingToReport.
    """
    items = of_department(work, cycle.department)
    if not items:
        raise NoItems
    period = period_to_tell(work, cycle, items)
    stored = store.of_period(work.session, cycle.department, period.name)
    if stored is None:
        stored = store.add(
            work.session,
            department_id=cycle.department,
            period=period.name,
            sections=contents.sections(work, cycle, period, items),
            chart=contents.chart(work, cycle, period, items),
            drafted_by=actor.id,
            as_of=work.now,
        )
        work.audit(cycle.department, actor, "bulletin.drafted", f"bulletin:{period.name}")
    elif stored.state is BulletinState.DRAFT and not open_cards.of_kind(
        work, cycle.department, KIND
    ):
        # Figures are renewed; what a person has written is his.
        written = {section: stored.sections[section] for section in stored.edited}
        stored = store.refresh(
            work.session,
            stored.id,
            sections=contents.sections(work, cycle, period, items) | written,
            chart=contents.chart(work, cycle, period, items),
            as_of=work.now,
        )
    return as_shown(work, cycle, stored)


def period_to_tell(work: UnitOfWork, cycle: Cycle, items: Sequence[Item]) -> Period:
    """Returns the last period, or the running one where that alone has something to tell.

    Raises NothingToReport.
    """
    rhythm = cycle.plan.rectification.bulletin
    last = last_period(work.today, rhythm)
    if store.of_period(work.session, cycle.department, last.name) is not None:
        return last
    running = running_period(work.today, rhythm)
    for period in (last, running):
        if not contents.happened(work, cycle, period, items).is_nothing:
            return period
    # Where nobody reported or saw anything there is no bulletin (docs/decisions/0033).
    raise NothingToReport(last.first)


def paper(work: UnitOfWork, cycle: Cycle, bulletin: Bulletin) -> OutFile:
    """Puts the draft into the file store as a Word document."""
    content = bulletin_document(
        BulletinPaper(
            bulletin.title,
            bulletin.sections,
            signature=cycle.plan.signature,
            dated=work.today,
            addressee=texts.ADDRESSEE,
            words=cycle.plan.words,
        )
    )
    return file_of(work, content, texts.document_name(bulletin.period))


def edit(work: UnitOfWork, cycle: Cycle, actor: Person, section: Section, text: str) -> None:
    """Replaces the drafted words by a person's. Raises NoDraft."""
    stored = unreleased(work, cycle)
    store.edit(work.session, stored.id, section, text, actor.id)
    # What was shown for confirmation is no longer what it says.
    open_cards.withdraw_all(work, cycle.department, KIND, actor)
    subject = f"bulletin:{stored.period}"
    work.audit(cycle.department, actor, "bulletin.edited", subject, section=section.value)


def unreleased(work: UnitOfWork, cycle: Cycle) -> StoredBulletin:
    """Returns the bulletin that is not released yet. Raises NoDraft."""
    stored = store.draft(work.session, cycle.department)
    if stored is None:
        raise NoDraft
    return stored


def as_shown(work: UnitOfWork, cycle: Cycle, stored: StoredBulletin) -> Bulletin:
    """Returns a stored bulletin under its headings, with its picture."""
    period = Period.named(stored.period)
    size = work.files.path(stored.chart).stat().st_size
    return Bulletin(
        period=period,
        title=texts.title(cycle.plan.unit, period),
        sections=tuple((texts.SECTIONS[section], stored.sections[section]) for section in Section),
        chart=OutFile(stored.chart, texts.chart_name(period), size, picture=True),
        released=stored.state is BulletinState.RELEASED,
    )
