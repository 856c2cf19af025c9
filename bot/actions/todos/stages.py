"""The steps of the plan themselves, for those who act in them by the plan (`acts`)."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from bot.actions import polls, stages
from bot.actions.stages import Known
from bot.actions.todos.desk import Desk, Request, Todo
from bot.domain.people import Role
from bot.domain.stages import Progress
from bot.texts import todos as texts

SOON = timedelta(days=3)
# Whoever is evaluated hears of his own report and list; the others vote when they are asked.
ACTING = frozenset({Role.LEADER, Role.ORGANISER})


def to_finish(desk: Desk, told: Collection[date | None]) -> Iterator[Todo]:
    """Steps that are due within three days and not done, if the plan reminds of them.

    `told` are the days of what else waits for this person: what stands there says it already.
    """
    roles = {role.value for role in desk.person.roles & ACTING}
    # Asked first, for most people act in no step, and counting the steps reads the year.
    if not any(roles.intersection(stage.acts) for stage in desk.plan.stages if stage.reminds):
        return
    known = Known(desk.roster, desk.facts.reports)
    for standing in stages.standing(desk.work, desk.cycle, known):
        stage = standing.stage
        is_soon = desk.work.today <= stage.due <= desk.work.today + SOON
        if standing.progress is Progress.DONE or not is_soon or stage.due in told:
            continue
        if stage.reminds and roles.intersection(stage.acts):
            request, button = None, ""
            if stage.id == polls.MEETING_STAGE:
                request, button = Request("会议"), texts.SEE
            yield Todo(f"stage:{stage.id}", stage.title, stage.due, request, button)
