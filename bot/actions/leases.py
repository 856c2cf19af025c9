"""The database's lease as platforms see it (`bot.ports.Lease`)."""

from dataclasses import dataclass
from datetime import timedelta

from bot.actions.world import World
from bot.storage import leases


@dataclass(frozen=True)
class StoredLease:
    world: World

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        return await self.world.write(
            lambda work: leases.hold(
                work.session, name, owner, now=work.now, until=work.now + timedelta(seconds=seconds)
            )
        )

    async def release(self, name: str, owner: str) -> None:
        await self.world.write(lambda work: leases.release(work.session, name, owner))
