"""Works on one stored message: who says it, what is meant, may he, look, act, answer.

Everything that a message causes (effects, audit lines, answers, "done") is committed in one transaction. What takes
long (fetching a file, reading it in its sandbox, judging) happens before, so that votes never wait for it.
"""

import structlog

from bot.actions import inbox, incidents
from bot.actions.inbox import Claimed, ClaimLost
from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import answers
from bot.dispatch.context import learn_group
from bot.dispatch.reading import Reader
from bot.dispatch.requests import Request
from bot.domain.refusals import Refusal
from bot.messages import Message
from bot.texts import talk

log = structlog.get_logger(__name__)


class Worker:
    def __init__(self, services: Services, reader: Reader) -> None:
        self._services = services
        self._reader = reader

    async def work_off(self, row_id: int) -> None:
        """Does what the message asks, exactly once; never raises."""
        with structlog.contextvars.bound_contextvars(update=row_id):
            try:
                await self._claim(row_id)
            except (StoreUnavailable, ClaimLost) as reason:
                log.warning(
                    "update.postponed", reason=type(reason).__name__
                )  # the metronome takes it up again
            except Exception:
                log.exception(
                    "update.stuck"
                )  # the database itself is broken: the row stays for the next start

    async def _claim(self, row_id: int) -> None:
        try:
            claimed = await self._services.write(lambda work: _claim(work, row_id))
            if claimed is not None and claimed.hopeless:
                await self._put_aside(claimed)
            elif claimed is not None:
                await self._handle(claimed)
        except (StoreUnavailable, ClaimLost):
            raise
        except Exception as error:  # noqa: BLE001 - neither read nor answered: once is enough
            incident = incidents.report("update.given_up", error)
            await self._services.write(lambda work: inbox.give_up(work, row_id, incident))

    async def _handle(self, claimed: Claimed) -> None:
        try:
            await self._answer(claimed)
        except (StoreUnavailable, ClaimLost):
            raise
        except Exception as error:  # noqa: BLE001 - a bug becomes an incident
            incident = incidents.report("update.failed", error)
            confession = [talk.incident(incident)]
            await self._services.write(
                lambda work: _close(work, claimed, confession, incident=incident)
            )
        else:
            log.info("update.done")

    async def _put_aside(self, claimed: Claimed) -> None:
        """Reads nothing of it any more: whatever it is, a process ended or hung while it was worked on."""
        incident = incidents.report_without_traceback(
            "update.put_aside", starts=claimed.attempt - 1
        )
        confession = [talk.incident(incident)]
        await self._services.write(
            lambda work: _close(work, claimed, confession, incident=incident)
        )

    async def _answer(self, claimed: Claimed) -> None:
        try:
            request = await self._reader.read(claimed.update)
            messages = await self._services.read(request.answer) if request.reads else None
        except Refusal as refusal:
            refused = [talk.refusal(refusal)]
            await self._services.write(lambda work: _close(work, claimed, refused))
        else:
            await self._services.write(lambda work: _carry_out(work, claimed, request, messages))


def _claim(work: UnitOfWork, row_id: int) -> Claimed | None:
    """Takes the message and learns from where it came, before anybody answers it."""
    claimed = inbox.claim(work, row_id)
    if claimed is not None:
        learn_group(work, claimed.update)
    return claimed


def _carry_out(
    work: UnitOfWork, claimed: Claimed, request: Request, messages: list[Message] | None
) -> None:
    """Acts (unless a snapshot answered already) and closes, in one transaction."""
    _close(
        work,
        claimed,
        request.answer(work) if messages is None else messages,
        private=request.private,
    )


def _close(
    work: UnitOfWork,
    claimed: Claimed,
    messages: list[Message],
    *,
    private: bool = False,
    incident: str = "",
) -> None:
    answers.enqueue(work, claimed.update, messages, private=private)
    inbox.finish(work, claimed, incident=incident)
