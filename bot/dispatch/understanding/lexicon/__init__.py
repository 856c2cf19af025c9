"""What people say for each canonical word: data only. `entries` says how it is written."""

from collections.abc import Mapping

from bot.dispatch.understanding.lexicon.entries import Entry, Sign
from bot.dispatch.understanding.lexicon.everyone import EVERYONE
from bot.dispatch.understanding.lexicon.leadership import LEADERSHIP
from bot.dispatch.understanding.lexicon.organiser import ORGANISER
from bot.dispatch.understanding.lexicon.secretary import SECRETARY
from bot.dispatch.understanding.lexicon.vocabulary import WORDS

__all__ = ["ENTRIES", "WORDS", "Entry", "Sign"]

ENTRIES: Mapping[str, Entry] = {**EVERYONE, **SECRETARY, **LEADERSHIP, **ORGANISER}
