"""The main job in the demonstration, through the page alone. The tests follow one another like a working day."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.sample import sample_report
from tests.browser.service import POLICY

PICTURES_WANTED = (
    os.environ.get("SHUZHI_SCREENSHOTS") == "1"
)  # read before the tests clear the environment
IMAGES = Path(__file__).parents[2] / "docs" / "images"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REPORT = "第三支部书记抓基层党建述职报告.docx"
# dropped as a browser does it: the file lies in a DataTransfer
DROP = """(node, [name, type, bytes]) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], name, { type }));
  for (const kind of ["dragenter", "dragover", "drop"])
    node.dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""

Act = Callable[..., None]


@pytest.fixture
def act_as(page: Page, demonstrated: str) -> Act:
    """Looks as the person of that name, at that chat, once what there is to see is there."""

    def change(name: str, chat: str = "direct") -> None:
        if not page.url.startswith(demonstrated):
            page.goto(f"{demonstrated}/#chat={chat}")
        page.get_by_role("button", name="换人", exact=True).click()
        page.get_by_label("搜索姓名、支部或身份").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("#viewer-name")).to_have_text(name)
        page.locator(".conversation").nth(("group", "direct").index(chat)).click()

    return change


def say(page: Page, text: str) -> None:
    page.get_by_label("输入消息").fill(text)
    page.keyboard.press("Enter")


def newest(page: Page) -> Locator:
    """The newest answer of the robot."""
    return page.locator(".message.other .bubble").last


def picture(page: Page, name: str) -> None:
    """Keeps what is to be seen for the documents, where the environment asks for it."""
    if PICTURES_WANTED:
        page.locator(".toast").first.wait_for(state="detached")
        page.screenshot(path=IMAGES / f"{name}.png")


def test_a_report_is_handed_in_by_dropping_and_by_the_button(page: Page, act_as: Act) -> None:
    act_as("张立范")
    report, flawed = (sample_report("第三支部", year=2026, good=good) for good in (True, False))
    page.locator("body").evaluate(DROP, [REPORT, DOCX, list(report)])
    receipts = page.locator(".message.other .bubble").filter(has_text="字数")
    expect(receipts).to_contain_text("第 1 版")
    expect(newest(page)).to_contain_text("检查的各项都符合要求")
    expect(page.locator(".own .file-name")).to_have_text(REPORT)
    page.get_by_label("选择文件").set_input_files(
        {"name": REPORT, "mimeType": DOCX, "buffer": flawed}
    )
    expect(newest(page)).to_contain_text("第 2 版")
    expect(page.locator(".own .file-name")).to_have_count(2)
    picture(page, "hand-in")


def test_leadership_asks_how_things_stand(page: Page, act_as: Act) -> None:
    act_as("赵建例")
    page.get_by_role("button", name="状态", exact=True).click()
    expect(newest(page)).to_contain_text("1/8")
    expect(page.locator(".understood").last).to_contain_text("理解为：状态")
    say(page, "谁没交")
    expect(newest(page)).not_to_contain_text("第三支部")
    expect(newest(page)).to_contain_text("第一支部")
    picture(page, "status")


def test_a_poll_is_voted_on_and_closed(page: Page, act_as: Act) -> None:
    act_as("何勤样", "group")
    say(page, "@述职助手 开始测评 张立范")
    card = page.locator("form.card").last
    expect(card).to_be_visible()
    act_as("杨小样", "group")
    card.get_by_label("较好", exact=True).first.check()
    picture(page, "poll")
    card.get_by_role("button", name="提交").click()
    expect(card).to_contain_text("已提交，截止前可修改")
    act_as("林知试", "group")
    card.get_by_label("好", exact=True).first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(card).to_contain_text("已提交，截止前可修改")
    act_as("何勤样", "group")
    say(page, "@述职助手 结束测评")
    expect(card.get_by_role("button", name="已结束")).to_be_disabled()


def test_a_speech_is_timed_by_the_organiser_s_card(page: Page, act_as: Act) -> None:
    card = page.locator("form.card").first  # the to-dos of the day come below
    act_as("何勤样")
    say(page, "发言")
    card.get_by_role("button", name="开始计时").click()
    timer = card.get_by_role("timer")
    expect(timer).to_have_text("剩 8:00")
    page.get_by_role("button", name="走时").first.click()
    expect(timer).to_have_text(re.compile("剩 7:"))
    page.get_by_role("button", name="停住").first.click()
    expect(card).to_contain_text("王文例正在述职")
    card.get_by_role("button", name="讲完了").click()
    expect(card).not_to_contain_text("王文例正在述职")
    expect(card).to_contain_text("李思样")
    act_as("杨小样", "group")  # which hears nothing of the clock
    expect(page.locator("#messages")).not_to_contain_text("计时")


def test_the_clock_brings_the_countdown(page: Page, act_as: Act) -> None:
    act_as("杨小样", "group")
    page.set_viewport_size({"width": 390, "height": 760})
    page.get_by_role("button", name="+1 天", exact=True).first.click()
    expect(page.locator("#toasts")).to_contain_text("时钟已拨到 12月25日")  # goes by itself
    expect(page.locator("[data-now=short]")).to_have_text(re.compile("12月25日"))
    expect(page.locator("#messages")).to_contain_text(re.compile("12月31日.*天"))
    picture(page, "phone")


def test_the_server_sends_the_policy_that_these_tests_ran_under(
    page: Page, demonstrated: str
) -> None:
    for path in ("/", "/sandbox/page/app.js", "/sandbox/page/icons.svg"):
        assert page.request.get(demonstrated + path).headers["content-security-policy"] == POLICY
