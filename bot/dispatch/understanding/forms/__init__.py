"""What a request says in a form of its own: whole messages, and the words behind its word.

A module for each matter. `FORMS` are the messages that stand for its requests although they do not
begin with their word; `read_…` makes a value of the words that follow it. What
several of them read is in `items`, `words` and beside this room in `dates` and `numerals`.
"""
