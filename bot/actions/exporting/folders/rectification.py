"""8 整改清单: a list for each branch that puts something right."""

from collections.abc import Iterator

from bot.actions.exporting.dossier import Dossier, Paper
from bot.actions.rectification.lists import branch_list
from bot.exports.rectification_list import rectification_list
from bot.texts.exporting import rectification as texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    for branch in dossier.roster.all_places:
        paper = branch_list(dossier.work, dossier.cycle, branch)
        if paper.items:
            yield Paper(texts.name(branch.name), rectification_list(paper))
