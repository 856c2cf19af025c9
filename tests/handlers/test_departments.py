"""Two departments in one installation that must not see each other, and whose people cannot touch each other's things."""

import hashlib

from bot.sample import sample_report
from tests.cast import DEAN, MEMBER, ORGANISER, THIRD, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.played import whole

GOOD = sample_report(THIRD, year=2026)
X_ORGANISER, X_LEADER, X_SECRETARY, X_MEMBER = (
    "x-o01",
    "x-l01",
    "x-s03",
    "x-m05",
)  # 样板系; x-s03 leads its 第三支部
X_PEOPLE = (X_ORGANISER, X_LEADER, X_SECRETARY, X_MEMBER)


async def seen(chat: Chat, *viewers: str) -> list[Entry]:
    return [entry for viewer in viewers for entry in await chat.timeline(viewer)]


@whole
async def test_what_one_department_says_and_does_the_other_never_hears(chat: Chat) -> None:
    await chat.post(MEMBER, "大家好", group=True)
    await chat.send(ZHANG, "报告.docx", GOOD)
    await chat.say(ORGANISER, "受理 第三支部")
    await chat.say(ORGANISER, "@述职助手 开始测评 王文例", group=True)
    await chat.say(DEAN, "状态")
    assert await seen(chat, *X_PEOPLE) == []
    await chat.clock(now="2026-12-01T09:30")
    heard = await seen(chat, *X_PEOPLE)
    assert heard
    assert not any("示例系" in str(entry) or "王文例" in str(entry) for entry in heard)


async def test_branches_of_the_same_name_are_told_apart(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    assert (
        "第三支部（王南范）：还没有交报告。" in texts(await chat.say(X_LEADER, "详情 第三支部"))[-1]
    )
    assert texts(await chat.say(X_LEADER, "谁没交"))[-1].count("· ") == 3
    assert texts(await chat.say(DEAN, "谁没交"))[-1].count("· ") == 7
    await chat.send(X_SECRETARY, "报告.docx", GOOD)
    assert "第 1 版" in texts(await chat.say(X_SECRETARY, "我的材料"))[-1]


async def test_an_organiser_cannot_touch_the_other_department(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    for word, code in (
        ("受理 第三支部", "nothing_handed_in"),
        ("退回 第三支部 再写实些", "nothing_handed_in"),
        ("详情 张立范", "no_such"),
        ("详情 第八支部", "no_such"),
    ):
        assert refusals(await chat.say(X_ORGANISER, word)) == [code], word
    assert "待审核" in texts(await chat.say(ZHANG, "我的材料"))[-1]
    assert "报告.docx" not in str(await chat.timeline(X_ORGANISER))


async def test_an_extension_moves_the_own_branch_alone(chat: Chat) -> None:
    await chat.say(X_ORGANISER, "延期 第三支部 12月20日")
    assert "12月20日" in texts(await chat.say(X_SECRETARY, "我的材料"))[-1]
    assert "12月10日" in texts(await chat.say(ZHANG, "我的材料"))[-1]


async def test_cards_of_the_other_department_are_gone(chat: Chat) -> None:
    await chat.say(ORGANISER, "@述职助手 开始测评 王文例", group=True)
    ballot = cards(await chat.timeline(MEMBER))[-1]
    (button,) = cards(await chat.say(ORGANISER, "把第三支部的退回去,问题写得太虚"))
    for who in X_PEOPLE:
        for card, values in ((ballot, {"0": "好"}), (button, {"choice": "确认"})):
            answer = await chat.click(who, card, **values)
            assert (answer["accepted"], answer["refused"]) == (False, "card_gone"), who
    assert "已投 0/53" in texts(await chat.say(DEAN, "状态"))[-1]


async def test_a_typed_vote_counts_in_the_own_department_alone(chat: Chat) -> None:
    await chat.say(ORGANISER, "开始测评 王文例")
    assert refusals(await chat.say(X_MEMBER, "测评 好")) == ["no_open_poll"]
    assert "已投 0/53" in texts(await chat.say(DEAN, "状态"))[-1]


@whole
async def test_the_same_file_in_both_departments_stays_apart(chat: Chat) -> None:
    """One content is stored once and known to each department only through its own people."""
    for who in (ZHANG, X_SECRETARY):
        (receipt,) = texts(await chat.send(who, "报告.docx", GOOD))
        assert "第 1 版" in receipt
        assert "雷同" not in receipt
        assert "示例系" not in receipt
    folder = chat.program.settings.data_dir / "files"
    assert (folder / hashlib.sha256(GOOD).hexdigest()[:2]).is_dir()
    others = [entry for entry in await seen(chat, X_SECRETARY) if entry["file"]]
    assert len(others) == 1


async def test_people_of_the_other_department_are_unknown_by_name(chat: Chat) -> None:
    for said in ("详情 张书记", "详情 老李", "开始测评 王文例"):
        (answer, *_) = await chat.say(X_ORGANISER, said)
        assert answer["refused"], said
        assert answer["card"] is None, said
        assert not any(name in answer["text"] for name in ("张晓样", "李思样", "第八支部"))
    assert await seen(chat, MEMBER, ZHANG, DEAN) == []
