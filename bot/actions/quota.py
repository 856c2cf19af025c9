"""A platform's monthly allowance, kept in the database; organisers hear once a month when it runs
low.
"""

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Role
from bot.domain.values import dataclass
from bot.storage import quota as store
from bot.texts import quota as texts


def spent(work: UnitOfWork) -> dict[str, store.Spent]:
    """Returns this month's numbers by kind, for the organiser's status."""
    return store.of_month(work.session, f"{work.today:%Y-%m}")


@dataclass(frozen=True)
class StoredQuota:
    """`platform` names the departments whose organisers are told."""

    services: Services
    platform: str

    async def spend(self, kind: str, month: str, number: int = 1, *, allowance: int = 0) -> int:
        """Adds to the month's number and returns it; 0 only reads."""
        return await self.services.write(
            lambda work: store.spend(work.session, kind, month, number, allowance=allowance)
        )

    async def announce(self, kind: str, month: str, used: int, limit: int) -> None:
        """Tells the organisers, once per kind and month."""
        # Its key has kind and month: asked again in the same month it says nothing.
        part = Part(f"quota:{kind}:{month}", texts.running_low(kind, used, limit))

        def tell(work: UnitOfWork) -> None:
            for department in people.departments(work):
                if department.platform != self.platform:
                    continue
                for organiser in people.roster(work, department.id).with_role(Role.ORGANISER):
                    digests.tell(work, department, organiser, part)

        await self.services.write(tell)
