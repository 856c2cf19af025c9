"""Names that are on no roster any more: who has left can be taken in again for what is still to do."""

from bot.actions import people
from bot.dispatch.context import Context
from bot.domain.refusals import HasLeft


def check(context: Context, name: str) -> None:
    """Raises HasLeft where somebody of this name was on the department's roster."""
    leaver = people.leaver(context.work, context.department.id, name)
    if leaver is not None:
        raise HasLeft(leaver.name, leaver.branch_name)
