"""What was just spoken of, per person and chat, for ten minutes.

It gives 「他」 and 「这个支部」 a meaning.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.dispatch.understanding import Heard, Recent
from bot.domain.people import Branch, Person
from bot.messages import Update

KEPT = timedelta(minutes=10)
NOTHING = Recent(branch=None, person=None, intent=None)


class Memory:
    """Kept by the process alone: a restart forgets, and the bot asks again."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], tuple[datetime, Recent]] = {}

    def of(self, update: Update, now: datetime) -> Recent:
        noted_at, recent = self._kept.get(_key(update), (now, NOTHING))
        if timedelta() <= now - noted_at <= KEPT:
            return recent
        return NOTHING

    def note(self, update: Update, heard: Heard, now: datetime) -> None:
        """Remembers the branch and person of a request, and forgets what is too old."""
        recent = replace(self.of(update, now), intent=heard.intent)
        for value in heard.args.values():
            if isinstance(value, Branch):
                recent = replace(recent, branch=value)
            elif isinstance(value, Person):
                recent = replace(recent, person=value, branch=value.branch or recent.branch)
        self._kept = {key: kept for key, kept in self._kept.items() if now - kept[0] <= KEPT}
        self._kept[_key(update)] = (now, recent)


def _key(update: Update) -> tuple[str, str]:
    return update.sender.account, update.chat.id
