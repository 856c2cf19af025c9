"""The folders of what goes up, in their order: which parts of the plan each belongs to, and its
papers.
"""

from bot.actions.exporting.dossier import Papers
from bot.actions.exporting.folders import (
    ballots,
    grades,
    kept,
    meeting,
    opinions,
    procedure,
    publicity,
    rectification,
    reports,
)
from bot.domain.plan import Part
from bot.texts.exporting.folders import Folder

# A folder is there where the plan has one of its parts; the first always.
NUMBERED: dict[Folder, tuple[tuple[Part, ...], Papers]] = {
    Folder.PLAN: ((), procedure.papers),
    Folder.MEETING: ((Part.MEETING,), meeting.papers),
    Folder.REPORTS: ((Part.REPORT,), reports.papers),
    Folder.BALLOTS: ((Part.BALLOT,), ballots.papers),
    Folder.OPINIONS: ((Part.OPINION,), opinions.papers),
    Folder.GRADES: ((Part.GRADE,), grades.papers),
    Folder.PUBLICITY: ((Part.PUBLICITY, Part.RESULT_LIST), publicity.papers),
    Folder.RECTIFICATION: ((Part.RECTIFICATION,), rectification.papers),
}
KEPT: Papers = kept.papers

__all__ = ["KEPT", "NUMBERED"]
