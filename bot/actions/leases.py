"""The database's lease as platforms see it (`bot.ports.Lease`)."""

from datetime import timedelta

from bot.actions.services import Services
from bot.domain.values import dataclass
from bot.storage import leases


@dataclass(frozen=True)
class StoredLease:
    services: Services

    async def hold(self, name: str, owner: str, seconds: float) -> bool:
        return await self.services.write(
            lambda work: leases.hold(
                work.session, name, owner, now=work.now, until=work.now + timedelta(seconds=seconds)
            )
        )

    async def release(self, name: str, owner: str) -> None:
        await self.services.write(lambda work: leases.release(work.session, name, owner))
