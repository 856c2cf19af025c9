"""A call that comes again has one effect, and one that could not be stored is asked for again."""

import asyncio
import hashlib
import json

import pytest

from bot.messages import Message, Update
from tests.platforms.wecom.fakes import FakeCalls
from tests.platforms.wecom.scenes import AT_ONCE, POLL, Scene, on_callbacks
from tests.simulators.wecom.callbacks import Answer
from tests.simulators.wecom.web import GROUP


async def broken() -> None:
    """The database is away."""
    raise OSError


# -- repeats


async def test_a_byte_identical_repeat_gets_an_empty_answer(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(text="好")
    request = scene.wecom.request(json.dumps(scene.tenant.text("lisi", "状态")))
    first, second = await scene.wecom.post(*request), await scene.wecom.post(*request)
    assert first.body is not None
    assert second == Answer(200, None)
    assert scene.inlet.deliveries == 1


async def test_five_deliveries_at_once_have_one_effect(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(text="好")
    body = scene.tenant.text("lisi", "状态")
    request = scene.wecom.request(json.dumps(body))
    answers = await asyncio.gather(
        *(scene.wecom.post(*request) for _ in range(3)),
        *(scene.wecom.post(*scene.wecom.request(json.dumps(body))) for _ in range(2)),
    )
    assert {answer.status for answer in answers} == {200}
    assert list(scene.inlet.stored) == [body["msgid"]]
    assert sum(answer.body is not None for answer in answers) == 1


async def test_after_a_restart_a_repeat_has_no_second_effect() -> None:
    async with on_callbacks(AT_ONCE) as before, on_callbacks(AT_ONCE) as after:
        after.inlet.stored = before.inlet.stored
        request = before.wecom.request(json.dumps(before.tenant.text("lisi", "状态")))
        for scene in (before, after):
            assert (await scene.wecom.post(*request)).status == 200
        assert len(before.inlet.stored) == 1


@pytest.mark.parametrize("tapped", [True, False])
async def test_after_a_restart_a_captured_vote_is_not_taken_again(tapped: bool) -> None:
    calls = FakeCalls()
    async with on_callbacks(AT_ONCE, calls=calls) as before:
        before.inlet.ballots = lambda update: (
            None if "开始" in update.text else Message(text="已收到")
        )
        body = before.tenant.text("lisi", "测评 差")
        if tapped:
            before.inlet.answers = lambda _: Message(card=POLL)
            await before.wecom.deliver(before.tenant.text("zhangsan", "开始测评", group=GROUP))
            await before.inlet.settle()
            body = before.tenant.click(
                "lisi", next(iter(before.tenant.cards)), {"overall": ("good",)}
            )
        request = before.wecom.request(json.dumps(body))
        assert (await before.wecom.post(*request)).body is not None
    async with on_callbacks(AT_ONCE, calls=calls) as after:
        after.inlet.ballots = lambda _: Message(text="已收到")
        assert await after.wecom.post(*request) == Answer(200, None)
        assert after.inlet.deliveries == 0
        assert (await after.wecom.post(*after.wecom.request(json.dumps(body)))).status == 200
        assert after.inlet.deliveries == 1


async def test_a_vote_that_was_not_stored_may_come_again_after_a_restart() -> None:
    calls = FakeCalls()

    async with on_callbacks(AT_ONCE, calls=calls) as before:
        before.inlet.ballots = lambda _: Message(text="已收到")
        before.inlet.before = broken
        request = before.wecom.request(json.dumps(before.tenant.text("lisi", "测评 差")))
        assert (await before.wecom.post(*request)).status == 503
    async with on_callbacks(AT_ONCE, calls=calls) as after:
        after.inlet.ballots = lambda _: Message(text="已收到")
        assert (await after.wecom.post(*request)).body is not None


async def test_what_is_noted_of_a_vote_tells_nothing_of_it(scene: Scene) -> None:
    scene.inlet.ballots = lambda _: Message(text="已收到")
    calls = scene.calls
    query, content = scene.wecom.request(json.dumps(scene.tenant.text("lisi", "测评 差")))
    await scene.wecom.post(query, content)
    ((digest, noted),) = calls.noted.items()
    assert (len(digest), noted) == (16, b"")
    assert digest.hex() not in query["msg_signature"]
    assert digest != hashlib.sha256(query["msg_signature"].encode()).digest()[:16]


# -- what the database does not take


async def test_what_was_not_stored_is_asked_for_again(scene: Scene) -> None:
    scene.inlet.before, scene.inlet.keeps = broken, False
    request = scene.wecom.request(json.dumps(scene.tenant.text("lisi", "状态")))
    assert (await scene.wecom.post(*request)).status == 503
    scene.inlet.before = None
    scene.inlet.answers = lambda _: Message(text="好")
    assert (await scene.wecom.post(*request)).body is not None
    assert len(scene.inlet.stored) == 1


@pytest.mark.parametrize("step", ["asking", "storing"])
async def test_what_the_database_does_not_take_is_put_aside_and_its_sender_hears_so(
    scene: Scene, step: str
) -> None:
    def broken_at_once(_: Update) -> Message | None:
        raise OSError

    if step == "asking":
        scene.inlet.ballots = broken_at_once
    else:
        scene.inlet.before = broken
    body = scene.tenant.text("lisi", "状态")
    answer = await scene.wecom.deliver(body)
    assert (answer.status, "恢复后会接着办" in scene.tenant.texts("lisi")[0]) == (200, True)
    assert [update.text for update in scene.inlet.aside] == ["状态"]


async def test_what_could_not_be_kept_in_time_is_told_later() -> None:
    async with on_callbacks(AT_ONCE) as scene:
        released = asyncio.Event()

        async def broken_after_a_while() -> None:
            await released.wait()
            raise OSError

        scene.inlet.before = broken_after_a_while
        assert (await scene.wecom.deliver(scene.tenant.text("lisi", "状态"))).status == 503
        released.set()
        await scene.callback.settle()
        assert [update.text for update in scene.inlet.aside] == ["状态"]
        assert "恢复后会接着办" in scene.tenant.texts("lisi")[0]


async def test_a_vote_is_asked_for_again_until_it_is_stored_and_leaves_nothing_here(
    scene: Scene,
) -> None:
    scene.inlet.answers = lambda _: Message(card=POLL)
    await scene.wecom.deliver(scene.tenant.text("zhangsan", "开始测评", group=GROUP))
    known = scene.callback.remembered
    scene.inlet.before = broken
    scene.inlet.ballots = lambda _: Message()
    click = scene.tenant.click("lisi", next(iter(scene.tenant.cards)), {"overall": ("good",)})
    request = scene.wecom.request(json.dumps(click))
    assert (await scene.wecom.post(*request)).status == 503
    scene.inlet.before = None
    first, second = await scene.wecom.post(*request), await scene.wecom.post(*request)
    assert first.body is not None
    assert first.body["userids"] == ["lisi"]
    assert first == second
    assert len(scene.inlet.clicks) == 1
    assert scene.callback.remembered == known


async def test_a_database_that_hangs_does_not_hold_the_answer() -> None:
    async with on_callbacks(AT_ONCE) as scene:
        released = asyncio.Event()

        async def busy() -> None:
            await released.wait()

        scene.inlet.before = busy
        assert (await scene.wecom.deliver(scene.tenant.text("lisi", "状态"))).status == 503
        released.set()
        await scene.callback.settle()
        assert len(scene.inlet.stored) == 1
