"""纸质票 for a whole class: typed in one message, or as the tally sheet sent back."""

import io

import docx
import pytest

from tests.cast import DEAN, ORGANISER
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.meeting import sheets_out
from tests.played import after

NAMES = ["王文例", "李思样", "张立范", "陈明试", "刘佳例", "张晓样", "周正范", "吴若试"]
HEAD = "纸质票 B类 收回12份 有效11份："


def lines(*, first: str = "好8 较好2 一般1", others: str = "好11") -> str:
    return "；".join([f"{NAMES[0]} {first}", *(f"{name} {others}" for name in NAMES[1:])])


async def at_the_meeting(chat: Chat) -> None:
    """A meeting at which the sheet is open."""
    await sheets_out(chat)
    await chat.hears(DEAN)


async def told(chat: Chat, who: str, said: str) -> str:
    return [str(entry["text"]) for entry in await chat.say(who, said) if entry["chat"] == "direct"][
        -1
    ]


def asked(entries: list[Entry]) -> list[Entry]:
    return [card for card in cards(entries) if card["title"] == "请核对纸质票"]


@after(at_the_meeting)
async def test_a_class_is_entered_in_one_message_and_checked_by_a_second_person(
    chat: Chat,
) -> None:
    answer = await told(chat, ORGANISER, HEAD + lines())
    assert "B类纸质票：发出12份，收回12份，有效11份，废票1份。" in answer
    assert "王文例：好 8，较好 2，一般 1，差 0" in answer
    (card,) = asked(await chat.hears(DEAN))
    assert "李思样：好 11，较好 0，一般 0，差 0" in card["text"]
    assert (await chat.click(DEAN, card, choice="确认"))["accepted"]


@after(at_the_meeting)
@pytest.mark.parametrize(
    "said",
    [
        "B 收12 有效11 王文例好11，李思样好11，张立范好11，陈明试好11，刘佳例好11，张晓样好11，周正范好11，吴若试好11",
        "B票 发出15 收回12 废1\n" + "\n".join(f"{name}：好 11" for name in NAMES),
        "b类 收回12份，其中有效11份。" + "。".join(f"{name} 好11票" for name in reversed(NAMES)),
        "B 发12 收12 废1；" + "；".join(["好11"] * 8),
    ],
)
async def test_it_may_be_typed_freely(chat: Chat, said: str) -> None:
    answer = await told(chat, ORGANISER, f"纸质票 {said}")
    assert "吴若试：好 11" in answer
    assert "已请" in answer


@after(at_the_meeting)
async def test_what_is_not_clear_is_said_in_a_sentence(chat: Chat) -> None:
    for said, fault in (
        ("纸质票 收回12份 有效11份：" + lines(), "请把哪一类票写在最前面：A、B、C"),
        ("纸质票 B类 有效11份：" + lines(), "请写明收回几份"),
        ("纸质票 B类 收回12份 有效13份：" + lines(), "有效加废票要等于收回"),
        (HEAD + lines(first="好8 较好4"), "王文例的票数加起来是12，多于有效的11份"),
        (HEAD + lines(first="好8 优秀3"), "王文例这一行没有看明白“优秀3”"),
        (HEAD + "王文例 好11；李思样 好11", "还缺张立范、陈明试"),
        (HEAD + lines() + "；王文例 好1", "王文例写了两次"),
    ):
        heard = await chat.say(ORGANISER, said)
        assert refusals(heard) == ["paper_unclear"], said
        assert fault in texts(heard)[-1], said
        assert asked(await chat.hears(DEAN)) == [], said


async def filled(chat: Chat, numbers: dict[str, list[str]], head: list[str]) -> bytes:
    """The printed tally sheet with these numbers in the page of class B."""
    entry = [entry for entry in await chat.say(ORGANISER, "打印 统计表") if entry["file"]][-1]
    document = docx.Document(io.BytesIO(await chat.content(entry)))
    _, _, counts, lines, *_ = document.tables
    for cell, words in zip(counts.rows[1].cells, head, strict=True):
        cell.text = words
    for row in lines.rows[1:]:
        for cell, words in zip(row.cells[1:], numbers[row.cells[0].text], strict=True):
            cell.text = words
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


@after(at_the_meeting)
async def test_the_tally_sheet_can_be_sent_back(chat: Chat) -> None:
    numbers = {name: ["正正一", "", "", "0"] for name in NAMES}
    numbers["李思样"] = ["8", "丅", "1", ""]
    content = await filled(chat, numbers, ["12", "12", "11", "1"])
    heard = await chat.send(ORGANISER, "2026年度统计表.docx", content)
    assert "B类纸质票：发出12份，收回12份，有效11份，废票1份。" in texts(heard)[-1]
    (card,) = asked(await chat.hears(DEAN))
    assert "王文例：好 11，较好 0" in card["text"]
    assert "李思样：好 8，较好 2，一般 1，差 0" in card["text"]


@after(at_the_meeting)
async def test_an_empty_tally_sheet_enters_nothing(chat: Chat) -> None:
    numbers = {name: ["", "", "", ""] for name in NAMES}
    content = await filled(chat, numbers, ["", "", "", ""])
    heard = await chat.send(ORGANISER, "统计表.docx", content)
    assert "还没有填数字" in texts(heard)[-1]
