"""材料: the year in one archive, as the organiser gets it; its papers have tables of their own (tests/actions/test_folders.py)."""

from bot.exports.archive import MANIFEST
from bot.sample import sample_report
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.meeting import graded
from tests.papers import materials, text_of


async def a_meeting(chat: Chat) -> None:
    shown = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    (card,) = [card for card in shown if card["title"].startswith("会议")]
    await chat.click(ORGANISER, card, choice="确认")
    await chat.say(MEMBER, "请假 出差")
    await chat.say(ORGANISER, "签到")
    await chat.say(WANG, "到")


async def a_year(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", sample_report(FIRST, year=2026))
    (card,) = cards(await chat.say(WANG, "对应"))
    await chat.click(WANG, card, choice="对应无误")
    await chat.say(ORGANISER, "公示")
    await chat.click(DEAN, cards(await chat.hears(DEAN))[-1], choice="确认")
    await chat.say(MEMBER, "匿名反馈 第三支部开会少")
    await graded(chat)
    await chat.say(DEAN, "意见 王文例")


async def test_the_answer_counts_papers_and_folders_and_checksums_lie_apart(chat: Chat) -> None:
    await a_year(chat)
    await a_meeting(chat)
    told, files = await materials(chat)
    papers = [name for name in files if not name.startswith("校验和数据/")]
    assert told == f"2026年度材料已整理好，共{len(papers)}份，分8类。"
    assert f"校验和数据/{MANIFEST}" in files
    folders = {name.partition("/")[0] for name in files if "/" in name}
    assert folders == {
        "1 方案和通知",
        "2 会议材料",
        "3 述职报告",
        "4 测评",
        "5 评价意见",
        "6 等次汇总表",
        "7 公示",
        "8 整改清单",
        "本单位留存",
        "校验和数据",
    }
    assert not [name for name in papers if name.endswith(".json")]
    assert refusals(await chat.say(WANG, "材料"))
    assert "manifest" not in "".join(texts(await chat.timeline(ORGANISER)))


async def test_papers_tell_of_who_was_rated_also_where_the_office_changed_hands_since(
    chat: Chat,
) -> None:
    """His successor neither spoke nor was rated, and the branch keeps its year."""
    await a_year(chat)
    await a_meeting(chat)
    await chat.clock(now="2026-12-22T09:00")
    for said in ("第一支部书记换成黄可范", "王文例退休了"):
        change = cards(await chat.say(ORGANISER, said))[-1]
        await chat.click(ORGANISER, change, choice="确认")
    _, files = await materials(chat)
    minutes = text_of(files["2 会议材料/会议记录.docx"])
    assert ("第一支部王文例" in minutes, "黄可范" in minutes) == (True, False)
    sheet = text_of(files["本单位留存/第一支部王文例考核等次表.docx"])
    assert "没有收到述职报告" not in sheet
    assert "本单位留存/第一支部2026年度党建工作评价依据.docx" in files
