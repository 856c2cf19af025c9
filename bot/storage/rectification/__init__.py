"""The rectification ledger, spot checks, bulletins and the list of weak branches."""

from bot.storage.rectification import bulletins, events, items, spot_checks, weak_branches

__all__ = ["bulletins", "events", "items", "spot_checks", "weak_branches"]
