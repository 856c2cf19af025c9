"""Released results for whoever asks, with a picture. Drawn on the reader's side: no vote waits for it."""

from collections.abc import Sequence
from fractions import Fraction

from bot.actions import people
from bot.actions.polls.releasing import result_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.polls.results import Result
from bot.exports.charts.ballots import BallotBar, BallotChart, ballot_chart
from bot.exports.charts.frame import Caption
from bot.messages import OutFile
from bot.storage.polls import polls
from bot.texts import polls as texts
from bot.texts.polls.results import decimal


def released(work: UnitOfWork, cycle: Cycle) -> tuple[Result, ...]:
    """The released results, in the order in which the polls were held."""
    return tuple(
        result_of(row) for row in polls.of_cycle(work.session, cycle.id) if row.state == "released"
    )


def picture(work: UnitOfWork, cycle: Cycle, results: Sequence[Result]) -> OutFile | None:
    """One bar per secretary, of the form's first row; None where no distribution was released."""
    bars = tuple(bar for result in results if result.groups for bar in _bars(result))
    if not bars:
        return None
    unit = people.department(work, cycle.department).name
    caption = Caption(texts.chart_title(cycle.year), unit, work.now.astimezone(work.zone))
    terms = results[0].terms
    content = ballot_chart(BallotChart(caption, terms.form.steps, bars, str(terms.rule_version)))
    return OutFile(
        work.files.put(content), texts.chart_name(cycle.year), len(content), picture=True
    )


def _bars(result: Result) -> list[BallotBar]:
    form, scores = result.terms.form, {score.person: score for score in result.scores}
    firsts = [
        item for item in form.items if item.row == form.rows[0] and not result.hides(item.position)
    ]
    return [
        BallotBar(
            name=item.subject.title,
            branch=item.subject.branch,
            counts=tuple(
                map(
                    sum, zip(*(group.counts[item.position] for group in result.groups), strict=True)
                )
            ),
            score=_shown(result, scores[item.subject.person].total),
        )
        for item in firsts
    ]


def _shown(result: Result, total: Fraction | None) -> str:
    return decimal(total, result.terms.decimals) if total is not None else ""
