"""What comes next for everybody: the first stage ahead, then the follow-up, then the archive."""

from bot.actions import polls, stages
from bot.actions.plan_days import PUBLICITY
from bot.actions.rectification import ledger
from bot.actions.stages import Known
from bot.actions.todos.desk import Facts
from bot.domain.publicity.publication import State as PublicationState
from bot.domain.rectification.items import State
from bot.domain.stages import Progress
from bot.storage import publicity
from bot.texts import todos as texts


def upcoming(facts: Facts) -> str:
    """Returns in words what comes next for everybody."""
    work, cycle = facts.work, facts.cycle
    if cycle.archived:
        return texts.next_year(cycle.year + 1)
    known = Known(facts.roster, facts.reports)
    standings = stages.standing(work, cycle, known)
    publication = publicity.latest(work.session, cycle.id)
    is_public = publication is not None and publication.state is PublicationState.OPEN
    for standing in standings:
        # A window that is open has begun: its last day is no step that is still to come.
        if is_public and standing.stage.id == PUBLICITY:
            continue
        is_ahead = standing.progress in (Progress.AHEAD, Progress.UNDER_WAY)
        if not is_ahead or standing.stage.due < work.today:
            continue
        event = polls.event(work, cycle)
        if standing.stage.id == polls.MEETING_STAGE and event.at is not None:
            return texts.next_meeting(standing.stage.title, event.at, work.zone, event.place)
        return texts.next_stage(standing.stage.title, standing.stage.due)
    for standing in standings:
        is_running = is_public and standing.stage.id == PUBLICITY
        if standing.progress is Progress.OVERDUE or is_running:
            return texts.going_on(standing.stage.title)
    # After the plan's last step the ledger goes on (S35).
    unfinished = [item for item in facts.items if item.state is not State.CLOSED]
    days = ledger.due_days(work, cycle, unfinished).values()
    if days:
        ahead = [day for day in days if day >= work.today]
        return texts.next_due(min(ahead, default=None), len(unfinished))
    return texts.NEXT_ARCHIVE
