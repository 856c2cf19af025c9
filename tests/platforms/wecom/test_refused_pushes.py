"""The documented reaction to every refusal of WeCom, and to an acknowledgement that does not come."""

import asyncio
import dataclasses

import pytest

from bot.messages import Chat, ChatKind, Message
from bot.ports import Delivery, SendFailed
from tests.platforms.wecom.pushed import CONFIRM, LISI, POLL, spoken
from tests.platforms.wecom.stage import GROUP_CHAT, QUICK, Stage
from tests.simulators.wecom.sockets import Fault
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP

# -- what WeCom refuses


async def test_846605_a_stale_req_id_is_pushed_instead() -> None:
    async with Stage() as stage:
        update = await spoken(stage, group=GROUP)
        await stage.server.cut()
        await stage.send(update.chat, Message(text="好"), token=update.reply_token)
        assert [(post.via, post.text) for post in stage.tenant.posts] == [("aibot_send_msg", "好")]
        assert ("aibot_respond_msg", 846605) in stage.tenant.refusals


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


# -- what nobody acknowledges


async def test_an_html_page_instead_of_an_ack_is_tried_again() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.3)) as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_upload_media_init", "html"))
        report = stage.files.add("通报.docx", b"docx" * 10)
        with pytest.raises(SendFailed) as failure:
            await stage.send(LISI, Message(file=report))
        assert not failure.value.permanent
        await stage.send(LISI, Message(file=report))
        assert len(stage.tenant.posts) == 1


async def test_a_card_without_an_ack_counts_as_shown() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.3)) as stage:
        await spoken(stage)
        stage.server.faults.append(Fault("aibot_send_msg", "silent"))
        await stage.send(LISI, Message(card=POLL))
        assert len(stage.tenant.cards) == 1


async def test_a_reply_without_an_ack_replaces_itself() -> None:
    async with Stage(timings=dataclasses.replace(QUICK, ack=0.3)) as stage:
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
