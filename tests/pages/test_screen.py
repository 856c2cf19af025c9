"""The screen in the hall: what it shows at each moment of the meeting, and to whom it opens."""

import re

import httpx

from bot.pages.drawing import HEADERS
from tests.cast import DEAN, MEMBER, ORGANISER
from tests.chat import Chat, refusals
from tests.handlers.ballots import told
from tests.handlers.test_meetings import confirmed
from tests.pages.phone import link_of, phone_of, words


async def address_of(chat: Chat) -> str:
    """What the organiser is told for 大屏."""
    (entry,) = await chat.say(ORGANISER, "大屏")
    return str(entry["link"]["url"])


async def screen(chat: Chat, address: str) -> httpx.Response:
    return await phone_of(chat).open(address)


async def test_it_follows_the_meeting_from_the_agenda_to_the_last_sheet(chat: Chat) -> None:
    address = await address_of(chat)
    shown = words(await screen(chat, address))
    assert "下一位发言 王文例 第一支部" in shown
    assert "已收 —／应收 —" in shown
    await chat.say(ORGANISER, "会议 王文例 发言 8")
    await chat.clock(advance="PT3M")
    shown = words(await screen(chat, address))
    assert "正在发言 王文例 第一支部 剩余时间 已到时间 05:00" in shown
    assert "李思样 第二支部 下一位" in shown
    await chat.clock(advance="PT5M30S")
    assert "+00:30" in words(await screen(chat, address))
    await chat.say(ORGANISER, "发测评表")
    assert "已收 0／应收 54" in words(await screen(chat, address))
    url, phone = await link_of(chat, MEMBER), phone_of(chat)
    await phone.open(url)
    await phone.send(url, {"row-0": "4"})
    shown = words(await screen(chat, address))
    assert "已收 1／应收 54 正在收票" in shown
    assert "王文例 第一支部 已发言" in shown
    await chat.say(ORGANISER, "收票")
    await chat.clock(advance="PT1M")
    assert "已收 1／应收 54 已收票" in words(await screen(chat, address))


async def test_the_parts_that_change_are_the_parts_of_the_page(chat: Chat) -> None:
    address = await address_of(chat)
    await chat.say(ORGANISER, "会议 王文例 发言 8")
    page = (await screen(chat, address)).text
    answer = await phone_of(chat).open(f"{address}/now")
    news = answer.json()
    assert answer.headers["cache-control"] == "no-store"
    for part in ("when", "speech", "points", "agenda", "turnout"):
        assert news[part] in page
    assert int(news["until"]) - int(news["now"]) == 8 * 60 * 1000


async def test_time_place_and_points_stand_there_once_the_meeting_is_fixed(chat: Chat) -> None:
    address = await address_of(chat)
    shown = words(await screen(chat, address))
    assert "述职评议会" in shown
    assert "一、支部书记述职" in shown
    await confirmed(chat, "会议通知 12月21日14:30 系楼302")
    assert "12月21日（周一）14:30　系楼302" in (await screen(chat, address)).text


async def test_only_the_organiser_gets_it_and_always_the_same(chat: Chat) -> None:
    assert refusals(await chat.say(DEAN, "大屏")) == ["not_allowed"]
    assert refusals(await chat.say(MEMBER, "大屏")) == ["not_allowed"]
    address = await address_of(chat)
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/screen/1-[\w-]{22}", address)
    assert await address_of(chat) == address
    assert "没有任何人的选择" in await told(chat, ORGANISER, "把会场大屏的链接发我")
    changed = address[:-1] + ("a" if address[-1] != "a" else "b")
    for other in (changed, address.replace("1-", "2-"), address + "/then"):
        assert (await screen(chat, other)).status_code == 404


async def test_nothing_on_it_comes_from_elsewhere(chat: Chat) -> None:
    page = await screen(chat, await address_of(chat))
    assert {name: page.headers[name] for name in HEADERS} == HEADERS
    assert "connect-src 'self'" in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"(?i)src=|href=|@import|url\(|style=", page.text)
    assert len(page.content) < 30_000
    assert "set-cookie" not in page.headers


async def test_the_code_opens_a_page_that_knows_nobody(chat: Chat) -> None:
    page = await phone_of(chat).open("http://127.0.0.1:8000/sheet")
    assert "set-cookie" not in page.headers
    assert "发送“测评表”" in words(page)
    incomplete = await phone_of(chat).open("http://127.0.0.1:8000/sheet/")
    assert (incomplete.status_code, "测评表" in words(incomplete)) == (404, True)
