"""8 整改清单: a list for each branch that puts something right; and what was seen at spot checks."""

from collections.abc import Iterator

from bot.actions import spot_checks
from bot.actions.exporting.dossier import Dossier, Paper
from bot.actions.rectification.lists import branch_list
from bot.exports.rectification_list import rectification_list
from bot.texts import spot_checks as spot_check_texts
from bot.texts.exporting import rectification as texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    """Yields the lists for every reader, the record of spot checks for who may have all of it."""
    for branch in dossier.roster.all_places:
        paper = branch_list(dossier.work, dossier.cycle, branch)
        if paper.items:
            yield Paper(texts.name(branch.name), rectification_list(paper))
    # Who is concerned himself is not told where somebody has looked.
    if dossier.is_whole:
        record = spot_checks.record(dossier.work, dossier.cycle)
        if record is not None:
            yield Paper(spot_check_texts.record_name(dossier.cycle.plan.unit), record)
