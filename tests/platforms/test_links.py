"""A page of the program's own, as each platform offers it; somebody's words never become a link."""

from bot.messages import Link, Message, button_card
from bot.platforms.dingtalk import outgoing as dingtalk
from bot.platforms.wecom import outgoing as wecom

LINK = Link("打开测评表", "https://xi.example.edu.cn/shuzhi/sheet/7-abc_d")
TRICK = "[点这里](https://elsewhere.example)"


def test_wecom_writes_a_link_under_the_words() -> None:
    (part,) = wecom.parts(Message(text=f"请填写。{TRICK}", link=LINK), "key")
    assert isinstance(part, wecom.TextPart)
    words, _, link = part.text.partition("\n\n")
    assert "](" not in words
    assert link == f"[{LINK.title}]({LINK.url})"


def test_dingtalk_puts_a_button_under_the_words() -> None:
    (part,) = dingtalk.parts(Message(text="请填写。", link=LINK))
    assert isinstance(part, dingtalk.LinkPart)
    wire = dingtalk.with_link(part)
    assert wire.key == "sampleActionCard"
    assert (wire.param["text"], wire.param["singleURL"]) == ("请填写。", LINK.url)


def test_dingtalk_leaves_a_card_its_words_and_sends_the_link_after_it() -> None:
    card = button_card("c", "标题", "内容")
    parts = dingtalk.parts(Message(text="请填写。", card=card, link=LINK))
    assert [type(part) for part in parts] == [
        dingtalk.TextPart,
        dingtalk.CardPart,
        dingtalk.LinkPart,
    ]
    assert dingtalk.with_link(dingtalk.LinkPart("", LINK)).param["text"] == LINK.title
