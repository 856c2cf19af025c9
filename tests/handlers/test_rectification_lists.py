"""整改清单: what one branch puts right, as a paper that a superior can read."""

import io

import docx

from tests.cast import DEAN, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, Entry, refusals
from tests.ledgers import confirmed, in_january, promised
from tests.played import after

pytestmark = after(in_january)


async def rows(chat: Chat, entries: list[Entry]) -> list[dict[str, str]]:
    """The lines of the table, by column."""
    (entry,) = [entry for entry in entries if entry["file"]]
    content = await chat.content(entry)
    table = docx.Document(io.BytesIO(content)).tables[0]
    head, *lines = [[cell.text for cell in row.cells] for row in table.rows]
    return [dict(zip(head, line, strict=True)) for line in lines]


async def test_list_tells_what_was_done_verified_and_seen(chat: Chat) -> None:
    await promised(chat, ZHANG, "2027年6月底前建好活动室", "完善值班制度")
    await chat.say(ZHANG, "进展 1 找到302室")
    await chat.clock(now="2027-03-05T10:00")
    await chat.say(ZHANG, "完成 1 302室已挂牌使用")
    await chat.say(ORGANISER, f"核验 {THIRD} 1 通过")
    await chat.clock(now="2027-06-10T10:00")
    await chat.say(DEAN, f"回访 {THIRD} 1 到活动室看过，每周都有活动")
    first, second = await rows(chat, await chat.say(ORGANISER, f"整改清单 {THIRD}"))
    assert first["整改情况"] == "1月15日：找到302室\n3月5日：302室已挂牌使用"
    assert first["核验"] == "何勤样\n2027年3月5日"
    assert first["回访"] == "2027年6月10日，赵建例：到活动室看过，每周都有活动"
    assert first["完成时限"] == "2027年6月30日"
    assert (second["整改情况"], second["核验"], second["回访"]) == ("推进中", "", "")


async def test_closed_item_that_nobody_visited_says_so(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    await chat.say(ZHANG, "完成 1 302室已挂牌使用")
    await chat.say(ORGANISER, f"核验 {THIRD} 1 通过")
    (line,) = await rows(chat, await chat.say(DEAN, f"整改清单 {THIRD}"))
    assert line["回访"] == "未回访"


async def test_problem_cause_and_measure_stand_in_full(chat: Chat) -> None:
    await confirmed(chat)
    lines = await rows(chat, await chat.say(ZHANG, "整改清单"))
    assert len(lines) == 6
    assert all(line["产生原因"] and line["整改措施"] for line in lines)
    assert all("…" not in "".join(line.values()) for line in lines)


async def test_secretary_gets_his_own_list_and_no_other(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    await promised(chat, WANG, "建好图书角")
    (line,) = await rows(chat, await chat.say(WANG, f"整改清单 {THIRD}"))
    assert "图书角" in line["问题"]
    assert refusals(await chat.say(MEMBER, "整改清单")) == ["not_allowed"]
    assert refusals(await chat.say(ORGANISER, "整改清单")) == ["missing_argument"]
    assert refusals(await chat.say(ORGANISER, "整改清单 第五支部")) == ["no_items"]
