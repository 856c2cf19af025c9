"""Polls, their rolls and ballot cells; the meeting with its attendance and speeches; paper
ballots;
what is written on sheets without a name.
"""

from bot.storage.polls import (
    cells,
    links,
    meeting,
    paper,
    polls,
    roll,
    screens,
    speeches,
    votes,
    words,
)

__all__ = [
    "cells",
    "links",
    "meeting",
    "paper",
    "polls",
    "roll",
    "screens",
    "speeches",
    "votes",
    "words",
]
