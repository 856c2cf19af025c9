"""The signed calls of the last minutes, as platforms see them (`bot.ports.Calls`)."""

from collections.abc import Mapping

from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.storage import calls

SPAN = 600  # seconds; a signature is fresh for at most five minutes before and after its time


class StoredCalls:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._cleared = 0  # up to which span old calls were forgotten

    async def recent(self) -> Mapping[bytes, bytes]:
        return await self._services.read(lambda work: calls.since(work.session, _span(work) - 1))

    async def note(self, call: bytes, content: bytes) -> None:
        await self._services.write(lambda work: self._note(work, call, content))

    def _note(self, work: UnitOfWork, call: bytes, content: bytes) -> None:
        span = _span(work)
        if span > self._cleared:
            calls.forget_before(work.session, span - 1)
            self._cleared = span
        calls.note(work.session, call, content, span=span)


def _span(work: UnitOfWork) -> int:
    return int(work.now.timestamp()) // SPAN
