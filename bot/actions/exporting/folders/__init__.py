"""The folders of what goes up, in their order: which part of the plan each belongs to, and its papers."""

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

NUMBERED: dict[Folder, tuple[Part | None, Papers]] = {
    Folder.PLAN: (None, procedure.papers),
    Folder.MEETING: (Part.MEETING, meeting.papers),
    Folder.REPORTS: (Part.REPORT, reports.papers),
    Folder.BALLOTS: (Part.BALLOT, ballots.papers),
    Folder.OPINIONS: (Part.OPINION, opinions.papers),
    Folder.GRADES: (Part.GRADE, grades.papers),
    Folder.PUBLICITY: (Part.PUBLICITY, publicity.papers),
    Folder.RECTIFICATION: (Part.RECTIFICATION, rectification.papers),
}
KEPT: Papers = kept.papers

__all__ = ["KEPT", "NUMBERED"]
