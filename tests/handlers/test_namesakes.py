"""Two secretaries of one name are told apart by their branches wherever a person reads them."""

from dataclasses import replace

from bot.actions import rosters
from bot.actions.unit_of_work import SYSTEM
from bot.sample import SAMPLE_DEPARTMENT, sample_lines
from tests.cast import DEAN, LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, texts
from tests.papers import materials, text_of
from tests.played import after

FIRST, SECOND = (
    "张三（" + next(line.branch for line in sample_lines() if line.account == who) + "）"
    for who in (WANG, LI)
)
VOTERS = [f"m{number:02}" for number in range(2, 12)]


async def two_of_one_name(chat: Chat) -> None:
    lines = tuple(
        replace(line, name="张三") if line.account in (WANG, LI) else line
        for line in sample_lines()
    )
    await chat.services.write(
        lambda work: rosters.import_roster(work, SAMPLE_DEPARTMENT.id, lines, actor=SYSTEM)
    )


pytestmark = after(two_of_one_name)


async def told(chat: Chat, who: str, said: str) -> str:
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


async def test_a_name_that_two_bear_is_offered_with_both_branches(chat: Chat) -> None:
    for who, said in (
        (DEAN, "定等 张三 好"),
        (DEAN, "平时 张三 常去学生宿舍"),
        (DEAN, "意见 张三"),
        (DEAN, "详情 张三"),
        (ORGANISER, "开始测评 张三"),
        (ORGANISER, "签到 张三"),
    ):
        if said.startswith("签到"):
            await chat.say(ORGANISER, "签到")
        await chat.hears(who)
        answer = (await chat.say(who, said))[-1]
        buttons = [option["text"] for option in answer["card"]["questions"][0]["options"]]
        assert sum(FIRST in button for button in buttons) == 1, buttons
        assert sum(SECOND in button for button in buttons) == 1, buttons


async def test_the_ballot_from_the_card_to_the_opinion(chat: Chat) -> None:
    for branch, name in ((FIRST[3:-1], FIRST), (SECOND[3:-1], SECOND)):
        await chat.say(ORGANISER, f"开始测评 {branch}")
        card = cards(await chat.hears(MEMBER))[-1]
        assert card["title"] == f"现场测评：{name}"
        for number, voter in enumerate(VOTERS):
            await chat.click(voter, card, **{"0": ("好", "较好")[number % 2]})
        assert f"{name}：还有" in await told(chat, DEAN, "谁没投")
        await chat.say(ORGANISER, "结束测评")
        assert texts(await chat.hears(MEMBER))[-1].startswith(f"{name}的测评已结束")
    preview = await told(chat, ORGANISER, "公布")
    assert (FIRST in preview, SECOND in preview) == (True, True)
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    shown = await told(chat, MEMBER, "测评结果")
    assert (FIRST in shown, SECOND in shown) == (True, True)
    assert FIRST in str(await chat.say(DEAN, f"详情 {FIRST[3:-1]}"))
    opinion = (await chat.say(DEAN, f"意见 {FIRST[3:-1]}"))[-1]
    assert FIRST in str(opinion)


async def test_all_on_one_sheet_and_the_order_by_lot(chat: Chat) -> None:
    await chat.say(ORGANISER, "会议 种子 1")
    await chat.say(ORGANISER, "会议 抽签")
    agenda = await told(chat, ORGANISER, "会议")
    assert (FIRST in agenda, SECOND in agenda) == (True, True)
    await chat.say(ORGANISER, "开始测评 全部")
    await chat.hears(MEMBER)
    await chat.say(MEMBER, "到")
    for _ in range(8):
        (sheet,) = [entry["card"] for entry in await chat.timeline(MEMBER) if entry["card"]][-1:]
        await chat.click(MEMBER, sheet, **{sheet["questions"][0]["id"]: "暂不选"})
    (sheet,) = [entry["card"] for entry in await chat.timeline(MEMBER) if entry["card"]][-1:]
    names = [option["text"] for option in sheet["questions"][0]["options"]]
    assert len(set(names)) == 8
    assert {FIRST, SECOND} <= set(names)


async def test_what_is_said_of_them_is_no_change_of_the_roster(chat: Chat) -> None:
    for who, said in (
        (DEAN, "张三"),
        (DEAN, "张三的报告怎么还没来"),
        (DEAN, "张三常去学生宿舍，记一下"),
        (ORGANISER, "张三的报告通过"),
        (ORGANISER, "给张三延到12月15日"),
    ):
        answers = await chat.say(who, said)
        assert all("退休" not in str(answer["text"]) for answer in answers), (said, answers)


async def test_who_of_them_leaves_is_asked(chat: Chat) -> None:
    assert f"请连同支部一起说，例如“{FIRST}退休了”" in (await told(chat, ORGANISER, "张三退休了"))


async def test_a_branch_in_detail_names_it_once(chat: Chat) -> None:
    branch = FIRST[3:-1]
    assert (await told(chat, DEAN, f"详情 {branch}")).startswith(f"{branch}（张三）")


async def test_the_minutes_name_the_branch_once(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    await chat.click(ORGANISER, card, choice="确认")
    _answer, papers = await materials(chat)
    (minutes,) = [paper for path, paper in papers.items() if path.endswith("会议记录.docx")]
    told = text_of(minutes)
    assert f"（一）{FIRST[3:-1]}张三" in told
    assert f"{FIRST[3:-1]}{FIRST}" not in told
