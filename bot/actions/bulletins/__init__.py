"""The periodic bulletin: drafted from the ledger, edited, released by a second person, said once
(S36).

It stands on the ledger; the ledger knows nothing of it.
"""

from bot.actions.bulletins.drafting import KIND, Bulletin, draft, edit, paper, period_to_tell
from bot.actions.bulletins.releasing import ask_release, decline, release
from bot.actions.bulletins.reminding import period_to_draft, remind_due

__all__ = [
    "KIND",
    "Bulletin",
    "ask_release",
    "decline",
    "draft",
    "edit",
    "paper",
    "period_to_draft",
    "period_to_tell",
    "release",
    "remind_due",
]
