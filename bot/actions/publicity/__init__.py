"""Making the reports public, and taking what is said about them (S29)."""

from bot.actions.publicity.clock import close_due, next_due
from bot.actions.publicity.copies import copy_of
from bot.actions.publicity.corrections import CORRECT, ask_correction, carry_out, decline_correction
from bot.actions.publicity.extending import check_last_day, extend
from bot.actions.publicity.feedback import ShownFeedback, feedback_of, give, note_read, readable_by
from bot.actions.publicity.letters import Letters
from bot.actions.publicity.reading import PublicityStatus, open_now, public_file, status
from bot.actions.publicity.releasing import PUBLISH, Preparation, decline, prepare, release
from bot.actions.publicity.result_list import (
    PUBLISH_LIST,
    PreparedList,
    decline_list,
    has_listed,
    prepare_list,
    public_list,
    release_list,
)

__all__ = [
    "CORRECT",
    "PUBLISH",
    "PUBLISH_LIST",
    "Letters",
    "Preparation",
    "PreparedList",
    "PublicityStatus",
    "ShownFeedback",
    "ask_correction",
    "carry_out",
    "check_last_day",
    "close_due",
    "copy_of",
    "decline",
    "decline_correction",
    "decline_list",
    "extend",
    "feedback_of",
    "give",
    "has_listed",
    "next_due",
    "note_read",
    "open_now",
    "prepare",
    "prepare_list",
    "public_file",
    "public_list",
    "readable_by",
    "release",
    "release_list",
    "status",
]
