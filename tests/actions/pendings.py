"""What waits for somebody to verify it or to look at it again."""

from collections.abc import Sequence

from bot.actions.rectification import verifying
from tests.actions.office import Office
from tests.cast import ORGANISER


def waiting(office: Office, account: str = ORGANISER) -> list[verifying.Pending]:
    return verifying.waiting_for(office.work, office.cycle, office.person(account))


def names(pendings: Sequence[verifying.Pending]) -> list[str]:
    return [pending.name for pending in pendings]
