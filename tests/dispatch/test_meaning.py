"""What words mean: a question, an order, or how something is done; nothing is carried out."""

import pytest

from bot.dispatch import asked
from bot.texts.questions import BY_TITLE
from tests.cast import DEAN, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts

BY_HAND = [
    (WANG, "我把word发这里就行吗", "报告怎么交"),
    (WANG, "报告写好了怎么给你", "报告怎么交"),
    (WANG, "我要交报告怎么交", "报告怎么交"),
    (WANG, "字数多了行不行", "超过3500字怎么办"),
    (WANG, "问题要写几条", "问题要写几条"),
    (WANG, "我交错了能撤回吗", "交了还能改吗"),
    (WANG, "我想重新交一份", "我想重新交一份"),
    (WANG, "谁审我的报告", "谁审核报告"),
    (WANG, "能让副书记替我讲吗", "能让副书记替我讲吗"),
    (WANG, "谁能看到我的得分", "谁能看到我的得分"),
    (WANG, "整改要多久", "整改时限谁定"),
    (WANG, "整改做完了怎么报", "整改做完了怎么报"),
    (WANG, "电话多少", "电话多少"),
    (ORGANISER, "系统怎么备份", "系统怎么备份"),
    (ORGANISER, "某个人没手机怎么投", "有人没手机怎么投"),
    (ORGANISER, "有人退休了", "有人退休了"),
    (ORGANISER, "开会前我要准备什么", "开会前我要准备什么"),
    (ORGANISER, "会议怎么通知", "会议怎么通知"),
    (ORGANISER, "怎么发测评表", "怎么发测评表"),
    (DEAN, "去年结果呢", "去年的结果能看吗"),
]


async def test_what_people_asked_by_hand_is_answered(chat: Chat) -> None:
    for who, said, title in BY_HAND:
        (answer,) = await chat.say(who, said)
        opening = BY_TITLE[title].answer.split("{")[0][:8]
        assert answer["text"].startswith(opening), (said, answer["text"])
        assert answer["card"] is None


async def test_what_decides_nothing_asks_for_no_confirmation(chat: Chat) -> None:
    assert cards(await chat.say(ORGANISER, "签到表打印")) == []
    assert cards(await chat.say(MEMBER, "我没收到测评表")) == []


@pytest.mark.parametrize("said", ["怎么设记名测评", "开始测评怎么弄呢", "作废怎么操作"])
async def test_who_asks_how_an_act_is_done_is_told_and_nothing_begins(
    chat: Chat, said: str
) -> None:
    answers = await chat.say(ORGANISER, said)
    assert cards(answers) == []
    assert refusals(answers) == []
    assert "发“" in texts(answers)[0]


async def test_who_may_not_do_it_hears_who_does(chat: Chat) -> None:
    assert refusals(await chat.say(MEMBER, "催交怎么弄")) == ["not_allowed"]


async def test_two_questions_get_both_answers_in_their_order(chat: Chat) -> None:
    (answer,) = await chat.say(WANG, "报告什么时候交，写多少字啊")
    assert answer["text"].index("12月10日") < answer["text"].index("不超过3500字")
    (answer,) = await chat.say(MEMBER, "啥时候开会呀，还有我投的票咋保密")
    assert [one["intent"] for one in answer["understood"]] == ["会议", "怎样保密"]


async def test_what_is_asked_of_the_meeting_is_answered_once(chat: Chat) -> None:
    (answer,) = await chat.say(WANG, "我第几个讲，讲几分钟")
    assert answer["text"].count("每人8分钟") == 1


@pytest.mark.parametrize(
    ("said", "asks_how"),
    [
        ("怎么发测评表", True),
        ("催交怎么弄", True),
        ("怎么还没发测评表", False),
        ("怎么回事", False),
        ("点评 王文例 抓党建怎么抓讲得很实", False),
        ("退回 第三支部 怎么改没有写清楚", False),
    ],
)
def test_how_something_is_done_is_told_from_why_and_from_a_remark(
    said: str, asks_how: bool
) -> None:
    assert asked.is_how_to(said) is asks_how
