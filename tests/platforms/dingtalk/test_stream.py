"""The stream against a real WebSocket server: who holds it, what is acknowledged, what ends it, how it comes back."""

import asyncio
import dataclasses
import json
from functools import partial

import pytest

from bot.messages import Message
from bot.platforms.dingtalk import frames
from bot.platforms.dingtalk.robot import StreamMode
from bot.platforms.dingtalk.stream import Stream
from bot.platforms.leased import State
from tests.platforms.dingtalk import samples
from tests.platforms.dingtalk.stage import LISI, QUICK, Stage
from tests.simulators.dingtalk.organisation import GROUP
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import Action, Fault


def stream_of(stage: Stage) -> Stream:
    mode = stage.platform.mode
    assert isinstance(mode, StreamMode)
    return mode.stream


async def test_it_opens_as_documented_and_is_ready() -> None:
    async with Stage() as stage:
        await stage.ready()
        recorded = samples.body("stream_official_open_request.http.txt")
        opened = stage.web.opened[0]
        assert set(opened) <= set(recorded)
        assert [one["topic"] for one in opened["subscriptions"]] == [frames.ROBOT, frames.CARD]
        assert stage.platform.ready() == (True, "钉钉 Stream 连接正常")
        assert stage.web.tickets == set()


async def test_a_message_is_acknowledged_as_documented_once_it_is_stored() -> None:
    async with Stage() as stage:
        sent = await stage.server.deliver(stage.org.text("lisi", "状态"))
        await until(lambda: sent.acks)
        ack, recorded = sent.acks[0][0], samples.load("stream_official_ack_bot.json")
        assert set(ack) == set(recorded)
        assert (ack["code"], json.loads(ack["data"])) == (200, json.loads(recorded["data"]))
        assert [update.text for update in stage.inlet.stored.values()] == ["状态"]


@pytest.mark.parametrize("topic", ["ping", "CONNECTED", "REGISTERED", "KEEPALIVE"])
async def test_system_frames_are_echoed(topic: str) -> None:
    async with Stage() as stage:
        sent = await stage.server.push("SYSTEM", topic, {"opaque": "123-dsfs"})
        await until(lambda: sent.acks)
        assert json.loads(sent.acks[0][0]["data"]) == {"opaque": "123-dsfs"}


async def test_events_succeed_and_unknown_topics_are_told_so() -> None:
    async with Stage() as stage:
        event = await stage.server.push(
            "EVENT", "dingTalk", {"userId": ["u"]}, eventType="user_add_org"
        )
        unknown = await stage.server.push("CALLBACK", "/v1.0/graph/api/invoke", {})
        await until(lambda: event.acks and unknown.acks)
        assert json.loads(event.acks[0][0]["data"]) == {"status": "SUCCESS"}
        assert unknown.acks[0][0]["code"] == 404


async def test_the_recorded_frames_are_read() -> None:
    names = ["callback_bot", "disconnect", "event", "event_calendar"]
    read = [frames.read(samples.text(f"stream_official_frame_{name}.json")) for name in names]
    assert [(frame.kind, frame.topic) for frame in read] == [
        ("CALLBACK", frames.ROBOT), ("SYSTEM", "disconnect"), ("EVENT", "dingTalk"), ("EVENT", "*"),
    ]  # fmt: skip
    assert all(frame.data for frame in read)


@pytest.mark.parametrize(
    "garbage", ["<html>502</html>", "[]", "{", '{"type": 7}', '{"type":"CALLBACK","data":"x"}', ""]
)
async def test_garbage_does_not_end_the_connection(garbage: str) -> None:
    async with Stage() as stage:
        await stage.server.say(garbage)
        sent = await stage.server.deliver(stage.org.text("lisi", "状态"))
        await until(lambda: sent.acks)
        assert stage.server.connections == 1


async def test_a_slow_store_delays_no_other_acknowledgement() -> None:
    async with Stage() as stage:
        released = asyncio.Event()
        waits = {"first": True}

        async def slow_at_first() -> None:
            if waits.pop("first", False):
                await released.wait()

        stage.inlet.before = slow_at_first
        slow = await stage.server.deliver(stage.org.text("lisi", "导出"))
        other = await stage.server.deliver(stage.org.text("wangwu", "状态"))
        ping = await stage.server.push("SYSTEM", "ping", {"opaque": "1"})
        await until(lambda: other.acks and ping.acks)
        assert slow.acks == []
        released.set()
        await until(lambda: slow.acks)


async def test_slow_work_after_the_store_delays_nothing() -> None:
    async with Stage() as stage:
        answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        async def hanging(_: object) -> None:
            await answered

        stage.inlet.work = hanging  # type: ignore[method-assign, assignment]  # the core's work, which never ends
        for number in range(3):
            sent = await stage.server.deliver(stage.org.text("lisi", f"导出 {number}"))
            await until(lambda sent=sent: sent.acks)  # type: ignore[misc]  # bound for this turn
        answered.set_result(None)


async def test_a_rotated_connection_is_replaced_at_once_and_still_acknowledges() -> None:
    """What was on its way when the server asked for a new connection is acknowledged over the old one."""
    async with Stage() as stage:
        storing, released = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            storing.set()
            await released.wait()

        stage.inlet.before = slow
        sent = await stage.server.deliver(stage.org.text("lisi", "状态"))
        await storing.wait()
        old = await stage.server.rotate()
        await until(lambda: stage.server.connections == 2)
        released.set()
        await until(lambda: sent.acks)
        assert sent.acks[0][1] is old
        assert stage.platform.ready()[0]
        again = await stage.server.deliver(stage.org.text("lisi", "你好"))
        await until(lambda: again.acks)
        assert again.acks[0][1] is not old


def _is_open(stage: Stage, number: int) -> bool:
    return stage.server.connections == number and bool(stage.server.open)


async def test_a_cut_connection_is_made_anew() -> None:
    async with Stage() as stage:
        for number in range(1, 4):
            await until(partial(_is_open, stage, number))
            await stage.server.cut()
        await until(lambda: stage.server.connections == 4)
        await stage.ready()


async def test_a_clean_close_is_a_disconnect_too() -> None:
    async with Stage() as stage:
        await stage.ready()
        await stage.server.open[0].close(1000)
        await until(lambda: stage.server.connections == 2)


async def test_a_peer_that_falls_silent_is_found() -> None:
    """The server's reading is stopped: it neither answers pings nor closes."""
    async with Stage(timings=dataclasses.replace(QUICK, ping=0.02)) as stage:
        await stage.ready()
        silent = stage.server.open.pop()
        silent.transport.pause_reading()
        await until(lambda: stage.server.connections >= 2)
        silent.transport.abort()


async def test_wrong_credentials_are_named_and_tried_rarely() -> None:
    async with Stage(secret="wrong") as stage:
        await until(lambda: stage.web.refused >= 2)
        ready, sentence = stage.platform.ready()
        assert not ready
        assert "SHUZHI_DINGTALK_CLIENT_SECRET" in sentence
        assert stage.server.connections == 0


@pytest.mark.parametrize(
    "endpoint", ["ws://evil.example/connect", "wss://dingtalk.com.evil.example/", "file:///etc"]
)
async def test_only_the_platform_s_own_gateway_is_connected_to(endpoint: str) -> None:
    async with Stage() as stage:
        await stage.ready()
        stage.web.endpoint = lambda: endpoint
        await stage.server.cut()
        await until(lambda: len(stage.web.opened) >= 3)
        assert stage.server.connections == 1
        assert stream_of(stage).state is State.CONNECTING


async def test_two_processes_share_one_connection_and_the_second_takes_over() -> None:
    async with Stage() as stage:
        await stage.ready()
        second = stage.build()
        await second.start()
        await until(lambda: "待命" in second.ready()[1])
        for number in range(5):
            sent = await stage.server.deliver(stage.org.text("lisi", f"消息 {number}"))
            await until(lambda sent=sent: sent.acks)  # type: ignore[misc]  # bound for this turn
        assert stage.server.connections == 1
        await stage.platform.stop()
        await until(lambda: second.ready()[1] == "钉钉 Stream 连接正常")
        assert stage.server.connections == 2
        await second.stop()


async def test_a_lease_that_was_lost_ends_the_connection() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, lease=0.3)) as stage:
        await stage.ready()
        stage.lease.holders = dict.fromkeys(stage.lease.holders, "another")
        await until(lambda: not stage.server.open)
        await until(lambda: stream_of(stage).state is State.STANDBY)


async def test_a_database_that_is_away_for_a_moment_does_not_cut_the_connection() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, lease=30)) as stage:
        await stage.ready()
        stage.lease.broken = True
        sent = await stage.server.deliver(stage.org.text("lisi", "状态"))
        await until(lambda: sent.acks)
        stage.lease.broken = False
        assert stage.server.connections == 1


async def test_a_gateway_in_trouble_is_asked_again() -> None:
    async with Stage() as stage:
        await stage.ready()
        actions: list[Action] = ["hang", "html", "cut", "qps", 502]
        stage.web.faults += [_fault(action) for action in actions]
        await stage.server.cut()
        await until(lambda: stage.server.connections == 2)


async def test_stopping_lets_what_was_begun_come_to_its_end_and_gives_the_lease_back() -> None:
    async with Stage() as stage:
        storing, released = asyncio.Event(), asyncio.Event()

        async def slow() -> None:
            storing.set()
            await released.wait()

        stage.inlet.before = slow
        sent = await stage.server.deliver(stage.org.text("lisi", "状态", group=GROUP))
        await storing.wait()
        stopping = asyncio.create_task(stage.platform.stop())
        await asyncio.sleep(0)
        released.set()
        await stopping
        await until(lambda: sent.acks)
        assert stage.lease.holders == {}
        assert stage.platform.ready() == (False, "钉钉 Stream 连接已停止")


async def test_an_answer_reaches_the_one_who_asked() -> None:
    async with Stage() as stage:
        stage.inlet.answers = lambda update: Message(text=f"您说：{update.text}")
        await stage.server.deliver(stage.org.text("lisi", "状态"))
        await stage.server.deliver(stage.org.text("lisi", "帮助", group=GROUP))
        await until(lambda: len(stage.org.posts) == 2)
        assert stage.org.texts(LISI.id) == ["您说：状态"]
        assert stage.org.texts(GROUP) == ["您说：帮助"]


def _fault(action: Action) -> Fault:
    return Fault("/v1.0/gateway/connections/open", action)
