"""Released results for whoever asks, with a picture.

Drawn on the reader's side: no vote waits for it.
"""

from collections.abc import Sequence

from bot.actions import people
from bot.actions.files import stored
from bot.actions.polls.cards import subjects_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.polls.poll import Audience, Poll, PollState
from bot.domain.words import filled
from bot.exports.charts.ballots import BallotBar, BallotChart, ballot_chart
from bot.exports.charts.frame import Caption
from bot.messages import OutFile
from bot.storage.polls import polls
from bot.texts import polls as texts
from bot.texts.polls.results import decimal


def released(work: UnitOfWork, cycle: Cycle, reader: Person, *, leads: bool) -> list[Poll]:
    """Returns the released polls that this person may see, in the order in which they were held.

    What the leadership alone has is for whoever `leads`, and not about himself.
    """
    shown = []
    for poll in polls.of_cycle(work.session, cycle.id):
        if poll.state is not PollState.RELEASED:
            continue
        is_own = conflicts.concerns(reader, subjects_of(work, poll))
        if poll.released_to is not Audience.LEADERSHIP or (leads and not is_own):
            shown.append(poll)
    return shown


def picture(
    work: UnitOfWork, cycle: Cycle, shown: Sequence[Poll], *, scores: bool
) -> OutFile | None:
    """Returns one bar per secretary, of the form's first row; None where no distribution was
    released.
    """
    bars = []
    results = [poll.result for poll in shown]
    for result in results:
        # A result whose numbers are withheld has no groups, and no bars.
        if not result.groups:
            continue
        form = result.terms.form
        totals = {score.person: score.total for score in result.scores}
        for item in form.items:
            if item.row != form.rows[0] or result.hides(item.position):
                continue
            lines = [item.folded(group.counts[item.position]) for group in result.groups]
            total = totals[item.subject.person]
            score = ""
            if scores and total is not None:
                score = decimal(total, result.terms.decimals)
            bar = BallotBar(
                name=item.subject.title,
                branch=item.subject.branch,
                counts=tuple(sum(numbers) for numbers in zip(*lines, strict=True)),
                score=score,
            )
            bars.append(bar)
    if not bars:
        return None
    unit = people.department(work, cycle.department).name
    caption = Caption(texts.chart_title(cycle.year), unit, work.now.astimezone(work.zone))
    terms = results[0].terms
    steps = terms.form.items[0].steps
    chart = BallotChart(
        filled(caption, cycle.plan.words), steps, tuple(bars), str(terms.rule_version)
    )
    return stored(work, ballot_chart(chart), texts.chart_name(cycle.year), picture=True)
