"""What goes out over the long connection, and what comes in over it."""

import dataclasses

import pytest
from pydantic import SecretStr

from bot.messages import Message
from bot.ports import SendFailed
from tests.platforms.wecom.pushed import LISI, POLL, spoken
from tests.platforms.wecom.stage import GROUP_CHAT, Stage
from tests.simulators.wecom.tenant import Body
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import API, GROUP, WEBHOOK

BIG = b"0123456789abcdef" * 100_000  # four chunks


# -- what goes out


async def test_an_answer_goes_out_as_a_finished_reply() -> None:
    async with Stage() as stage:
        update = await spoken(stage, group=GROUP)
        await stage.send(
            update.chat, Message(text="[公示](http://e.example)"), token=update.reply_token
        )
        assert [(post.chat, post.via, post.kind, post.text) for post in stage.tenant.posts] == [
            (GROUP, "aibot_respond_msg", "stream", "[公示］(http://e.example)")
        ]


async def test_what_nobody_asked_for_is_pushed() -> None:
    async with Stage() as stage:
        await spoken(stage)
        await stage.send(LISI, Message(text="还有三天"))
        frame = stage.server.sent("aibot_send_msg")[0]
        assert frame["body"] == {
            "chatid": "lisi",
            "chat_type": 1,
            "msgtype": "markdown",
            "markdown": {"content": "还有三天"},
        }


async def test_text_card_and_file_go_out_in_order() -> None:
    async with Stage() as stage:
        await spoken(stage, group=GROUP)
        report = stage.files.add("结果.xlsx", BIG)
        await stage.send(GROUP_CHAT, Message(text="说明", card=POLL, file=report))
        assert [post.kind for post in stage.tenant.posts] == ["markdown", "template_card", "file"]
        file = stage.tenant.posts[2].file
        assert file is not None
        assert (file.name, file.content) == ("结果.xlsx", BIG)
        assert [
            frame["body"]["chunk_index"] for frame in stage.server.sent("aibot_upload_media_chunk")
        ] == [0, 1, 2, 3]


async def test_a_picture_goes_out_as_a_picture() -> None:
    async with Stage() as stage:
        await spoken(stage)
        await stage.send(
            LISI, Message(file=stage.files.add("chart.png", b"\x89PNG" + bytes(100), picture=True))
        )
        assert [post.kind for post in stage.tenant.posts] == ["image"]


async def test_one_upload_serves_many() -> None:
    async with Stage() as stage:
        await spoken(stage)
        await spoken(stage, group=GROUP)
        report = stage.files.add("通报.docx", b"docx" * 10)
        await stage.send(LISI, Message(file=report), key="a")
        await stage.send(GROUP_CHAT, Message(file=report), key="b")
        assert len(stage.server.sent("aibot_upload_media_init")) == 1
        assert len(stage.tenant.posts) == 2


async def test_a_forgotten_media_id_is_uploaded_again() -> None:
    async with Stage() as stage:
        await spoken(stage)
        report = stage.files.add("通报.docx", b"docx" * 10)
        await stage.send(LISI, Message(file=report), key="a")
        stage.tenant.media.clear()
        await stage.send(LISI, Message(file=report), key="b")
        assert len(stage.tenant.posts) == 2


@pytest.mark.parametrize("size", [5, 20 * 1024 * 1024 + 1])
async def test_a_file_of_a_size_that_is_never_taken_fails_for_good(size: int) -> None:
    async with Stage() as stage:
        report = dataclasses.replace(stage.files.add("x.docx", b"x" * 10), size=size)
        with pytest.raises(SendFailed, match="大小") as failure:
            await stage.send(LISI, Message(file=report))
        assert failure.value.permanent


async def test_a_file_that_is_gone_is_said_to_be_gone() -> None:
    async with Stage() as stage:
        report = stage.files.add("x.docx", b"x" * 10)
        stage.files.contents.clear()
        with pytest.raises(SendFailed, match="文件库"):
            await stage.send(LISI, Message(file=report))


async def test_long_text_is_split_and_nothing_is_lost() -> None:
    async with Stage() as stage:
        await spoken(stage)
        text = "\n".join(f"第{number}行：{'字' * 60}" for number in range(300))
        await stage.send(LISI, Message(text=text))
        assert len(stage.tenant.posts) == 3
        assert "\n".join(stage.tenant.texts("lisi")) == text


async def test_a_card_beyond_the_limits_never_leaves() -> None:
    async with Stage() as stage:
        crowded = dataclasses.replace(POLL, questions=POLL.questions * 4)
        with pytest.raises(SendFailed, match="最多 3 个问题") as failure:
            await stage.send(GROUP_CHAT, Message(card=crowded))
        assert failure.value.permanent


async def test_a_welcome_is_answered_as_a_welcome() -> None:
    async with Stage() as stage:
        stage.inlet.answers = lambda update: Message(text="您好") if update.entered else None
        await stage.server.deliver(stage.tenant.event("lisi", "enter_chat"))
        await until(lambda: stage.tenant.posts)
        assert [(post.via, post.kind) for post in stage.tenant.posts] == [
            ("aibot_respond_welcome_msg", "text")
        ]


async def test_a_private_answer_never_goes_into_the_group() -> None:
    async with Stage() as stage:
        update = await spoken(stage, group=GROUP)
        stage.tenant.conversations.add("lisi")
        await stage.send(LISI, Message(text="秘密"), token=update.reply_token)
        assert [(post.chat, post.via) for post in stage.tenant.posts] == [
            ("lisi", "aibot_send_msg")
        ]


async def test_the_answer_to_a_vote_typed_in_the_group_goes_to_the_voter() -> None:
    async with Stage() as stage:
        stage.inlet.ballots = lambda update: (
            Message(text="请私下投票") if update.text.startswith("测评") else None
        )
        stage.tenant.conversations.add("lisi")
        await stage.server.deliver(stage.tenant.text("lisi", "测评 好", group=GROUP))
        await until(lambda: stage.tenant.posts)
        assert stage.tenant.texts("lisi") == ["请私下投票"]
        assert stage.tenant.texts(GROUP) == []


async def test_posts_that_alert_go_through_the_group_robot() -> None:
    async with Stage(
        values={"wecom_group_webhook": SecretStr(WEBHOOK), "wecom_group_chat": GROUP}
    ) as stage:
        await spoken(stage, group=GROUP)
        await stage.send(GROUP_CHAT, Message(text="还有三天", mentions=("lisi", "wangwu")))
        await stage.send(GROUP_CHAT, Message(text="通报"), key="k2")
        assert [(post.via, post.mentions) for post in stage.tenant.posts] == [
            ("webhook", ("lisi", "wangwu")),
            ("aibot_send_msg", ()),
        ]


async def test_without_a_group_robot_the_post_goes_without_mention() -> None:
    async with Stage() as stage:
        await spoken(stage, group=GROUP)
        await stage.send(GROUP_CHAT, Message(text="还有三天", mentions=("lisi",)))
        assert stage.tenant.texts(GROUP) == ["还有三天"]


# -- what comes in


async def test_a_file_in_single_chat_is_downloaded_with_its_own_key() -> None:
    async with Stage() as stage:
        body: Body = stage.tenant.file("lisi", "述职报告.docx", BIG, base=API)
        await stage.server.deliver(body)
        await until(lambda: body["msgid"] in stage.inlet.stored)
        attachment = stage.inlet.stored[body["msgid"]].attachment
        assert attachment is not None
        found = await stage.platform.fetcher.fetch(attachment, limit=len(BIG))
        assert (found.name, b"".join([piece async for piece in found.content])) == (
            "述职报告.docx",
            BIG,
        )


async def test_encrypted_accounts_are_noticed() -> None:
    async with Stage() as stage:
        await stage.server.deliver(stage.tenant.text("woAJ2GCAAAXtWyujaWJHDDGi0mACHAAA", "状态"))
        await until(lambda: stage.inlet.stored)
        assert stage.platform.accounts.encrypted
