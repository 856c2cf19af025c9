"""Under stress: repeats, cuts at every frame, a hall full of people who tap at once."""

import asyncio
import dataclasses
import random
import threading
from collections import Counter

import pytest

from bot.messages import Card, CardState, Chat, ChatKind, ClickAnswer, Message, Option, Question
from bot.ports import Delivery, SendFailed
from tests.platforms.wecom.stage import GROUP_CHAT, QUICK, Stage
from tests.simulators.wecom.sockets import Action, Fault
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP

SCALE = tuple(
    Option(key, text) for key, text in {"a": "好", "b": "较好", "c": "一般", "d": "差"}.items()
)
POLL = Card("poll-7", "测评", "请选择", (Question("overall", "总体评价", SCALE),))
LISI = Chat(ChatKind.DIRECT, "lisi")
REPORT = (
    b"0123456789abcdef" * 70_000
)  # three chunks: init, three chunks, finish, message = six frames
RECEIVED = ClickAnswer(
    accepted=True, notice="已收到，截止前可修改", state=CardState.ANSWERED, card=POLL
)


async def opened(stage: Stage) -> str:
    """A poll in the group; its task_id."""
    stage.inlet.card_answer = lambda _: RECEIVED
    await stage.server.deliver(stage.tenant.text("zuzhi", "开始测评", group=GROUP))
    await stage.send(GROUP_CHAT, Message(card=POLL), key="poll")
    return next(iter(stage.tenant.cards))


def votes(stage: Stage) -> dict[str, str]:
    """The newest choice of each person, as a ballot box keeps it."""
    counted: dict[str, str] = {}
    for update, _ in stage.inlet.clicks.values():
        assert update.click is not None
        counted[update.sender.account] = update.click.values["overall"][0]
    return counted


async def test_a_hall_taps_at_once_and_every_vote_counts() -> None:
    """200 clicks, each delivered twice, while another thread keeps a core busy."""
    async with Stage(tenant=Tenant(per_minute=10_000)) as stage:
        task = await opened(stage)
        chosen = {f"p{number}": "abcd"[number * 7 % 4] for number in range(200)}
        stop = threading.Event()
        busy = asyncio.create_task(asyncio.to_thread(_keep_busy, stop))
        for person, choice in chosen.items():
            body = stage.tenant.click(person, task, {"overall": (choice,)})
            await stage.server.deliver(body)
            await stage.server.deliver(body)
        await until(lambda: stage.inlet.deliveries == 401)
        stop.set()
        await busy
        await until(lambda: len(stage.server.sent("aibot_respond_update_msg")) == 23)
        assert votes(stage) == chosen
        assert stage.tenant.refusals == []


async def test_a_click_that_is_delivered_again_costs_the_budget_nothing() -> None:
    async with Stage() as stage:
        task = await opened(stage)
        taps = [stage.tenant.click(f"p{number}", task, {"overall": ("a",)}) for number in range(20)]
        for tap in [*taps, *taps]:
            await stage.server.deliver(tap)
        await until(lambda: stage.inlet.deliveries == 41)
        await stage.platform.stop()
        assert len(stage.tenant.views) == 20


async def test_when_the_budget_is_spent_votes_count_and_only_the_picture_is_missing() -> None:
    async with Stage() as stage:
        task = await opened(stage)
        for number in range(60):
            await stage.server.deliver(stage.tenant.click(f"p{number}", task, {"overall": ("a",)}))
        await until(lambda: len(stage.inlet.clicks) == 60)
        await stage.platform.stop()
        assert Counter(votes(stage).values()) == {"a": 60}
        assert (
            len(stage.tenant.views) == 23
        )  # with the poll 24; six are left for what the organiser says next
        assert stage.tenant.refusals == []


async def test_the_same_delivery_five_times_has_one_effect_also_after_a_restart() -> None:
    async with Stage() as stage:
        stage.inlet.answers = lambda _: Message(text="好")
        body = stage.tenant.text("lisi", "状态")
        for _ in range(3):
            await stage.server.deliver(body)
        await until(lambda: stage.inlet.deliveries == 3)
        await stage.platform.stop()
        second = stage.build()
        stage.inlet.messenger = second.messenger
        await second.start()
        for _ in range(2):
            await stage.server.deliver(body)
        await until(lambda: stage.inlet.deliveries == 5)
        await second.stop()
        assert stage.tenant.texts("lisi") == ["好"]


@pytest.mark.parametrize("action", ["cut", "cut_after"])
@pytest.mark.parametrize("frame", range(6))
async def test_an_upload_cut_at_every_frame_arrives_once(frame: int, action: Action) -> None:
    """Cut after the last frame nobody can know: then the file may come twice, but never not at all."""
    async with Stage() as stage:
        await stage.server.deliver(stage.tenant.text("lisi", "导出"))
        stage.server.faults.append(_fault(frame, action))
        file = stage.files.add("结果.xlsx", REPORT)
        tries = await _until_sent(stage, LISI, Message(file=file))
        assert tries == 2
        posts = [post.file.content for post in stage.tenant.posts if post.file]
        assert posts == [REPORT] * (2 if (frame, action) == (5, "cut_after") else 1)


@pytest.mark.parametrize("action", ["cut", "cut_after", "silent", "html"])
async def test_a_vote_whose_update_is_cut_counts_once(action: Action) -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.3)) as stage:
        task = await opened(stage)
        stage.server.faults.append(Fault("aibot_respond_update_msg", action))
        body = stage.tenant.click("lisi", task, {"overall": ("b",)})
        await stage.server.deliver(body)
        await until(lambda: stage.server.sent("aibot_respond_update_msg"))
        await stage.server.deliver(body)  # the member taps again, or the platform repeats
        await until(lambda: (task, "lisi") in stage.tenant.views)
        assert votes(stage) == {"lisi": "b"}


async def test_a_connection_cut_while_the_vote_is_stored_loses_nothing() -> None:
    async with Stage() as stage:
        task = await opened(stage)
        storing, released = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            storing.set()
            await released.wait()

        stage.inlet.before = slow
        await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": ("c",)}))
        await storing.wait()
        await stage.server.cut()
        released.set()
        await until(lambda: stage.inlet.clicks)
        await stage.ready()
        assert votes(stage) == {"lisi": "c"}


async def test_a_person_who_changes_his_mind_is_counted_as_he_ended() -> None:
    async with Stage() as stage:
        task = await opened(stage)
        for choice in "abcdabcdc":
            await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": (choice,)}))
        await until(lambda: len(stage.inlet.clicks) == 9)
        assert votes(stage) == {"lisi": "c"}


async def test_a_storm_of_cuts_loses_no_message() -> None:
    """Twenty answers go out while the connection is cut at random; the outbox tries again until each was taken."""
    dice = random.Random(7)
    async with Stage() as stage:
        people = [f"p{number}" for number in range(20)]
        stage.tenant.conversations.update(people)
        for _ in range(8):
            stage.server.faults.append(Fault("aibot_send_msg", "cut", after=dice.randrange(4)))
        await asyncio.gather(
            *(
                _until_sent(stage, Chat(ChatKind.DIRECT, person), Message(text=person), key=person)
                for person in people
            )
        )
        assert sorted(post.text for post in stage.tenant.posts) == sorted(people)
        assert stage.server.subscriptions > 2


async def _until_sent(stage: Stage, chat: Chat, message: Message, *, key: str = "k") -> int:
    """As the outbox does it; how many tries it took."""
    for tries in range(1, 50):
        await stage.ready()
        try:
            await stage.platform.messenger.send(chat, message, Delivery(key))
        except SendFailed as failed:
            if failed.permanent:
                raise
        else:
            return tries
    raise AssertionError


def _fault(frame: int, action: Action) -> Fault:
    steps = ["init", *["chunk"] * 3, "finish"]
    if frame == 5:
        return Fault("aibot_send_msg", action)
    return Fault(
        f"aibot_upload_media_{steps[frame]}",
        action,
        after=max(0, frame - 1) if steps[frame] == "chunk" else 0,
    )


def _keep_busy(stop: threading.Event) -> None:
    while not stop.is_set():
        sum(range(1000))
