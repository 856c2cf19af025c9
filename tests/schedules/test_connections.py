"""A robot that another program has taken over: who looks after the year hears of it, whatever still reaches him."""

from dataclasses import dataclass, field

import pytest

from bot.actions.services import Takeover
from bot.messages import Chat as Conversation
from bot.messages import Message
from bot.ports import Delivery, SendFailed
from tests.cast import DEAN, LI, ORGANISER
from tests.chat import Chat, texts

TAKEN = "机器人被另一个程序接管了"
WAS_TAKEN = "曾被另一个程序接管"


@dataclass
class Displaced:
    """A robot that hears nobody and reaches nobody; posts that mention somebody go another way."""

    is_taken_over: bool = True
    posts: list[tuple[str, Message]] = field(default_factory=list)  # with the chat

    async def send(self, chat: Conversation, message: Message, _delivery: Delivery) -> None:
        if self.is_taken_over and not message.mentions:
            raise SendFailed("not connected", retry_after=5)
        self.posts.append((chat.id, message))


@pytest.mark.parametrize("posts_apart", [True, False])
async def test_the_group_calls_the_organiser_at_once_and_he_hears_it_when_he_is_reached(
    chat: Chat, posts_apart: bool
) -> None:
    services = chat.services
    sandbox = services.messengers["sandbox"]
    robot = Displaced()
    services.messengers = {"sandbox": robot}
    services.takeovers = {"sandbox": Takeover(lambda: robot.is_taken_over, posts_apart)}
    for moment in ("2026-12-01T09:00", "2026-12-01T15:00", "2026-12-02T10:00"):
        await chat.clock(now=moment)
    called = [chat_id for chat_id, post in robot.posts if TAKEN in post.text]
    assert bool(called) == posts_apart
    assert len(called) == len(set(called))  # each department's group once
    assert any(ORGANISER in post.mentions for _, post in robot.posts) == posts_apart
    robot.is_taken_over = False
    services.messengers = {"sandbox": sandbox}
    await chat.clock(now="2026-12-03T15:00")
    told = [text for text in texts(await chat.hears(ORGANISER)) if WAS_TAKEN in text]
    assert len(told) == 1
    assert "12月1日" in told[0]
    for who in (DEAN, LI):
        assert not any(WAS_TAKEN in text for text in texts(await chat.hears(who)))
    await chat.clock(now="2026-12-04T15:00")
    assert not any(WAS_TAKEN in text for text in texts(await chat.hears(ORGANISER)))


async def test_at_night_nobody_is_called(chat: Chat) -> None:
    robot = Displaced()
    services = chat.services
    services.messengers = {"sandbox": robot}
    services.takeovers = {"sandbox": Takeover(lambda: True, posts_apart=True)}
    await chat.clock(now="2026-12-01T23:00")
    robot.posts.clear()
    await chat.clock(now="2026-12-02T05:00")
    assert robot.posts == []
