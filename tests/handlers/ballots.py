"""Ballots in the chat: opened, and what is answered in single chat while they run."""

from tests.actions.test_polls.polling_station import MEMBERS
from tests.cast import MEMBER, ORGANISER
from tests.chat import Chat, Entry, cards

VOTERS = MEMBERS[:8]


async def told(chat: Chat, who: str, said: str) -> str:
    """What is answered in single chat."""
    heard = await chat.say(who, said)
    return [str(entry["text"]) for entry in heard if entry["chat"] == "direct"][-1]


async def opened(chat: Chat, said: str = "开始测评 王文例") -> Entry:
    """Opens a poll; its card in the group."""
    await chat.say(ORGANISER, said)
    return cards(await chat.hears(MEMBER))[-1]
