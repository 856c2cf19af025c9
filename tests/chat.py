"""The conversations of `bot.rehearsal.chat` for tests."""

from zoneinfo import ZoneInfo

from bot.rehearsal.chat import Chat, Entry, cards, refusals, texts

SHANGHAI = ZoneInfo("Asia/Shanghai")

__all__ = ["SHANGHAI", "Chat", "Entry", "cards", "refusals", "texts"]
