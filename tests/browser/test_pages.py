"""The ballot on a phone and the screen in the hall, in a real browser, against the demonstration."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import DESKTOP, PATIENCE, watched

PHONE = {"width": 360, "height": 640}
CUT_OFF = "status of 503"  # what the browser itself says of the answer that a test makes up
HALL = {"width": 1920, "height": 1080}
ORGANISER, MEMBERS = "o01", ("m02", "m03", "m04", "m05", "m07", "m08")
WIDER_THAN_THE_PHONE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Hall:
    """The demonstration as its people use it: what they say, and the links they are told."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def say(self, who: str, text: str) -> None:
        body = {"from": who, "chat": "direct", "text": text}
        self._client.post("/sandbox/api/messages", json=body).raise_for_status()

    def link(self, who: str, text: str, *, room: str = "sheet") -> str:
        """The link that these words bring; the answer follows the message."""
        self.say(who, text)
        deadline = time.monotonic() + 30  # a guard against hanging
        while time.monotonic() < deadline:
            links = [link for link in self._links(who) if f"/{room}/" in link]
            if links:
                return links[-1]
        raise AssertionError(text)

    def _links(self, who: str) -> list[str]:
        answer = self._client.get("/sandbox/api/timeline", params={"viewer": who})
        entries: list[dict[str, Any]] = answer.json()
        return [entry["link"]["url"] for entry in entries if entry["link"]]


@pytest.fixture(scope="module")
def hall(demonstrated: str) -> Iterator[Hall]:
    """A meeting whose sheets are out."""
    with httpx.Client(base_url=demonstrated, timeout=PATIENCE / 1000) as client:
        hall = Hall(client)
        hall.say(ORGANISER, "发测评表")
        yield hall


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Opens addresses, each in a browser of its own; what its console complains of is a failure."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_in(url: str, **given: Any) -> Page:
        context = browser.new_context(locale="zh-CN", reduced_motion="reduce", **given)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = watched(context.new_page(), complaints)
        page.goto(url)
        return page

    yield open_in
    for context in contexts:
        context.close()
    assert [one for one in complaints if CUT_OFF not in one] == []


@contextmanager
def off_site(page: Page, address: str) -> Iterator[None]:
    """Whatever the page asks for, it asks its own server for."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield
    assert [url for url in asked if not url.startswith(address)] == []


def test_a_sheet_is_filled_with_the_thumb(hall: Hall, opened: Opened) -> None:
    url = hall.link(MEMBERS[0], "到")
    page = opened(url, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    expect(page.get_by_role("status")).to_have_text("已填 0／8")
    assert not page.evaluate(WIDER_THAN_THE_PHONE)
    for option in page.locator("label").all()[:10]:
        box = option.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    groups = page.locator("fieldset")
    for number, step in ((0, "好"), (1, "较好"), (3, "好"), (4, "一般")):
        groups.nth(number).get_by_label(step, exact=True).tap()
    expect(page.get_by_role("status")).to_have_text("已填 4／8")
    page.get_by_role("button", name="下一个没填的").tap()
    expect(groups.nth(2).get_by_label("好", exact=True)).to_be_focused()
    expect(groups.nth(2)).to_be_in_viewport()
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_role("status")).to_contain_text("已收到，已填4项，还有4项未填")
    page.get_by_role("link", name="看一看或修改").tap()
    expect(groups.nth(1).get_by_label("较好", exact=True)).to_be_checked()
    expect(page.get_by_role("status")).to_have_text("已填 4／8")


def test_the_chat_page_offers_the_link_under_the_card(hall: Hall, opened: Opened) -> None:
    address = hall.link(MEMBERS[5], "到").rpartition("/sheet/")[0]
    page = opened(f"{address}/#viewer={MEMBERS[5]}&chat=direct", viewport=DESKTOP)
    link = page.get_by_role("link", name="打开测评表").last
    expect(link).to_be_in_viewport()
    with page.expect_popup() as popup:
        link.click()
    expect(popup.value.locator("fieldset")).to_have_count(8)
    assert popup.value.evaluate("document.referrer + String(window.opener)") == "null"


def test_the_keyboard_is_enough(hall: Hall, opened: Opened) -> None:
    page = opened(hall.link(MEMBERS[1], "到"))
    first = page.locator("fieldset").first
    page.keyboard.press("Tab")
    expect(page.get_by_text("怎样保密")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("统计后销毁密钥")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(first.get_by_label("好", exact=True)).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(first.get_by_label("较好", exact=True)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已收到")


def test_it_works_without_a_script(hall: Hall, opened: Opened) -> None:
    page = opened(
        hall.link(MEMBERS[2], "到"), viewport=PHONE, java_script_enabled=False, has_touch=True
    )
    page.locator("fieldset").nth(5).get_by_label("差", exact=True).tap()
    page.get_by_role("button", name="提交").tap()
    expect(page.get_by_role("status")).to_contain_text("已收到，已填1项")


@pytest.mark.parametrize(("member", "scheme"), [(MEMBERS[3], "light"), (MEMBERS[4], "dark")])
def test_large_type_and_a_dark_room_hide_nothing(
    hall: Hall, opened: Opened, member: str, scheme: str
) -> None:
    page = opened(
        hall.link(member, "到"), viewport={"width": 320, "height": 568}, color_scheme=scheme
    )
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert not page.evaluate(WIDER_THAN_THE_PHONE)
    page.locator("fieldset").last.get_by_label("较好", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("已填 1／8")


def test_the_code_leads_to_a_page_that_says_how(hall: Hall, opened: Opened) -> None:
    address = hall.link(ORGANISER, "大屏", room="screen").rpartition("/screen/")[0]
    page = opened(f"{address}/sheet", viewport=PHONE)
    expect(page.get_by_role("listitem")).to_have_count(3)
    assert not page.evaluate(WIDER_THAN_THE_PHONE)


def test_the_screen_fills_a_projector_and_follows_by_itself(hall: Hall, opened: Opened) -> None:
    url = hall.link(ORGANISER, "大屏", room="screen")
    page = opened(url, viewport=HALL)
    with off_site(page, url.rpartition("/screen/")[0]):
        before = page.locator("#turnout").inner_text()
        assert page.evaluate("document.documentElement.scrollHeight") <= HALL["height"]
        hall.say(ORGANISER, "会议 李思样 发言 8")
        expect(page.locator("#speech")).to_contain_text("李思样")
        expect(page.get_by_role("timer")).to_contain_text("08:00")
        hall.say("m11", "都好")
        expect(page.locator("#turnout")).not_to_have_text(before)
        expect(page.locator("#agenda .now")).to_contain_text("李思样")
    assert page.evaluate("document.documentElement.scrollHeight") <= HALL["height"]


def test_the_screen_says_so_when_it_is_cut_off(hall: Hall, opened: Opened) -> None:
    page = opened(hall.link(ORGANISER, "大屏", room="screen"), viewport=HALL)
    page.route("**/now", lambda route: route.fulfill(status=503, body=""))
    expect(page.get_by_role("status")).to_have_text("连接中断，正在重试，数字可能不是最新的。")
