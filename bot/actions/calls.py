"""The signed calls of the last minutes, as platforms see them (`bot.ports.Calls`)."""

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.values import dataclass
from bot.storage import calls

SPAN = 600  # seconds; a signature is fresh for at most five minutes before and after its time


@dataclass(frozen=True)
class _Waiting:
    """A call that waits for the commit that notes it."""

    call: bytes
    content: bytes
    noted: asyncio.Future[None]


class StoredCalls:
    """Calls that come together are noted together: a hall that votes at once pays for few commits."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._cleared = 0  # up to which span old calls were forgotten
        self._waiting: list[_Waiting] = []
        self._noting: asyncio.Task[None] | None = None

    async def recent(self) -> Mapping[bytes, bytes]:
        return await self._services.read(lambda work: calls.since(work.session, _span(work) - 1))

    async def note(self, call: bytes, content: bytes) -> None:
        noted: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(call, content, noted))
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._note_waiting(), name="calls")
        await noted

    async def _note_waiting(self) -> None:
        """Notes what waits, and what has come meanwhile, until nothing waits any more."""
        while self._waiting:
            batch = self._waiting
            self._waiting = []
            try:
                await self._services.write(partial(self._note, batch=batch))
            except Exception as error:  # noqa: BLE001 - each caller hears it
                for entry in batch:
                    if not entry.noted.done():
                        entry.noted.set_exception(error)
            else:
                for entry in batch:
                    if not entry.noted.done():
                        entry.noted.set_result(None)

    def _note(self, work: UnitOfWork, batch: Sequence[_Waiting]) -> None:
        span = _span(work)
        if span > self._cleared:
            calls.forget_before(work.session, span - 1)
            self._cleared = span
        contents = {entry.call: entry.content for entry in reversed(batch)}  # the first one counts
        calls.note(work.session, contents, span=span)


def _span(work: UnitOfWork) -> int:
    return int(work.now.timestamp()) // SPAN
