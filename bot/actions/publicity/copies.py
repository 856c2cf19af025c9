"""A public report as it is handed out: a clean copy of the version that was frozen.

The file itself stays with the organiser.
"""

from bot.actions import manuscripts
from bot.actions.files import stored
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.publicity.report import PublicReport
from bot.exports.clean_copy import clean_copy
from bot.messages import OutFile
from bot.texts import publicity as texts


def copy_of(work: UnitOfWork, cycle: Cycle, report: PublicReport) -> OutFile:
    """Writes and returns the copy that is asked for; the same version gives the same bytes."""
    # Written anew from its text: a file carries what is not read on it (docs/decisions/0014).
    content = clean_copy(manuscripts.of_version(work, cycle, report.branch_id, report.version))
    name = texts.public_name(report.branch, report.secretary, ".docx")
    return stored(work, content, name)
