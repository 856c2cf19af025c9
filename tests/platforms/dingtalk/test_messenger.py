"""Which way a message goes, and what happens where a way is closed."""

import asyncio
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from typing_extensions import override

from bot.messages import Card, CardStyle, Chat, ChatKind, Message, Option, OutFile, Question
from bot.platforms.dingtalk.quota import Kind
from bot.ports import SendFailed
from tests.platforms.dingtalk.fakes import SystemClock
from tests.platforms.dingtalk.stage import GROUP_CHAT, LISI, Stage
from tests.simulators.dingtalk.organisation import GROUP, errcode, throttled
from tests.simulators.dingtalk.waiting import until
from tests.simulators.dingtalk.web import Action, Fault

CONFIRM = Card(
    "ask-9",
    "公布",
    "由您确认",
    (Question("q", "", (Option("yes", "确认"), Option("no", "取消"))),),
    CardStyle.BUTTONS,
)
SEND, GROUP_SEND = "/v1.0/robot/oToMessages/batchSend", "/v1.0/robot/groupMessages/send"
SESSION, WEBHOOK, TOKEN = "/robot/sendBySession", "/robot/send", "/v1.0/oauth2/accessToken"


async def token_of(stage: Stage, person: str, *, group: str = "") -> str:
    """The reply token of something that this person says."""
    known = set(stage.inlet.stored)
    await stage.server.deliver(stage.org.text(person, "状态", group=group))
    await until(lambda: set(stage.inlet.stored) - known)
    (fresh,) = set(stage.inlet.stored) - known
    return stage.inlet.stored[fresh].reply_token


async def failure(stage: Stage, chat: Chat, message: Message, **more: object) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        await stage.send(chat, message, **more)  # type: ignore[arg-type]  # a mixture of options
    return caught.value


async def test_an_answer_goes_by_the_session_webhook_and_costs_no_call() -> None:
    async with Stage() as stage:
        await stage.send(
            GROUP_CHAT, Message(text="好的"), token=await token_of(stage, "lisi", group=GROUP)
        )
        (post,) = stage.org.posts
        assert (post.via, post.chat, post.text) == ("session", GROUP, "好的")
        assert stage.platform.quota.used(Kind.API) == 0
        assert stage.platform.quota.used(Kind.WEBHOOK) == 2


async def test_unasked_messages_go_by_openapi() -> None:
    async with Stage() as stage:
        await stage.send(LISI, Message(text="提醒"))
        await stage.send(GROUP_CHAT, Message(text="公示"), key="k2")
        assert [(post.via, post.text) for post in stage.org.posts] == [
            ("batchSend", "提醒"),
            ("groupMessages", "公示"),
        ]
        assert stage.org.calls.total() == stage.platform.quota.used(Kind.API) == 2


async def test_a_private_answer_never_goes_out_in_the_group() -> None:
    async with Stage() as stage:
        token = await token_of(stage, "lisi", group=GROUP)
        await stage.send(LISI, Message(text="只给您"), token=token)
        assert stage.org.texts(GROUP) == []
        assert stage.org.texts("lisi") == ["只给您"]


async def test_an_expired_session_is_replaced_by_openapi() -> None:
    """The platform says so under HTTP 200, and is not asked a second time."""
    async with Stage() as stage:
        token = await token_of(stage, "lisi")
        stage.org.sessions.clear()
        await stage.send(LISI, Message(text="一"), token=token)
        await stage.send(LISI, Message(text="二"), token=token, key="k2")
        assert [post.via for post in stage.org.posts] == ["batchSend", "batchSend"]
        assert len(stage.web.sent(SESSION)) == 1


@dataclass
class Later(SystemClock):
    ahead: timedelta = timedelta()

    @override
    def now(self) -> datetime:
        return super().now() + self.ahead


async def test_a_session_past_its_own_expiry_is_not_asked() -> None:
    clock = Later()
    async with Stage(clock=clock) as stage:
        token = await token_of(stage, "lisi")
        clock.ahead = timedelta(minutes=91)
        await stage.send(LISI, Message(text="晚了"), token=token)
        assert stage.web.sent(SESSION) == []
        assert stage.org.texts("lisi") == ["晚了"]


@pytest.mark.parametrize(
    "address", ["https://evil.example/robot/sendBySession?session=x", "file:///etc/passwd", "x"]
)
async def test_a_session_webhook_elsewhere_is_not_asked(address: str) -> None:
    async with Stage() as stage:
        await stage.server.deliver(stage.org.text("lisi", "状态") | {"sessionWebhook": address})
        await until(lambda: stage.inlet.stored)
        (update,) = stage.inlet.stored.values()
        await stage.send(LISI, Message(text="好"), token=update.reply_token)
        assert stage.org.posts[0].via == "batchSend"


async def test_people_outside_are_answered_by_their_session_webhook_only() -> None:
    async with Stage() as stage:
        body = stage.org.text("guest", "你好") | {"senderStaffId": "", "senderUnionId": "union1"}
        await stage.server.deliver(body)
        await until(lambda: stage.inlet.stored)
        (update,) = stage.inlet.stored.values()
        await stage.send(update.chat, Message(text="请先绑定"), token=update.reply_token)
        assert stage.org.texts("guest") == ["请先绑定"]
        failed = await failure(stage, update.chat, Message(text="提醒"), key="k2")
        assert failed.permanent
        assert "不是本单位成员" in failed.reason


async def test_mentions_go_through_the_group_s_signed_webhook() -> None:
    async with Stage() as stage:
        await stage.send(GROUP_CHAT, Message(text="请按时提交", mentions=("lisi", "wangwu")))
        (post,) = stage.org.posts
        assert (post.via, post.mentions) == ("webhook", ("lisi", "wangwu"))
        assert post.text == "请按时提交\n@lisi @wangwu"
        body = stage.web.sent(WEBHOOK)[0]
        assert body["at"]["isAtAll"] is False


async def test_more_than_fifty_mentions_become_two_posts_and_a_repeat_is_dropped_by_the_platform() -> (
    None
):
    async with Stage() as stage:
        everybody = tuple(f"p{number}" for number in range(60))
        message = Message(text="请投票", mentions=everybody)
        stage.web.faults.append(Fault(WEBHOOK, "hang_after", after=1))
        with pytest.raises(SendFailed):
            await stage.send(GROUP_CHAT, message)
        await stage.send(GROUP_CHAT, message)
        assert [len(post.mentions) for post in stage.org.posts] == [50, 10]


async def test_the_twenty_first_post_of_a_minute_waits() -> None:
    async with Stage() as stage:
        for number in range(20):
            await stage.send(
                GROUP_CHAT, Message(text=f"{number}", mentions=("lisi",)), key=f"k{number}"
            )
        failed = await failure(
            stage, GROUP_CHAT, Message(text="多了", mentions=("lisi",)), key="k20"
        )
        assert not failed.permanent
        assert 0 < (failed.retry_after or 0) <= 60
        assert len(stage.web.sent(WEBHOOK)) == 20


async def test_a_group_webhook_that_posts_too_fast_rests_for_ten_minutes() -> None:
    async with Stage() as stage:
        stage.web.faults.append(Fault(WEBHOOK, throttled(), times=1))
        first = await failure(
            stage, GROUP_CHAT, Message(text="请投票", mentions=("lisi",)), key="a"
        )
        second = await failure(
            stage, GROUP_CHAT, Message(text="请投票", mentions=("lisi",)), key="b"
        )
        assert (first.permanent, first.retry_after) == (False, 600.0)
        assert second.retry_after is not None
        assert len(stage.web.sent(WEBHOOK)) == 1


async def test_a_sentence_and_its_buttons_are_one_message() -> None:
    async with Stage() as stage:
        await stage.send(
            LISI,
            Message(text="三位书记还没有填。", card=CONFIRM),
            token=await token_of(stage, "lisi"),
        )
        (post,) = stage.org.posts
        assert list(post.buttons) == ["确认", "取消"]
        assert "三位书记还没有填。" in post.text
        assert "由您确认" in post.text


async def test_a_group_webhook_that_is_gone_costs_only_the_mentions() -> None:
    async with Stage() as stage:
        stage.web.faults.append(Fault(WEBHOOK, "hang"))
        assert not (
            await failure(stage, GROUP_CHAT, Message(text="提醒", mentions=("lisi",)))
        ).permanent
        stage.org.by_group_webhook = _gone  # type: ignore[method-assign, assignment]  # removed from the group
        await stage.send(GROUP_CHAT, Message(text="提醒", mentions=("lisi",)))
        assert [(post.via, post.text) for post in stage.org.posts] == [("groupMessages", "提醒")]


def _gone(_: object) -> None:
    raise errcode(300001, "token is not exist")


async def test_equal_messages_to_many_become_few_calls() -> None:
    async with Stage() as stage:
        people = [f"p{number}" for number in range(45)]
        await asyncio.gather(
            *(
                stage.send(Chat(ChatKind.DIRECT, one), Message(text="提醒"), key=f"k{one}")
                for one in people
            )
        )
        assert sorted(post.chat for post in stage.org.posts) == sorted(people)
        assert sorted(len(body["userIds"]) for body in stage.web.sent(SEND)) == [5, 20, 20]


async def test_invalid_and_flow_controlled_people_are_handled_one_by_one() -> None:
    async with Stage() as stage:
        stage.org.strangers, stage.org.slowed["slow"] = {"gone"}, 1
        people = ["lisi", "gone", "slow", "wangwu"]
        results = await asyncio.gather(
            *(
                stage.send(Chat(ChatKind.DIRECT, one), Message(text="提醒"), key=f"k{one}")
                for one in people
            ),
            return_exceptions=True,
        )
        assert (results[0], results[3]) == (None, None)
        gone, slow = results[1], results[2]
        assert isinstance(gone, SendFailed)
        assert isinstance(slow, SendFailed)
        assert (gone.permanent, slow.permanent) == (True, False)
        assert slow.retry_after
        await stage.send(Chat(ChatKind.DIRECT, "slow"), Message(text="提醒"), key="kslow")
        assert sorted(post.chat for post in stage.org.posts) == ["lisi", "slow", "wangwu"]


async def test_the_token_is_asked_once_however_many_wait_and_renewed_once() -> None:
    async with Stage() as stage:
        chats = [Chat(ChatKind.GROUP, f"cid{number}") for number in range(12)]
        await asyncio.gather(
            *(stage.send(chat, Message(text="一"), key=f"a{chat.id}") for chat in chats)
        )
        assert len(stage.web.sent(TOKEN)) == 1
        stage.web.expire_token()
        await asyncio.gather(
            *(stage.send(chat, Message(text="二"), key=f"b{chat.id}") for chat in chats)
        )
        assert len(stage.web.sent(TOKEN)) == 2
        assert len(stage.org.posts) == 24


async def test_a_token_that_cannot_be_had_fails_all_who_wait_and_is_asked_again() -> None:
    async with Stage() as stage:
        stage.web.faults.append(Fault(TOKEN, "hang"))
        chats = [Chat(ChatKind.GROUP, f"cid{number}") for number in range(3)]
        results = await asyncio.gather(
            *(stage.send(chat, Message(text="一"), key=chat.id) for chat in chats),
            return_exceptions=True,
        )
        assert all(isinstance(result, SendFailed) and not result.permanent for result in results)
        assert len(stage.web.sent(TOKEN)) == 1
        await stage.send(chats[0], Message(text="一"), key=chats[0].id)


async def test_never_more_than_twenty_calls_of_one_api_a_second() -> None:
    """Time is given: thirty messages at once take a second of it."""
    async with Stage() as stage:
        api = stage.platform.api
        now, waits = [0.0], list[float]()

        async def sleep(seconds: float) -> None:
            waits.append(seconds)
            now[0] += seconds
            await asyncio.sleep(0)

        api.sleep, api.monotonic = sleep, lambda: now[0]
        chats = [Chat(ChatKind.GROUP, f"cid{number}") for number in range(30)]
        await asyncio.gather(*(stage.send(chat, Message(text="一"), key=chat.id) for chat in chats))
        assert len(stage.org.posts) == 30
        assert sum(waits) >= 1.0


async def test_a_long_text_arrives_whole_in_several_messages() -> None:
    async with Stage() as stage:
        lines = [f"{number}. 《关于“问题”的整改》\\n" for number in range(900)]
        await stage.send(GROUP_CHAT, Message(text="\n".join(lines)))
        assert len(stage.org.posts) > 1
        assert "\n".join(stage.org.texts(GROUP)) == "\n".join(lines)


async def test_a_second_try_begins_where_the_first_one_stopped() -> None:
    async with Stage() as stage:
        text = "甲" * 5000
        stage.web.faults.append(Fault(GROUP_SEND, 502, after=1))
        assert not (await failure(stage, GROUP_CHAT, Message(text=text))).permanent
        await stage.send(GROUP_CHAT, Message(text=text))
        assert "".join(stage.org.texts(GROUP)) == text


@pytest.mark.parametrize("name", ["汇总.xlsx", "意见.docx", "老表.doc", "图.pdf", "a.zip", "b.rar"])
async def test_files_are_uploaded_once_and_sent(name: str) -> None:
    async with Stage() as stage:
        file = stage.files.add(name, b"content")
        await stage.send(GROUP_CHAT, Message(text="请查收", file=file))
        await stage.send(LISI, Message(file=file), key="k2")
        files = [post.file for post in stage.org.posts if post.file]
        assert [(one.name, one.content) for one in files] == [(name, b"content")] * 2
        assert stage.org.calls["/media/upload"] == 1


async def test_a_kind_that_chats_do_not_show_goes_zipped() -> None:
    async with Stage() as stage:
        await stage.send(LISI, Message(file=stage.files.add("名单.csv", b"a,b")))
        file = stage.org.posts[0].file
        assert file is not None
        assert file.name == "名单.csv.zip"
        assert zipfile.ZipFile(BytesIO(file.content)).read("名单.csv") == b"a,b"


async def test_a_picture_is_shown() -> None:
    async with Stage() as stage:
        await stage.send(GROUP_CHAT, Message(file=stage.files.add("图.png", b"png", picture=True)))
        assert (stage.org.posts[0].kind, stage.org.posts[0].file is not None) == (
            "sampleImageMsg",
            True,
        )


async def test_a_file_that_is_too_large_or_gone_is_given_up_with_the_reason() -> None:
    async with Stage() as stage:
        large = OutFile("0", "大.pdf", 21 * 1024 * 1024)
        assert "20 MB" in (await failure(stage, LISI, Message(file=large))).reason
        gone = await failure(stage, LISI, Message(file=OutFile("1", "丢.pdf", 5)), key="k2")
        assert gone.permanent
        assert stage.org.calls.total() == 0


@pytest.mark.parametrize(
    ("action", "permanent", "words"),
    [
        (502, False, "HTTP 502"), (504, False, "HTTP 504"), ("html", False, "不是 JSON"), ("hang", False, "没有在限定时间内回答"),
        ("cut", False, "连不上钉钉"), ("qps", False, "过于频繁"), ("quota", False, "已用完"), ("ban", False, "限制了本服务器"),
    ],
)  # fmt: skip
async def test_what_passes_is_tried_again(action: Action, permanent: bool, words: str) -> None:
    async with Stage() as stage:
        stage.web.faults.append(Fault(GROUP_SEND, action))
        failed = await failure(stage, GROUP_CHAT, Message(text="提醒"))
        assert (failed.permanent, words in failed.reason) == (permanent, True)
        stage.web.faults.clear()
        await stage.send(GROUP_CHAT, Message(text="提醒"))
        assert stage.org.texts(GROUP) == ["提醒"]


async def test_throttled_calls_are_not_counted() -> None:
    async with Stage() as stage:
        stage.web.faults.append(Fault(GROUP_SEND, "qps"))
        await failure(stage, GROUP_CHAT, Message(text="提醒"))
        assert stage.platform.quota.used(Kind.API) == 0


async def test_a_missing_scope_is_named() -> None:
    async with Stage() as stage:
        stage.web.lacking[GROUP_SEND] = ("qyapi_robot_sendmsg",)
        failed = await failure(stage, GROUP_CHAT, Message(text="提醒"))
        assert failed.permanent
        assert "qyapi_robot_sendmsg" in failed.reason


async def test_no_secret_reaches_a_reason() -> None:
    async with Stage() as stage:
        for path in (GROUP_SEND, TOKEN, WEBHOOK):
            stage.web.faults.append(Fault(path, "html", times=3))
        reasons = [
            (await failure(stage, GROUP_CHAT, Message(text="x"), key="a")).reason,
            (
                await failure(stage, GROUP_CHAT, Message(text="x", mentions=("lisi",)), key="b")
            ).reason,
        ]
        assert not [
            reason
            for reason in reasons
            if "token" in reason or "secret" in reason or "http:" in reason
        ]
