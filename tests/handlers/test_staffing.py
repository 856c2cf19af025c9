"""Who comes, goes, moves or takes an office by a sentence, and what follows from it in the middle of a year."""

from dataclasses import replace

import pytest

from bot.domain.people import Role
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines, sample_report
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, STRANGER, VICE_DEAN, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts

MEMBER_OF_FIRST = "杨小样"
NEWCOMER = "李华"


async def changed(chat: Chat, said: str, *, who: str = ORGANISER) -> str:
    """Says it and confirms; returns what stood on the card."""
    card = cards(await chat.say(who, said))[-1]
    answer = await chat.click(who, card, choice="确认")
    assert answer["accepted"], answer
    return str(card["text"])


async def test_it_is_said_in_a_sentence_and_shown_first(chat: Chat) -> None:
    for said, line in (
        (f"第一支部书记换成{MEMBER_OF_FIRST}", "第一支部书记：王文例 → 杨小样"),
        (f"把第一支部的书记换成{MEMBER_OF_FIRST}同志", "第一支部书记：王文例 → 杨小样"),
        (f"{MEMBER_OF_FIRST}担任第一支部书记", "第一支部书记：王文例 → 杨小样"),
        (f"王文例不再担任第一支部书记，由{MEMBER_OF_FIRST}接任", "第一支部书记：王文例 → 杨小样"),
        (f"第一支部换届了，新书记是{MEMBER_OF_FIRST}", "第一支部书记：王文例 → 杨小样"),
        ("第一支部书记换成李华", "第一支部书记：王文例 → 李华"),
        ("新增一名党员 张三 第二支部", "新增党员：张三（第二支部，C票）"),
        ("第二支部新增群众代表赵六", "新增群众代表：赵六（第二支部，C票）"),
        ("第三支部新来了两名党员：钱七、孙八", "新增党员：孙八（第三支部，C票）"),
        ("王文例退休了", "王文例不再在名册里"),
        ("第一支部书记退休了", "王文例不再在名册里"),
        (f"王文例调走了 换成{MEMBER_OF_FIRST}", "第一支部书记：王文例 → 杨小样"),
        (f"王文例调走了换成{MEMBER_OF_FIRST}", "第一支部书记：王文例 → 杨小样"),
        ("新来一个党员叫张三，第二支部", "新增党员：张三（第二支部，C票）"),
        (f"{MEMBER_OF_FIRST}调到第三支部", "杨小样：第一支部 → 第三支部"),
        (f"人员变动 {MEMBER_OF_FIRST}调到三支部", "杨小样：第一支部 → 第三支部"),
        (f"{MEMBER_OF_FIRST}组织关系转到第三支部了", "杨小样：第一支部 → 第三支部"),
    ):
        (card,) = cards(await chat.say(ORGANISER, said))
        assert f"· {line}" in card["text"], said
        assert (await chat.click(ORGANISER, card, choice="取消"))["notice"] == "好的，没有改动。", (
            said
        )
        assert texts(await chat.say(WANG, "我是谁")) == [
            "您是示例系的王文例，第一支部，身份：书记，填写B票。"
        ], said


async def test_other_sentences_change_nobody(chat: Chat) -> None:
    for said in (
        "王文例退休了吗",
        "谁担任第一支部书记",
        "王文例的报告退回，由他改",
        "如果王文例退休了怎么办",
        "把李思样的报告退回去",
        "王文例书记的述职报告写得实",
    ):
        for card in cards(await chat.say(ORGANISER, said)):
            assert "确认后立即生效" not in card["text"], said


async def test_several_things_in_one_message_are_one_card(chat: Chat) -> None:
    text = await changed(
        chat, f"王文例退休了，第一支部书记换成{MEMBER_OF_FIRST}。新增党员张三 第二支部"
    )
    assert text.count("· ") == 3
    assert "身份：书记" in texts(await chat.say(MEMBER, "我是谁"))[-1]
    assert refusals(await chat.say(WANG, "我的材料")) == ["not_on_roster"]


async def test_a_new_secretary_takes_over_report_and_office(chat: Chat) -> None:
    await chat.send(WANG, "述职.docx", sample_report(FIRST, year=2026))
    text = await changed(chat, f"第一支部书记换成{MEMBER_OF_FIRST}")
    assert "留在支部，由接任的同志继续办" in text
    assert "述职" in texts(await chat.say(MEMBER, "我的材料"))[-1]
    assert refusals(await chat.say(WANG, "我的材料")) == ["not_allowed"]
    assert "身份：书记，填写B票" in texts(await chat.say(MEMBER, "我是谁"))[-1]
    assert "身份：党员，填写C票" in texts(await chat.say(WANG, "我是谁"))[-1]


async def test_whoever_takes_over_hears_what_is_open_and_the_group_hears_who_it_is(
    chat: Chat,
) -> None:
    await changed(chat, f"第一支部书记换成{MEMBER_OF_FIRST}")
    await chat.clock(now="2026-12-02T10:00")
    heard = await chat.hears(MEMBER)
    private = [entry for entry in heard if entry["chat"] == "direct"]
    assert any("您现在负责第一支部的述职评议考核工作" in entry["text"] for entry in private)
    assert any("述职报告" in card["text"] for card in cards(private))
    group = [entry["text"] for entry in await chat.hears(LI) if entry["chat"] == "group"]
    assert any("第一支部书记：杨小样同志" in text for text in group)


async def test_rights_end_at_once_and_open_cards_close(chat: Chat) -> None:
    await chat.send(WANG, "述职.docx", sample_report(FIRST, year=2026))
    card = cards(await chat.say(WANG, "对应"))[-1]
    await changed(chat, "王文例退休了")
    answer = await chat.click(WANG, card, choice="yes")
    assert not answer["accepted"]
    states = [card["state"] for card in cards(await chat.timeline(WANG))]
    assert states
    assert set(states) == {"closed"}
    assert refusals(await chat.say(WANG, "状态")) == ["not_on_roster"]


async def test_the_organiser_changes_by_a_leader(chat: Chat) -> None:
    (answer,) = await chat.say(ORGANISER, f"组织员换成{MEMBER_OF_FIRST}")
    assert "已请赵建例确认" in answer["text"]
    card = cards(await chat.hears(DEAN))[-1]
    assert "何勤样不再担任组织员" in card["text"]
    assert "杨小样担任组织员" in card["text"]
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]
    assert "组织员" in texts(await chat.say(MEMBER, "我是谁"))[-1]
    assert refusals(await chat.say(ORGANISER, "谁没交")) == ["not_allowed"]


async def test_a_leader_says_no_and_everything_stays(chat: Chat) -> None:
    await chat.say(ORGANISER, f"组织员换成{MEMBER_OF_FIRST}")
    for leader in (DEAN, VICE_DEAN, "l03", "l04", "l05"):
        for card in cards(await chat.hears(leader)):
            await chat.click(leader, card, choice="取消")
    assert "没有生效" in texts(await chat.hears(ORGANISER))[-1]
    assert refusals(await chat.say(ORGANISER, "谁没交")) == []


async def test_members_and_secretaries_change_nobody(chat: Chat) -> None:
    for who in (MEMBER, WANG):
        assert refusals(await chat.say(who, "李思样退休了")) == ["not_allowed"]


async def test_two_organisers_at_once_do_not_undo_each_other(chat: Chat) -> None:
    (first,) = cards(await chat.say(ORGANISER, "新增党员张三 第二支部"))
    (second,) = cards(await chat.say(ORGANISER, f"{MEMBER_OF_FIRST}调到第三支部"))
    await chat.click(ORGANISER, second, choice="确认")
    assert (await chat.click(ORGANISER, first, choice="确认"))["accepted"]
    assert "第三支部" in texts(await chat.say(MEMBER, "我是谁"))[-1]


async def test_what_was_shown_and_fits_no_more_is_not_done(chat: Chat) -> None:
    (first,) = cards(await chat.say(ORGANISER, f"{MEMBER_OF_FIRST}退休了"))
    (second,) = cards(await chat.say(ORGANISER, f"{MEMBER_OF_FIRST}调走了"))
    await chat.click(ORGANISER, second, choice="确认")
    answer = await chat.click(ORGANISER, first, choice="确认")
    assert answer["refused"] == "roster_changed"


async def test_a_new_person_with_a_name_that_exists_is_told_of(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, f"新增党员 {MEMBER_OF_FIRST} 第二支部"))
    assert "名册里已有杨小样（第一支部）" in card["text"]
    await chat.click(ORGANISER, card, choice="确认")
    assert refusals(await chat.say(ORGANISER, f"新增党员 {MEMBER_OF_FIRST} 第二支部")) == [
        "name_twice"
    ]
    (answer,) = await chat.say(ORGANISER, f"{MEMBER_OF_FIRST}退休了")
    assert "杨小样（第一支部）、杨小样（第二支部）" in answer["text"]
    (card,) = cards(await chat.say(ORGANISER, f"第二支部的{MEMBER_OF_FIRST}退休了"))
    await chat.click(ORGANISER, card, choice="确认")
    assert "第一支部" in texts(await chat.say(MEMBER, "我是谁"))[-1]


async def test_a_vacant_branch_is_said(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "王文例退休了"))
    assert "第一支部暂缺书记" in card["text"]


async def test_who_leads_another_branch_is_not_taken_from_it(chat: Chat) -> None:
    (answer,) = await chat.say(ORGANISER, "第一支部书记换成李思样")
    assert answer["refused"] == "leads_another"
    assert SECOND in answer["text"]


async def test_somebody_new_binds_himself_and_is_welcomed(chat: Chat) -> None:
    await changed(chat, f"第一支部书记换成{NEWCOMER}")
    await chat.say(STRANGER, f"绑定 {NEWCOMER}")
    await chat.click(ORGANISER, cards(await chat.hears(ORGANISER))[-1], choice="确认")
    heard = await chat.hears(STRANGER)
    assert any(NEWCOMER in text for text in texts(heard))
    assert any("述职报告" in card["text"] for card in cards(heard))


async def test_what_others_asked_of_a_leader_who_leaves_goes_to_the_others(chat: Chat) -> None:
    await chat.send(ZHANG, "述职.docx", sample_report("第三支部", year=2026))
    await chat.say(ORGANISER, "公示")
    assert cards(await chat.hears(DEAN))
    await chat.say(ORGANISER, "赵建例退休了")
    confirmer = VICE_DEAN
    card = cards(await chat.hears(confirmer))[-1]
    assert (await chat.click(confirmer, card, choice="确认"))["accepted"]
    passed_on = cards(await chat.hears(confirmer))[-1]
    assert "原来请赵建例确认" in passed_on["text"]
    assert (await chat.click(confirmer, passed_on, choice="确认"))["accepted"]


async def test_a_vacant_branch_gets_its_secretary_later_and_he_is_welcomed(chat: Chat) -> None:
    await changed(chat, "王文例退休了")
    await changed(chat, f"第一支部书记换成{MEMBER_OF_FIRST}")
    await chat.clock(now="2026-12-02T10:00")
    assert any("您现在负责第一支部" in text for text in texts(await chat.hears(MEMBER)))


async def test_a_successor_speaks_where_his_predecessor_would_have_spoken(chat: Chat) -> None:
    order = "发言顺序 李思样、王文例、张立范、陈明试、刘佳例、张晓样、周正范、吴若试"
    card = cards(await chat.say(ORGANISER, order))[-1]
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    await changed(chat, f"王文例退休了，第一支部书记换成{MEMBER_OF_FIRST}")
    assert "您第2个述职" in texts(await chat.say(MEMBER, "我第几个讲"))[-1]


async def test_the_same_happens_with_a_workbook(chat: Chat) -> None:
    lines = [line for line in sample_lines() if line.account != WANG]
    successor = next(line for line in lines if line.account == MEMBER)
    lines[lines.index(successor)] = replace(
        successor, roles=frozenset({Role.SECRETARY}), category="B"
    )
    await chat.send(WANG, "述职.docx", sample_report(FIRST, year=2026))
    await chat.say(WANG, "对应")
    await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines))
    assert {card["state"] for card in cards(await chat.timeline(WANG))} == {"closed"}
    await chat.clock(now="2026-12-02T10:00")
    assert any("您现在负责第一支部" in text for text in texts(await chat.hears(MEMBER)))


@pytest.mark.parametrize(
    "said", ["我换届了，不再担任书记", "我退休了", "本人已卸任", "我不当书记了", "离任"]
)
async def test_who_steps_down_says_so_and_the_organiser_says_who_follows(
    chat: Chat, said: str
) -> None:
    assert "已转告组织员" in texts(await chat.say(WANG, said))[-1]
    await chat.clock(now="2026-12-02T10:00")
    await chat.hears(ORGANISER)
    shown = cards(await chat.say(ORGANISER, "待办"))[-1]
    assert "王文例说" in shown["text"]
    await chat.click(ORGANISER, shown, choice=button_of(shown, "办理"))
    assert "第一支部书记由谁接任" in texts(await chat.hears(ORGANISER))[-1]
    await changed(chat, f"第一支部书记换成{MEMBER_OF_FIRST}")
    answers = await chat.say(ORGANISER, "待办")
    assert "王文例说" not in "".join([*texts(answers), *(card["text"] for card in cards(answers))])


def button_of(card: Entry, label: str) -> str:
    options = card["questions"][0]["options"]
    return str(next(one["id"] for one in options if one["text"].endswith(label)))


async def test_saying_it_twice_tells_it_once(chat: Chat) -> None:
    await chat.say(WANG, "我换届了，不再担任书记")
    assert "已经转告" in texts(await chat.say(WANG, "我不再担任书记了"))[-1]
