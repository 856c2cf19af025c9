"""A sheet of rows with fields for what is good, lacking and advised: out empty, back filled in."""

import io
from collections.abc import Mapping, Sequence

from docx import Document
from openpyxl import load_workbook

from tests.cast import DEAN, MEMBER, ORGANISER, VICE_DEAN
from tests.chat import Chat, cards, refusals, texts
from tests.meeting import told


async def sheet(chat: Chat, who: str, said: str = "记录表 平时") -> tuple[str, bytes]:
    (entry,) = [entry for entry in await chat.say(who, said) if entry["file"]]
    content = await chat.content(entry)
    return str(entry["file"]["name"]), bytes(content)


def filled(content: bytes, rows: Mapping[str, Sequence[str]]) -> bytes:
    """The sheet with the cells behind these names filled in."""
    document = Document(io.BytesIO(content))
    (table,) = document.tables
    for row in table.rows[1:]:
        for cell, words in zip(row.cells[1:], rows.get(row.cells[0].text, ()), strict=False):
            cell.text = words
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


async def test_the_sheet_has_a_row_for_everybody(chat: Chat) -> None:
    name, content = await sheet(chat, ORGANISER, "记录表 平时")
    assert name == "平时掌握情况记录表.docx"
    (table,) = Document(io.BytesIO(content)).tables
    assert [cell.text for cell in table.rows[0].cells] == [
        "姓名",
        "谁的意见",
        "成绩",
        "不足",
        "建议",
    ]
    assert len(table.rows) == 9


async def test_what_stands_in_a_field_is_what_it_is(chat: Chat) -> None:
    name, content = await sheet(chat, ORGANISER)
    rows = {
        "王文例": ("钱守样", "带头讲党课。联系群众多。", "记录更新不及时", "每月对一次账"),
        "李思样": ("钱守样", "", "重业务轻党建", ""),
    }
    (preview,) = cards(await chat.send(ORGANISER, name, filled(content, rows)))
    assert "王文例（钱守样）：成绩：带头讲党课；联系群众多" in preview["text"]
    await chat.click(ORGANISER, preview, choice="确认")
    heard = await chat.hears(ORGANISER)
    assert cards(heard) == []
    draft = await told(chat, DEAN, "意见 王文例")
    achieved, _, rest = draft.partition("【指出问题】")
    lacking, _, direction = rest.partition("【明确方向】")
    assert "带头讲党课。" in achieved
    assert "联系群众多。" in achieved
    assert "记录更新不及时。" in lacking
    assert "建议每月对一次账。" in direction
    assert "钱守样，何勤样代录" in await told(chat, DEAN, "依据 李思样")


async def test_a_leaders_own_sheet_is_his_words(chat: Chat) -> None:
    name, content = await sheet(chat, VICE_DEAN, "点评表")
    (preview,) = cards(
        await chat.send(VICE_DEAN, name, filled(content, {"王文例": ("", "讲得实", "", "")}))
    )
    await chat.click(VICE_DEAN, preview, choice="确认")
    assert "领导点评：成绩：讲得实（钱守样，" in await told(chat, DEAN, "依据 王文例")


async def test_rows_that_cannot_be_entered_are_named(chat: Chat) -> None:
    name, content = await sheet(chat, ORGANISER)
    rows = {"王文例": ("", "讲得实", "", ""), "李思样": ("钱守样", "细致", "", "")}
    (preview,) = cards(await chat.send(ORGANISER, name, filled(content, rows)))
    assert "没有记录：王文例这几行没有写明是哪位班子成员的意见。" in preview["text"]
    empty = texts(await chat.send(ORGANISER, name, content))
    assert empty == ["这张记录表里没有填写内容，没有记录。"]
    stranger = filled(content, {})
    document = Document(io.BytesIO(stranger))
    cells = document.tables[0].rows[1].cells
    for cell, words in zip(cells, ("欧阳某", "钱守样", "好", "", ""), strict=True):
        cell.text = words
    saved = io.BytesIO()
    document.save(saved)
    (answer,) = texts(await chat.send(ORGANISER, name, saved.getvalue()))
    assert "欧阳某不是要考核的书记" in answer


async def test_the_sheet_is_for_the_leadership(chat: Chat) -> None:
    assert refusals(await chat.say(MEMBER, "记录表 平时")) == ["not_allowed"]
    assert refusals(await chat.say(DEAN, "记录表")) == ["missing_argument"]


def filled_workbook(content: bytes, rows: Mapping[str, Sequence[str]]) -> bytes:
    """The workbook with the cells behind these names filled in."""
    book = load_workbook(io.BytesIO(content))
    page = book.active
    assert page is not None
    for row in page.iter_rows(min_row=4):
        for cell, words in zip(row[1:], rows.get(str(row[0].value), ()), strict=False):
            cell.value = words
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


async def test_the_sheet_goes_out_and_comes_back_as_a_workbook(chat: Chat) -> None:
    name, content = await sheet(chat, ORGANISER, "要一张平时记录表Excel")
    assert name == "平时掌握情况记录表.xlsx"
    rows = {
        "王文例": ("钱守样", "带头讲党课。", "记录更新不及时", "每月对一次账"),
        "李思样": ("", "细致", "", ""),
    }
    (preview,) = cards(await chat.send(ORGANISER, name, filled_workbook(content, rows)))
    assert "王文例（钱守样）：成绩：带头讲党课" in preview["text"]
    assert "没有记录：李思样这几行没有写明是哪位班子成员的意见。" in preview["text"]
    await chat.click(ORGANISER, preview, choice="确认")
    assert "钱守样，何勤样代录" in await told(chat, DEAN, "依据 王文例")


async def test_a_workbook_that_is_broken_is_told_and_the_roster_stays(chat: Chat) -> None:
    assert refusals(await chat.send(ORGANISER, "平时掌握情况记录表.xlsx", b"PK broken")) == [
        "unreadable"
    ]
