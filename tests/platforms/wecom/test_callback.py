"""The callback way, driven by a server that encrypts, signs and gives up after five seconds."""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette

from bot.messages import (
    Card,
    CardState,
    CardStyle,
    Chat,
    ChatKind,
    ClickAnswer,
    Message,
    Option,
    Question,
    Update,
)
from bot.platforms.robots import Core
from bot.platforms.wecom.replies import Replies
from bot.platforms.wecom.robot import CallbackMode, Externals, WecomPlatform
from bot.ports import Delivery, SendFailed
from tests.platforms.wecom import samples
from tests.platforms.wecom.fakes import (
    FakeCalls,
    FakeFiles,
    FakeInlet,
    FakeLease,
    SystemClock,
    settings,
)
from tests.simulators.wecom.callbacks import Answer, WecomCallbacks
from tests.simulators.wecom.ciphers import Console
from tests.simulators.wecom.tenant import Tenant
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import API, GROUP, WEBHOOK, WecomWeb

POLL = Card(
    "poll-7",
    "测评",
    "请选择",
    (Question("overall", "总体评价", (Option("good", "好"), Option("poor", "差"))),),
)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@dataclass
class Scene:
    tenant: Tenant
    web: WecomWeb
    wecom: WecomCallbacks
    platform: WecomPlatform
    inlet: FakeInlet
    files: FakeFiles
    calls: FakeCalls


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    async with stage() as built:
        yield built


@pytest.fixture
async def silent() -> AsyncIterator[Scene]:
    """Where no direct reply comes, so that nobody waits for one."""
    async with stage(0.02) as built:
        yield built


class stage:  # noqa: N801 - used as a function
    """The platform in callback mode between the simulated server and a core with memory."""

    def __init__(
        self, seconds: float = 3.0, *, calls: FakeCalls | None = None, **values: object
    ) -> None:
        self.seconds, self.values, self.calls = seconds, values, calls or FakeCalls()

    async def __aenter__(self) -> Scene:
        tenant, inlet, files, console = Tenant(), FakeInlet(), FakeFiles(), Console()
        web = WecomWeb(tenant)
        given = settings(
            wecom_token=SecretStr(console.token),
            wecom_aes_key=SecretStr(console.aes_key),
            wecom_media_hosts=("qyapi.weixin.qq.com",),
            **self.values,
        )
        http = httpx.AsyncClient(transport=httpx.ASGITransport(web.app))
        core = Core(inlet, SystemClock(), files, FakeLease(), self.calls)
        externals = Externals(http=http, answer_seconds=self.seconds)
        self.platform = WecomPlatform(given, core, externals)
        inlet.messenger = self.platform.messenger
        app = Starlette(routes=list(self.platform.routes))
        self.robot = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://robot")
        await self.platform.start()
        return Scene(
            tenant,
            web,
            WecomCallbacks(tenant, self.robot, console),
            self.platform,
            inlet,
            files,
            self.calls,
        )

    async def __aexit__(self, *_: object) -> None:
        await self.platform.stop()
        await self.robot.aclose()


async def test_the_console_verifies_the_address(scene: Scene) -> None:
    response = await scene.wecom.verify("1616140317555161061")
    assert (response.status_code, response.text) == (200, "1616140317555161061")


@pytest.mark.parametrize(
    "change",
    [{"msg_signature": "0" * 40}, {"echostr": "AAAA"}, {"nonce": "other"}, {"timestamp": "1"}],
)
async def test_a_verification_by_somebody_else_is_refused(
    scene: Scene, change: dict[str, str]
) -> None:
    assert (await scene.wecom.verify(**change)).status_code == 403


@pytest.mark.parametrize("echo", ["8163749", "abcXYZ_-09", "1616140317555161061"])
async def test_an_address_check_is_answered_with_its_token(scene: Scene, echo: str) -> None:
    assert (await scene.wecom.verify(echo)).text == echo


@pytest.mark.parametrize("kind", ["message", "vote"])
async def test_a_captured_call_is_not_opened_by_the_address_check(scene: Scene, kind: str) -> None:
    vote = scene.tenant.text("lisi", "测评 差")
    captured = vote if kind == "vote" else scene.tenant.text("lisi", "反馈 只说给您听")
    query, content = scene.wecom.request(json.dumps(captured))
    sealed = json.loads(content)["encrypt"]
    response = await scene.wecom.robot.get("/wecom/callback", params=query | {"echostr": sealed})
    assert (response.status_code, response.content) == (403, b"")
    assert scene.inlet.deliveries == 0


@pytest.mark.parametrize("field", ["msg_signature", "timestamp", "nonce"])
@pytest.mark.parametrize("order", ["first", "last"])
async def test_a_signed_field_that_stands_twice_is_refused(
    scene: Scene, field: str, order: str
) -> None:
    query, content = scene.wecom.request(json.dumps(scene.tenant.text("lisi", "状态")))
    pairs = (
        [*query.items(), (field, "0" * 40)]
        if order == "last"
        else [(field, "0" * 40), *query.items()]
    )
    response = await scene.wecom.robot.post(f"/wecom/callback?{urlencode(pairs)}", content=content)
    assert (response.status_code, scene.inlet.deliveries) == (400, 0)


@pytest.mark.parametrize("where", ["encrypt", "nonce", "many"])
async def test_what_is_no_text_is_refused_without_a_server_error(scene: Scene, where: str) -> None:
    query, content = scene.wecom.request("{}")
    if where == "encrypt":
        content = b'{"encrypt": "\\ud83d"}'
    if where == "nonce":
        query["nonce"] = "\U0001f600\x00"
    if where == "many":
        query |= {f"n{number}": "" for number in range(1000)}
    assert 400 <= (await scene.wecom.post(query, content)).status < 500


async def test_half_a_character_in_a_message_is_shown_and_the_rest_is_kept(silent: Scene) -> None:
    body = silent.tenant.text("lisi", "状态HALF请看")
    await silent.wecom.deliver(
        body, dumps=lambda value: json.dumps(value).replace("HALF", "\\ud83d")
    )
    assert silent.inlet.stored[body["msgid"]].text == "状态\ufffd请看"


async def test_an_answer_goes_out_as_the_direct_reply(scene: Scene) -> None:
    scene.inlet.answers = lambda update: Message(text=f"您说：{update.text}")
    answer = await scene.wecom.deliver(scene.tenant.text("zhangsan", "状态", group=GROUP))
    assert answer.body is not None
    assert answer.body["msgtype"] == "stream"
    assert answer.body["stream"]["finish"] is True
    assert scene.tenant.texts(GROUP) == ["您说：状态"]
    assert scene.tenant.response_urls  # still unused


async def test_a_card_goes_into_a_group_as_the_direct_reply(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(card=POLL)
    answer = await scene.wecom.deliver(
        scene.tenant.text("zhangsan", "开始测评 王书记", group=GROUP)
    )
    assert answer.body is not None
    assert (answer.refused, answer.body["msgtype"]) == (0, "template_card")
    assert [post.kind for post in scene.tenant.posts] == ["template_card"]


async def test_text_and_card_go_together(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(text="现场测评开始", card=POLL)
    answer = await scene.wecom.deliver(scene.tenant.text("zhangsan", "开始测评", group=GROUP))
    assert answer.refused == 0
    assert scene.tenant.texts(GROUP) == ["现场测评开始"]
    assert len(scene.tenant.cards) == 1


async def test_a_picture_goes_with_its_text(scene: Scene) -> None:
    picture = scene.files.add("chart.png", PNG, picture=True)
    scene.inlet.answers = lambda _: Message(text="整改进度", file=picture)
    await scene.wecom.deliver(scene.tenant.text("zhangsan", "整改情况", group=GROUP))
    post = scene.tenant.posts[0]
    assert post.file is not None
    assert (post.text, post.file.content) == ("整改进度", PNG)


async def test_a_click_is_answered_with_the_clickers_own_card(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(card=POLL)
    await scene.wecom.deliver(scene.tenant.text("zhangsan", "开始测评", group=GROUP))
    scene.inlet.card_answer = lambda _: ClickAnswer(
        True, "已收到，截止前可修改", state=CardState.ANSWERED, card=POLL
    )
    task = next(iter(scene.tenant.cards))
    answer = await scene.wecom.deliver(scene.tenant.click("lisi", task, {"overall": ("good",)}))
    assert answer.refused == 0
    assert scene.tenant.view("lisi", task)["main_title"]["desc"] == "已收到，截止前可修改"
    assert scene.tenant.view("zhangsan", task) == scene.tenant.cards[task].card
    (update, _) = next(iter(scene.inlet.clicks.values()))
    assert update.click is not None
    assert (update.click.card_id, dict(update.click.values)) == ("poll-7", {"overall": ("good",)})
    assert update.sender.account == "lisi"


async def test_a_welcome_is_plain_text(scene: Scene) -> None:
    scene.inlet.answers = lambda update: Message(text="您好" if update.entered else "?")
    answer = await scene.wecom.deliver(scene.tenant.event("lisi", "enter_chat"))
    assert answer.body == {"msgtype": "text", "text": {"content": "您好"}}


async def test_a_slow_answer_goes_through_the_response_url() -> None:
    async with stage(0.02) as scene:
        answer = await scene.wecom.deliver(scene.tenant.text("zhangsan", "状态", group=GROUP))
        assert (answer.status, answer.body) == (200, None)
        await _send(scene, Message(text="做完了"))
        assert [(post.via, post.text) for post in scene.tenant.posts] == [
            ("response_url", "做完了")
        ]


async def test_a_response_url_is_used_once(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(text="一")
    await scene.wecom.deliver(scene.tenant.text("zhangsan", "状态"))
    await _send(scene, Message(text="二"), key="k2")
    with pytest.raises(SendFailed, match="长连接") as failure:
        await _send(scene, Message(text="三"), key="k3")
    assert failure.value.permanent
    assert scene.tenant.texts("zhangsan") == ["一", "二"]


async def test_what_was_sent_is_not_sent_again(silent: Scene) -> None:
    await silent.wecom.deliver(silent.tenant.text("zhangsan", "状态"))
    await _send(silent, Message(text="二"))
    await _send(silent, Message(text="二"))
    assert silent.tenant.texts("zhangsan") == ["二"]


async def test_a_spare_response_url_serves_a_message_that_nobody_asked_for(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(text="好的")
    await scene.wecom.deliver(scene.tenant.text("lisi", "帮助"))
    await scene.platform.messenger.send(
        Chat(ChatKind.DIRECT, "lisi"), Message(card=POLL), Delivery("k")
    )
    assert [post.via for post in scene.tenant.posts] == ["callback", "response_url"]


async def test_a_card_for_a_second_person_brings_its_whole_text_along(silent: Scene) -> None:
    """One response_url is all there is: a text before the card would use it up."""
    confirm = Card(
        "ask-9",
        "请确认",
        "结果" * 100,
        (Question("q", "", (Option("yes", "确认"),)),),
        CardStyle.BUTTONS,
    )
    await silent.wecom.deliver(silent.tenant.text("dean", "帮助"))
    await silent.platform.messenger.send(
        Chat(ChatKind.DIRECT, "dean"), Message(card=confirm), Delivery("k")
    )
    assert [(post.via, post.card["sub_title_text"]) for post in silent.tenant.posts] == [
        ("response_url", "结果" * 100)
    ]


async def test_a_card_cannot_be_pushed_into_a_group(silent: Scene) -> None:
    await silent.wecom.deliver(silent.tenant.text("zhangsan", "状态", group=GROUP))
    with pytest.raises(SendFailed, match="长连接"):
        await silent.platform.messenger.send(
            Chat(ChatKind.GROUP, GROUP), Message(card=POLL), Delivery("k")
        )


async def test_a_private_answer_never_goes_into_the_group(silent: Scene) -> None:
    def privately(update: Update) -> None:
        delivery = Delivery("k", reply_token=update.reply_token)
        silent.inlet.hold(
            _quietly(silent, Chat(ChatKind.DIRECT, "lisi"), Message(text="秘密"), delivery)
        )

    silent.inlet.answers = privately
    answer = await silent.wecom.deliver(silent.tenant.text("lisi", "我的票", group=GROUP))
    assert answer.body is None
    assert silent.tenant.texts(GROUP) == []


async def test_the_answer_to_a_typed_vote_goes_to_the_voter(silent: Scene) -> None:
    silent.inlet.ballots = lambda update: (
        Message(text="已收到") if update.text.startswith("测评") else None
    )
    await silent.wecom.deliver(silent.tenant.text("lisi", "测评 好"))
    assert silent.tenant.texts("lisi") == ["已收到"]
    assert silent.inlet.stored == {}
    assert len(_replies(silent)._spare) == 0  # nothing is kept of a vote


async def test_a_vote_typed_in_the_group_is_answered_in_single_chat(silent: Scene) -> None:
    silent.inlet.ballots = lambda update: (
        Message(text="请私下投票") if update.text.startswith("测评") else None
    )
    await silent.wecom.deliver(silent.tenant.text("lisi", "帮助"))
    await silent.wecom.deliver(silent.tenant.text("lisi", "测评 好", group=GROUP))
    await silent.wecom.deliver(
        silent.tenant.text("wangwu", "测评 好", group=GROUP)
    )  # whom nothing can reach
    assert silent.tenant.texts("lisi") == ["请私下投票"]
    assert silent.tenant.texts(GROUP) == []


async def test_a_poll_that_somebody_opens_in_the_group_takes_his_direct_reply(scene: Scene) -> None:
    """The card answers nothing by itself, yet a group's card can go nowhere else; the answer takes the response_url."""

    def opened(update: Update) -> Message:
        scene.inlet.hold(
            _quietly(scene, update.chat, Message(text="说明", card=POLL), Delivery("card"))
        )
        return Message(text="已开始")

    scene.inlet.answers = opened
    scene.inlet.messenger = _Later(scene)
    answer = await scene.wecom.deliver(scene.tenant.text("zuzhi", "开始测评", group=GROUP))
    assert answer.body is not None
    assert (answer.refused, answer.body["msgtype"]) == (0, "stream_with_template_card")
    await scene.inlet.settle()
    assert [(post.via, post.text) for post in scene.tenant.posts if post.text] == [
        ("callback", "说明"),
        ("response_url", "已开始"),
    ]


async def test_what_a_group_did_not_need_serves_later_posts(silent: Scene) -> None:
    for number in range(3):
        await silent.wecom.deliver(silent.tenant.text(f"p{number}", "状态", group=GROUP))
    for number in range(3):
        await silent.platform.messenger.send(
            Chat(ChatKind.GROUP, GROUP), Message(text=f"{number}"), Delivery(f"k{number}")
        )
    assert silent.tenant.texts(GROUP) == ["0", "1", "2"]


async def test_posts_that_alert_go_through_the_group_robot() -> None:
    async with stage(wecom_group_webhook=SecretStr(WEBHOOK), wecom_group_chat=GROUP) as scene:
        group = Chat(ChatKind.GROUP, GROUP)
        await scene.platform.messenger.send(
            group, Message(text="还有三天", mentions=("lisi",)), Delivery("k")
        )
        await scene.platform.messenger.send(group, Message(text="通报"), Delivery("k2"))
        report = scene.files.add("通报.docx", b"docx" * 10)
        await scene.platform.messenger.send(group, Message(file=report), Delivery("k3"))
        assert [(post.via, post.text, post.mentions) for post in scene.tenant.posts] == [
            ("webhook", "还有三天", ("lisi",)),
            ("webhook", "通报", ()),
            ("webhook", "", ()),
        ]
        with pytest.raises(SendFailed):
            await scene.platform.messenger.send(
                Chat(ChatKind.GROUP, "other"), Message(text="x"), Delivery("k4")
            )


async def test_a_file_is_downloaded_with_the_callbacks_key(silent: Scene) -> None:
    body = silent.tenant.file(
        "lisi", "述职报告.docx", b"content" * 100, base=API, key=Console().key
    )
    await silent.wecom.deliver(body)
    attachment = silent.inlet.stored[body["msgid"]].attachment
    assert attachment is not None
    found = await silent.platform.fetcher.fetch(attachment, limit=10_000)
    assert (found.name, b"".join([piece async for piece in found.content])) == (
        "述职报告.docx",
        b"content" * 100,
    )


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("forged", 403),
        ("altered", 403),
        ("stale", 403),
        ("receiver", 403),
        ("empty", 400),
        ("html", 400),
        ("list", 400),
    ],
)
async def test_a_bad_envelope_is_refused_without_work(scene: Scene, name: str, status: int) -> None:
    text = json.dumps(scene.tenant.text("lisi", "状态"))
    query, content = scene.wecom.request(
        text, receiver="wwOther" if name == "receiver" else "", age=400 if name == "stale" else 0
    )
    if name == "forged":
        query["msg_signature"] = "0" * 40
    contents = {
        "altered": content.replace(b'"encrypt": "', b'"encrypt": "A'),
        "empty": b"",
        "html": b"<html>",
        "list": b'{"encrypt": ["x"]}',
    }
    answer = await scene.wecom.post(query, contents.get(name, content))
    assert answer == Answer(status, None)
    assert scene.inlet.deliveries == 0


async def test_an_oversized_request_is_refused(scene: Scene) -> None:
    query, _ = scene.wecom.request("{}")
    assert (await scene.wecom.post(query, b"x" * 2_000_000)).status == 400


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
    async with stage(0.02) as before, stage(0.02) as after:
        after.inlet.stored = before.inlet.stored
        request = before.wecom.request(json.dumps(before.tenant.text("lisi", "状态")))
        for scene in (before, after):
            assert (await scene.wecom.post(*request)).status == 200
        assert len(before.inlet.stored) == 1


@pytest.mark.parametrize("tapped", [True, False])
async def test_after_a_restart_a_captured_vote_is_not_taken_again(tapped: bool) -> None:
    calls = FakeCalls()
    async with stage(0.02, calls=calls) as before:
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
    async with stage(0.02, calls=calls) as after:
        after.inlet.ballots = lambda _: Message(text="已收到")
        assert await after.wecom.post(*request) == Answer(200, None)
        assert after.inlet.deliveries == 0
        assert (await after.wecom.post(*after.wecom.request(json.dumps(body)))).status == 200
        assert after.inlet.deliveries == 1


async def test_a_vote_that_was_not_stored_may_come_again_after_a_restart() -> None:
    calls = FakeCalls()

    async def broken() -> None:
        raise OSError

    async with stage(0.02, calls=calls) as before:
        before.inlet.ballots = lambda _: Message(text="已收到")
        before.inlet.before = broken
        request = before.wecom.request(json.dumps(before.tenant.text("lisi", "测评 差")))
        assert (await before.wecom.post(*request)).status == 503
    async with stage(0.02, calls=calls) as after:
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


async def test_what_was_not_stored_is_asked_for_again(scene: Scene) -> None:
    failing = True

    async def broken() -> None:
        if failing:
            raise OSError

    scene.inlet.before, scene.inlet.keeps = broken, False
    request = scene.wecom.request(json.dumps(scene.tenant.text("lisi", "状态")))
    assert (await scene.wecom.post(*request)).status == 503
    failing = False
    scene.inlet.answers = lambda _: Message(text="好")
    assert (await scene.wecom.post(*request)).body is not None
    assert len(scene.inlet.stored) == 1


@pytest.mark.parametrize("step", ["asking", "storing"])
async def test_what_the_database_does_not_take_is_put_aside_and_its_sender_hears_so(
    scene: Scene, step: str
) -> None:
    async def broken() -> None:
        raise OSError

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
    async with stage(0.02) as scene:
        released = asyncio.Event()

        async def broken_after_a_while() -> None:
            await released.wait()
            raise OSError

        scene.inlet.before = broken_after_a_while
        assert (await scene.wecom.deliver(scene.tenant.text("lisi", "状态"))).status == 503
        released.set()
        await _callback(scene.platform).settle()
        assert [update.text for update in scene.inlet.aside] == ["状态"]
        assert "恢复后会接着办" in scene.tenant.texts("lisi")[0]


async def test_a_vote_is_asked_for_again_until_it_is_stored_and_leaves_nothing_here(
    scene: Scene,
) -> None:
    failing = True

    async def broken() -> None:
        if failing:
            raise OSError

    scene.inlet.answers = lambda _: Message(card=POLL)
    await scene.wecom.deliver(scene.tenant.text("zhangsan", "开始测评", group=GROUP))
    known = len(_callback(scene.platform)._calls)
    scene.inlet.before = broken
    scene.inlet.ballots = lambda _: Message()
    click = scene.tenant.click("lisi", next(iter(scene.tenant.cards)), {"overall": ("good",)})
    request = scene.wecom.request(json.dumps(click))
    assert (await scene.wecom.post(*request)).status == 503
    failing = False
    first, second = await scene.wecom.post(*request), await scene.wecom.post(*request)
    assert first.body is not None
    assert first.body["userids"] == ["lisi"]
    assert first == second
    assert len(scene.inlet.clicks) == 1
    assert len(_callback(scene.platform)._calls) == known


async def test_a_database_that_hangs_does_not_hold_the_answer() -> None:
    async with stage(0.02) as scene:
        released = asyncio.Event()

        async def busy() -> None:
            await released.wait()

        scene.inlet.before = busy
        assert (await scene.wecom.deliver(scene.tenant.text("lisi", "状态"))).status == 503
        released.set()
        await _callback(scene.platform).settle()
        assert len(scene.inlet.stored) == 1


async def test_a_page_instead_of_json_is_tried_again_later(silent: Scene) -> None:
    await silent.wecom.deliver(silent.tenant.text("zhangsan", "状态"))
    silent.web.page = True
    with pytest.raises(SendFailed, match="不是 JSON") as failure:
        await _send(silent, Message(text="二"))
    assert not failure.value.permanent
    silent.web.page = False
    await _send(silent, Message(text="二"))
    assert silent.tenant.texts("zhangsan") == ["二"]


async def test_control_characters_inside_the_message(silent: Scene) -> None:
    body = silent.tenant.text("lisi", "状TAB态")
    await silent.wecom.deliver(
        body, dumps=lambda value: json.dumps(value, ensure_ascii=False).replace("TAB", "\x01")
    )
    assert silent.inlet.stored[body["msgid"]].text == "状\x01态"


@pytest.mark.parametrize("name", samples.names("callback"))
async def test_every_recorded_callback_is_answered(scene: Scene, name: str) -> None:
    scene.inlet.answers = lambda _: Message(text="好")
    body = samples.load(name)
    answer = await scene.wecom.post(*scene.wecom.request(json.dumps(body)))
    assert answer.status == 200


async def test_it_is_ready(scene: Scene) -> None:
    assert scene.platform.ready() == (True, "企业微信回调地址 /wecom/callback 等待推送")


def _callback(platform: WecomPlatform) -> Any:
    assert isinstance(platform.mode, CallbackMode)
    return platform.mode.callback


def _replies(scene: Scene) -> Replies:
    messenger = scene.platform.messenger
    assert isinstance(messenger, Replies)
    return messenger


@dataclass
class _Later:
    """As the outbox: what was said first goes out first."""

    scene: Scene

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        await until(lambda: self.scene.tenant.cards)
        await self.scene.platform.messenger.send(chat, message, delivery)


async def _send(scene: Scene, message: Message, key: str = "k") -> None:
    """As the outbox would send it later: to whom the newest stored message came from."""
    update = list(scene.inlet.stored.values())[-1]
    await scene.platform.messenger.send(
        update.chat, message, Delivery(key, reply_token=update.reply_token)
    )


async def _quietly(scene: Scene, chat: Chat, message: Message, delivery: Delivery) -> None:
    try:
        await scene.platform.messenger.send(chat, message, delivery)
    except SendFailed as failed:
        scene.inlet.failures.append(failed)
