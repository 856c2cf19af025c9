"""4 测评: the 《现场测评统计表》 of all and of each class, and the numbers as a picture."""

from collections.abc import Iterator

from bot.actions.exporting.dossier import Dossier, Paper
from bot.actions.polls.cards import subjects_of
from bot.actions.polls.handing_over import ballot_report, released_polls
from bot.domain import conflicts
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.words import filled
from bot.exports.ballot_report import class_documents, report_document
from bot.exports.charts.ballots import BallotBar, BallotChart, ballot_chart
from bot.exports.charts.frame import Caption
from bot.texts import evaluation as words
from bot.texts.exporting import folders as texts
from bot.texts.polls import report as report_texts

BARS = 10  # secretaries on one picture: more would be unreadable on a phone


def papers(dossier: Dossier) -> Iterator[Paper]:
    """Yields those of polls that were released, and of none that is about the reader.

    The pictures stand in the order of the roster, some secretaries to each.
    """
    work, cycle = dossier.work, dossier.cycle
    polls = released_polls(work, cycle)
    reader = dossier.reader
    if reader is not None:
        polls = [poll for poll in polls if not conflicts.concerns(reader, subjects_of(work, poll))]
    if polls:
        report = ballot_report(work, cycle, polls)
        yield Paper(report_texts.file_name(""), report_document(report))
        for name, content in class_documents(report):
            yield Paper(report_texts.file_name(name), content)
    # The pictures: a sheet without numbers that may be shown has no bar on them.
    bars = []
    for sheet in dossier.sheets:
        bar = _bar(sheet)
        if bar is not None:
            bars.append((sheet, bar))
    for number, start in enumerate(range(0, len(bars), BARS), 1):
        shown = bars[start : start + BARS]
        first, _ = shown[0]
        assert first.ballot is not None, "a bar is made of a ballot"
        terms = first.ballot.result.terms
        caption = Caption(texts.chart_title(cycle.year), cycle.plan.unit, first.as_of)
        chart = BallotChart(
            filled(caption, cycle.plan.words),
            terms.form.items[0].steps,
            tuple(bar for _, bar in shown),
            str(terms.rule_version),
        )
        yield Paper(texts.chart_part(number), ballot_chart(chart))


def _bar(sheet: GradeSheet) -> BallotBar | None:
    """Adds up all categories, and the rows that have the steps of the first; returns None where
    nothing may be shown.
    """
    if sheet.ballot is None or sheet.ballot.result.withheld:
        return None
    result = sheet.ballot.result
    form = result.terms.form
    shown = [
        item
        for item in form.items_about(sheet.person)
        if item.steps == form.items[0].steps and not result.hides(item.position)
    ]
    lines = [item.folded(group.counts[item.position]) for group in result.groups for item in shown]
    if not lines:
        return None
    counts = tuple(sum(column) for column in zip(*lines, strict=True))
    score = words.ballot_score(sheet.ballot, sheet.person)
    return BallotBar(sheet.name, sheet.branch, counts, score)
