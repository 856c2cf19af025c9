"""The rows of the reminder ledger that rectification writes: one per item, person and month, asked or not, and why."""

from collections.abc import Collection, Iterable

from bot.actions.unit_of_work import UnitOfWork
from bot.domain.rectification.items import Item
from bot.storage import reminders
from bot.storage.reminders import Reminder

ITEM = "rectification"
EFFECT = "effect"


def key(kind: str, item: Item) -> str:
    """How the reminder ledger names an item."""
    return f"{kind}:{item.id}"


def rows(
    work: UnitOfWork, kind: str, found: Iterable[Item], windows: Collection[str] | None = None
) -> list[Reminder]:
    return reminders.of_items(work.session, [key(kind, item) for item in found], windows)


def record(
    work: UnitOfWork,
    kind: str,
    found: Iterable[Item],
    *,
    target: str,
    window: str,
    outbox: str = "",
    reason: str = "",
) -> None:
    """Planned under the key of what is said, or left out for a reason; `reason` may also tell why it was planned late."""
    for item in found:
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
