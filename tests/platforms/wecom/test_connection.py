"""The long connection against a real WebSocket server: who holds it, what ends it, how it comes back."""

import asyncio
import dataclasses
import json

import pytest
from structlog.testing import capture_logs

from bot.messages import Message
from bot.platforms.incoming import RETRIES
from bot.platforms.leased import State
from bot.platforms.wecom.acks import Acks
from bot.platforms.wecom.connection import AckLost, LongConnection, NotConnected
from bot.platforms.wecom.errors import Rejected
from tests.platforms.wecom import samples
from tests.platforms.wecom.fakes import FakeLease
from tests.platforms.wecom.stage import QUICK, Stage, hasten
from tests.simulators.wecom.sockets import Action, Fault
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP


async def test_it_subscribes_as_documented_and_is_ready() -> None:
    async with Stage() as stage:
        await stage.ready()
        frame = stage.server.frames[0]
        recorded = samples.load("ws/01_subscribe.json")
        assert (frame["cmd"], set(frame["body"])) == (recorded["cmd"], set(recorded["body"]))
        assert stage.platform.ready() == (True, "企业微信长连接正常")


async def test_it_sends_heartbeats_as_documented() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, heartbeat=0.01)) as stage:
        await until(lambda: len(stage.server.sent("ping")) >= 3)
        assert set(stage.server.sent("ping")[0]) == set(samples.load("ws/13_ping.json"))
        assert stage.server.subscriptions == 1


async def test_a_heartbeat_that_is_not_answered_ends_the_connection() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, heartbeat=0.01, ack=0.05)) as stage:
        stage.server.faults.append(Fault("ping", "deaf"))
        await until(lambda: stage.server.subscriptions >= 2)


async def test_a_cut_connection_is_made_anew() -> None:
    async with Stage() as stage:
        for _ in range(3):
            await stage.ready()
            await stage.server.cut()
        await stage.ready()
        assert stage.server.subscriptions == 4


async def test_a_clean_close_is_a_disconnect_too() -> None:
    async with Stage() as stage:
        await stage.ready()
        assert stage.server.current is not None
        await stage.server.current.close(1000)
        await until(lambda: stage.server.subscriptions == 2)


async def test_who_is_displaced_stays_away_and_says_so() -> None:
    async with Stage() as stage:
        await stage.ready()
        stranger = LongConnection(
            stage.server.url, "BOT", "SECRET", lease=FakeLease(), timings=QUICK
        )
        running = asyncio.create_task(stranger.run(lambda _: None))
        await until(lambda: stage.connection.state is State.DISPLACED)
        ready, sentence = stage.platform.ready()
        assert not ready
        assert "disconnected_event" in sentence
        await until(stage.connection.taken_over)
        for _ in range(20):
            await asyncio.sleep(0)
        assert stage.server.subscriptions == 2
        with pytest.raises(NotConnected):
            await stage.connection.request("aibot_send_msg", {})
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_who_was_displaced_just_now_does_not_speak_of_a_stranger() -> None:
    # It may have been a sibling, which shows within moments.
    async with Stage(timings=dataclasses.replace(QUICK, taken_over=60.0)) as stage:
        await stage.ready()
        other = LongConnection(stage.server.url, "BOT", "SECRET", lease=FakeLease(), timings=QUICK)
        running = asyncio.create_task(other.run(lambda _: None))
        await until(lambda: stage.connection.state is State.DISPLACED)
        assert not stage.connection.taken_over()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_broken_lease_does_not_bring_the_displaced_back() -> None:
    async with Stage() as stage:
        await stage.ready()
        stranger = LongConnection(
            stage.server.url, "BOT", "SECRET", lease=FakeLease(), timings=QUICK
        )
        running = asyncio.create_task(stranger.run(lambda _: None))
        await until(lambda: stage.connection.state is State.DISPLACED)
        stage.lease.broken = True
        asked = stage.lease.asked
        await until(lambda: stage.lease.asked > asked + 3)
        assert stage.connection.state is State.DISPLACED
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_of_two_processes_one_holds_the_connection_and_the_other_takes_over() -> None:
    async with Stage() as stage:
        await stage.ready()
        second = stage.build()
        await second.start()
        await until(lambda: second.ready()[1] != "企业微信长连接尚未建立")
        assert second.ready() == (True, "企业微信长连接由另一个进程持有，本进程待命")
        assert stage.server.subscriptions == 1
        await stage.platform.stop()
        await until(lambda: stage.server.subscriptions == 2)
        await second.stop()
        assert stage.lease.holders == {}


async def test_a_lost_lease_ends_the_connection() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, lease=0.03)) as stage:
        await stage.ready()
        stage.lease.holders["wecom:BOT"] = "a sibling"
        await until(lambda: stage.connection.state is State.STANDBY)
        await until(lambda: not stage.server.connected)


@pytest.mark.parametrize("code", [853000, 40001])
async def test_refused_credentials_stop_it_with_a_sentence(code: int) -> None:
    async with Stage() as first:
        first.server.faults.append(Fault("aibot_subscribe", code, times=99))
        await first.server.cut() if first.server.connected else None
        await until(lambda: first.connection.state is State.REFUSED)
        assert "SHUZHI_WECOM_BOT_SECRET" in first.platform.ready()[1]


async def test_a_wrong_secret_is_tried_once_a_minute_at_most() -> None:
    async with Stage(secret="wrong") as stage:
        await until(lambda: stage.connection.state is State.REFUSED)
        assert len(stage.server.sent("aibot_subscribe")) == 1


async def test_what_does_not_pass_by_waiting_is_a_warning_with_its_remedy() -> None:
    with capture_logs() as logs:
        async with Stage(secret="wrong") as stage:
            await until(lambda: stage.connection.state is State.REFUSED)
    (told,) = [line for line in logs if line.get("state") == "refused"]
    assert told["log_level"] == "warning"
    assert "SHUZHI_WECOM_BOT_SECRET" in told["remedy"]
    assert "wrong" not in told["remedy"]


async def test_a_robot_that_was_not_known_yet_is_connected_once_it_is() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, refused=0.01)) as stage:
        stage.server.faults.append(Fault("aibot_subscribe", 853000, times=3))
        await until(lambda: stage.connection.state is State.REFUSED)
        await stage.ready()
        assert stage.server.subscriptions == 1


async def test_every_subscription_is_told() -> None:
    async with Stage() as stage:
        await stage.ready()
        await stage.server.cut()
        await until(lambda: stage.connected == 2)


@pytest.mark.parametrize("action", ["deaf", "html", "cut", 45009, -1])
async def test_a_subscription_that_fails_otherwise_is_tried_again(action: Action) -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.05)) as stage:
        stage.server.faults.append(Fault("aibot_subscribe", action, times=2))
        await stage.ready()


async def test_a_server_that_never_opens_is_given_up_and_tried_again() -> None:
    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(writer)
        await reader.read()
        writer.close()

    opened: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(hang, "127.0.0.1", 0)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    connection = LongConnection(
        url, "BOT", "SECRET", lease=FakeLease(), timings=dataclasses.replace(QUICK, connect=0.03)
    )
    running = asyncio.create_task(connection.run(lambda _: None))
    await until(lambda: len(opened) >= 2)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    server.close()


async def test_an_html_page_for_a_handshake_is_tried_again() -> None:
    async def page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.append(1)
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
        )
        writer.close()

    asked: list[int] = []
    server = await asyncio.start_server(page, "127.0.0.1", 0)
    url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    connection = LongConnection(url, "BOT", "SECRET", lease=FakeLease(), timings=QUICK)
    running = asyncio.create_task(connection.run(lambda _: None))
    await until(lambda: len(asked) >= 2)
    assert connection.state is State.CONNECTING
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    server.close()


async def test_an_ack_that_does_not_come_is_an_end_of_the_wait() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.05)) as stage:
        await stage.ready()
        stage.server.faults.append(Fault("aibot_send_msg", "deaf"))
        with pytest.raises(AckLost):
            await stage.connection.request("aibot_send_msg", {})


async def test_an_error_without_req_id_reaches_whoever_waits() -> None:
    async with Stage() as stage:
        await stage.ready()
        stage.tenant.conversations.add("lisi")
        with pytest.raises(Rejected) as refused:
            await stage.connection.request(
                "aibot_send_msg", {"chatid": "lisi", "msgtype": "file", "file": {"url": "x"}}
            )
        assert refused.value.code == 40058


async def test_846609_forces_a_new_connection() -> None:
    async with Stage() as stage:
        await stage.ready()
        stage.server.faults.append(Fault("aibot_send_msg", 846609))
        with pytest.raises(Rejected):
            await stage.connection.request("aibot_send_msg", {})
        await until(lambda: stage.server.subscriptions == 2)


async def test_recorded_acks_are_matched() -> None:
    lines = [
        line.split("\t")
        for line in samples.text("ws_recorded/acks_2026-10-03.txt").splitlines()
        if line[:1] != "#"
    ]
    frames = [
        json.loads(line[1])
        for line in lines
        if len(line) > 1
        and "{…}" not in line[1]
        and "chars" not in line[1]
        and "[…]" not in line[1]
    ]
    assert len(frames) >= 12
    for frame in frames:
        acks = Acks()
        waiting = acks.expect(frame.get("headers", {}).get("req_id", "any"))
        acks.settle(frame)
        assert waiting.result()["errcode"] in (0, 40007, 40008, 40058)


async def test_acks_of_one_req_id_come_in_order_and_strangers_disturb_nobody() -> None:
    acks = Acks()
    first, second, other = acks.expect("R"), acks.expect("R"), acks.expect("S")
    acks.settle({"errcode": 40058})  # of three who wait, nobody knows whose
    acks.settle({"headers": {"req_id": "unknown"}, "errcode": 0})
    acks.settle({"headers": {"req_id": "R"}, "errcode": 1})
    acks.settle({"headers": {"req_id": "R"}, "errcode": 2})
    assert (first.result()["errcode"], second.result()["errcode"], other.done()) == (1, 2, False)


async def test_the_read_loop_waits_for_no_handler() -> None:
    released = asyncio.Event()

    async def busy() -> None:
        await released.wait()

    async with Stage() as stage:
        stage.inlet.before = busy
        await stage.server.deliver(stage.tenant.text("lisi", "慢", group=GROUP))
        await until(lambda: stage.inlet.deliveries == 1)
        await stage.server.deliver(stage.tenant.text("wangwu", "快"))
        await until(lambda: stage.inlet.deliveries == 2)
        stage.tenant.conversations.add("lisi")
        body = {"chatid": "lisi", "msgtype": "markdown", "markdown": {"content": "x"}}
        await stage.connection.request("aibot_send_msg", body)
        released.set()


async def test_messages_of_one_chat_stay_in_order() -> None:
    async with Stage() as stage:
        sent = [stage.tenant.text("lisi", str(number), group=GROUP) for number in range(30)]
        for body in sent:
            await stage.server.deliver(body)
        await until(lambda: len(stage.inlet.stored) == 30)
        assert list(stage.inlet.stored) == [body["msgid"] for body in sent]


async def test_what_could_not_be_stored_is_tried_again() -> None:
    async with Stage(sleep=hasten) as stage:
        failures = [OSError(), OSError()]

        async def broken() -> None:
            if failures:
                raise failures.pop()

        stage.inlet.before = broken
        await stage.server.deliver(stage.tenant.text("lisi", "状态"))
        await until(lambda: len(stage.inlet.stored) == 1)


async def test_what_stays_unstored_is_put_aside_and_its_sender_hears_so() -> None:
    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await hasten(seconds)

    pauses: list[float] = []
    async with Stage(sleep=sleep) as stage:

        async def broken() -> None:
            raise OSError

        stage.inlet.before = broken
        await stage.server.deliver(stage.tenant.text("lisi", "状态"))
        await until(
            lambda: [text for text in stage.tenant.texts("lisi") if "恢复后会接着办" in text]
        )
        assert [update.text for update in stage.inlet.aside] == ["状态"]
        assert [seconds for seconds in pauses if seconds in RETRIES] == list(RETRIES)


@pytest.mark.parametrize(
    "frame",
    [
        "<html>",
        "[]",
        "null",
        '{"cmd":"aibot_msg_callback"}',
        '{"cmd":"later"}',
        "{}",
        '{"headers":[]}',
    ],
)
async def test_a_frame_that_is_none_is_passed_over(frame: str) -> None:
    async with Stage() as stage:
        await stage.ready()
        assert stage.server.current is not None
        await stage.server.current.send(frame)
        await stage.server.deliver(stage.tenant.text("lisi", "状态"))
        await until(lambda: len(stage.inlet.stored) == 1)
        assert stage.server.subscriptions == 1


async def test_control_characters_inside_a_frame() -> None:
    async with Stage() as stage:
        body = stage.tenant.text("lisi", "状TAB态")
        await stage.server.deliver(body, raw=lambda text: text.replace("TAB", "\x01"))
        await until(lambda: len(stage.inlet.stored) == 1)
        assert stage.inlet.stored[body["msgid"]].text == "状\x01态"


async def test_recorded_frames_are_understood() -> None:
    async with Stage() as stage:
        stage.inlet.answers = lambda _: Message(text="您好")
        for name in ("ws/03_msg_callback_text_group.json", "ws/05_event_callback_enter_chat.json"):
            body = samples.load(name)["body"]
            await stage.server.deliver(body | {"msgid": name})
        await until(lambda: len(stage.tenant.posts) == 2)
        welcome = stage.server.sent("aibot_respond_welcome_msg")[0]
        assert set(welcome["body"]) == set(samples.load("ws/07_respond_welcome_msg.json")["body"])
        reply = stage.server.sent("aibot_respond_msg")[0]
        assert set(reply["body"]["stream"]) == {"id", "finish", "content"}


async def test_stopping_lets_what_was_begun_come_to_its_end() -> None:
    async with Stage() as stage:
        stage.inlet.answers = lambda _: Message(text="好")
        for number in range(10):
            await stage.server.deliver(stage.tenant.text(f"p{number}", "状态"))
        await until(lambda: stage.inlet.deliveries > 0)
        await stage.inlet.settle()
        await stage.platform.stop()
        assert stage.connection.state is State.STOPPED
