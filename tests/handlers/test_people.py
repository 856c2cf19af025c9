"""Who somebody is, and how a stranger becomes somebody: whole conversations."""

import pytest

from bot.dispatch.strangers import BIND
from bot.dispatch.understanding.introducing import name_told
from bot.domain.people import Role
from tests.cast import DEAN, FIRST, ORGANISER, STRANGER, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.handlers.rosters import (
    LINES,
    NEWCOMER,
    OTHER_ORGANISER,
    import_,
    import_by_two,
    line_of,
    with_newcomer,
)
from tests.played import after

SECOND_ORGANISER = "o02"  # beside the first one
ASKED = "组织员核对"


async def test_everybody_is_told_how_the_roster_has_him(chat: Chat) -> None:
    for who, told in (
        (WANG, "您是示例系的王文例，第一支部，身份：书记，填写B票。"),
        (DEAN, "您是示例系的赵建例，身份：领导，填写A票。"),
        (OTHER_ORGANISER, "您是样板系的谈笑样，身份：组织员，填写B票。"),
        ("g01", "您是示例系的潘特例，身份：嘉宾。"),
    ):
        assert texts(await chat.say(who, "我是谁")) == [told]


async def test_a_stranger_is_told_how_to_bind_and_nothing_else(chat: Chat) -> None:
    for said in ("状态", "谁没交", "帮助", "受理 第三支部", "", "你好"):
        (answer,) = await chat.say(STRANGER, said)
        assert answer["refused"] == "not_on_roster"
        assert "绑定 您的姓名" in answer["text"]
        assert "支部" not in answer["text"]
    assert refusals(await chat.send(STRANGER, "报告.docx", b"x")) == ["not_on_roster"]


@pytest.mark.parametrize(
    "said",
    [
        f"绑定 {NEWCOMER}",
        f"绑定{NEWCOMER}",
        f" 绑定：{NEWCOMER} ",
        f"绑定:{NEWCOMER}",
        f"绑定 {NEWCOMER}。",
    ],
)
def test_binding_is_understood_however_it_is_written(said: str) -> None:
    found = BIND.fullmatch(said)
    assert found is not None
    assert found[1] == NEWCOMER


@pytest.mark.parametrize(
    "said",
    [
        *(
            f"我是{NEWCOMER}，帮我绑定",
            f"帮我绑一下账号，我叫{NEWCOMER}",
            f"{NEWCOMER}，绑定",
            f"{NEWCOMER}申请绑定",
            f"绑定我，{NEWCOMER}",
        ),
        *(
            f"您好，我是第三支部的{NEWCOMER}，请帮我开通",
            f"请绑定账号：{NEWCOMER}",
            f"我是{NEWCOMER}",
            f"我叫{NEWCOMER}，新来的老师",
        ),
        *(
            f"麻烦给{NEWCOMER}绑定一下账号",
            f"我换了新手机，我叫{NEWCOMER}",
            f"本人{NEWCOMER}，需要绑定微信",
            f"姓名：{NEWCOMER}",
        ),
        *(
            f"我的名字是{NEWCOMER}，帮忙登记一下谢谢",
            f"把我绑定成{NEWCOMER}",
            f"绑定一下{NEWCOMER}吧",
            f"@述职助手 绑定 {NEWCOMER}",
        ),
    ],
)
def test_a_stranger_tells_his_name_in_free_words(said: str) -> None:
    assert name_told(said) == NEWCOMER


@pytest.mark.parametrize(
    "said",
    [
        "状态",
        "帮我绑定一下",
        "我是谁",
        "怎么绑定账号",
        "我要绑上去 咋弄",
        "我是新来的",
        "名册里有谁",
        "",
        "辛苦了",
    ],
)
def test_without_a_name_nobody_is_asked(said: str) -> None:
    assert name_told(said) == ""


def test_short_names_keep_their_letters() -> None:
    assert [
        name_told(f"我叫{name}，帮我绑定") for name in ("王成", "李新", "和平", "阿卜杜·热合曼")
    ] == [
        "王成",
        "李新",
        "和平",
        "阿卜杜·热合曼",
    ]


@after(with_newcomer)
async def test_free_words_bind_a_stranger(chat: Chat) -> None:
    await chat.hears(ORGANISER)
    await chat.say(STRANGER, f"帮我绑一下账号，我叫{NEWCOMER}")
    card = cards(await chat.hears(ORGANISER))[-1]
    await chat.click(ORGANISER, card, choice="确认")
    assert NEWCOMER in texts(await chat.say(STRANGER, "我是谁"))[-1]


@after(with_newcomer)
@pytest.mark.parametrize(
    "said",
    [
        NEWCOMER,
        f"喂换新手机了原来那个号没了我是{NEWCOMER}你给我弄上",
        f"{NEWCOMER} 群众代表 第一次用这个",
        f"我{NEWCOMER}呐，你给我登上",
        f"徐老师让加你的，找何勤样老师看过，我叫{NEWCOMER}",
    ],
)
async def test_a_name_of_the_roster_binds_in_any_wording(chat: Chat, said: str) -> None:
    await chat.hears(ORGANISER)
    await chat.say(STRANGER, said)
    (card,) = cards(await chat.hears(ORGANISER))
    assert NEWCOMER in card["text"]


@after(with_newcomer)
async def test_a_stranger_who_names_two_is_asked_who_he_is(chat: Chat) -> None:
    await chat.hears(ORGANISER)
    (answer,) = texts(await chat.say(STRANGER, f"{NEWCOMER}、王文例"))
    assert f"“{NEWCOMER}”、“王文例”，请问哪一位是您" in answer
    assert not cards(await chat.hears(ORGANISER))


async def test_a_stranger_who_speaks_of_somebody_is_not_taken_for_him(chat: Chat) -> None:
    for said in (
        "催交 王文例",
        "王文例投好",
        "王文例的报告",
        "我不是王文例",
    ):
        (answer,) = await chat.say(STRANGER, said)
        assert answer["refused"] == "not_on_roster", said
        assert not texts(await chat.hears(ORGANISER)), said


async def test_who_is_bound_and_comes_with_a_new_account_is_told_to_the_organiser_once(
    chat: Chat,
) -> None:
    for _ in range(2):
        (answer,) = texts(await chat.say("new-phone", "我是王文例，换了手机，帮我绑定"))
        assert "已收到。组织员核对“王文例”后会为您开通，请稍候。" in answer
    (told,) = texts(await chat.hears(ORGANISER))
    assert "账号 new-phone 说自己是名册里的王文例" in told
    assert "没有改动" in told
    assert "王文例" in texts(await chat.say(WANG, "我是谁"))[-1]


async def test_who_says_who_he_is_before_a_long_order_is_not_taken_for_binding(chat: Chat) -> None:
    heard = await chat.say(
        ORGANISER, "我是组织员，请把第二支部的材料退回去，理由是结构松散，缺少数据，重写一遍"
    )
    assert not any("绑" in text for text in texts(heard))
    assert texts(await chat.say(ORGANISER, "绑定 何勤样")) == ["您的账号已经绑定，不用再绑。"]


@after(with_newcomer)
async def test_an_organiser_confirms_and_the_stranger_is_somebody(chat: Chat) -> None:
    (waiting,) = texts(await chat.say(STRANGER, f"绑定：{NEWCOMER}"))
    assert ASKED in waiting
    (card,) = cards(await chat.hears(ORGANISER))
    assert NEWCOMER in card["text"]
    assert FIRST in card["text"]
    assert STRANGER in card["text"]
    answer = await chat.click(ORGANISER, card, choice="确认")
    assert answer["accepted"]
    assert texts(await chat.hears(STRANGER))[0].startswith(f"{NEWCOMER}，您好！账号已经绑定。")
    assert "第一支部" in texts(await chat.say(STRANGER, "我是谁"))[0]
    assert texts(await chat.say(STRANGER, f"绑定 {NEWCOMER}")) == ["您的账号已经绑定，不用再绑。"]


@after(with_newcomer)
async def test_a_declined_stranger_stays_one(chat: Chat) -> None:
    await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    (card,) = cards(await chat.hears(ORGANISER))
    await chat.hears(STRANGER)
    assert (await chat.click(ORGANISER, card, choice="不是"))["notice"] == "好的，没有绑定。"
    (told,) = texts(await chat.hears(STRANGER))
    assert "暂时没有绑定" in told
    assert NEWCOMER not in told
    await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    (again,) = cards(await chat.hears(ORGANISER))
    await chat.hears(STRANGER)
    await chat.click(ORGANISER, again, choice="不是")
    assert await chat.hears(STRANGER) == []  # once is enough
    assert refusals(await chat.say(STRANGER, "我是谁")) == ["not_on_roster"]
    assert (await chat.click(ORGANISER, card, choice="确认"))["refused"] == "card_gone"


@after(with_newcomer)
async def test_a_name_that_cannot_be_bound_gets_the_same_words(chat: Chat) -> None:
    (known,) = texts(await chat.say(STRANGER, f"绑定 {NEWCOMER}"))
    await chat.hears(ORGANISER)
    (unknown,) = texts(await chat.say("another", "绑定 查无此人"))
    assert unknown == known.replace(NEWCOMER, "查无此人")
    assert await chat.hears(ORGANISER) == []
    (bound,) = texts(
        await chat.say("another", "绑定 王文例")
    )  # he alone may know: the organiser is told
    assert unknown.endswith(bound.replace("王文例", "查无此人"))


@after(with_newcomer)
async def test_only_an_organiser_of_that_department_may_confirm(chat: Chat) -> None:
    await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    (card,) = cards(await chat.hears(ORGANISER))
    assert await chat.hears(OTHER_ORGANISER) == []
    codes = [
        (await chat.click(who, card, choice="确认"))["refused"]
        for who in (DEAN, OTHER_ORGANISER, STRANGER)
    ]
    assert codes == ["not_allowed", "card_gone", "not_on_roster"]
    assert refusals(await chat.say(STRANGER, "我是谁")) == ["not_on_roster"]


@after(with_newcomer)
async def test_asking_again_and_again_gives_the_organiser_one_card(chat: Chat) -> None:
    for _ in range(5):
        await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    assert len(cards(await chat.hears(ORGANISER))) == 1


async def test_two_of_one_name_are_told_apart_by_their_branches(chat: Chat) -> None:
    await with_newcomer(chat, line_of(NEWCOMER, branch="第二支部"))
    await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    first, second = cards(await chat.hears(ORGANISER))
    assert ("第一支部" in first["text"], "第二支部" in second["text"]) == (True, True)
    assert (await chat.click(ORGANISER, second, choice="确认"))["accepted"]
    assert "第二支部" in texts(await chat.say(STRANGER, "我是谁"))[-1]
    assert "没有改动" in (await chat.click(ORGANISER, first, choice="确认"))["notice"]


async def test_of_two_organisers_the_first_decides(chat: Chat) -> None:
    await import_by_two(
        chat,
        *LINES,
        line_of(NEWCOMER),
        line_of("何勤范", SECOND_ORGANISER, branch="", role=Role.ORGANISER),
    )
    await chat.post(STRANGER, f"绑定 {NEWCOMER}")
    (one,), (two,) = cards(await chat.hears(ORGANISER)), cards(await chat.hears(SECOND_ORGANISER))
    assert (
        "已为新来样绑定账号" in (await chat.click(SECOND_ORGANISER, two, choice="确认"))["notice"]
    )
    assert "没有改动" in (await chat.click(ORGANISER, one, choice="确认"))["notice"]
    assert len(texts(await chat.hears(STRANGER))) == 2  # asked, bound


@after(with_newcomer)
async def test_who_left_meanwhile_is_not_bound(chat: Chat) -> None:
    await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    (card,) = cards(await chat.hears(ORGANISER))
    await import_(chat, *LINES)
    await chat.click(ORGANISER, card, choice="确认")
    assert refusals(await chat.say(STRANGER, "我是谁")) == ["not_on_roster"]
    await with_newcomer(chat)  # the name is free for its true owner
    await chat.say("owner", f"绑定 {NEWCOMER}")
    assert len(cards(await chat.hears(ORGANISER))) == 1


@after(with_newcomer)
async def test_a_bound_account_outlives_a_workbook_that_does_not_know_it(chat: Chat) -> None:
    await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    (card,) = cards(await chat.hears(ORGANISER))
    await chat.click(ORGANISER, card, choice="确认")
    assert "没有改动" in await import_(chat, *LINES, line_of(NEWCOMER))
    assert NEWCOMER in texts(await chat.say(STRANGER, "我是谁"))[-1]
