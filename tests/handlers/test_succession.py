"""A secretary, or the organiser, is replaced while much is open: who may do what, and what nobody loses."""

import pytest

from bot.actions import people
from bot.actions.audit import breaches
from bot.actions.unit_of_work import UnitOfWork
from bot.sample import sample_lines, sample_report
from bot.storage.polls import polls
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, OTHER_MEMBER, WANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.handlers.test_staffing import changed
from tests.ledgers import promised_soon
from tests.meeting import complete, graded, sheets_out
from tests.played import after

CHANGE = "第一支部书记换成杨小样"
RETIRED = f"王文例退休了，{CHANGE}"
BACK = "第一支部书记换成王文例"
ENCRYPTED = "woAJ2GCAAAXtWyujaWJHDDGi0mACAAAA"  # as WeCom names people to a robot of a member


def words(entries: list[Entry]) -> str:
    return "\n".join([*texts(entries), *(card["text"] for card in cards(entries))])


async def privately(chat: Chat, who: str) -> str:
    return words([entry for entry in await chat.hears(who) if entry["chat"] == "direct"])


async def sound(chat: Chat) -> bool:
    """Whether the department's books agree, also about the ballot."""

    def agree(work: UnitOfWork) -> bool:
        return list(breaches(work, people.department(work, "sample"))) == []

    return await chat.services.read(agree)


@pytest.mark.parametrize("change", [CHANGE, RETIRED])
@after(sheets_out)
async def test_an_open_ballot_goes_on_as_it_was_opened(chat: Chat, change: str) -> None:
    for who in (WANG, MEMBER, LI):
        await chat.say(who, "都好")
    await changed(chat, change)
    # His successor rates him still, and everybody finds his own choices where they were.
    assert "8／8" in words(await chat.say(MEMBER, "测评表"))
    assert "7／7" in words(await chat.say(LI, "测评表"))
    await chat.say(ORGANISER, "收票")
    assert "收回3份" in words(await chat.timeline(ORGANISER))

    def rated(work: UnitOfWork) -> list[str]:
        [poll] = polls.of_department(work.session, "sample")
        return [subject.name for subject in poll.terms.form.subjects]

    assert (await chat.services.read(rated))[0] == "王文例"


async def test_who_is_no_secretary_any_more_keeps_his_vote_and_rates_himself_as_little(
    chat: Chat,
) -> None:
    await chat.say(ORGANISER, "发测评表")
    await chat.say(WANG, "都好")
    await changed(chat, CHANGE)
    card = cards(await chat.say(WANG, "测评表"))[-1]
    assert "7／7" in card["text"]
    assert "王文例" not in [option["text"] for option in card["questions"][0]["options"]]
    assert "已收到" in words(await chat.say(WANG, "李思样较好"))


@after(sheets_out)
async def test_whoever_leaves_the_roster_keeps_his_vote_of_the_open_ballot_and_nothing_else(
    chat: Chat,
) -> None:
    card = cards(await chat.hears(WANG))[-1]
    await chat.say(WANG, "都好")
    await changed(chat, RETIRED)
    # The roll was closed with the opening: no change of the roster takes a vote away.
    answer = await chat.click(WANG, card, **{card["questions"][0]["id"]: "1"})
    assert answer["accepted"]
    assert refusals(await chat.say(WANG, "状态")) == ["not_on_roster"]
    await chat.say(ORGANISER, "收票")
    assert "收回1份" in words(await chat.timeline(ORGANISER))


async def test_a_report_stays_its_authors(chat: Chat) -> None:
    await chat.send(WANG, "述职.docx", sample_report(FIRST, year=2026))
    await changed(chat, CHANGE)
    for who, said in ((MEMBER, "我的材料"), (ORGANISER, "详情 第一支部")):
        assert "《述职.docx》（王文例交）" in words(await chat.say(who, said))
    # Of the successor it says nothing: it is not he who found these problems with himself.
    assert "理论学习" not in words(await chat.say(DEAN, "意见 杨小样"))


async def test_who_was_rated_gets_opinion_and_grade_though_he_gave_the_office_up(
    chat: Chat,
) -> None:
    await chat.send(WANG, "述职.docx", sample_report(FIRST, year=2026))
    await complete(chat, "王文例")
    await changed(chat, CHANGE)
    opinion = words(await chat.say(DEAN, "意见 王文例"))
    assert "带头讲党课六次" in opinion
    assert "结合本人查摆" in opinion
    answer = words(await chat.say(DEAN, "定等 王文例 较好 11月30日党委会研究决定"))
    assert "王文例：较好" in answer
    assert "四项依据已齐" in words(await chat.say(DEAN, "点评 王文例 优点：思路清"))
    card = cards(await chat.say(ORGANISER, "王文例退休了"))[-1]
    assert "王文例今年已有测评或评价意见，离开名册后不能再定等" in card["text"]
    await chat.click(ORGANISER, card, choice="取消")
    # His successor was not rated by that, and who never led anything is not rated.
    assert refusals(await chat.say(DEAN, "定等 杨小样 好 11月30日会议")) == ["inputs_missing"]
    [member] = [line.name for line in sample_lines() if line.account == OTHER_MEMBER]
    assert refusals(await chat.say(DEAN, f"意见 {member}")) == ["not_a_subject"]


async def test_items_are_handed_over_with_their_days_in_one_message(chat: Chat) -> None:
    await promised_soon(chat, WANG, "完善制度", "建好活动室", day="2027年3月20日")
    await chat.say(WANG, "时限 2 2027年1月10日")
    await chat.say(WANG, "第2条需要帮助：场地借不到")
    await chat.hears(WANG)
    await changed(chat, CHANGE)
    await chat.clock(now="2026-12-02T18:00")
    heard = await privately(chat, MEMBER)
    assert heard.count("您现在负责第一支部") == 1
    assert (
        "2. 建好活动室（2027年1月10日（周日）前）\n1. 完善制度（2027年3月20日（周六）前）" in heard
    )
    assert "接手" not in heard  # not told a second time
    # What is answered to the call that his predecessor made reaches him.
    await chat.say(ORGANISER, "回复第一支部：场地已协调")
    assert "场地已协调" in await privately(chat, MEMBER)
    assert await privately(chat, WANG) == ""


async def test_two_branches_change_on_one_day(chat: Chat) -> None:
    await changed(chat, CHANGE)
    await changed(chat, "李思样退休了，第二支部书记换成周小例")
    await chat.clock(now="2026-12-02T10:00")
    group = [entry["text"] for entry in await chat.hears("s03") if entry["chat"] == "group"]
    told = "\n".join(group)
    assert "第一支部书记：杨小样同志" in told
    assert "第二支部书记：周小例同志" in told
    assert sum("人员变动" in text for text in group) == 1


async def test_a_new_secretary_with_an_encrypted_account(chat: Chat) -> None:
    """Nobody can write such an account into a roster: he says his name and is confirmed."""
    await promised_soon(chat, WANG, "建好活动室")
    await chat.say(ORGANISER, "发测评表")
    await changed(chat, "王文例退休了，第一支部书记换成李华")
    await chat.say(ENCRYPTED, "绑定 李华")
    await chat.click(ORGANISER, cards(await chat.hears(ORGANISER))[-1], choice="确认")
    assert "李华，您好" in await privately(chat, ENCRYPTED)
    assert "建好活动室" in words(await chat.say(ENCRYPTED, "整改"))
    # The ballot was opened before he came: he is on no roll, and told so.
    assert "没有需要您填写的测评表" in words(await chat.say(ENCRYPTED, "测评表"))
    assert refusals(await chat.say(WANG, "整改")) == ["not_on_roster"]
    assert await sound(chat)


async def test_a_new_organiser_goes_on_with_what_was_open(chat: Chat) -> None:
    await chat.send(WANG, "述职.docx", sample_report(FIRST, year=2026))
    (own,) = cards(await chat.say(ORGANISER, "新增党员张三 第二支部"))
    await chat.say(ORGANISER, "组织员换成杨小样")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    assert not (await chat.click(ORGANISER, own, choice="确认"))["accepted"]
    assert "第一支部" in words(await chat.say(MEMBER, "待办"))
    assert "审核通过" in words(await chat.say(MEMBER, "通过 第一支部"))
    assert refusals(await chat.say(ORGANISER, "通过 第一支部")) == ["not_allowed"]


async def test_he_is_forgotten_with_what_was_just_spoken_of(chat: Chat) -> None:
    await chat.say(ORGANISER, "详情 王文例")
    await changed(chat, RETIRED)
    answer = await chat.say(ORGANISER, "他交了吗")
    assert "王文例" not in words(answer)


@after(graded)
async def test_a_grade_that_stands_outlives_the_office(chat: Chat) -> None:
    await changed(chat, CHANGE)
    await chat.say(DEAN, "意见 王文例")
    assert "王文例" in words(await chat.say(DEAN, "送达 王文例"))
    await chat.click(ORGANISER, cards(await chat.hears(ORGANISER))[-1], choice="确认")
    assert "【考核等次】较好" in await privately(chat, WANG)
    assert await sound(chat)
