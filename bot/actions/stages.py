"""What is recorded of each stage, counted from the facts: nobody has to tick anything off (rule of conduct 1)."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.actions import notices, people, submissions
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Roster
from bot.domain.polls.poll import PollState
from bot.domain.stages import Fact, Progress, Standing, settled, standings
from bot.domain.submissions import Submission
from bot.storage import evaluation, publicity
from bot.storage.polls import polls


@dataclass(frozen=True)
class Known:
    """What was read already: the roster, and the newest report per branch id."""

    roster: Roster
    reports: Mapping[int, Submission]


Counted = Callable[[UnitOfWork, Cycle, Known], Fact]


def standing(work: UnitOfWork, cycle: Cycle, known: Known) -> tuple[Standing, ...]:
    facts = {stage: count(work, cycle, known) for stage, count in FACTS.items()}
    return standings(cycle.plan, facts, work.today)


def all_settled(work: UnitOfWork, cycle: Cycle) -> bool:
    """Whether everything that the group waits for is complete."""
    known = Known(people.roster(work, cycle.department), submissions.newest_of_all(work, cycle))
    return settled(standing(work, cycle, known))


def running(work: UnitOfWork, cycle: Cycle) -> tuple[str, ...]:
    """Ids of what is going on now, an open poll first, then the stages that are late or under way, else the next one."""
    known = Known(people.roster(work, cycle.department), submissions.newest_of_all(work, cycle))
    found = standing(work, cycle, known)
    going = [
        one.stage.id for one in found if one.progress in (Progress.OVERDUE, Progress.UNDER_WAY)
    ]
    ahead = [one.stage.id for one in found if one.progress is Progress.AHEAD][:1]
    voting = any(poll.state is PollState.OPEN for poll in polls.of_cycle(work.session, cycle.id))
    return ("poll", *going, *ahead) if voting else (*going, *ahead)


def _notice(work: UnitOfWork, cycle: Cycle, _known: Known) -> Fact:
    row = notices.posted(work, cycle)
    return Fact(1 if row else 0, 1, _last_day(work, (row.planned_at,)) if row else None)


def _reports(work: UnitOfWork, _cycle: Cycle, known: Known) -> Fact:
    last = _last_day(work, (one.received_at for one in known.reports.values()))
    return Fact(len(known.reports), len(known.roster.branches), last)


def _reviews(work: UnitOfWork, _cycle: Cycle, known: Known) -> Fact:
    accepted = [one for one in known.reports.values() if one.state == "accepted"]
    return Fact(
        len(accepted),
        len(known.roster.branches),
        _last_day(work, (one.decided_at for one in accepted)),
    )


def _meeting(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    """Secretaries whose ballots are counted."""
    done = [
        poll
        for poll in polls.of_cycle(work.session, cycle.id)
        if poll.state in (PollState.COUNTED, PollState.RELEASED)
    ]
    rated = {person_id for poll in done for person_id in poll.subject_ids}
    here = sum(secretary.id in rated for secretary in known.roster.secretaries)
    return Fact(
        here, len(known.roster.secretaries), _last_day(work, (poll.closed_at for poll in done))
    )


def _publicity(work: UnitOfWork, cycle: Cycle, _known: Known) -> Fact:
    """Done when the window has closed."""
    row = publicity.latest(work.session, cycle.id)
    closed = row is not None and row.state == "closed"
    return Fact(1 if closed else 0, 1, _last_day(work, (row.closed_at,)) if row else None)


def _grades(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    """Confirmed ones."""
    found = [row for row in evaluation.grades(work.session, cycle.id) if row.state == "confirmed"]
    graded = {row.person_id for row in found}
    return _of_secretaries(known, graded, _last_day(work, (row.decided_at for row in found)))


def _feedback(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    found = evaluation.results(work.session, cycle.id)
    return _of_secretaries(
        known, set(found), _last_day(work, (row.told_at for row in found.values()))
    )


def _rectification(work: UnitOfWork, cycle: Cycle, known: Known) -> Fact:
    """Branches that have their list; the work on it goes on long after."""
    everything = ledger.of_department(work, cycle.department, archived=True)
    found = [item for item in everything if item.cycle == cycle.id]
    listed = {owner.branch for item in found for owner in item.owners}
    here = sum(branch.id in listed for branch in known.roster.branches)
    return Fact(
        here, len(known.roster.branches), _last_day(work, (item.created_at for item in found))
    )


def _of_secretaries(known: Known, done: Container[int], last: date | None) -> Fact:
    here = sum(secretary.id in done for secretary in known.roster.secretaries)
    return Fact(here, len(known.roster.secretaries), last)


FACTS: dict[str, Counted] = {
    "notice": _notice,
    "report": _reports,
    "review": _reviews,
    "meeting": _meeting,
    "publicity": _publicity,
    "grade": _grades,
    "feedback": _feedback,
    "rectification": _rectification,
}


def _last_day(work: UnitOfWork, moments: Iterable[datetime | None]) -> date | None:
    known = [moment for moment in moments if moment is not None]
    return max(known).astimezone(work.zone).date() if known else None
