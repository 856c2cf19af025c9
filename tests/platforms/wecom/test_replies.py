"""How an answer goes out in callback mode: as the direct reply, through a response_url, into a group, to one alone."""

from dataclasses import dataclass

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
from bot.platforms.wecom.replies import Replies
from bot.ports import Delivery, SendFailed
from tests.platforms.wecom.scenes import AT_ONCE, POLL, Scene, on_callbacks
from tests.simulators.wecom.waiting import until
from tests.simulators.wecom.web import GROUP, WEBHOOK

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 100


@dataclass
class AfterTheCard:
    """As the outbox: what was said first goes out first."""

    scene: Scene

    async def send(self, chat: Chat, message: Message, delivery: Delivery) -> None:
        await until(lambda: self.scene.tenant.cards)
        await self.scene.send(chat, message, delivery)


def replies(scene: Scene) -> Replies:
    messenger = scene.platform.messenger
    assert isinstance(messenger, Replies)
    return messenger


# -- the direct reply


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


# -- the response_url


async def test_a_slow_answer_goes_through_the_response_url() -> None:
    async with on_callbacks(AT_ONCE) as scene:
        answer = await scene.wecom.deliver(scene.tenant.text("zhangsan", "状态", group=GROUP))
        assert (answer.status, answer.body) == (200, None)
        await scene.send_later(Message(text="做完了"))
        assert [(post.via, post.text) for post in scene.tenant.posts] == [
            ("response_url", "做完了")
        ]


async def test_a_response_url_is_used_once(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(text="一")
    await scene.wecom.deliver(scene.tenant.text("zhangsan", "状态"))
    await scene.send_later(Message(text="二"), key="k2")
    with pytest.raises(SendFailed, match="长连接") as failure:
        await scene.send_later(Message(text="三"), key="k3")
    assert failure.value.permanent
    assert scene.tenant.texts("zhangsan") == ["一", "二"]


async def test_what_was_sent_is_not_sent_again(silent: Scene) -> None:
    await silent.wecom.deliver(silent.tenant.text("zhangsan", "状态"))
    await silent.send_later(Message(text="二"))
    await silent.send_later(Message(text="二"))
    assert silent.tenant.texts("zhangsan") == ["二"]


async def test_a_spare_response_url_serves_a_message_that_nobody_asked_for(scene: Scene) -> None:
    scene.inlet.answers = lambda _: Message(text="好的")
    await scene.wecom.deliver(scene.tenant.text("lisi", "帮助"))
    await scene.send(Chat(ChatKind.DIRECT, "lisi"), Message(card=POLL), Delivery("k"))
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
    await silent.send(Chat(ChatKind.DIRECT, "dean"), Message(card=confirm), Delivery("k"))
    assert [(post.via, post.card["sub_title_text"]) for post in silent.tenant.posts] == [
        ("response_url", "结果" * 100)
    ]


async def test_a_page_instead_of_json_is_tried_again_later(silent: Scene) -> None:
    await silent.wecom.deliver(silent.tenant.text("zhangsan", "状态"))
    silent.web.page = True
    with pytest.raises(SendFailed, match="不是 JSON") as failure:
        await silent.send_later(Message(text="二"))
    assert not failure.value.permanent
    silent.web.page = False
    await silent.send_later(Message(text="二"))
    assert silent.tenant.texts("zhangsan") == ["二"]


# -- into a group


async def test_a_card_cannot_be_pushed_into_a_group(silent: Scene) -> None:
    await silent.wecom.deliver(silent.tenant.text("zhangsan", "状态", group=GROUP))
    with pytest.raises(SendFailed, match="长连接"):
        await silent.send(Chat(ChatKind.GROUP, GROUP), Message(card=POLL), Delivery("k"))


async def test_a_poll_that_somebody_opens_in_the_group_takes_his_direct_reply(scene: Scene) -> None:
    """The card answers nothing by itself, yet a group's card can go nowhere else; the answer takes the response_url."""

    def opened(update: Update) -> Message:
        scene.inlet.hold(
            scene.try_to_send(update.chat, Message(text="说明", card=POLL), Delivery("card"))
        )
        return Message(text="已开始")

    scene.inlet.answers = opened
    scene.inlet.messenger = AfterTheCard(scene)
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
        await silent.send(
            Chat(ChatKind.GROUP, GROUP), Message(text=f"{number}"), Delivery(f"k{number}")
        )
    assert silent.tenant.texts(GROUP) == ["0", "1", "2"]


async def test_posts_that_alert_go_through_the_group_robot() -> None:
    async with on_callbacks(
        wecom_group_webhook=SecretStr(WEBHOOK), wecom_group_chat=GROUP
    ) as scene:
        group = Chat(ChatKind.GROUP, GROUP)
        await scene.send(group, Message(text="还有三天", mentions=("lisi",)), Delivery("k"))
        await scene.send(group, Message(text="通报"), Delivery("k2"))
        report = scene.files.add("通报.docx", b"docx" * 10)
        await scene.send(group, Message(file=report), Delivery("k3"))
        assert [(post.via, post.text, post.mentions) for post in scene.tenant.posts] == [
            ("webhook", "还有三天", ("lisi",)),
            ("webhook", "通报", ()),
            ("webhook", "", ()),
        ]
        with pytest.raises(SendFailed):
            await scene.send(Chat(ChatKind.GROUP, "other"), Message(text="x"), Delivery("k4"))


# -- what is said to one alone


async def test_a_private_answer_never_goes_into_the_group(silent: Scene) -> None:
    def privately(update: Update) -> None:
        delivery = Delivery("k", reply_token=update.reply_token)
        silent.inlet.hold(
            silent.try_to_send(Chat(ChatKind.DIRECT, "lisi"), Message(text="秘密"), delivery)
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
    assert replies(silent).spare == 0  # nothing is kept of a vote


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
