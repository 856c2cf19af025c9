"""What goes out over the long connection, and the documented reaction to every refusal."""

import asyncio
import dataclasses

import pytest
from pydantic import SecretStr

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
from bot.ports import Delivery, SendFailed
from tests.platforms.wecom.stage import GROUP_CHAT, QUICK, Stage
from tests.simulators.wecom.sockets import Fault
from tests.simulators.wecom.tenant import Body
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import API, GROUP, WEBHOOK

LISI = Chat(ChatKind.DIRECT, "lisi")
SCALE = (Option("good", "好"), Option("poor", "差"))
POLL = Card("poll-7", "测评", "请选择", (Question("overall", "总体评价", SCALE),))
CONFIRM = Card(
    "ask-9",
    "公布",
    "由您确认",
    (Question("q", "", (Option("yes", "确认"), Option("no", "取消"))),),
    CardStyle.BUTTONS,
)
BIG = b"0123456789abcdef" * 100_000  # four chunks


async def spoken(stage: Stage, *, group: str = "") -> Update:
    """Somebody has spoken to the robot there."""
    body = stage.tenant.text("lisi", "状态", group=group)
    await stage.server.deliver(body)
    await until(lambda: body["msgid"] in stage.inlet.stored)
    return stage.inlet.stored[body["msgid"]]


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


@pytest.mark.parametrize(("size", "sentence"), [(5, "大小"), (20 * 1024 * 1024 + 1, "大小")])
async def test_a_file_of_a_size_that_is_never_taken(size: int, sentence: str) -> None:
    async with Stage() as stage:
        report = dataclasses.replace(stage.files.add("x.docx", b"x" * 10), size=size)
        with pytest.raises(SendFailed, match=sentence) as failure:
            await stage.send(LISI, Message(file=report))
        assert failure.value.permanent


async def test_a_file_that_is_gone() -> None:
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


async def test_a_click_redraws_the_clickers_card_alone() -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(POLL)
        await spoken(stage, group=GROUP)
        await stage.send(GROUP_CHAT, Message(card=POLL))
        task = next(iter(stage.tenant.cards))
        await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": ("good",)}))
        await until(lambda: (task, "lisi") in stage.tenant.views)
        assert stage.tenant.view("lisi", task)["main_title"]["desc"] == "已收到，截止前可修改"
        assert stage.tenant.view("wangwu", task) == stage.tenant.cards[task].card


async def test_a_second_person_confirms_with_a_button() -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(CONFIRM)
        await spoken(stage)
        await stage.send(LISI, Message(card=CONFIRM))
        task = next(iter(stage.tenant.cards))
        await stage.server.deliver(stage.tenant.click("lisi", task, "确认"))
        await until(lambda: (task, "lisi") in stage.tenant.views)
        (update, _) = next(iter(stage.inlet.clicks.values()))
        assert update.click is not None
        assert dict(update.click.values) == {"q": ("yes",)}
        assert stage.tenant.view("lisi", task)["card_type"] == "text_notice"


async def test_846605_a_stale_req_id_is_pushed_instead() -> None:
    async with Stage() as stage:
        update = await spoken(stage, group=GROUP)
        await stage.server.cut()
        await stage.send(update.chat, Message(text="好"), token=update.reply_token)
        assert [(post.via, post.text) for post in stage.tenant.posts] == [("aibot_send_msg", "好")]
        assert ("aibot_respond_msg", 846605) in stage.tenant.refusals


async def test_846604_an_update_that_came_too_late_is_only_missing() -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(POLL)
        await spoken(stage, group=GROUP)
        await stage.send(GROUP_CHAT, Message(card=POLL))
        task = next(iter(stage.tenant.cards))
        stage.server.faults.append(Fault("aibot_respond_update_msg", 846604))
        await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": ("good",)}))
        await until(lambda: stage.tenant.refusals)
        assert len(stage.inlet.clicks) == 1
        assert (task, "lisi") not in stage.tenant.views


@pytest.mark.parametrize("code", [42045, 42039])
async def test_42045_a_refused_redraw_becomes_a_notice(code: int) -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(POLL)
        await spoken(stage, group=GROUP)
        await stage.send(GROUP_CHAT, Message(card=POLL))
        task = next(iter(stage.tenant.cards))
        stage.server.faults.append(Fault("aibot_respond_update_msg", code))
        await stage.server.deliver(stage.tenant.click("lisi", task, {"overall": ("good",)}))
        await until(lambda: (task, "lisi") in stage.tenant.views)
        assert stage.tenant.view("lisi", task)["sub_title_text"] == "已收到，截止前可修改"


async def test_a_click_that_became_a_notice_costs_nothing_when_it_comes_again() -> None:
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(POLL)
        await spoken(stage, group=GROUP)
        await stage.send(GROUP_CHAT, Message(card=POLL))
        task = next(iter(stage.tenant.cards))
        stage.server.faults.append(Fault("aibot_respond_update_msg", 42045))
        click = stage.tenant.click("lisi", task, {"overall": ("good",)})
        for times in (1, 2, 3):
            await stage.server.deliver(click)
            await until(lambda times=times: stage.inlet.deliveries == times + 1)  # type: ignore[misc]  # bound for this turn
        await stage.platform.stop()
        assert len(stage.server.sent("aibot_respond_update_msg")) == 2


async def test_42045_a_refused_card_is_sent_with_an_action() -> None:
    async with Stage() as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", 42045))
        await stage.send(LISI, Message(card=CONFIRM))
        assert stage.tenant.posts[0].card["card_action"]["url"].startswith("https://")


async def test_45009_waits_and_asks_the_outbox_to_come_back() -> None:
    async with Stage() as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", 45009))
        with pytest.raises(SendFailed) as failure:
            await stage.send(LISI, Message(text="好"))
        assert (failure.value.permanent, failure.value.retry_after) == (False, 60)
        with pytest.raises(SendFailed) as failure:
            await stage.send(LISI, Message(text="好"), key="other", priority=0)
        assert failure.value.retry_after is not None
        assert 0 < failure.value.retry_after <= 60
        assert len(stage.server.sent("aibot_send_msg")) == 1


async def test_93006_an_unknown_conversation_waits_for_a_first_word() -> None:
    async with Stage() as stage:
        with pytest.raises(SendFailed, match="要等有人在那里和机器人说过一句话") as failure:
            await stage.send(Chat(ChatKind.DIRECT, "never-seen"), Message(text="好"))
        assert failure.value.until_spoken


async def test_600039_uses_the_newest_req_id_of_the_conversation() -> None:
    async with Stage() as stage:
        await spoken(stage, group=GROUP)
        stage.server.faults.append(Fault("aibot_send_msg", 600039, times=2))
        await stage.send(GROUP_CHAT, Message(text="好"))
        assert [(post.via, post.text) for post in stage.tenant.posts] == [
            ("aibot_respond_msg", "好")
        ]
        with pytest.raises(SendFailed, match="600039"):
            await stage.send(Chat(ChatKind.GROUP, "elsewhere"), Message(text="好"), key="k2")


async def test_40008_is_for_good_and_names_its_code() -> None:
    async with Stage() as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", 40008))
        with pytest.raises(SendFailed, match="40008") as failure:
            await stage.send(LISI, Message(text="好"))
        assert failure.value.permanent
        assert "163.125" not in failure.value.reason


async def test_846609_is_tried_again_after_reconnecting() -> None:
    async with Stage() as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", 846609))
        with pytest.raises(SendFailed) as failure:
            await stage.send(LISI, Message(text="好"))
        assert not failure.value.permanent
        await until(lambda: stage.server.subscriptions == 2)
        await stage.send(LISI, Message(text="好"))
        assert stage.tenant.texts("lisi") == ["好"]


async def test_an_html_page_instead_of_an_ack_is_tried_again() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.05)) as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_upload_media_init", "html"))
        report = stage.files.add("通报.docx", b"docx" * 10)
        with pytest.raises(SendFailed) as failure:
            await stage.send(LISI, Message(file=report))
        assert not failure.value.permanent
        await stage.send(LISI, Message(file=report))
        assert len(stage.tenant.posts) == 1


async def test_a_card_without_an_ack_counts_as_shown() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.05)) as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", "silent"))
        await stage.send(LISI, Message(card=POLL))
        assert len(stage.tenant.cards) == 1


async def test_a_reply_without_an_ack_replaces_itself() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.05)) as stage:
        update = await spoken(stage)
        stage.server.faults.append(Fault("aibot_respond_msg", "silent"))
        with pytest.raises(SendFailed):
            await stage.send(update.chat, Message(text="好"), token=update.reply_token)
        await stage.send(update.chat, Message(text="好"), token=update.reply_token)
        assert stage.tenant.texts("lisi") == ["好"]


async def test_a_card_whose_ack_was_lost_is_not_shown_twice() -> None:
    async with Stage() as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", "cut_after"))
        with pytest.raises(SendFailed):
            await stage.send(LISI, Message(card=POLL))
        await stage.send(LISI, Message(card=POLL))
        assert [post.kind for post in stage.tenant.posts] == ["template_card"]


async def test_what_was_taken_is_not_sent_again() -> None:
    async with Stage() as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", "cut", after=1))
        with pytest.raises(SendFailed):
            await stage.send(LISI, Message(text="说明", card=POLL))
        for _ in range(2):
            await stage.send(LISI, Message(text="说明", card=POLL))
        assert [post.kind for post in stage.tenant.posts] == ["markdown", "template_card"]


async def test_without_a_connection_it_is_tried_again_later() -> None:
    async with Stage() as stage:
        await stage.platform.stop()
        with pytest.raises(SendFailed) as failure:
            await stage.platform.messenger.send(LISI, Message(text="好"), Delivery("k"))
        assert (failure.value.permanent, failure.value.retry_after) == (False, 5)


async def test_the_budget_of_a_conversation_is_never_overdrawn() -> None:
    async with Stage() as stage:
        await spoken(stage, group=GROUP)
        results = await asyncio.gather(
            *(
                stage.send(GROUP_CHAT, Message(text=str(number)), key=str(number))
                for number in range(40)
            ),
            return_exceptions=True,
        )
        refused = [result.retry_after for result in results if isinstance(result, SendFailed)]
        assert (len(stage.tenant.posts), len(refused), stage.tenant.refusals) == (27, 13, [])
        assert all(refused)


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


def answered(card: Card) -> ClickAnswer:
    return ClickAnswer(
        accepted=True, notice="已收到，截止前可修改", state=CardState.ANSWERED, card=card
    )


async def test_a_list_that_nobody_touched_chooses_nothing() -> None:
    """The platform sends such a list with its first option: on a ballot that would be a vote."""
    rows = tuple(Question(str(place), title, SCALE) for place, title in enumerate("甲乙丙"))
    async with Stage() as stage:
        stage.inlet.card_answer = lambda _: answered(POLL)
        await spoken(stage)
        await stage.send(LISI, Message(card=Card("p-8-0-0a1b2c3d", "测评", "", rows)))
        task = next(iter(stage.tenant.cards))
        await stage.server.deliver(stage.tenant.click("lisi", task, {"1": ("poor",)}))
        await until(lambda: stage.inlet.clicks)
        [(update, _)] = stage.inlet.clicks.values()
        assert update.click is not None
        assert {key: ids for key, ids in update.click.values.items() if ids} == {"1": ("poor",)}
