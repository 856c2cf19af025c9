"""Whole messages that stand for a request, and what they hand on."""

import pytest

from bot.book import book

BOOK = book()


@pytest.mark.parametrize(
    ("said", "word", "args"),
    [
        ("几点开会", "会议", {}),
        ("什么时候开会？", "会议", {}),
        ("在哪儿", "会议", {}),
        ("评议会在哪里开", "会议", {}),
        ("会议时间是几号", "会议", {}),
        ("会议改到什么时候了", "会议", {}),
        ("重新抽签 有同志请假", "会议", {"text": "重新抽签 有同志请假"}),
        ("李思样最后讲", "会议", {"text": "李思样最后讲"}),
        ("评议会推迟到12月23日", "会议改期", {"text": "评议会推迟到12月23日"}),
        ("评议会定在12月21日下午", "会议通知", {"text": "评议会定在12月21日下午"}),
        ("会议改到几点？", "会议", {}),
        ("第三条：已谈话", "进展", {"n": 3, "text": "已谈话"}),
        ("第3条，已开会", "进展", {"n": 3, "text": "已开会"}),
        ("第一条我们已经完成了，请看", "完成", {"n": 1, "text": "请看"}),
        ("第2条需要帮助：场地借不到", "需要帮助", {"n": 2, "text": "场地借不到"}),
        ("第1条和第3条已完成", "完成多条", {"text": "第1条和第3条已完成"}),
        ("第2、4条还不行：只有两人", "核验", {"n": 2, "text": "还不行：只有两人"}),
        ("原因1改成我自己重视不够", "改条目", {"n": 1, "text": "原因1改成我自己重视不够"}),
        ("第3条完成时限6月底", "改条目", {"n": 3, "text": "时限6月底"}),
        (
            "第二条问题改为谈话不全，没谈到3人",
            "改条目",
            {"n": 2, "text": "问题改为谈话不全，没谈到3人"},
        ),
        ("第2条和第3条不列", "改条目", {"n": 2, "text": "不列"}),
        ("我到了", "签到", {}),
        ("收票", "结束测评", {}),
        ("你好", "帮助", {}),
    ],
)
def test_a_whole_message_stands_for_a_request(
    said: str, word: str, args: dict[str, object]
) -> None:
    heard = BOOK.written(said)
    assert heard is not None
    assert (heard.intent, dict(heard.args)) == (word, args)
    assert heard.sure
