"""「我的信息」: what is kept about oneself, by numbers and times, in single chat alone."""

from bot.sample import sample_report
from tests.cast import DEAN, MEMBER, OTHER_MEMBER, STRANGER, THIRD, ZHANG
from tests.chat import Chat, refusals, texts
from tests.meeting import rate
from tests.played import whole

GOOD = sample_report(THIRD, year=2026)


async def told(chat: Chat, who: str, said: str = "我的信息") -> str:
    return texts(await chat.say(who, said))[-1]


@whole
async def test_a_secretary_hears_what_is_kept_and_until_when(chat: Chat) -> None:
    await chat.send(ZHANG, "述职.docx", GOOD)
    await chat.say(ZHANG, "承诺 每季度讲一次党课")
    answer = await told(chat, ZHANG)
    assert "张立范，第三支部，身份：书记" in answer
    assert "述职报告 1 条（定稿随年度档案；旧稿年度归档后12个月）" in answer
    assert "承诺 1 条" in answer
    assert "说的话 3 条，2026-12-01（年度归档后12个月）" in answer
    assert "请找何勤样" in answer
    assert "每季度讲一次党课" not in answer


async def test_it_tells_whether_one_voted_and_never_what(chat: Chat) -> None:
    await rate(chat, "王文例", steps=("差",))
    await chat.clock(advance="PT10M")  # votes that were on their way have come
    answer = await told(chat, MEMBER)
    assert "测评：投了票，2026-12-01" in answer
    assert "测评：没有投票" in await told(chat, "m20")
    assert not [step for step in ("好", "较好", "一般", "差") if f"：{step}" in answer]


async def test_nothing_is_told_of_a_poll_that_runs(chat: Chat) -> None:
    await chat.say("o01", "开始测评 王文例")
    await chat.say(MEMBER, "测评 好")
    assert "投了票" not in await told(chat, MEMBER)


async def test_what_others_wrote_is_not_even_counted_for_himself(chat: Chat) -> None:
    before = await told(chat, ZHANG)
    await chat.say(DEAN, "平时 张立范 优点：作风扎实")
    after = await told(chat, ZHANG)
    assert ("情况记录" in before, "情况记录" in after) == (False, False)
    assert "写的情况记录 1 条" in await told(chat, DEAN)


async def test_asked_in_the_group_it_is_answered_alone(chat: Chat) -> None:
    answers = await chat.say(MEMBER, "@述职助手 我的信息", group=True)
    assert [entry["chat"] for entry in answers if "这里存着您的" in str(entry["text"])] == [
        "direct"
    ]
    assert not [
        entry for entry in await chat.hears(OTHER_MEMBER) if "这里存着" in str(entry["text"])
    ]


async def test_it_is_understood_in_other_words(chat: Chat) -> None:
    for said in (
        "你存了我什么",
        "你都存着我哪些信息",
        "查查存了我什么",
    ):
        assert "这里存着您的" in await told(chat, MEMBER, said), said


async def test_a_stranger_is_told_nothing(chat: Chat) -> None:
    answers = await chat.say(STRANGER, "我的信息")
    assert "这里存着" not in "".join(texts(answers))
    assert refusals(answers) != []
