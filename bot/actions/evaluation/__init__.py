"""From the four inputs to the grade and its announcement (S31-S33)."""

from bot.actions.evaluation.ballots import ballots
from bot.actions.evaluation.grading import (
    GRADE,
    Decision,
    Proposal,
    confirm,
    decline,
    preview,
    propose,
    propose_all,
)
from bot.actions.evaluation.inputs import (
    add,
    correct,
    entry_case,
    inputs_of,
    inputs_of_all,
    speaker,
)
from bot.actions.evaluation.overview import Evaluated, evaluated, overview
from bot.actions.evaluation.rated import former, of_year
from bot.actions.evaluation.results import (
    RECEIPT,
    TELL,
    ask_telling,
    decline_telling,
    note_read,
    object_to,
    own_result,
    read,
    tell,
)
from bot.actions.evaluation.sheets import breaches, sheet_of, sheets

__all__ = [
    "GRADE",
    "RECEIPT",
    "TELL",
    "Decision",
    "Evaluated",
    "Proposal",
    "add",
    "ask_telling",
    "ballots",
    "breaches",
    "confirm",
    "correct",
    "decline",
    "decline_telling",
    "entry_case",
    "evaluated",
    "former",
    "inputs_of",
    "inputs_of_all",
    "note_read",
    "object_to",
    "of_year",
    "overview",
    "own_result",
    "preview",
    "propose",
    "propose_all",
    "read",
    "sheet_of",
    "sheets",
    "speaker",
    "tell",
]
