"""Under stress: repeats, cuts at every step, trouble on the way out, two consumers by mistake."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable

import pytest

from bot.messages import Chat, ChatKind, Message
from bot.ports import Delivery, SendFailed
from tests.platforms.dingtalk.fakes import FakeLease
from tests.platforms.dingtalk.stage import LISI, Stage
from tests.simulators.dingtalk.organisation import GROUP
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import Action, Fault

SEND, GROUP_SEND, SESSION = (
    "/v1.0/robot/oToMessages/batchSend",
    "/v1.0/robot/groupMessages/send",
    "/robot/sendBySession",
)
UPLOAD, TOKEN = "/media/upload", "/v1.0/oauth2/accessToken"


async def test_the_same_message_five_times_has_one_effect_also_after_a_restart() -> None:
    async with Stage() as stage:
        stage.inlet.answers = lambda _: Message(text="好")
        body = stage.org.text("lisi", "状态")
        for _ in range(3):
            await stage.server.deliver(body)
        await until(lambda: stage.inlet.deliveries == 3)
        await stage.platform.stop()
        await until(lambda: not stage.server.open)
        second = stage.build()
        await second.start()
        for _ in range(2):
            sent = await stage.server.deliver(body)
        await until(lambda: stage.inlet.deliveries == 5 and sent.acks)
        await second.stop()
        assert stage.org.texts("lisi") == ["好"]


@pytest.mark.parametrize("seconds", [16, 60])
async def test_a_message_that_comes_again_with_another_frame_has_one_effect(seconds: int) -> None:
    """Redelivered robot messages have a new frame id and the same msgId, as recorded."""
    async with Stage() as stage:
        stage.inlet.answers = lambda _: Message(text="好")
        body = stage.org.text("lisi", "状态")
        first = await stage.server.deliver(body, message_id="a")
        again = await stage.server.deliver(body, message_id=f"b{seconds}")
        await until(lambda: first.acks and again.acks)
        assert len(stage.inlet.stored) == 1
        assert stage.org.texts("lisi") == ["好"]


@pytest.mark.parametrize(
    "step", ["before it is stored", "while it is stored", "before its ack", "after its ack"]
)
@pytest.mark.parametrize("ending", ["cut", "close", "rotate"])
async def test_a_connection_that_ends_at_any_step_loses_nothing_and_doubles_nothing(
    step: str, ending: str
) -> None:
    """The platform delivers again what was not acknowledged; what was stored is known by its msgId."""
    async with Stage() as stage:
        storing, released = asyncio.Event(), asyncio.Event()
        stage.inlet.before = _held(storing, released) if step == "while it is stored" else None
        body = stage.org.text("lisi", "状态", group=GROUP)
        sent = await stage.server.deliver(body)
        if step == "while it is stored":
            await storing.wait()
        elif step == "before its ack":
            await until(lambda: stage.inlet.stored)
        elif step == "after its ack":
            await until(lambda: sent.acks)
        await _ended(stage, ending)
        released.set()
        again = await stage.server.deliver(body)
        await until(lambda: len(again.acks) > 0 and stage.inlet.stored)
        assert list(stage.inlet.stored) == [body["msgId"]]
        assert stage.platform.ready()[0]


@pytest.mark.parametrize("action", [502, 504, "html", "hang", "cut", "qps", "quota", "ban"])
@pytest.mark.parametrize("path", [UPLOAD, SEND, TOKEN])
async def test_a_file_through_any_trouble_arrives_once(path: str, action: Action) -> None:
    async with Stage() as stage:
        stage.web.faults.append(Fault(path, action))
        file = stage.files.add("结果.xlsx", b"x" * 100_000)
        assert await _until_sent(stage, LISI, Message(text="请查收", file=file)) == 2
        assert Counter(post.kind for post in stage.org.posts) == {"sampleText": 1, "sampleFile": 1}


@pytest.mark.parametrize("action", [502, "html", "hang", "cut", "ban"])
async def test_an_answer_through_trouble_with_its_webhook_arrives_once(action: Action) -> None:
    async with Stage() as stage:
        await stage.server.deliver(stage.org.text("lisi", "状态"))
        await until(lambda: stage.inlet.stored)
        (update,) = stage.inlet.stored.values()
        stage.web.faults.append(Fault(SESSION, action))
        await _until_sent(stage, LISI, Message(text="好"), token=update.reply_token)
        assert stage.org.texts("lisi") == ["好"]


async def test_a_storm_of_trouble_loses_no_message() -> None:
    """Forty answers through a gateway that fails at random; the outbox tries again until each was taken."""
    dice = random.Random(7)
    actions: list[Action] = [502, 504, "html", "hang", "cut", "qps", "ban"]
    async with Stage() as stage:
        people = [f"p{number}" for number in range(40)]
        stage.web.faults += [
            Fault(dice.choice([SEND, TOKEN]), dice.choice(actions), after=dice.randrange(3))
            for _ in range(12)
        ]
        await asyncio.gather(
            *(
                _until_sent(stage, Chat(ChatKind.DIRECT, one), Message(text=one), key=one)
                for one in people
            )
        )
        assert sorted(post.text for post in stage.org.posts) == sorted(people)


async def test_two_consumers_by_mistake_lose_nothing_and_double_nothing() -> None:
    """A second installation with its own lease: each frame reaches one of them at random; the inbox is one."""
    async with Stage() as stage:
        await stage.ready()
        first_lease, stage.lease = stage.lease, FakeLease()
        second = stage.build()
        stage.lease = first_lease
        await second.start()
        await until(lambda: len(stage.server.open) == 2)
        stage.inlet.answers = lambda update: Message(text=update.text)
        sent = []
        for number in range(30):
            body = stage.org.text(f"p{number}", f"消息 {number}")
            sent += [await stage.server.deliver(body) for _ in range(2)]
        await until(lambda: all(one.acks for one in sent))
        await until(lambda: len(stage.org.posts) == 30)
        assert len({id(one.connection) for one in sent}) == 2
        assert len(stage.inlet.stored) == 30
        await second.stop()


async def test_a_store_that_fails_for_a_moment_is_tried_again_before_the_platform_is_told() -> None:
    async with Stage() as stage:
        failures = [OSError(), OSError()]

        async def fails() -> None:
            if failures:
                raise failures.pop()

        stage.inlet.before = fails
        sent = await stage.server.deliver(stage.org.text("lisi", "状态"))
        await until(lambda: sent.acks)
        assert sent.acks[0][0]["code"] == 200
        assert stage.inlet.deliveries == 3


async def test_a_store_that_stays_away_is_told_to_the_platform() -> None:
    """So that what it delivers again, if it does, is welcome."""
    async with Stage() as stage:

        async def broken() -> None:
            raise OSError

        stage.inlet.before, stage.inlet.keeps = broken, False
        body = stage.org.text("lisi", "状态")
        sent = await stage.server.deliver(body)
        await until(lambda: sent.acks)
        assert sent.acks[0][0]["code"] == 500
        stage.inlet.before = None
        again = await stage.server.deliver(body)
        await until(lambda: len(again.acks) == 1)
        assert again.acks[0][0]["code"] == 200
        assert list(stage.inlet.stored) == [body["msgId"]]


async def test_what_is_kept_until_the_store_is_back_needs_no_second_delivery() -> None:
    async with Stage() as stage:

        async def broken() -> None:
            raise OSError

        stage.inlet.before = broken
        sent = await stage.server.deliver(stage.org.text("lisi", "状态"))
        await until(lambda: sent.acks)
        assert sent.acks[0][0]["code"] == 200
        assert [update.text for update in stage.inlet.aside] == ["状态"]
        await until(lambda: [text for text in stage.org.texts("lisi") if "恢复后会接着办" in text])


async def test_messages_of_one_person_stay_in_order() -> None:
    async with Stage() as stage:
        storing, released = asyncio.Event(), asyncio.Event()
        stage.inlet.before = _held(storing, released)
        for number in range(20):
            await stage.server.deliver(stage.org.text("lisi", f"{number}"))
        await storing.wait()
        released.set()
        await until(lambda: len(stage.inlet.stored) == 20)
        assert [update.text for update in stage.inlet.stored.values()] == [
            f"{number}" for number in range(20)
        ]


def _held(storing: asyncio.Event, released: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def wait() -> None:
        storing.set()
        await released.wait()

    return wait


async def _ended(stage: Stage, ending: str) -> None:
    if ending == "cut":
        await stage.server.cut()
    elif ending == "close":
        await stage.server.open[0].close(1001)
    else:
        await stage.server.rotate()
    await until(lambda: stage.server.connections == 2 and stage.server.open)


async def _until_sent(
    stage: Stage, chat: Chat, message: Message, *, key: str = "k", token: str = ""
) -> int:
    """As the outbox does it; how many tries it took."""
    for tries in range(1, 50):
        try:
            await stage.platform.messenger.send(chat, message, Delivery(key, token, priority=2))
        except SendFailed as failed:
            if failed.permanent:
                raise
        else:
            return tries
    raise AssertionError
