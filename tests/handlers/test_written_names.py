"""A name that was written is matched or asked for: never the one remembered, nor the one who speaks."""

from tests.cast import DEAN, LI, ORGANISER, WANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.played import after


async def opened(chat: Chat, name: str = "李思样") -> None:
    await chat.say(ORGANISER, f"开始测评 {name}")
    await chat.hears(DEAN)


def buttons(card: Entry) -> list[str]:
    return [option["text"] for option in card["questions"][0]["options"]]


@after(opened)
async def test_a_comment_on_a_misspelt_name_is_not_noted_about_the_one_on_the_ballot(
    chat: Chat,
) -> None:
    for said in (
        "点评 王健国 讲得比较空泛，缺少数据",
        "点评王文丽，讲得比较空泛",
        "点评 钱多多：讲得比较空泛",
    ):
        heard = await chat.say(DEAN, said)
        assert cards(heard) or refusals(heard) == ["no_such"], said
        assert not any("空泛" in text for text in texts(await chat.say(DEAN, "依据 李思样"))), said


@after(opened)
async def test_who_is_called_nearly_so_is_offered_with_the_whole_request(chat: Chat) -> None:
    card = cards(await chat.say(DEAN, "点评 王文丽 讲得比较空泛，缺少数据"))[-1]
    assert buttons(card)[:-1] in (["确认"], ["点评 王文例 讲得比较空泛，缺少数据"])
    await chat.click(DEAN, card, choice=buttons(card)[0])
    assert any("空泛" in text for text in texts(await chat.say(DEAN, "依据 王文例")))


async def test_no_order_takes_the_remembered_name_for_a_written_one(chat: Chat) -> None:
    for word, rest in (
        ("平时", "常去宿舍"),
        ("调研", "学生反映好"),
        ("点评", "抓得紧"),
        ("意见", ""),
        ("定等", "好"),
    ):
        await chat.say(DEAN, "详情 李思样")
        heard = await chat.say(DEAN, f"{word} 钱多多 {rest}")
        assert refusals(heard) == ["no_such"] or cards(heard), word
        assert not any("李思样" in text for text in texts(heard)), word
        assert not any(
            rest in text for text in texts(await chat.say(DEAN, "依据 李思样")) if rest
        ), word


async def test_the_organiser_s_orders_do_not_either(chat: Chat) -> None:
    for said in (
        "退回 钱多多 结构松散",
        "退回钱多多的报告",
        "延期 钱多多 12月20日",
        "受理钱多多",
    ):
        await chat.send(LI, "述职报告.txt", "述职报告".encode())
        await chat.say(ORGANISER, "详情 李思样")
        heard = await chat.say(ORGANISER, said)
        assert refusals(heard) == ["no_such"] or (
            cards(heard) and "李思样" not in str(cards(heard))
        ), said


async def test_an_asked_grade_is_kept(chat: Chat) -> None:
    card = cards(await chat.say(DEAN, "定等 王文丽 较好"))[-1]
    assert "较好" in str(card)


@after(opened)
async def test_a_comment_without_a_name_goes_to_who_speaks_before_the_one_on_the_ballot(
    chat: Chat,
) -> None:
    await chat.say(ORGANISER, "会议 王文例 发言 10")
    await chat.say(DEAN, "点评 抓党建思路清楚")
    assert any("思路清楚" in text for text in texts(await chat.say(DEAN, "依据 王文例")))
    await chat.say(ORGANISER, "会议 王文例 发言结束")
    await chat.say(DEAN, "点评 方法好，效果实")
    assert any("效果实" in text for text in texts(await chat.say(DEAN, "依据 李思样")))


async def test_while_somebody_speaks_a_comment_needs_no_ballot(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 王文例 发言 10")
    await chat.hears(WANG)
    await chat.say(DEAN, "点评 高度重视思想建设")
    assert any("高度重视" in text for text in texts(await chat.say(DEAN, "依据 王文例")))


async def test_words_that_are_about_nobody_are_left_alone(chat: Chat) -> None:
    assert "绑" in texts(await chat.say(WANG, "绑定 何勤样"))[-1]
    assert refusals(await chat.say(WANG, "承诺 高书记来讲党课两次")) != ["no_such"]
