"""6 等次汇总表: the grades of all on one list, once one is decided."""

from collections.abc import Iterator

from bot.actions.exporting.dossier import Dossier, Paper
from bot.exports.grade_list import GradeLine, grade_list
from bot.texts.exporting import grades as texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    """Yields nothing for whoever may not see his own grade beside the others'."""
    decided = [sheet for sheet in dossier.sheets if sheet.grade is not None]
    if not decided or not dossier.is_whole:
        return
    lines = []
    # Also who has no grade yet: an open cell says so, a shorter list would hide it.
    for sheet in dossier.sheets:
        grade = ""
        if sheet.grade is not None:
            grade = sheet.grade.grade
        lines.append(GradeLine(sheet.name, sheet.branch, grade))
    content = grade_list(dossier.cycle.plan, lines, dossier.work.today)
    yield Paper(texts.NAME, content)
