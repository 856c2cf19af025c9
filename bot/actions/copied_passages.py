"""Passages of a report that stand in other reports too: of other branches this year, or in its own
of last year.
"""

from bot.actions import manuscripts
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.manuscript import Manuscript
from bot.domain.people import Branch
from bot.domain.refusals import NothingHandedIn
from bot.domain.report import Imprint, SharedPassage, gather_passages, shared_passages
from bot.domain.values import dataclass
from bot.storage import cycles, submissions

ENOUGH_IN_COMMON = 4  # fingerprints below which two reports are not worth comparing


@dataclass(frozen=True)
class CopiedPassage:
    """`branches` are ids.

    `last_year` tells that it stands in the branch's own report of last year.
    """

    text: str
    branches: tuple[int, ...]
    last_year: bool


def of_newest(work: UnitOfWork, cycle: Cycle, branch: Branch) -> tuple[CopiedPassage, ...]:
    """Returns the copied passages of the newest version, the most shared first.

    For author and organiser only.

    Raises NothingHandedIn.
    """
    submission = submissions.newest(work.session, cycle.id, branch.id)
    if submission is None:
        raise NothingHandedIn(branch.name)
    return find(work, cycle, branch, manuscripts.read(work.files, submission.manuscript))


def find(
    work: UnitOfWork, cycle: Cycle, branch: Branch, manuscript: Manuscript
) -> tuple[CopiedPassage, ...]:
    """Returns the passages of a text that stand in other reports, the most shared first."""
    own = Imprint.of(manuscript.text)
    # What everybody quotes, the plan's own words, is not copied.
    quoted = (cycle.plan.title, *(area.title for area in cycle.plan.report.focus_areas))
    templates = [Imprint.of(words) for words in quoted]
    reports: dict[int | None, str] = {
        submission.branch: submission.manuscript
        for submission in submissions.newest_of_all(work.session, cycle.id).values()
        if submission.branch != branch.id
    }
    # Its own of last year is of no other branch: it stands under None.
    last_year = cycles.of_year(work.session, cycle.department, cycle.year - 1)
    if last_year is not None:
        report_before = submissions.newest(work.session, last_year.id, branch.id)
        if report_before is not None:
            reports[None] = report_before.manuscript
    shared: dict[int | None, tuple[SharedPassage, ...]] = {}
    for source, sha256 in reports.items():
        other = manuscripts.imprint(work.files, sha256)
        # To compare two texts costs much, and what shares so little shares no passage.
        if own.in_common(other) >= ENOUGH_IN_COMMON:
            shared[source] = shared_passages(own, other, templates=templates)
    return tuple(
        CopiedPassage(
            text=manuscript.text[passage.start : passage.end],
            branches=tuple(source for source in passage.sources if source),
            last_year=None in passage.sources,
        )
        for passage in gather_passages(shared)
    )
