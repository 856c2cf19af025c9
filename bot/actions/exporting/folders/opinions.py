"""5 评价意见: each as the committee signs it, without sources, once the grade is decided."""

from collections.abc import Iterator

from bot.actions.exporting.dossier import Dossier, Paper
from bot.exports.opinion import opinion_document
from bot.texts.exporting import opinions as texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    for sheet in dossier.sheets:
        # Until the grade is decided it is a draft, and drafts stay private (rule of conduct 7).
        if sheet.opinion is not None and sheet.grade is not None:
            name = texts.opinion_name(f"{sheet.branch}{sheet.name}")
            yield Paper(name, opinion_document(sheet))
