"""What stays in the house: the workbook, the grade sheets with their sources, drafts, a branch's
basis.
"""

from collections.abc import Iterator

from bot.actions.exporting.dossier import Dossier, Paper
from bot.actions.exporting.workbook import item_counts, year_workbook
from bot.actions.rectification.ledger import branch_of
from bot.exports.branch_basis import branch_basis
from bot.exports.grade_sheet import grade_sheet_document
from bot.exports.opinion import working_copy
from bot.texts.exporting import basis as basis_texts
from bot.texts.exporting import opinions as opinion_texts
from bot.texts.exporting import sheets as texts
from bot.texts.exporting import workbook as workbook_texts


def papers(dossier: Dossier) -> Iterator[Paper]:
    """Yields opinion and basis only where there is something to say."""
    cycle = dossier.cycle
    content = year_workbook(dossier.work, cycle, dossier.roster, dossier.sheets, dossier.reader)
    yield Paper(workbook_texts.workbook_name(cycle.plan.unit, cycle.year), content)
    for sheet in dossier.sheets:
        person = f"{sheet.branch}{sheet.name}"
        document = grade_sheet_document(sheet, best=cycle.plan.grade_steps[0])
        yield Paper(texts.sheet_name(person, "docx"), document)
        if sheet.opinion is not None:
            yield Paper(opinion_texts.working_copy(person), working_copy([sheet]))
        place = branch_of(dossier.roster, sheet.place)
        # What one person among others is told says nothing of a branch's year (S34).
        is_of_branch = place in dossier.roster.branches
        if is_of_branch and (sheet.grade is not None or sheet.opinion is not None):
            items, closed = item_counts(dossier.work, cycle, place)
            name = f"{basis_texts.branch_title(cycle.year, place.name)}.docx"
            yield Paper(name, branch_basis(sheet, items=items, closed=closed))
