"""Votes that wait together share one transaction: a full hall needs few of them, and each voter still hears only after
the durable commit. What they read and write is read and written once for all. A vote is refused before it writes
anything, so that a refused one takes nobody along; where anything else goes wrong, every vote of the batch is tried
again alone.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.refusals import Refusal
from bot.messages import ClickAnswer
from bot.storage.polls.votes import Desk, Place

TOGETHER = 32  # few enough that the next requests are read while these are written
TRIES = 3  # a deadlock between two processes resolves itself; a full disk does not
QUIET_TURNS = 2  # a request that was just read is heard of in the next turn
Cast = Callable[[UnitOfWork, Desk], ClickAnswer]
Outcome = ClickAnswer | Exception


@dataclass
class _Waiting:
    cast: Cast
    place: Place | None
    answer: "asyncio.Future[ClickAnswer]"

    def settle(self, outcome: Outcome) -> None:
        """Whoever went away meanwhile is not waited for."""
        if self.answer.done():
            return
        if isinstance(outcome, Exception):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


@dataclass
class Carrier:
    services: Services
    _waiting: list[_Waiting] = field(default_factory=list, init=False)
    _under_way: "asyncio.Task[None] | None" = field(default=None, init=False)

    def store(self, cast: Cast, place: Place | None = None) -> "asyncio.Future[ClickAnswer]":
        """The answer, after the durable commit; `place` tells early which poll and account are meant.

        Raises what `cast` raises, and StoreUnavailable.
        """
        waiting = _Waiting(cast, place, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._under_way is None or self._under_way.done():
            self._under_way = asyncio.create_task(self._carry(), name="votes")
        return waiting.answer

    async def _carry(self) -> None:
        while self._waiting:
            await self._gather()
            together, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
            for waiting, outcome in zip(together, await self._outcomes(together), strict=True):
                waiting.settle(outcome)

    async def _gather(self) -> None:
        """Whoever is at the door already comes along: until nobody new came in so many turns of the event loop."""
        quiet = 0
        while quiet < QUIET_TURNS and len(self._waiting) < TOGETHER:
            before = len(self._waiting)
            await asyncio.sleep(0)
            quiet = quiet + 1 if len(self._waiting) == before else 0

    async def _outcomes(self, together: list[_Waiting]) -> list[Outcome]:
        try:
            return await self.services.write(lambda work: _carry_out(work, together))
        except Exception:  # noqa: BLE001 - each vote tells what is wrong when it is tried alone
            return [await self._alone(waiting.cast) for waiting in together]

    async def _alone(self, cast: Cast) -> Outcome:
        for number in range(1, TRIES + 1):
            try:
                return await self.services.write(lambda work: _carry_one(work, cast))
            except StoreUnavailable as unavailable:
                if number == TRIES:
                    return unavailable
            except Exception as error:  # noqa: BLE001 - handed to whoever waits for this vote
                return error
        raise AssertionError("the last try returns")


def _carry_out(work: UnitOfWork, together: list[_Waiting]) -> list[Outcome]:
    desk = Desk(work.session, [waiting.place for waiting in together if waiting.place is not None])
    outcomes = [_attempt(work, desk, waiting.cast) for waiting in together]
    desk.put_away()
    return outcomes


def _carry_one(work: UnitOfWork, cast: Cast) -> ClickAnswer:
    desk = Desk(work.session)
    answer = cast(work, desk)
    desk.put_away()
    return answer


def _attempt(work: UnitOfWork, desk: Desk, cast: Cast) -> Outcome:
    try:
        return cast(work, desk)
    except Refusal as refusal:
        return refusal
