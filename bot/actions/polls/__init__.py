"""The on-site evaluation: open, vote, close, count, destroy, release (S28)."""

from bot.actions.polls.ballots import Ballots
from bot.actions.polls.cards import is_sheet
from bot.actions.polls.chairing import CHAIR, chair_card, open_chair, steer, steering
from bot.actions.polls.clock import next_due, run_due, void_lost
from bot.actions.polls.closing import (
    END_SHORT,
    ClosedPoll,
    ask_before_void,
    close_known,
    close_open,
    open_evaluation,
)
from bot.actions.polls.events import KIND as NOTICE
from bot.actions.polls.events import STAGE as MEETING_STAGE
from bot.actions.polls.events import announce as announce_event
from bot.actions.polls.events import ask_for_the_rest, forget_question, standing_draft, subject_of
from bot.actions.polls.events import draft as draft_event
from bot.actions.polls.events import is_asked as is_asked_for_event
from bot.actions.polls.events import propose as propose_event
from bot.actions.polls.handing_out import hand_out, hand_out_late, was_handed_out
from bot.actions.polls.handing_over import report_files
from bot.actions.polls.inviting import next_due as reminds_of_meetings_at
from bot.actions.polls.inviting import remind_due as remind_of_meetings
from bot.actions.polls.links import end_link
from bot.actions.polls.listening import open_for, reads_as_vote, says_planned_step
from bot.actions.polls.meetings import (
    Hall,
    Talk,
    agenda,
    event,
    hall,
    merge_categories,
    set_named,
    set_written,
)
from bot.actions.polls.opening import OpenedPoll, next_subject, open_poll, speakers
from bot.actions.polls.ordering import (
    check_order,
    draw_order,
    enter_order,
    follow_roster,
    is_order_told,
    keep_seed,
)
from bot.actions.polls.papers import KIND as PAPER
from bot.actions.polls.papers import confirm as confirm_paper
from bot.actions.polls.papers import decline as decline_paper
from bot.actions.polls.papers import enter as enter_paper
from bot.actions.polls.papers import paper_cases
from bot.actions.polls.pictures import picture, released
from bot.actions.polls.presence import (
    ATTEND,
    Attendance,
    attendance,
    end_leave,
    is_attendance_open,
    is_on_leave,
    open_attendance,
    sign_in,
    take_leave,
)
from bot.actions.polls.releasing import (
    KIND,
    Preview,
    ask_release,
    audience_of,
    decline,
    release,
    release_cases,
)
from bot.actions.polls.screens import screen_link
from bot.actions.polls.speeches import begin_speech, end_speech
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
    "END_SHORT",
    "KIND",
    "MEETING_STAGE",
    "NOTICE",
    "PAPER",
    "WITHDRAWAL",
    "Attendance",
    "Ballots",
    "ClosedPoll",
    "Hall",
    "OpenedPoll",
    "PollStatus",
    "Preview",
    "Talk",
    "agenda",
    "announce_event",
    "ask_before_void",
    "ask_for_the_rest",
    "ask_release",
    "ask_withdrawal",
    "attendance",
    "audience_of",
    "awaits",
    "begin_speech",
    "card_state",
    "chair_card",
    "check_order",
    "close_known",
    "close_open",
    "confirm_paper",
    "decline",
    "decline_paper",
    "decline_withdrawal",
    "draft_event",
    "draw_order",
    "end_leave",
    "end_link",
    "end_speech",
    "enter_order",
    "enter_paper",
    "event",
    "follow_roster",
    "forget_question",
    "hall",
    "hand_out",
    "hand_out_late",
    "handed_out",
    "handed_out_key",
    "is_asked_for_event",
    "is_attendance_open",
    "is_held",
    "is_on_leave",
    "is_order_told",
    "is_sheet",
    "keep_seed",
    "merge_categories",
    "missing",
    "my_votes",
    "named_choices",
    "next_due",
    "next_paper",
    "next_subject",
    "open_attendance",
    "open_chair",
    "open_evaluation",
    "open_for",
    "open_poll",
    "open_sheet",
    "open_sheet_for",
    "paper_cases",
    "picture",
    "poll_code",
    "propose_event",
    "reads_as_vote",
    "release",
    "release_cases",
    "released",
    "remind_of_meetings",
    "reminds_of_meetings_at",
    "report_files",
    "run_due",
    "says_planned_step",
    "screen_link",
    "set_named",
    "set_written",
    "sheet_notice",
    "sheet_of",
    "sheet_view",
    "sign_in",
    "speakers",
    "standing_draft",
    "status",
    "steer",
    "steering",
    "subject_of",
    "take_leave",
    "void_lost",
    "was_handed_out",
    "withdraw",
    "withdrawal_cases",
]
