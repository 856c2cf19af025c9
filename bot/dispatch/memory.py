"""What was just spoken of, per person and chat, for ten minutes.

It gives 「他」 and 「这个支部」 a meaning.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.actions.files import Incoming
from bot.dispatch.understanding import Heard, Recent, Slot
from bot.domain.people import Branch, Person
from bot.messages import Update

KEPT = timedelta(minutes=10)  # 「他」 said later is somebody else
NOTHING = Recent(branch=None, person=None, intent=None)


class Memory:
    """Kept by the process alone: a restart forgets, and the bot asks again."""

    def __init__(self) -> None:
        self._lost: dict[tuple[str, str], tuple[datetime, str]] = {}
        self._kept: dict[tuple[str, str], tuple[datetime, Recent]] = {}
        self._files: dict[tuple[str, str], tuple[datetime, Incoming]] = {}

    @property
    def conversations(self) -> int:
        """Of how many conversations it is known what was spoken of."""
        return len(self._kept)

    def of(self, update: Update, now: datetime) -> Recent:
        """Returns what was spoken of here a short while ago; nothing of it where too long ago."""
        noted_at, recent = self._kept.get(_key(update), (now, NOTHING))
        # A clock may have been set back meanwhile.
        if timedelta() <= now - noted_at <= KEPT:
            return recent
        return NOTHING

    def is_lost_again(self, update: Update, now: datetime) -> bool:
        """Notes that nothing was understood; tells whether that was so the last time too."""
        noted_at, message = self._lost.get(_key(update), (now, update.message_id))
        self._lost = {key: lost for key, lost in self._lost.items() if now - lost[0] <= KEPT}
        self._lost[_key(update)] = (now, update.message_id)
        # A message that is worked on again is no second one.
        return message != update.message_id and now - noted_at <= KEPT

    def keep_file(self, update: Update, file: Incoming, now: datetime) -> None:
        """Keeps a file that came without a word until its sender says whose it is."""
        self._files = {key: kept for key, kept in self._files.items() if now - kept[0] <= KEPT}
        self._files[_key(update)] = (now, file)

    def file_of(self, update: Update, now: datetime) -> Incoming | None:
        """Returns the file that was sent here without a word a short while ago; None without one."""
        kept_at, file = self._files.get(_key(update), (now, None))
        if file is None or now - kept_at > KEPT:
            return None
        return file

    def note(self, update: Update, heard: Heard, now: datetime) -> None:
        """Remembers the branch and person of a request, and forgets what is too old."""
        # Something was understood, so the next failure is a first one again.
        self._lost.pop(_key(update), None)
        before = self.of(update, now)
        also: tuple[Branch | Person, ...] = ()
        # 「他们」 are all of whom one message spoke.
        if before.message == update.message_id:
            also = before.also
            named = before.person or before.branch
            if named is not None:
                also = (*also, named)
        recent = replace(before, intent=heard.intent, also=also, message=update.message_id)
        for value in heard.args.values():
            if isinstance(value, Branch):
                recent = replace(recent, branch=value)
            elif isinstance(value, Person):
                recent = replace(recent, person=value, branch=value.branch or recent.branch)
        n = heard.args.get(Slot.N)
        if isinstance(n, int):
            recent = replace(recent, n=n)
        self._kept = {key: kept for key, kept in self._kept.items() if now - kept[0] <= KEPT}
        self._kept[_key(update)] = (now, recent)


def _key(update: Update) -> tuple[str, str]:
    return update.sender.account, update.chat.id
