"""Inputs, opinions, grades and what was told of them.

Rows are added, not overwritten: the history is the table.
"""

from bot.storage.evaluation.grades import (
    GradeRecord,
    GradeRow,
    add_grade,
    decide_grade,
    grade,
    grades,
    note_request,
)
from bot.storage.evaluation.inputs import (
    InputRecord,
    InputRow,
    add_input,
    input_numbered,
    inputs,
    note_remarks,
)
from bot.storage.evaluation.opinions import (
    OpinionDeskRow,
    OpinionRecord,
    OpinionRow,
    add_opinion,
    on_desk,
    opinion,
    put_on_desk,
)
from bot.storage.evaluation.results import (
    ResultRecord,
    ResultRow,
    add_objection,
    add_result,
    note_read,
    note_receipt,
    results,
)

__all__ = [
    "GradeRecord",
    "GradeRow",
    "InputRecord",
    "InputRow",
    "OpinionDeskRow",
    "OpinionRecord",
    "OpinionRow",
    "ResultRecord",
    "ResultRow",
    "add_grade",
    "add_input",
    "add_objection",
    "add_opinion",
    "add_result",
    "decide_grade",
    "grade",
    "grades",
    "input_numbered",
    "inputs",
    "note_read",
    "note_receipt",
    "note_remarks",
    "note_request",
    "on_desk",
    "opinion",
    "put_on_desk",
    "results",
]
