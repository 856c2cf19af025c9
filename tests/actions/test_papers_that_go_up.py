"""What stands on the papers that go up, read back by a reader that the program does not use itself."""

import io

import docx
import pytest
from docx.enum.section import WD_ORIENT

from bot.exports.archive import MANIFEST
from bot.sample import sample_report
from tests.cast import DEAN, FIRST, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.meeting import graded
from tests.papers import CHATTY, materials, text_of
from tests.situations import Begin

REPORT = "示例系2026年度抓基层党建述职评议考核工作情况报告.docx"


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


async def test_papers_of_the_meeting_tell_what_is_known_and_leave_the_rest_open(
    chat: Chat,
) -> None:
    await a_meeting(chat)
    _, files = await materials(chat)
    meeting = {name: text_of(files[name]) for name in files if name.startswith("2 会议材料/")}
    assert {name.partition("/")[2] for name in meeting} == {
        "会议通知.docx",
        "会议议程.docx",
        "会议签到表.docx",
        "参会情况统计表.docx",
        "会议记录.docx",
    }
    notice = meeting["2 会议材料/会议通知.docx"]
    for expected in (
        "各支部：",
        "2026年12月21日（周一）14:30",
        "系楼302",
        "中共示例系总支部委员会",
        "请假",
    ):
        assert expected in notice, expected
    minutes = meeting["2 会议材料/会议记录.docx"]
    assert "主持人\n＿＿＿＿" in minutes
    assert "应到54人，实到2人，请假1人" in minutes
    assert "出差" not in minutes  # the reason of a leave is for the organiser alone
    assert "现场测评" not in minutes.split("领导讲话")[0].split("述职和点评")[1]


async def test_a_meeting_without_an_attendance_list_leaves_who_came_to_be_written(
    chat: Chat,
) -> None:
    shown = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    (card,) = [card for card in shown if card["title"].startswith("会议")]
    await chat.click(ORGANISER, card, choice="确认")
    _, files = await materials(chat)
    assert "应到54人，请假0人，实到＿＿＿＿人" in text_of(files["2 会议材料/会议记录.docx"])
    statistics = docx.Document(io.BytesIO(files["2 会议材料/参会情况统计表.docx"]))
    assert [cell.text for cell in statistics.tables[0].rows[-1].cells] == ["合计", "54", "0", ""]


async def test_the_report_to_the_upper_unit_says_what_is_recorded_and_nothing_else(
    chat: Chat,
) -> None:
    _, files = await materials(chat)
    assert REPORT not in files  # nothing has happened yet
    await a_year(chat)
    _, files = await materials(chat)
    report = text_of(files[REPORT])
    for expected in (
        "院党委：",
        "参加考核的支部书记8人",
        "应交述职报告8份，已交1份，审核通过0份。",
        "已确定等次的支部书记1人，其中“较好”1人",
        "2026年11月30日，综合平时掌握、调研了解、领导点评、现场测评等情况，研究确定考核等次。",
        "列入整改清单6条",
        "（主要共性问题请补充：＿＿＿＿）",
        "特此报告。",
        "中共示例系总支部委员会",
    ):
        assert expected in report, expected
    assert "开会少" not in report
    assert "收到意见" not in report  # the window is still open


async def test_the_list_of_grades_has_lines_to_sign_and_no_scores(begin: Begin) -> None:
    async with begin(graded) as chat:
        _, files = await materials(chat)
        grades = text_of(files["6 等次汇总表/考核等次汇总表.docx"])
        assert "填报单位（盖章）：中共示例系总支部委员会" in grades
        assert "负责人（签字）：" in grades
        assert "王文例\n第一支部\n书记\n较好" in grades
        assert "93" not in grades


async def test_a_branchs_list_lies_across_the_page_with_lines_to_sign(chat: Chat) -> None:
    await a_year(chat)
    _, files = await materials(chat)
    content = files["8 整改清单/第一支部整改清单.docx"]
    document = docx.Document(io.BytesIO(content))
    assert document.sections[0].orientation == WD_ORIENT.LANDSCAPE
    shown = text_of(content)
    assert "共6条，已销号0条" in shown
    assert "核验人（签字）：" in shown


async def test_every_paper_is_written_in_the_marks_of_papers(chat: Chat) -> None:
    await a_year(chat)
    await a_meeting(chat)
    _, files = await materials(chat)
    ours = {
        name: text_of(content)
        for name, content in files.items()
        if name.endswith(".docx") and not name.startswith(("3 ", "7 公示/第", "本单位留存/第"))
    }
    assert len(ours) >= 14
    for name, shown in ours.items():
        assert CHATTY.search(shown) is None, (name, CHATTY.search(shown))


async def test_who_is_evaluated_himself_gets_no_list_of_all(begin: Begin) -> None:
    async with begin(graded) as chat:
        assert refusals(await chat.say(WANG, "材料"))
        _, files = await materials(chat, DEAN)
        assert "6 等次汇总表/考核等次汇总表.docx" in files


@pytest.mark.parametrize("said", ["材料", "导出", "把材料打包给我"])
async def test_it_is_asked_for_in_several_ways(chat: Chat, said: str) -> None:
    told, _ = await materials(chat, said=said)
    assert told.startswith("2026年度材料已整理好")
    assert "manifest" not in "".join(texts(await chat.timeline(ORGANISER)))
