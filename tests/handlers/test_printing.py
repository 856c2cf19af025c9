"""打印: the papers of the meeting, as Word files."""

import io
from dataclasses import replace

import docx

from bot.domain.people import Role
from bot.domain.plan import Row, SubjectGroup
from bot.domain.planfile import render, sample_plan
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines
from tests.cast import MEMBER, ORGANISER
from tests.chat import Chat, Entry, cards, refusals, texts

OWN_ROWS = (Row("抓党建"), Row("带队伍"))


async def printed(chat: Chat, said: str) -> list[tuple[str, list[list[str]], str]]:
    """The files that come: name, first table, and the text around."""
    entries = [entry for entry in await chat.say(ORGANISER, said) if entry["file"]]
    return [await _read(chat, entry) for entry in entries]


async def _read(chat: Chat, entry: Entry) -> tuple[str, list[list[str]], str]:
    document = docx.Document(io.BytesIO(await chat.content(entry)))
    table = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return entry["file"]["name"], table, text


async def test_every_class_gets_its_ballot(chat: Chat) -> None:
    papers = await printed(chat, "打印 测评表")
    assert [name for name, _, _ in papers] == [
        "2026年度测评表（A）.docx",
        "2026年度测评表（B）.docx",
        "2026年度测评表（C）.docx",
    ]
    _, table, text = papers[0]
    assert table[0] == ["序号", "姓名", "支部", "好", "较好", "一般", "差"]
    assert [line[1] for line in table[1:]][:2] == ["王文例", "李思样"]
    assert "A票（领导班子成员）" in text


async def test_a_groups_own_rows_are_printed_before_its_ballot_opens(chat: Chat) -> None:
    secretaries = SubjectGroup("secretary", "支部书记", office=True, rows=OWN_ROWS)
    plan = replace(sample_plan(2026), subjects=(secretaries,))
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(plan).encode()))
    await chat.click(ORGANISER, card, choice="确认")
    lines = [
        replace(line, groups=("secretary",)) if Role.SECRETARY in line.roles else line
        for line in sample_lines()
    ]
    workbook = roster_workbook(lines, groups=plan.subjects)
    await chat.send(ORGANISER, "名册.xlsx", workbook)
    (_, table, _), *_ = await printed(chat, "打印 测评表")
    assert {"抓党建", "带队伍"} <= {cell for line in table for cell in line}


async def test_ballots_follow_the_order_of_speaking(chat: Chat) -> None:
    (card,) = [
        one for one in cards(await chat.say(ORGANISER, "李思样第一个讲")) if one["questions"]
    ]
    await chat.click(ORGANISER, card, choice="确认")
    (_, table, _), *_ = await printed(chat, "打印测评表")
    assert table[1][1] == "李思样"


async def test_who_is_on_leave_has_no_field_to_sign(chat: Chat) -> None:
    await chat.say(MEMBER, "请假 出差")
    ((name, table, text),) = await printed(chat, "打印 签到表")
    assert name == "2026年度签到表.docx"
    assert "杨小样" not in {cell for line in table for cell in line}
    assert "地点：＿" in text  # nothing is fixed yet


async def test_tally_and_agenda(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, "会议通知 12月21日14:30 系楼302"))
    await chat.click(ORGANISER, card, choice="确认")
    ((_, head, text),) = await printed(chat, "打印 统计表")
    assert head[0] == ["发出（份）", "收回（份）", "有效（份）", "废票（份）"]
    assert text.count("监票人") == 3
    ((_, speakers, agenda),) = await printed(chat, "打印 议程")
    assert "12月21日（周一）14:30" in agenda
    assert speakers[1] == ["1", "王文例", "第一支部", "8分钟"]


async def test_without_a_paper_it_is_said_which_there_are(chat: Chat) -> None:
    assert "“打印 签到表”" in texts(await chat.say(ORGANISER, "打印"))[-1]
    assert refusals(await chat.say(MEMBER, "打印 测评表")) == ["not_allowed"]
