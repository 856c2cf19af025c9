"""One browser, one tab and one demonstration for the session; every console error is a failure."""

import itertools
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.demo import demonstration
from tests.browser.service import Service
from tests.browser.serving import serving

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-gpu-compositing",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",  # renderers that nobody sees
)
PROGRAMS = (
    "chromium-headless-shell",  # without windows, at two thirds of the cost
    "chromium",
    "chromium-browser",
    "google-chrome",
)
PATIENCE = 60_000  # milliseconds: a guard against hanging, not a measurement
DESKTOP: ViewportSize = {"width": 1200, "height": 800}

Tab = tuple[Page, list[str]]  # and what its console complained of


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("没有找到 Chromium，请安装系统的 chromium 软件包后再运行浏览器测试")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS, headless=True)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser far from Shanghai: the page must tell the department's time all the same."""
    opened = browser.new_context(
        locale="zh-CN", timezone_id="America/New_York", reduced_motion="reduce"
    )
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def tab(context: BrowserContext) -> Tab:
    """One tab for all tests, for a new one costs half a second; every visit loads the page anew."""
    complaints: list[str] = []
    opened = watched(context.new_page(), complaints)
    opened.add_init_script("localStorage.clear()")
    return opened, complaints


@pytest.fixture
def complaints(tab: Tab) -> Iterator[list[str]]:
    """Errors of scripts and breaches of the content-security policy; a test that expects some clears the list."""
    found = tab[1]
    found.clear()
    yield found
    assert found == []


@pytest.fixture
def page(tab: Tab, complaints: list[str]) -> Iterator[Page]:
    opened = tab[0]
    opened.set_viewport_size(DESKTOP)
    yield opened
    opened.context.set_offline(offline=False)


def leave(tab: Tab) -> None:
    """Lets go of the event stream, for which a server would wait before it ends."""
    tab[0].goto("about:blank")


def watched(page: Page, complaints: list[str]) -> Page:
    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.fixture(scope="session")
def demonstrated(tmp_path_factory: pytest.TempPathFactory, tab: Tab) -> Iterator[str]:
    """The address of the demonstration, whose day goes on from test to test."""
    with demonstration(tmp_path_factory.mktemp("demo") / "data") as address:
        yield address
        leave(tab)


@pytest.fixture(scope="session")
def served(tab: Tab) -> Iterator[tuple[Service, str]]:
    service = Service()
    with serving(service.app()) as address:
        yield service, address
        leave(tab)


@pytest.fixture
def service(served: tuple[Service, str]) -> Service:
    served[0].forget()
    return served[0]


Visit = Callable[..., None]
VISITS = itertools.count()  # an address that differs in its fragment alone is not loaded again


@pytest.fixture
def visit(page: Page, served: tuple[Service, str]) -> Visit:
    """Opens the page as somebody and waits until the timeline is there."""

    def open_page(viewer: str = "secretary", chat: str = "direct") -> None:
        page.goto(f"{served[1]}/?{next(VISITS)}#viewer={viewer}&chat={chat}")
        expect(page.locator("[data-now=short]")).not_to_have_text("…")

    return open_page
