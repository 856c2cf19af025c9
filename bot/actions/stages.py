"""What is recorded of each stage, counted from the facts.

Nobody has to tick anything off (rule of conduct 1).
"""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date, datetime

from bot.actions import notices, people, submissions
from bot.actions.evaluation.rated import of_year
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.grades import State as GradeState
from bot.domain.people import Roster
from bot.domain.plan import Part
from bot.domain.polls.poll import PollState
from bot.domain.publicity.publication import State as PublicationState
from bot.domain.stages import Fact, Progress, Standing, settled, standings
from bot.domain.submissions import State as SubmissionState
from bot.domain.submissions import Submission
from bot.domain.values import dataclass
from bot.storage import evaluation, publicity
from bot.storage.polls import polls


@dataclass(frozen=True)
class Known:
    """What was read already: the roster, and the newest report per branch id."""

    roster: Roster
    reports: Mapping[int, Submission]


Count = Callable[[UnitOfWork, Cycle, Known], Fact]


def standing(work: UnitOfWork, cycle: Cycle, known: Known) -> tuple[Standing, ...]:
    """Returns where each stage of the plan stands today, in the plan's order."""
    # Whether a meeting took place is known by its ballots alone.
    facts = {
        stage: count(work, cycle, known)
        for stage, count in FACTS.items()
        if stage != "meeting" or cycle.plan.has(Part.BALLOT)
    }
    return standings(cycle.plan, facts, work.today)


def all_settled(work: UnitOfWork, cycle: Cycle) -> bool:
    """Tells whether everything that the group waits for is complete."""
    return settled(standing(work, cycle, _read(work, cycle)))


def running(work: UnitOfWork, cycle: Cycle) -> tuple[str, ...]:
    """Returns the ids of what is going on now.

    An open poll comes first, then the stages that are late or under way, then the next one.
    """
    going: list[str] = []
    if any(poll.state is PollState.OPEN for poll in polls.of_cycle(work.session, cycle.id)):
        going.append("poll")
    ahead: list[str] = []
    for stage in standing(work, cycle, _read(work, cycle)):
        if stage.progress in (Progress.OVERDUE, Progress.UNDER_WAY):
            going.append(stage.stage.id)
        elif stage.progress is Progress.AHEAD:
            ahead.append(stage.stage.id)
    return (*going, *ahead[:1])


def _read(work: UnitOfWork, cycle: Cycle) -> Known:
    return Known(people.roster(work, cycle.department), submissions.newest_of_all(work, cycle))


def _notice(work: UnitOfWork, cycle: Cycle, _known: Known) -> Fact:
    notice = notices.posted(work, cycle)
    if notice is None:
        return Fact(0, 1)
    return Fact(1, 1, work.day_of(notice.planned_at))


def _reports(work: UnitOfWork, _cycle: Cycle, known: Known) -> Fact:
    received = [report.received_at for report in known.reports.values()]
    return Fact(len(received), len(known.roster.places), _last_day(work, received))


def _reviews(work: UnitOfWork, _cycle: Cycle, known: Known) -> Fact:
    decided = [
        report.decided_at
        for report in known.reports.values()
        if report.state is SubmissionState.ACCEPTED
    ]
    return Fact(len(decided), len(known.roster.places), _last_day(work, decided))


def _meeting(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    """Counts the secretaries whose ballots are counted."""
    counted = [poll for poll in polls.of_cycle(work.session, cycle.id) if poll.is_counted]
    rated = {person_id for poll in counted for person_id in poll.subject_ids}
    last = _last_day(work, (poll.closed_at for poll in counted))
    return _of_secretaries(work, cycle, known, rated, last)


def _publicity(work: UnitOfWork, cycle: Cycle, _known: Known) -> Fact:
    """Tells whether the window of the publicity has closed, with which it is done."""
    publication = publicity.latest(work.session, cycle.id)
    if publication is None or publication.state is not PublicationState.CLOSED:
        return Fact(0, 1)
    return Fact(1, 1, _last_day(work, [publication.closed_at]))


def _grades(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    """Counts the secretaries with a confirmed grade."""
    history = evaluation.grades(work.session, cycle.id)
    confirmed = [grade for grade in history if grade.state is GradeState.CONFIRMED]
    graded = {grade.person_id for grade in confirmed}
    last = _last_day(work, (grade.decided_at for grade in confirmed))
    return _of_secretaries(work, cycle, known, graded, last)


def _feedback(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    results = evaluation.results(work.session, cycle.id)
    told = _last_day(work, (result.told_at for result in results.values()))
    return _of_secretaries(work, cycle, known, results, told)


def _rectification(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    """Counts the branches that have their list; the work on it goes on long after."""
    items = ledger.of_year(work, cycle)
    owners = {owner.branch for item in items for owner in item.owners}
    listed = [branch for branch in known.roster.places if branch.id in owners]
    entered = _last_day(work, (item.created_at for item in items))
    return Fact(len(listed), len(known.roster.places), entered)


FACTS: dict[str, Count] = {
    "notice": _notice,
    "report": _reports,
    "review": _reviews,
    "meeting": _meeting,
    "publicity": _publicity,
    "grade": _grades,
    "feedback": _feedback,
    "rectification": _rectification,
}


def _of_secretaries(
    work: UnitOfWork, cycle: Cycle, known: Known, done: Container[int], last: date | None
) -> Fact:
    secretaries = of_year(work, cycle, known.roster)
    ready = [secretary for secretary in secretaries if secretary.id in done]
    return Fact(len(ready), len(secretaries), last)


def _last_day(work: UnitOfWork, moments: Iterable[datetime | None]) -> date | None:
    past = [moment for moment in moments if moment is not None]
    if not past:
        return None
    return work.day_of(max(past))
