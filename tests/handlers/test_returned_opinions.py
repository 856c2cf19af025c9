"""All opinions in one Word file, edited, sent back, read in again and confirmed once."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from tests.cast import DEAN, ORGANISER
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.meeting import told
from tests.played import after

NAMES = ("王文例", "李思样")


async def opinions_out(chat: Chat) -> None:
    """Everybody's opinion is in one file; two have something to say."""
    for name in NAMES:
        await chat.say(
            DEAN, f"点评 {name} 优点：{name}带头讲党课；不足：谈心谈话偏少；希望多下基层"
        )
    await chat.say(ORGANISER, "意见 全部")


pytestmark = after(opinions_out)


async def handed_out(chat: Chat) -> tuple[str, bytes]:
    """The name and content of that file."""
    (entry,) = [entry for entry in await chat.timeline(ORGANISER) if entry["file"]]
    content = await chat.content(entry)
    return str(entry["file"]["name"]), bytes(content)


def edited(content: bytes, edit: Callable[[Paragraph], None]) -> bytes:
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        edit(paragraph)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def replacing(before: str, after: str) -> Callable[[Paragraph], None]:
    def edit(paragraph: Paragraph) -> None:
        for run in paragraph.runs:
            run.text = run.text.replace(before, after)

    return edit


def without_page(content: bytes, name: str, following: str) -> bytes:
    """The file without the paragraphs from one title to the next."""
    document = Document(io.BytesIO(content))
    is_inside = False
    for paragraph in list(document.paragraphs):
        if paragraph.text.startswith(f"{name}同志2026年度"):
            is_inside = True
        elif paragraph.text.startswith(f"{following}同志2026年度"):
            is_inside = False
        if is_inside:
            document.element.body.remove(paragraph._p)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


async def sent_back(chat: Chat, content: bytes, name: str) -> list[Entry]:
    return await chat.send(ORGANISER, name, content)


async def test_what_changed_is_shown_in_full_and_kept_by_one_tap(chat: Chat) -> None:
    name, content = await handed_out(chat)
    changed = edited(content, replacing("谈心谈话偏少。", "谈心谈话还偏少。支部品牌不够突出。"))
    answers = await sent_back(chat, changed, name)
    (card,) = cards(answers)
    assert card["text"].splitlines()[:6] == [
        "王文例",
        "· 指出问题：“谈心谈话偏少。”改为“谈心谈话还偏少。”",
        "· 指出问题：增加“支部品牌不够突出。”",
        "李思样",
        "· 指出问题：“谈心谈话偏少。”改为“谈心谈话还偏少。”",
        "· 指出问题：增加“支部品牌不够突出。”",
    ]
    assert "谈心谈话偏少。" in await told(chat, DEAN, "意见 王文例")
    pressed = await chat.click(ORGANISER, card, choice="全部采用")
    assert pressed["notice"] == "已采用王文例、李思样的修改。"
    shown = await told(chat, DEAN, "意见 李思样")
    assert "谈心谈话还偏少。" in shown
    assert "支部品牌不够突出。〔何勤样在 Word 文件中修改〕" in shown
    assert "李思样带头讲党课。〔领导点评第 2 条" in shown
    again = texts(await sent_back(chat, changed, name))
    assert again[-1].startswith("和现在的稿子一样，没有改动。")


async def test_many_changes_come_in_several_messages_and_none_is_hidden(chat: Chat) -> None:
    name, content = await handed_out(chat)
    long = "".join(f"第{number}件新的事情要写明白。" for number in range(1, 15))
    answers = await sent_back(chat, edited(content, replacing("谈心谈话偏少。", long)), name)
    shown = "\n".join([*texts(answers), cards(answers)[-1]["text"]])
    for number in range(1, 15):
        assert shown.count(f"增加“第{number}件新的事情要写明白。”") == 2
    assert all(entry["text"].count("\n") < 12 for entry in answers)


async def test_declined_changes_leave_everything_as_it_is(chat: Chat) -> None:
    name, content = await handed_out(chat)
    (card,) = cards(await sent_back(chat, edited(content, replacing("偏少", "很少")), name))
    assert (await chat.click(ORGANISER, card, choice="不采用"))["notice"] == "好的，没有改动。"
    assert "偏少" in await told(chat, DEAN, "意见 王文例")


async def test_a_page_that_was_deleted_leaves_that_opinion(chat: Chat) -> None:
    name, content = await handed_out(chat)
    answers = await sent_back(chat, without_page(content, "李思样", "张立范"), name)
    assert "文件里没有李思样的一页，原来的意见不变。" in texts(answers)[-1]
    assert "李思样带头讲党课" in await told(chat, DEAN, "意见 李思样")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("王文丽", "“王文丽”不在名单里，这一页没有读取；如果是王文例，请把姓名改回来再发一次。"),
        ("欧阳某某", "“欧阳某某”不在名单里，这一页没有读取；请核对姓名。"),
    ],
)
async def test_a_name_that_nobody_has_is_said(chat: Chat, written: str, said: str) -> None:
    name, content = await handed_out(chat)
    changed = edited(content, replacing("王文例同志2026年度", f"{written}同志2026年度"))
    answer = texts(await sent_back(chat, changed, name))[-1]
    assert said in answer
    assert "文件里没有王文例的一页" in answer


async def test_two_pages_about_one_are_refused(chat: Chat) -> None:
    name, content = await handed_out(chat)
    changed = edited(content, replacing("李思样同志2026年度", "王文例同志2026年度"))
    (answer,) = await sent_back(chat, changed, name)
    assert answer["refused"] == "opinion_twice"
    assert "两页王文例" in answer["text"]


async def test_pages_without_their_beginnings_are_not_read(chat: Chat) -> None:
    name, content = await handed_out(chat)

    def edit(paragraph: Paragraph) -> None:
        for lead in ("肯定成绩。", "指出问题。", "明确方向。"):
            replacing(lead, "")(paragraph)

    assert refusals(await sent_back(chat, edited(content, edit), name)) == ["no_parts"]
    assert "李思样带头讲党课" in await told(chat, DEAN, "意见 李思样")


async def test_tracked_changes_are_read_as_accepted_and_said(chat: Chat) -> None:
    name, content = await handed_out(chat)

    def edit(paragraph: Paragraph) -> None:
        if "王文例带头讲党课" not in paragraph.text or "肯定成绩" not in paragraph.text:
            return
        run = paragraph.runs[-1]._r
        deleted, inserted = OxmlElement("w:del"), OxmlElement("w:ins")
        for mark in (deleted, inserted):
            mark.set(qn("w:id"), "7")
            mark.set(qn("w:author"), "钱守样")
        run.addprevious(deleted)
        deleted.append(run)
        for text in run.findall(qn("w:t")):
            text.tag = qn("w:delText")
        added = OxmlElement("w:r")
        words = OxmlElement("w:t")
        words.text = "王文例带头讲党课六次。"
        added.append(words)
        inserted.append(added)
        deleted.addnext(inserted)

    answers = await sent_back(chat, edited(content, edit), name)
    (card,) = cards(answers)
    assert "“王文例带头讲党课。”改为“王文例带头讲党课六次。”" in card["text"]
    assert "文件里有修订标记，按接受全部修订以后的文字读取。" in card["text"]


async def test_what_somebody_changed_meanwhile_is_not_overwritten_unseen(chat: Chat) -> None:
    name, content = await handed_out(chat)
    await chat.say(DEAN, "意见 王文例")
    await chat.say(DEAN, "改 1 支部活动有声有色")
    answers = await sent_back(chat, edited(content, replacing("偏少", "很少")), name)
    (card,) = cards(answers)
    assert "王文例的意见在这份文件发出以后又改过" in card["text"]
    assert "“支部活动有声有色。”" in card["text"]
    await chat.say(DEAN, "改 1 支部活动丰富")
    pressed = await chat.click(ORGANISER, card, choice="全部采用")
    assert pressed["refused"] == "opinion_moved"
    assert "很少" not in await told(chat, DEAN, "意见 李思样")
    assert "支部活动丰富" in await told(chat, DEAN, "意见 王文例")
