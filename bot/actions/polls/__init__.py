"""The on-site evaluation: open, vote, close, count, destroy, release (S28)."""

from bot.actions.polls.auditing import breaches
from bot.actions.polls.ballots import Ballots
from bot.actions.polls.cards import is_sheet
from bot.actions.polls.chairing import CHAIR, chair_card, open_chair, steer, steering
from bot.actions.polls.clock import next_due, run_due, void_lost
from bot.actions.polls.closing import ClosedPoll, close_open
from bot.actions.polls.handing_out import hand_out, was_handed_out
from bot.actions.polls.links import end_link
from bot.actions.polls.listening import open_for, reads_as_vote
from bot.actions.polls.meetings import (
    ATTEND,
    Agenda,
    agenda,
    announce_seed,
    attendance,
    draw_order,
    is_attendance_open,
    merge_categories,
    open_attendance,
    set_named,
    set_written,
    sign_in,
)
from bot.actions.polls.opening import OpenedPoll, next_subject, open_poll, speakers
from bot.actions.polls.papers import KIND as PAPER
from bot.actions.polls.papers import confirm as confirm_paper
from bot.actions.polls.papers import decline as decline_paper
from bot.actions.polls.papers import enter as enter_paper
from bot.actions.polls.papers import paper_cases
from bot.actions.polls.pictures import picture, released
from bot.actions.polls.releasing import KIND, Preview, ask_release, decline, release, release_cases
from bot.actions.polls.screens import screen_link
from bot.actions.polls.speeches import LISTEN, ask_time, begin_speech, end_speech
from bot.actions.polls.status import (
    PollStatus,
    card_state,
    is_held,
    missing,
    my_votes,
    named_choices,
    next_paper,
    sheet_view,
    status,
)
from bot.actions.polls.turning_cards import (
    awaits,
    handed_out,
    handed_out_key,
    open_sheet,
    open_sheet_for,
    sheet_notice,
    sheet_of,
)
from bot.actions.polls.withdrawing import KIND as WITHDRAWAL
from bot.actions.polls.withdrawing import ask_withdrawal, withdraw, withdrawal_cases
from bot.actions.polls.withdrawing import decline as decline_withdrawal
from bot.domain.polls.poll import poll_code

__all__ = [
    "ATTEND",
    "CHAIR",
    "KIND",
    "LISTEN",
    "PAPER",
    "WITHDRAWAL",
    "Agenda",
    "Ballots",
    "ClosedPoll",
    "OpenedPoll",
    "PollStatus",
    "Preview",
    "agenda",
    "announce_seed",
    "ask_release",
    "ask_time",
    "ask_withdrawal",
    "attendance",
    "awaits",
    "begin_speech",
    "breaches",
    "card_state",
    "chair_card",
    "close_open",
    "confirm_paper",
    "decline",
    "decline_paper",
    "decline_withdrawal",
    "draw_order",
    "end_link",
    "end_speech",
    "enter_paper",
    "hand_out",
    "handed_out",
    "handed_out_key",
    "is_attendance_open",
    "is_held",
    "is_sheet",
    "merge_categories",
    "missing",
    "my_votes",
    "named_choices",
    "next_due",
    "next_paper",
    "next_subject",
    "open_attendance",
    "open_chair",
    "open_for",
    "open_poll",
    "open_sheet",
    "open_sheet_for",
    "paper_cases",
    "picture",
    "poll_code",
    "reads_as_vote",
    "release",
    "release_cases",
    "released",
    "run_due",
    "screen_link",
    "set_named",
    "set_written",
    "sheet_notice",
    "sheet_of",
    "sheet_view",
    "sign_in",
    "speakers",
    "status",
    "steer",
    "steering",
    "void_lost",
    "was_handed_out",
    "withdraw",
    "withdrawal_cases",
]
