"""Files about one secretary, put into the file store so that they can be sent."""

from collections.abc import Sequence

from bot.actions.files import Incoming, stored
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.unreadable import UnreadableFile
from bot.domain.cycle import Cycle
from bot.domain.evaluation.observation_sheet import Row
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.refusals import FileUnreadable
from bot.exports.grade_sheet import grade_sheet_document, grade_sheet_picture
from bot.exports.observation_sheet import observation_sheet, observation_workbook
from bot.exports.opinion import opinion_document, working_copy
from bot.messages import OutFile
from bot.texts.evaluation import observation_sheet as observation_texts
from bot.texts.exporting import opinions as texts
from bot.texts.exporting import sheets as sheets_texts


def opinion_file(work: UnitOfWork, sheet: GradeSheet) -> OutFile:
    """Returns what the secretary is told."""
    return stored(work, opinion_document(sheet), texts.working_copy(sheet.name))


def working_copy_file(work: UnitOfWork, sheets: Sequence[GradeSheet]) -> OutFile:
    """Returns the opinions of one or several in one Word file, to be edited and sent back."""
    name = texts.opinions_name(sheets[0].year)
    if len(sheets) == 1:
        name = texts.working_copy(sheets[0].name)
    return stored(work, working_copy(sheets), name)


def observation_sheet_file(
    work: UnitOfWork, cycle: Cycle, kind: str, names: Sequence[str], author: str
) -> OutFile:
    """Returns an empty sheet with a row for each of these names."""
    title = observation_texts.title(cycle.year, kind)
    content = observation_sheet(title, observation_texts.NOTE, names, author, cycle.plan.words)
    return stored(work, content, observation_texts.file_name(kind))


def observation_workbook_file(
    work: UnitOfWork, cycle: Cycle, kind: str, names: Sequence[str], author: str
) -> OutFile:
    """Returns the same sheet as an Excel workbook."""
    title = observation_texts.title(cycle.year, kind)
    content = observation_workbook(title, observation_texts.NOTE, names, author)
    return stored(work, content, observation_texts.file_name(kind, "xlsx"))


def rows_of_workbook(work: UnitOfWork, file: Incoming) -> tuple[Row, ...]:
    """Returns what stands on a sheet that came back, read in the worker where there is one.

    Raises FileUnreadable.
    """
    content = work.files.read(file.sha256)
    try:
        if work.reader is None:
            # Otherwise it is the worker's, and this process does without lxml.
            from bot.documents.observation_workbook import (  # noqa: PLC0415
                read_observation_workbook,
            )

            return read_observation_workbook(content).rows
        return work.reader.observations(content).rows
    except UnreadableFile as error:
        raise FileUnreadable(error.code, file.name) from None


def sheet_document(work: UnitOfWork, cycle: Cycle, sheet: GradeSheet) -> OutFile:
    content = grade_sheet_document(sheet, best=cycle.plan.grade_steps[0])
    return stored(work, content, sheets_texts.sheet_name(sheet.name, "docx"))


def sheet_picture(work: UnitOfWork, sheet: GradeSheet) -> OutFile:
    return stored(
        work, grade_sheet_picture(sheet), sheets_texts.sheet_name(sheet.name, "png"), picture=True
    )
