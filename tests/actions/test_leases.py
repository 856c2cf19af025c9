from datetime import timedelta

from bot.actions.leases import StoredLease
from bot.storage import leases
from tests.chat import Chat
from tests.played import whole

pytestmark = whole


async def test_one_owner_holds_until_it_lets_go(chat: Chat) -> None:
    lease = StoredLease(chat.program.services)
    assert await lease.hold("robot", "a", 60)
    assert await lease.hold("robot", "a", 60)
    assert not await lease.hold("robot", "b", 60)
    await lease.release("robot", "b")
    assert not await lease.hold("robot", "b", 60)
    await lease.release("robot", "a")
    assert await lease.hold("robot", "b", 60)


async def test_lease_of_a_silent_owner_is_inherited(chat: Chat) -> None:
    lease, services = StoredLease(chat.program.services), chat.program.services
    await lease.hold("robot", "a", 60)
    later = chat.now + timedelta(seconds=61)
    taken = await services.write(
        lambda work: leases.hold(
            work.session, "robot", "b", now=work.now, until=work.now + timedelta(seconds=60)
        ),
        now=later,
    )
    assert taken
    assert not await lease.hold("robot", "a", 60)
