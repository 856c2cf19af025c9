"""The page as a program: phone width, keyboard alone, the clock, several people at once, nothing from elsewhere."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Visit, watched
from tests.browser.service import Service, poll

SOON = "2026-12-25T01:07:30+00:00"  # in seven minutes and a half


def test_a_phone_shows_list_and_chat_in_turn(page: Page, service: Service, visit: Visit) -> None:
    page.set_viewport_size({"width": 360, "height": 720})
    service.add(card=poll())
    service.add(kind="file", file={"id": "a1", "name": "很长的文件名" * 8 + ".docx", "size": 1})
    visit()
    expect(page.locator(".list")).to_be_hidden()
    for selector in ("body", "#messages", ".card"):
        assert page.locator(selector).evaluate("node => node.scrollWidth <= node.clientWidth"), (
            selector
        )
    page.get_by_role("button", name="回到会话列表").click()
    expect(page.locator("#chat")).to_be_hidden()
    service.add("群里有事", chat="group", mentions=["secretary"])
    expect(page.locator(".calls")).to_be_visible()
    page.get_by_role("button", name=re.compile("样本系党支部群")).click()
    expect(page.locator(".bubble .mention")).to_have_text("@样本书记")
    page.keyboard.press("Escape")
    expect(page.locator("#chat")).to_be_hidden()


def test_a_vote_by_keyboard_alone(page: Page, service: Service, visit: Visit) -> None:
    service.add(card=poll(), chat="group")
    visit("member", "group")
    page.locator("#messages").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("较好", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("已收到")
    assert service.posted[0][1]["values"] == {"overall": "o1"}


def test_another_person_by_keyboard(page: Page, service: Service, visit: Visit) -> None:
    visit()
    page.get_by_role("button", name="换人", exact=True).press("Enter")
    page.keyboard.type("样本领")
    page.keyboard.press("Enter")
    expect(page.locator("#viewer-name")).to_have_text("样本领导")
    expect(page).to_have_url(re.compile("viewer=leader"))
    page.get_by_role("button", name="换人", exact=True).press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator("#people")).to_be_hidden()


def test_every_tab_is_one_person(
    context: BrowserContext, page: Page, service: Service, visit: Visit
) -> None:
    visit("secretary", "group")
    other = watched(context.new_page(), [])
    other.goto(page.url.replace("secretary", "member"))
    other.get_by_label("输入消息").fill("下午三点开会")
    other.keyboard.press("Enter")
    expect(page.locator(".other .bubble")).to_have_text("下午三点开会")
    expect(page.locator(".other .sender")).to_have_text("样本党员党员")
    expect(other.locator(".own .bubble")).to_have_text("下午三点开会")
    other.close()


def test_the_clock_is_moved_and_says_so(page: Page, service: Service, visit: Visit) -> None:
    visit()
    now = page.locator("[data-now=short]")
    expect(now).to_have_text("12月25日 周五 09:00")
    page.get_by_role("button", name=re.compile("下一事件")).click()
    expect(page.locator("#toasts")).to_contain_text("时钟已拨到 12月26日 周六 09:00")
    expect(now).to_have_text("12月26日 周六 09:00")
    expect(page.get_by_role("button", name=re.compile("下一事件"))).to_be_disabled()
    page.get_by_title("设定日期和时间").click()
    page.get_by_label("拨到").fill("2026-12-31T18:30")
    page.get_by_role("button", name="设定", exact=True).click()
    expect(now).to_have_text("12月31日 周四 18:30")
    assert [body for _, body in service.posted] == [
        {"now": "2026-12-26T09:00:00+08:00"},
        {"now": "2026-12-31T18:30:00+08:00"},
    ]


def test_a_card_counts_down_with_the_clock(page: Page, service: Service, visit: Visit) -> None:
    """It stands while the clock does, ends in words, and goes by itself where the clock is the real one."""
    service.add(
        card={
            "card_id": "s",
            "title": "请样本书记述职",
            "text": "",
            "state": "open",
            "until": SOON,
        },
        chat="group",
    )
    visit("member", "group")
    timer = page.get_by_role("timer")
    expect(timer).to_have_text("剩 7:30")
    service.clock = {"now": "2026-12-25T09:07:00+08:00", "next": None}
    service.changed()
    expect(timer).to_have_text("剩 0:30")
    expect(timer).to_have_class(re.compile("last"))
    service.clock = {"now": "2026-12-25T09:06:00+08:00", "next": None, "running": True}
    service.changed()
    expect(timer).to_have_text(re.compile("剩 (1:[0-2]|0:)"))
    expect(page.get_by_role("button", name="走时")).to_have_count(0)  # it goes already
    service.clock = {"now": "2026-12-25T09:08:00+08:00", "next": None}
    service.changed()
    expect(timer).to_have_text("时间到")


def test_nothing_comes_from_elsewhere(page: Page, service: Service, visit: Visit) -> None:
    hosts = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    visit()
    assert hosts == {"127.0.0.1"}
    assert page.locator("[style]:not(#input), style, script:not([src])").count() == 0
