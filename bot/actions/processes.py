"""Several processes over one PostgreSQL database: each is known to the others while it lives.

They share one data directory and one key directory. A process that has other files or keys than
those which serve would end ballots that it cannot open, so it does not start.
"""

import secrets
from datetime import timedelta

from bot.actions import health
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.storage import inbox, leases, outbox
from bot.texts import health as texts

KIND = "process:"
LIFE = timedelta(seconds=60)  # three beats: whoever misses them is dead


class CannotShare(Exception):
    """Says in one sentence what this process lacks of what the others serve with."""


class Process:
    """This process among its siblings. Over SQLite there are none, and every call is a no-op."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._name = KIND + secrets.token_hex(8)
        self._may_have_siblings = not services.database.is_sqlite

    async def enter(self) -> None:
        """Makes this process known. Raises CannotShare where others live and it lacks keys or
        files.
        """
        if self._may_have_siblings:
            lacking = await self._services.write(self._enter)
            if lacking:
                raise CannotShare(texts.cannot_share(lacking))

    async def stay(self) -> None:
        """Says that this process still lives."""
        if self._may_have_siblings:
            await self._services.write(self._hold)

    async def leave(self) -> None:
        if self._may_have_siblings:
            await self._services.write(
                lambda work: leases.release(work.session, self._name, self._name)
            )

    def _enter(self, work: UnitOfWork) -> str:
        """Returns what is lacking; then nothing was stored."""
        if leases.others(work.session, KIND, self._name, now=work.now):
            lacking = health.lacking(work)
            if lacking:
                return lacking
        self._hold(work)
        return ""

    def _hold(self, work: UnitOfWork) -> None:
        leases.hold(work.session, self._name, self._name, now=work.now, until=work.now + LIFE)
        leases.forget(work.session, KIND, before=work.now - LIFE)


def take_over(work: UnitOfWork, platform: str) -> None:
    """Gives back what the process that held the platform's connection had begun: it is dead.

    Should it live after all, what it finishes does not count any more.
    """
    inbox.release(work.session, platform)
    # What was under way there is sent once more: whether it arrived, nobody knows.
    outbox.give_up_claims(work.session, platform, now=work.now)
    # It wakes the sender when this is committed.
    work.said = True
