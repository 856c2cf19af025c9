"""What the reminder ledger knows of an item.

It tells who was asked about the item in which month, or why he was not.
"""

from collections.abc import Collection, Iterable

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.rectification.items import Item
from bot.storage import reminders
from bot.storage.reminders import Reminder

ITEM = "rectification"
EFFECT = "effect"


def key(kind: str, item: Item) -> str:
    """Returns how the reminder ledger names an item."""
    return f"{kind}:{item.id}"


def reminders_of(
    work: UnitOfWork, kind: str, items: Iterable[Item], windows: Collection[str] | None = None
) -> list[Reminder]:
    """Returns the entries about these items, of all windows or of these."""
    return reminders.of_items(work.session, [key(kind, item) for item in items], windows)


def record(
    work: UnitOfWork,
    kind: str,
    items: Iterable[Item],
    *,
    target: str,
    window: str,
    outbox: str = "",
    reason: str = "",
) -> None:
    """Adds one entry an item: planned under the key of what is said, or left out for a reason.

    `reason` may also tell why a question was planned late.
    """
    for item in items:
        reminders.record(
            work.session,
            cycle_id=item.cycle,
            item=key(kind, item),
            target=target,
            window=window,
            planned_at=work.now,
            key=outbox,
            reason=reason,
        )
