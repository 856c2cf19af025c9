"""The ledger, calls for help, spot checks, bulletins and the list of weak branches."""

from bot.storage.rectification import (
    bulletins,
    events,
    help_requests,
    items,
    spot_checks,
    weak_branches,
)

__all__ = ["bulletins", "events", "help_requests", "items", "spot_checks", "weak_branches"]
