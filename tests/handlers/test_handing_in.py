"""For whom a file is handed in, where it could be mistaken."""

from dataclasses import replace

from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines, sample_report
from tests.cast import DEAN, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts

GOOD = sample_report(THIRD, year=2026)
HINTED = "2026年度抓基层党建述职报告\n我是第三支部书记，现将情况报告如下。\n一、履职情况\n" + (
    "我主持了全年的学习，并同党员谈心谈话。" * 20
)
SHORT, LONG = "研究生支部", "博士研究生支部"


async def with_lines(chat: Chat, *lines: RosterLine) -> None:
    await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines))


def secretary(name: str, account: str, branch: str) -> RosterLine:
    return RosterLine(0, name, account, branch, frozenset({Role.SECRETARY}), "B")


async def test_a_branch_whose_name_holds_another_name_is_not_taken_for_it(chat: Chat) -> None:
    more = (secretary("甲短样", "s11", SHORT), secretary("乙长样", "s12", LONG))
    await with_lines(chat, *sample_lines(), *more)
    (receipt,) = texts(await chat.send(ORGANISER, "报告.docx", GOOD, text=f"代{LONG}提交"))
    assert receipt.startswith(f"（代{LONG}乙长样提交）")
    (receipt,) = texts(await chat.send(ORGANISER, "报告.docx", GOOD, text=f"代{SHORT}提交"))
    assert receipt.startswith(f"（代{SHORT}甲短样提交）")


async def test_an_organiser_who_is_secretary_hands_in_for_himself_and_for_whom_he_names(
    chat: Chat,
) -> None:
    lines = [
        replace(one, roles=one.roles | {Role.ORGANISER}) if one.account == WANG else one
        for one in sample_lines()
    ]
    await with_lines(chat, *lines)
    asked = cards(await chat.hears(DEAN))[-1]  # a second person confirms a new organiser
    assert (await chat.click(DEAN, asked, choice="确认"))["accepted"]
    assert "代" not in texts(await chat.send(WANG, "报告.docx", GOOD))[0][:2]
    (receipt,) = texts(await chat.send(WANG, "报告.docx", GOOD, text="代第三支部提交"))
    assert receipt.startswith("（代第三支部张立范提交）")
    missing = texts(await chat.say(DEAN, "谁没交"))[-1]
    assert "第一支部" not in missing
    assert THIRD not in missing


async def test_an_organiser_of_a_branch_must_name_the_branch_he_hands_in_for(chat: Chat) -> None:
    lines = [
        replace(one, branch="第一支部") if one.account == ORGANISER else one
        for one in sample_lines()
    ]
    await with_lines(chat, *lines)
    assert refusals(await chat.send(ORGANISER, "报告.docx", GOOD)) == ["missing_argument"]


async def test_a_branch_without_secretary_takes_no_report(chat: Chat) -> None:
    await with_lines(chat, *(one for one in sample_lines() if one.account != "s03"))
    assert refusals(await chat.send(ORGANISER, "报告.docx", GOOD, text="代第三支部提交")) == [
        "missing_argument"
    ]


async def test_an_extension_of_any_length_is_answered(chat: Chat) -> None:
    for said in ("999999天", "99999999999天", "12月20日", "0天"):
        answers = await chat.say(ORGANISER, f"延期 第三支部 {said}")
        assert answers, said
        assert refusals(answers) in ([], ["no_such"], ["missing_argument"]), said


async def test_a_plan_file_from_a_secretary_is_no_report(chat: Chat) -> None:
    (answer,) = await chat.send(WANG, "plan.toml", "year = 2026\ntitle = '述职报告'\n".encode())
    assert answer["refused"]
    assert "plan.toml" in answer["text"]
    assert "还没有" in texts(await chat.say(WANG, "我的材料"))[-1]


async def test_words_of_having_finished_beside_a_report_hand_it_in(chat: Chat) -> None:
    for number, said in enumerate(("改好了", "完成", "写完了", "都搞定了，请领导过目"), start=1):
        file = sample_report(THIRD, year=2026) + b"\0" * number
        (receipt,) = texts(await chat.send(ZHANG, "述职报告.docx", file, text=said))
        assert receipt.startswith("已收到《述职报告.docx》"), said


async def test_they_do_where_an_item_is_open_too_until_the_report_is_accepted(chat: Chat) -> None:
    await chat.say(ZHANG, "承诺 建好活动室")
    (receipt,) = texts(await chat.send(ZHANG, "述职报告.docx", GOOD, text="改好了"))
    assert receipt.startswith("已收到《述职报告.docx》")
    await chat.say(ORGANISER, "通过 第三支部")
    await chat.hears(ZHANG)
    (card,) = cards(await chat.send(ZHANG, "记录.docx", GOOD, text="第1条问题搞定了"))
    assert "完成" in card["text"]


async def test_a_command_with_its_own_words_keeps_its_file(chat: Chat) -> None:
    await chat.say(ZHANG, "承诺 建好活动室")
    (answer,) = texts(await chat.send(ZHANG, "记录.docx", GOOD, text="完成 活动室已建好"))
    assert "佐证《记录.docx》已留存" in answer


async def test_a_receipt_says_how_its_hints_are_seen(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(ZHANG, "述职报告.txt", HINTED.encode()))
    assert "供修改时参考，发“我的材料”查看" in receipt
    (receipt,) = texts(
        await chat.send(ORGANISER, "报告.txt", HINTED.encode() + b"\n", text="代第三支部提交")
    )
    assert "供修改时参考，发“详情 第三支部”查看" in receipt


async def test_a_report_that_names_another_branch_is_taken_and_asked_after(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(ZHANG, "述职报告.docx", GOOD))
    assert "发错了文件" not in receipt
    (receipt,) = texts(await chat.send(WANG, "述职报告.docx", GOOD))
    assert receipt.startswith("已收到《述职报告.docx》，第 1 版")
    assert "文件里写的是第三支部，请看一下是不是发错了文件" in receipt
    (card,) = cards(await chat.say(ORGANISER, "通过 全部"))
    assert "1. 第一支部（王文例）：第1版" in card["text"]
    assert card["text"].count("检查没有问题，写的是第三支部") == 1
