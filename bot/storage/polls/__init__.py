"""Polls, their rolls and ballot cells; the meeting with its attendance; paper ballots."""

from bot.storage.polls import cells, meeting, paper, polls, roll, votes

__all__ = ["cells", "meeting", "paper", "polls", "roll", "votes"]
