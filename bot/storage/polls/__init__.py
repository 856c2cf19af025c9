"""Polls, their rolls and ballot cells; the meeting with its attendance and speeches; paper
ballots;
what is written on sheets without a name.
"""
