"""Exactly once: a message belongs to the worker that claimed it last."""

import pytest
from sqlmodel import select

from bot.actions import inbox
from bot.actions.inbox import ClaimLost
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.storage.audit import AuditRow
from bot.storage.inbox import LEASE
from tests.cast import LI
from tests.core import Core
from tests.fakes import update


async def test_a_worker_that_lost_its_claim_leaves_nothing_behind(core: Core) -> None:
    services = core.program.services
    row_id = await services.write(
        lambda work: inbox.receive(work, update(LI, "状态", message_id="m1"))
    )
    assert row_id is not None
    assert (
        await services.write(lambda work: inbox.receive(work, update(LI, "状态", message_id="m1")))
        is None
    )
    first = await services.write(lambda work: inbox.claim(work, row_id))
    assert first is not None
    assert await services.write(lambda work: inbox.claim(work, row_id)) is None
    later = services.clock.now() + LEASE * 2
    second = await services.write(lambda work: inbox.claim(work, row_id), now=later)
    assert second is not None
    assert (second.attempt, second.update) == (first.attempt + 1, first.update)

    def carry_out(work: UnitOfWork, claimed: inbox.Claimed) -> None:
        work.audit("sample", SYSTEM, "tried", f"attempt:{claimed.attempt}")
        inbox.finish(work, claimed)

    with pytest.raises(ClaimLost):
        await services.write(lambda work: carry_out(work, first), now=later)
    await services.write(lambda work: carry_out(work, second), now=later)
    with pytest.raises(ClaimLost):
        await services.write(lambda work: carry_out(work, second), now=later)
    tried = await services.read(
        lambda work: [
            row.subject for row in work.session.exec(select(AuditRow)) if row.verb == "tried"
        ]
    )
    assert tried == ["attempt:2"]
    assert [row.state for row in await core.inbox()] == ["done"]
