"""What people say for each canonical word: data only. `concepts` are the words, `frames` says how entries are written."""

from collections.abc import Mapping

from bot.dispatch.understanding.lexicon.everyone import EVERYONE
from bot.dispatch.understanding.lexicon.frames import Entry, Way, way
from bot.dispatch.understanding.lexicon.leadership import LEADERSHIP
from bot.dispatch.understanding.lexicon.organiser import ORGANISER
from bot.dispatch.understanding.lexicon.secretary import SECRETARY
from bot.domain.people import Role

__all__ = ["ENTRIES", "ROLES", "Entry", "Way", "way"]

ENTRIES: Mapping[str, Entry] = {**EVERYONE, **SECRETARY, **LEADERSHIP, **ORGANISER}
ROLES: Mapping[str, frozenset[Role]] = {
    **{word: frozenset({Role.SECRETARY}) for word in SECRETARY},
    **{word: frozenset({Role.LEADER, Role.ORGANISER}) for word in LEADERSHIP},
    **{word: frozenset({Role.ORGANISER}) for word in ORGANISER},
}
