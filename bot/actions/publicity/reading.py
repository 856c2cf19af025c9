"""What is public, as everybody in scope may read it while the window is open."""

from dataclasses import dataclass
from datetime import date

from bot.actions.publicity.copies import copy_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Branch
from bot.domain.publicity.refusals import NoPublicReport, NotPublic
from bot.domain.publicity.report import PublicReport
from bot.messages import OutFile
from bot.storage import publicity as store
from bot.storage.publicity import PublicityRow


@dataclass(frozen=True)
class PublicityStatus:
    """`state` is none, proposed, open or closed; `feedback` counts named and anonymous together."""

    state: str
    first: date | None = None
    last: date | None = None
    reports: int = 0
    feedback: int = 0


def status(work: UnitOfWork, cycle: Cycle) -> PublicityStatus:
    row = store.latest(work.session, cycle.id)
    if row is None:
        waiting = store.proposed(work.session, cycle.id)
        return (
            PublicityStatus("proposed", reports=len(waiting[-1].reports))
            if waiting
            else PublicityStatus("none")
        )
    assert row.id is not None
    heard = store.feedback_count(work.session, row.id)
    return PublicityStatus(row.state, row.first, row.last, len(row.reports), heard)


def open_now(work: UnitOfWork, cycle: Cycle) -> PublicityRow:
    """The publication that is open at this moment, also where the clock has not come by yet. Raises NotPublic."""
    row = store.latest(work.session, cycle.id)
    if row is None or row.state != "open" or row.closes_at is None or row.closes_at <= work.now:
        raise NotPublic
    return row


def reports_of(row: PublicityRow) -> tuple[PublicReport, ...]:
    return tuple(PublicReport(**one) for one in row.reports)


def public_file(work: UnitOfWork, cycle: Cycle, branch: Branch | None) -> OutFile:
    """A clean copy of a branch's report, or the notice. Raises NotPublic, NoPublicReport."""
    row = open_now(work, cycle)
    if branch is None:
        assert row.notice is not None
        return OutFile(row.notice["sha256"], row.notice["name"], row.notice["size"])
    found = next((one for one in reports_of(row) if one.branch_id == branch.id), None)
    if found is None:
        raise NoPublicReport(branch.name)
    return copy_of(work, cycle, found)
