"""Votes that wait together share one transaction, and each voter hears only after its commit.

A full hall needs few transactions: what votes read and write is read and written once for all. A
vote is refused before it writes anything, so that a refused one takes nobody along; where anything
else goes wrong, every vote of the batch is tried again alone.
"""

import asyncio
from collections.abc import Callable
from dataclasses import field
from functools import partial

from bot.actions.services import Services, StoreUnavailable
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass
from bot.messages import ClickAnswer
from bot.storage.polls.votes import VoteBatch, VoterKey

LARGEST_BATCH = 32  # few enough that the next requests are read while these are written
TRIES = 3  # a deadlock between two processes resolves itself; a full disk does not
QUIET_TURNS = 2  # a request that was just read is heard of in the next turn
Cast = Callable[[UnitOfWork, VoteBatch], ClickAnswer]
Outcome = ClickAnswer | Exception


@dataclass
class WaitingVote:
    """A vote in the queue; its `answer` is set once it is committed or refused."""

    cast: Cast
    voter: VoterKey | None
    answer: "asyncio.Future[ClickAnswer]"

    def settle(self, outcome: Outcome) -> None:
        """Hands the outcome to whoever waits for it; nothing happens where he went away meanwhile."""
        if self.answer.done():
            return
        if isinstance(outcome, Exception):
            self.answer.set_exception(outcome)
        else:
            self.answer.set_result(outcome)


@dataclass
class VoteBatcher:
    """The queue of votes, of which one batch is stored at a time."""

    services: Services
    _waiting: list[WaitingVote] = field(default_factory=list, init=False)
    _task: "asyncio.Task[None] | None" = field(default=None, init=False)

    def submit(self, cast: Cast, voter: VoterKey | None = None) -> "asyncio.Future[ClickAnswer]":
        """Queues a vote; its answer comes after the durable commit.

        `voter` tells early which poll and account are meant, so that they are read together with
        the others. The answer raises what `cast` raises, and StoreUnavailable.
        """
        vote = WaitingVote(cast, voter, asyncio.get_running_loop().create_future())
        self._waiting.append(vote)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="votes")
        return vote.answer

    async def _run(self) -> None:
        """Stores batch after batch until no vote waits."""
        while self._waiting:
            # Waits until the batch is full, or nobody new came in so many turns of the event loop.
            quiet_turns = 0
            while quiet_turns < QUIET_TURNS and len(self._waiting) < LARGEST_BATCH:
                before = len(self._waiting)
                await asyncio.sleep(0)  # one turn: requests that were just read submit their votes
                if len(self._waiting) == before:
                    quiet_turns += 1
                else:
                    quiet_turns = 0
            votes = self._waiting[:LARGEST_BATCH]
            self._waiting = self._waiting[LARGEST_BATCH:]
            try:
                outcomes = await self.services.write(partial(store_together, votes=votes))
            except Exception:  # noqa: BLE001 - each vote tells what is wrong when it is tried alone
                outcomes = [await self._store_alone(vote) for vote in votes]
            for vote, outcome in zip(votes, outcomes, strict=True):
                vote.settle(outcome)

    async def _store_alone(self, vote: WaitingVote) -> Outcome:
        for attempt in range(1, TRIES + 1):
            try:
                return await self.services.write(lambda work: store_one(work, vote))
            except StoreUnavailable as unavailable:
                if attempt == TRIES:
                    return unavailable
            except Exception as error:  # noqa: BLE001 - handed to whoever waits for this vote
                return error
        raise AssertionError("the last try returns")


def store_together(work: UnitOfWork, votes: list[WaitingVote]) -> list[Outcome]:
    """Casts the votes in one transaction; a refused one has written nothing, and the others go on."""
    batch = VoteBatch(work.session, [vote.voter for vote in votes if vote.voter is not None])
    outcomes: list[Outcome] = []
    for vote in votes:
        try:
            outcomes.append(vote.cast(work, batch))
        except Refusal as refusal:
            outcomes.append(refusal)
    batch.flush()
    return outcomes


def store_one(work: UnitOfWork, vote: WaitingVote) -> ClickAnswer:
    batch = VoteBatch(work.session)
    answer = vote.cast(work, batch)
    batch.flush()
    return answer
