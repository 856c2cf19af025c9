"""Polls, their rolls and ballot cells; the meeting with its attendance and speeches; paper
ballots.
"""

from bot.storage.polls import cells, links, meeting, paper, polls, roll, screens, speeches, votes

__all__ = ["cells", "links", "meeting", "paper", "polls", "roll", "screens", "speeches", "votes"]
