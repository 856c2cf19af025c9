"""Works on one stored message: who says it, what is meant, may he, look, act, answer.

Everything that a message causes (effects, audit lines, answers, "done") is committed in one
transaction. What takes long (fetching a file, reading it in its sandbox, judging) happens before,
so that votes never wait for it.
"""

import structlog

from bot.actions import inbox, incidents
from bot.actions.inbox import Claimed, ClaimLost
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import answers
from bot.dispatch.context import learn_group
from bot.dispatch.prepared import AnsweredMessage, PreparedMessage, Reply
from bot.dispatch.reading import MessageReader
from bot.domain.refusals import Refusal
from bot.texts import refusals, talk

log = structlog.get_logger(__name__)


class Worker:
    """Works on what the inbox holds, one message at a time."""

    def __init__(self, services: Services, reader: MessageReader) -> None:
        self._services = services
        self._reader = reader

    async def work_off(self, row_id: int) -> None:
        """Does what the message asks, exactly once; never raises."""
        with structlog.contextvars.bound_contextvars(update=row_id):
            try:
                await self._attempt(row_id)
            except (StoreUnavailable, ClaimLost) as reason:
                # The metronome takes it up again.
                log.warning("update.postponed", reason=type(reason).__name__)
            except Exception:
                # The database itself is broken: the row stays for the next start.
                log.exception("update.stuck")

    async def _attempt(self, row_id: int) -> None:
        """Works on the message where nobody else does. Raises StoreUnavailable, ClaimLost."""
        try:
            claimed = await self._services.write(lambda work: _claim(work, row_id))
            if claimed is None:
                return
            if claimed.hopeless:
                # A process ended or hung each time it worked on this message: it is not read again.
                starts = claimed.attempt - 1
                incident = incidents.report_without_traceback("update.put_aside", starts=starts)
                await self._confess(claimed, incident)
            else:
                await self._handle(claimed)
        except (StoreUnavailable, ClaimLost):
            raise
        except Exception as error:  # noqa: BLE001 - neither read nor answered: once is enough
            incident = incidents.report("update.given_up", error)
            await self._services.write(lambda work: inbox.give_up(work, row_id, incident))

    async def _handle(self, claimed: Claimed) -> None:
        try:
            prepared = await self._prepare(claimed)
            await self._services.write(lambda work: _close(work, claimed, prepared))
        except (StoreUnavailable, ClaimLost):
            raise
        except Exception as error:  # noqa: BLE001 - a bug becomes an incident
            incident = incidents.report("update.failed", error)
            await self._confess(claimed, incident)
        else:
            log.info("update.done")

    async def _prepare(self, claimed: Claimed) -> PreparedMessage:
        try:
            return await self._reader.prepare(claimed.update)
        except Refusal as refusal:
            return AnsweredMessage(Reply([refusals.answer(refusal)]))

    async def _confess(self, claimed: Claimed, incident: str) -> None:
        """Tells the sender the number under which the log has what went wrong, and closes the message."""
        confession = AnsweredMessage(Reply([talk.incident(incident)]))
        await self._services.write(
            lambda work: _close(work, claimed, confession, incident=incident)
        )


def _claim(work: UnitOfWork, row_id: int) -> Claimed | None:
    """Takes the message and learns from where it came, before anybody answers it."""
    claimed = inbox.claim(work, row_id)
    if claimed is not None:
        learn_group(work, claimed.update)
    return claimed


def _close(
    work: UnitOfWork, claimed: Claimed, prepared: PreparedMessage, *, incident: str = ""
) -> None:
    """Acts, answers and closes the message, in one transaction. Raises ClaimLost."""
    work.asker = claimed.update.sender.account
    answers.enqueue(work, claimed.update, prepared.answer(work))
    inbox.finish(work, claimed, incident=incident)
