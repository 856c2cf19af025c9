"""A second request in one message is done, or asked about, and never becomes the text of the first."""

from tests.cast import DEAN, ORGANISER, WANG
from tests.chat import Chat, cards, texts


async def test_two_entries_in_one_message_are_two(chat: Chat) -> None:
    for gap in (
        "；",
        ";",
        "。",
        "\n",
        "，",
        "。另外，",
    ):
        heard = await chat.say(DEAN, f"平时 王文例 常去宿舍{gap}调研 王文例 学生反映好")
        (understood,) = [entry["understood"] for entry in heard if entry["understood"]]
        assert [one["intent"] for one in understood] == ["平时", "调研"], gap
        assert [one["args"]["text"] for one in understood] == ["常去宿舍", "学生反映好"], gap
    basis = "\n".join(texts(await chat.say(DEAN, "依据 王文例")))
    assert "学生反映好" in basis
    assert "常去宿舍；调研" not in basis


async def test_three_are_three_and_a_question_behind_is_answered(chat: Chat) -> None:
    heard = await chat.say(DEAN, "平时 王文例 常去宿舍；平时 李思样 常听课；谁没交")
    (understood,) = [entry["understood"] for entry in heard if entry["understood"]]
    assert [one["intent"] for one in understood] == ["平时", "平时", "谁没交"]


async def test_a_text_that_speaks_of_such_things_stays_one(chat: Chat) -> None:
    for said in (
        "平时 王文例 平时常去宿舍，调研也多，点评实在",
        "点评 王文例 抓得实。平时 表现也好",
        "平时 王文例 讲了三件事：调研，走访；谈心。状态不错",
    ):
        heard = await chat.say(DEAN, said)
        (understood,) = [entry["understood"] for entry in heard if entry["understood"]]
        assert len(understood) == 1, said


async def test_another_item_is_another_request(chat: Chat) -> None:
    heard = await chat.say(WANG, "第一条完成了，第二条还差两个人没谈")
    understood = next(entry["understood"] for entry in heard if entry["understood"])
    assert [(one["intent"], one["args"].get("n")) for one in understood] == [
        ("完成", 1),
        ("进展", 2),
    ]
    assert understood[1]["args"]["text"] == "还差两个人没谈"
    assert "还差" not in str(understood[0]["args"].get("text", ""))


async def test_a_figure_in_an_items_words_is_no_item(chat: Chat) -> None:
    """Two lessons that were made up are not the second item, which is reported behind them."""
    heard = await chat.say(
        WANG, "第1条完成了：补学2人次都有记录；第2条完成了：2名教师参加了培训，都已结业"
    )
    understood = next(entry["understood"] for entry in heard if entry["understood"])
    assert [(one["intent"], one["args"]) for one in understood] == [
        ("完成", {"n": 1, "text": "补学2人次都有记录"}),
        ("完成", {"n": 2, "text": "2名教师参加了培训，都已结业"}),
    ]


async def test_two_orders_of_the_organiser_are_two(chat: Chat) -> None:
    heard = await chat.say(ORGANISER, "退回 第二支部 结构松散；退回 第三支部 缺少数据")
    assert heard
    (card,) = cards(heard)  # asked together
    assert card["text"].splitlines()[1:] == ["1. 第二支部 结构松散", "2. 第三支部 缺少数据"]
    understood = next(entry["understood"] for entry in heard if entry["understood"])
    assert [one["args"]["branch"] for one in understood] == ["第二支部", "第三支部"]
