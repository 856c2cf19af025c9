"""What a plan may leave out of the procedure, and which stage or section brings it."""

from enum import StrEnum


class Part(StrEnum):
    """A part of the procedure that a plan may leave out (`Plan.has`)."""

    NOTICE = "notice"
    FIELDWORK = "fieldwork"
    REPORT = "report"
    OUTLINE = "outline"  # the report is judged by its parts and cases, not by its length alone
    PROPORTION = "proportion"
    FOCUS = "focus"
    REVIEW = "review"
    MEETING = "meeting"
    BALLOT = "ballot"
    PUBLICITY = "publicity"
    FEEDBACK = "feedback"  # on what is public, or written on a sheet without a name
    RESULT_LIST = "result_list"  # names with their results are made public
    GRADE = "grade"
    OPINION = "opinion"
    EVERYDAY = "everyday"
    VISITS = "visits"
    COMMENTS = "comments"
    OTHER_INPUTS = "other_inputs"
    RECTIFICATION = "rectification"
    SATISFACTION = "satisfaction"


# Those that have a section of their own in the file.
SECTIONED = frozenset(
    {
        Part.REPORT,
        Part.MEETING,
        Part.BALLOT,
        Part.PUBLICITY,
        Part.RECTIFICATION,
        Part.SATISFACTION,
    }
)

# The stage that brings a part with it.
STAGE_OF = {
    Part.NOTICE: "notice",
    Part.FIELDWORK: "fieldwork",
    Part.REPORT: "report",
    Part.REVIEW: "review",
    Part.MEETING: "meeting",
    Part.PUBLICITY: "publicity",
    Part.GRADE: "grade",
    Part.OPINION: "feedback",
    Part.RECTIFICATION: "rectification",
}
