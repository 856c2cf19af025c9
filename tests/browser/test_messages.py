"""What the page makes of a timeline."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Visit
from tests.browser.service import Entry, Service, confirmation, poll

# resolves once the page has noticed
UPWARDS = """node => new Promise(done => {
  node.addEventListener("scroll", done, { once: true });
  node.scrollTo(0, 0);
})"""


def answers(service: Service, card: Entry) -> Callable[[Entry], Entry]:
    """A click that is accepted, after which the first entry holds `card`."""

    def accept(_click: Entry) -> Entry:
        service.entries[0]["card"] = card
        return {"accepted": True, "notice": "已收到"}

    return accept


def last(page: Page) -> Locator:
    return page.locator("#messages > .message").last


def test_words_of_people_never_become_markup(page: Page, service: Service, visit: Visit) -> None:
    attack = "<img src=x onerror=alert(1)> **<b>不加粗</b>** `<script>`"
    service.add(attack, by="secretary")
    service.add(attack)
    visit()
    expect(page.locator("#messages img, #messages b, #messages script")).to_have_count(0)
    expect(page.locator(".own .bubble")).to_have_text(attack)
    expect(page.locator(".other .bubble")).to_have_text(attack)
    expect(page.locator(".bubble strong, .bubble code, .bubble a")).to_have_count(0)


def test_lists_are_set_as_lists_and_marks_mean_nothing(
    page: Page, service: Service, visit: Visit
) -> None:
    service.add("**已收到**\n1. 字数 3412\n2. 成绩占 31 %\n- 一条\n> 原文\n# 标题\n\n完")
    visit()
    bubble = page.locator(".other .rich")
    expect(bubble).to_contain_text("**已收到**")
    expect(bubble.locator("ol > li")).to_have_text(["字数 3412", "成绩占 31 %"])
    expect(bubble.locator("ul > li")).to_have_text(["一条"])
    expect(bubble).to_contain_text("> 原文# 标题")
    expect(bubble.locator("blockquote, h4, strong")).to_have_count(0)


def test_times_are_those_of_the_department(page: Page, service: Service, visit: Visit) -> None:
    service.add("旧", at="2025-12-31T23:59:00+08:00")
    service.add("昨", at="2026-12-24T09:00:00+08:00")
    service.add("今", at="2026-12-25T00:30:00Z")
    service.add("紧接着", at="2026-12-25T08:33:00+08:00")
    visit()
    expect(page.locator("time.time")).to_have_text(
        ["2025年12月31日 周三 23:59", "昨天 09:00", "今天 08:30"]
    )


def test_unread_messages_are_counted_until_they_are_seen(
    page: Page, service: Service, visit: Visit
) -> None:
    service.add("群里的话", chat="group", by="leader")
    visit()
    group = page.locator(".conversation").first
    expect(group.locator(".badge")).to_contain_text("1")
    expect(group).to_contain_text("样本系党支部群")
    expect(group).to_contain_text("样本领导：群里的话")
    expect(page).to_have_title("(1) 述职 · 样本书记")
    group.click()
    expect(group.locator(".badge")).to_have_count(0)


def test_files_and_pictures(page: Page, service: Service, visit: Visit) -> None:
    service.add(kind="file", file={"id": "a1", "name": "测评汇总.xlsx", "size": 18213})
    service.add(
        kind="image",
        file={"id": "favicon.svg", "name": "走势.svg", "url": "/sandbox/page/favicon.svg"},
    )
    visit()
    link = page.get_by_role("link", name="测评汇总.xlsx")
    expect(link).to_have_attribute("href", "/sandbox/api/files/a1")
    expect(link).to_contain_text("17.8 KB")
    page.get_by_role("button", name="查看大图：走势.svg").click()
    expect(page.locator("dialog.lightbox img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog.lightbox")).to_have_count(0)


def test_refusals_and_what_was_understood(page: Page, service: Service, visit: Visit) -> None:
    service.add(
        "这一步由领导来做",
        refused="wrong_role",
        understood=[{"intent": "详情", "args": {"person": "leader"}}],
    )
    visit()
    expect(page.locator(".bubble.refused")).to_have_text("这一步由领导来做")
    note = page.locator("details.understood")
    note.get_by_text("理解为：详情").click()
    expect(note.locator("dd")).to_have_text("样本领导")


def test_quoting_by_keyboard_is_sent_and_drawn(page: Page, service: Service, visit: Visit) -> None:
    service.add("第一句")
    service.add("第二句")
    visit()
    page.locator("#messages").focus()
    for key in ("ArrowUp", "ArrowUp", "r"):
        page.keyboard.press(key)
    expect(page.locator("#quote")).to_have_text("述职助手：第一句")
    page.keyboard.type("收到")
    page.keyboard.press("Enter")
    expect(page.locator(".own .quotation")).to_have_text("述职助手：第一句")
    assert [body["quote"] for _, body in service.posted] == [1]


def test_at_offers_the_robot_in_the_group_only(page: Page, service: Service, visit: Visit) -> None:
    visit(chat="group")
    box = page.get_by_label("输入消息")
    box.press_sequentially("@")
    expect(page.locator("#mentions")).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type("状态")
    expect(box).to_have_value("@述职助手 状态")
    page.locator(".conversation").last.click()
    expect(box).to_have_value("")
    box.press_sequentially("@")
    expect(page.locator("#mentions")).to_be_hidden()


def test_enter_of_an_input_method_does_not_send(page: Page, service: Service, visit: Visit) -> None:
    visit()
    box = page.get_by_label("输入消息")
    box.fill("zhuangtai")
    box.evaluate(
        "node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true}))"
    )
    box.press("Shift+Enter")
    expect(box).to_have_value("zhuangtai\n")
    assert service.posted == []
    box.press("Enter")
    expect(page.locator(".own .bubble")).to_have_text("zhuangtai")


def test_a_card_keeps_half_made_choices_and_focus_when_others_change(
    page: Page, service: Service, visit: Visit
) -> None:
    service.add(card=poll())
    service.add(card=poll(card_id="second"))
    visit()
    choice = page.locator("form.card").first.get_by_label("较好", exact=True)
    choice.check()
    choice.focus()
    service.entries[0]["card"] = poll() | {"text": "截止时间改了"}
    service.entries[1]["card"] = poll("closed", "second")
    service.changed()
    expect(page.get_by_text("截止时间改了")).to_be_visible()
    expect(choice).to_be_checked()
    expect(choice).to_be_focused()
    second = page.locator("form.card").last
    expect(second.get_by_role("button", name="已结束")).to_be_disabled()
    expect(second.get_by_label("较好", exact=True)).to_be_disabled()


def test_a_vote_leaves_no_trace_on_the_screen(page: Page, service: Service, visit: Visit) -> None:
    service.add(card=poll())
    service.on_click = answers(service, poll("answered"))
    visit()
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".card-status")).to_have_text("还没有选：总体评价")
    page.get_by_label("差", exact=True).check()
    page.get_by_role("button", name="提交").click()
    expect(page.locator(".card-status")).to_have_text("已提交，截止前可修改")
    expect(page.locator("input:checked")).to_have_count(0)
    kind, click = service.posted[0]
    assert (kind, click["from"], click["card_id"], click["values"]) == (
        "clicks",
        "secretary",
        "poll",
        {"overall": "o3"},
    )


def test_what_is_said_with_a_card_stands_above_it(
    page: Page, service: Service, visit: Visit
) -> None:
    service.add("本次规则的校验码：0a1b", card=poll())
    visit()
    expect(page.locator(".bubble")).to_contain_text(re.compile("校验码：0a1b.*现场测评", re.DOTALL))


def test_a_confirmation_has_buttons(page: Page, service: Service, visit: Visit) -> None:
    service.add(card=confirmation())
    service.on_click = answers(service, confirmation("answered"))
    visit()
    page.get_by_role("button", name="取消", exact=True).click()
    expect(page.locator(".card-status")).to_have_text("已处理")
    assert service.posted[0][1]["values"] == {"answer": "cancel"}


def test_a_refused_click_is_said_and_the_choice_stays(
    page: Page, service: Service, visit: Visit
) -> None:
    service.add(card=poll())
    service.on_click = lambda _: {
        "accepted": False,
        "refused": "not_eligible",
        "notice": "这次测评没有您的票",
    }
    visit()
    page.get_by_label("好", exact=True).check()
    page.get_by_role("button", name="提交").click()
    expect(page.locator("#toasts")).to_contain_text("这次测评没有您的票")
    expect(page.get_by_label("好", exact=True)).to_be_checked()
    expect(page.get_by_role("button", name="提交")).to_be_enabled()


def test_a_long_timeline_is_drawn_from_its_end(page: Page, service: Service, visit: Visit) -> None:
    for number in range(1_000):
        service.add(f"第 {number} 条")
    visit()
    expect(page.locator(".message")).to_have_count(150)
    expect(last(page)).to_be_in_viewport()
    page.get_by_text("查看更早的 850 条消息").click()
    expect(page.locator(".message")).to_have_count(300)


def test_new_messages_wait_below_for_somebody_who_reads_above(
    page: Page, service: Service, visit: Visit
) -> None:
    for number in range(60):
        service.add(f"第 {number} 条")
    visit()
    expect(last(page)).to_be_in_viewport()
    page.locator("#messages").evaluate(UPWARDS)
    service.add("刚到的")
    page.get_by_text("1 条新消息").click()
    expect(last(page)).to_have_text("刚到的")
    expect(last(page)).to_be_in_viewport()
    expect(page.locator("#jump")).to_be_hidden()


def test_a_lost_connection_is_said_and_nothing_typed_is_lost(
    page: Page, service: Service, visit: Visit, complaints: list[str]
) -> None:
    service.add("在的")
    visit()
    page.context.set_offline(True)
    service.hang_up()
    expect(page.locator("#connection")).to_have_text("连接不上本机服务，正在重试…")
    page.get_by_label("输入消息").fill("帮助")
    page.keyboard.press("Enter")
    again = page.get_by_role("button", name="没有发出去，点一下重发")
    expect(again).to_be_visible()
    service.hung_up = False
    page.context.set_offline(False)
    expect(page.locator("#connection")).to_be_hidden()
    again.click()
    expect(page.locator(".own:not(.pending) .bubble")).to_have_text("帮助")
    assert len({body["message_id"] for _, body in service.posted}) == 1
    complaints.clear()


def test_the_hint_to_vote_leads_to_the_ballot_and_not_to_a_later_card(
    page: Page, service: Service, visit: Visit
) -> None:
    service.add(card=poll(), chat="group")
    service.add(card=confirmation() | {"style": "buttons"}, chat="group")
    visit("member", "direct")
    page.locator("#hint-chips .chip", has_text="去投票").click()
    expect(page.get_by_label("好", exact=True)).to_be_focused()


def test_hints_fit_the_role_of_whoever_looks(page: Page, service: Service, visit: Visit) -> None:
    visit("secretary")
    chips = page.locator("#hint-chips .chip")
    for viewer, wanted in (
        ("leader", "谁没交"),
        ("organiser", "发测评表"),
        ("member", "去投票"),
        ("secretary", "我的材料"),
    ):
        page.evaluate("viewer => { location.hash = `viewer=${viewer}&chat=direct` }", viewer)
        expect(chips.filter(has_text=wanted)).to_be_visible()
        expect(chips).to_have_count(5)
        expect(chips.last).to_have_text("帮助")
    page.get_by_role("button", name="收起提示").click()
    expect(page.locator("#hints")).to_be_hidden()
