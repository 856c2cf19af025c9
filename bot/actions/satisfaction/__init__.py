"""Whether a branch's people are satisfied (S8): asked by the ballots of `bot.actions.polls`, among
them alone.
"""

from bot.actions.satisfaction.asking import OpenedPoll, ask, end
from bot.actions.satisfaction.releasing import KIND, ask_release, decline, release
from bot.actions.satisfaction.status import (
    BranchPoll,
    Released,
    branch_polls,
    of_weak_branch,
    released,
)

__all__ = [
    "KIND",
    "BranchPoll",
    "OpenedPoll",
    "Released",
    "ask",
    "ask_release",
    "branch_polls",
    "decline",
    "end",
    "of_weak_branch",
    "release",
    "released",
]
