"""The conversations of `bot.rehearsal.chat` for tests."""

from zoneinfo import ZoneInfo

from bot.rehearsal.chat import Chat, Entry, cards, texts

SHANGHAI = ZoneInfo("Asia/Shanghai")

__all__ = ["SHANGHAI", "Chat", "Entry", "cards", "refusals", "texts"]


def refusals(entries: list[Entry]) -> list[str]:
    """Returns the refusal codes among these answers."""
    return [entry["refused"] for entry in entries if entry.get("refused")]
