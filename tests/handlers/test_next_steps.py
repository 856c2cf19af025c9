"""Nobody has to remember a word: what comes next stands under a button where the last step ended."""

from tests.cast import DEAN, ORGANISER, THIRD, VICE_DEAN, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.ledgers import closed, promised
from tests.meeting import complete, rate, released
from tests.played import after

PEOPLE = tuple(f"m{number}" for number in range(11, 16))  # of the third branch
LISTED = f"软弱涣散 {THIRD} 原因：组织生活不正常；措施：逐月列席；时限：2027年1月底"


def last_list(entries: list[Entry]) -> Entry:
    """The list of to-dos that came last."""
    return [card for card in cards(entries) if card["title"] == "待办"][-1]


async def begin(chat: Chat, who: str, todos: Entry, label: str) -> list[Entry]:
    options = todos["questions"][0]["options"]
    option = next(option for option in options if option["text"].endswith(f" {label}"))
    assert (await chat.click(who, todos, choice=option["id"]))["accepted"]
    return await chat.hears(who)


@after(complete)
async def test_a_confirmed_grade_brings_the_feedback_and_that_the_papers(chat: Chat) -> None:
    await chat.hears(ORGANISER)
    await chat.clock(now="2026-12-29T10:00")
    await chat.hears(ORGANISER)
    await chat.say(ORGANISER, "意见 王文例")
    said = "等次：较好 王文例。12月29日党总支会议研究"
    (preview,) = cards(await chat.say(ORGANISER, said))
    await chat.click(ORGANISER, preview, choice="确认")
    await chat.say(DEAN, "同意")
    todos = last_list(await chat.hears(ORGANISER))
    assert "向1位反馈考核结果：王文例" in todos["text"]
    await begin(chat, ORGANISER, todos, "全部反馈")
    await chat.say(DEAN, "同意")
    todos = last_list(await chat.hears(ORGANISER))
    assert "整理2026年度上报材料" in todos["text"]
    (papers,) = await begin(chat, ORGANISER, todos, "整理材料")
    assert papers["file"]["name"].endswith(".zip")
    await chat.clock(advance="P8D")
    await chat.hears(ORGANISER)
    assert "上报材料" not in str(cards(await chat.say(ORGANISER, "待办")))


async def test_a_branch_in_order_is_asked_and_the_answers_are_told_by_buttons(chat: Chat) -> None:
    await chat.say(ORGANISER, LISTED)
    assert "评价整顿情况" not in str(await chat.say(ORGANISER, "待办"))
    await chat.clock(now="2027-01-18T10:00")
    await chat.hears(ORGANISER)
    todos = last_list(await chat.say(ORGANISER, "待办"))
    (opened,) = await begin(chat, ORGANISER, todos, "发起测评")
    assert "满意度测评已开始" in opened["text"]
    assert "评价整顿情况" not in str(await chat.say(ORGANISER, "待办"))
    await chat.clock(advance="PT1M")
    for who in PEOPLE:
        await chat.say(who, "测评 满意")
    await chat.say(ORGANISER, f"满意度 {THIRD} 结束")
    todos = last_list(await chat.say(ORGANISER, "待办"))
    await chat.hears(DEAN)
    await begin(chat, ORGANISER, todos, "公布")
    (asked,) = [card for card in cards(await chat.hears(DEAN)) if "满意度" in card["title"]]
    assert "公布" not in str(cards(await chat.say(ORGANISER, "待办")))
    await chat.click(DEAN, asked, choice="确认")
    await chat.clock(now="2027-02-01T10:00")
    await chat.hears(ORGANISER)
    last = str(await chat.say(ORGANISER, "待办"))
    assert f"整顿完成 {THIRD}" in last


async def test_a_draft_of_a_bulletin_is_released_by_the_button_under_it(chat: Chat) -> None:
    await promised(chat, ZHANG, "2027年3月底前建好活动室")
    await closed(chat, ZHANG, THIRD, 1)
    await chat.hears(ORGANISER)
    todos = last_list(await chat.say(ORGANISER, "通报"))
    await chat.hears(DEAN)
    (answer,) = await begin(chat, ORGANISER, todos, "发布")
    assert "赵建例" in answer["text"]
    assert [card["title"] for card in cards(await chat.hears(DEAN))] == ["发布整改通报"]


async def test_what_was_closed_may_be_looked_at_for_a_month(chat: Chat) -> None:
    assert "没有可以回访" in texts(await chat.say(ORGANISER, "回访"))[0]
    await promised(chat, ZHANG, "2027年3月底前建好活动室")
    await closed(chat, ZHANG, THIRD, 1)
    await chat.clock(now="2027-03-12T10:00")
    await chat.hears(ORGANISER)
    todos = last_list(await chat.say(ORGANISER, "待办"))
    assert f"可以回访1条：{THIRD}1条" in todos["text"]
    (shown,) = await begin(chat, ORGANISER, todos, "看哪些")
    assert f"回访 {THIRD} 1" in shown["text"]
    assert refusals(await chat.say(WANG, "回访")) == ["not_allowed"]
    await chat.clock(now="2027-04-20T10:00")
    await chat.hears(ORGANISER)
    assert "可以回访" not in str(await chat.say(ORGANISER, "待办"))


async def test_what_is_missing_for_a_grade_comes_as_a_sheet(chat: Chat) -> None:
    await chat.say(DEAN, "平时 王文例 优点：带头")
    await rate(chat, "王文例")
    await released(chat)
    await chat.hears(ORGANISER)
    todos = last_list(await chat.say(ORGANISER, "待办"))
    assert "依据还没有齐" in todos["text"]
    (sheet,) = await begin(chat, ORGANISER, todos, "平时记录表")
    assert sheet["file"]["name"] == "平时掌握情况记录表.docx"


async def test_a_leader_looks_up_the_meeting_by_a_button(chat: Chat) -> None:
    await chat.clock(now="2026-12-19T10:00")
    await chat.hears(VICE_DEAN)
    todos = last_list(await chat.say(VICE_DEAN, "待办"))
    assert "述职评议会（12月21日（周一））" in todos["text"]
    (shown,) = await begin(chat, VICE_DEAN, todos, "看一看")
    assert "12月21日" in shown["text"]
