"""What is public, as everybody in scope may read it while the window is open."""

from datetime import date

from bot.actions.publicity.copies import copy_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.publicity.publication import Publication, State
from bot.domain.publicity.refusals import NoPublicReport, NotPublic
from bot.domain.values import dataclass
from bot.messages import OutFile
from bot.storage import feedback as feedback_store
from bot.storage import publicity as store


@dataclass(frozen=True)
class PublicityStatus:
    """`state` is none, proposed, open or closed; `feedback` counts named and anonymous together."""

    state: str
    first: date | None = None
    last: date | None = None
    reports: int = 0
    feedback: int = 0


def status(work: UnitOfWork, cycle: Cycle) -> PublicityStatus:
    """Returns how far the year's publication has come."""
    publication = store.latest(work.session, cycle.id)
    if publication is not None:
        return PublicityStatus(
            publication.state,
            publication.first,
            publication.last,
            len(publication.reports),
            feedback_store.count(work.session, publication.id),
        )
    drafts = store.proposed(work.session, cycle.id)
    if drafts:
        return PublicityStatus(State.PROPOSED, reports=len(drafts[-1].reports))
    return PublicityStatus("none")


def open_now(work: UnitOfWork, cycle: Cycle) -> Publication:
    """Returns the publication that is open at this moment.

    Raises NotPublic, also before the clock has closed it.
    """
    publication = store.latest(work.session, cycle.id)
    if publication is None or publication.state is not State.OPEN:
        raise NotPublic
    # The end is a moment and not a beat: nobody reads on because the clock is late.
    if publication.closes_at is None or publication.closes_at <= work.now:
        raise NotPublic
    return publication


def public_file(work: UnitOfWork, cycle: Cycle, branch: Branch | None) -> OutFile:
    """Returns a clean copy of a branch's report, or the notice.

    Raises NotPublic, NoPublicReport.
    """
    publication = open_now(work, cycle)
    if branch is None:
        notice = publication.notice
        assert notice is not None
        return OutFile(notice.sha256, notice.name, notice.size)
    report = publication.report_of(branch)
    if report is None:
        raise NoPublicReport(branch.name)
    return copy_of(work, cycle, report)
