"""The ledger in the chat: what comes into it, what owners say, what others see."""

import io

import openpyxl

from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, SECOND, THIRD, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts
from tests.ledgers import REPORT, confirmed, promised, silence
from tests.played import after, whole
from tests.reports import docx


async def one_promised(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")


@after(confirmed)
async def test_confirmed_problems_and_promise_become_items(chat: Chat) -> None:
    (answer,) = texts(await chat.say(ZHANG, "承诺 2027年6月底前建好党员活动室"))
    assert "第 7 条" in answer
    assert "6月30日" in answer
    shown = texts(await chat.say(ZHANG, "整改"))[0].splitlines()
    assert [line[:2] for line in shown[1:8]] == [f"{number}." for number in range(1, 8)]


async def test_promise_offers_the_unconfirmed_problems_with_one_card(chat: Chat) -> None:
    await confirmed(chat, WANG)
    await chat.send(ZHANG, "报告.docx", REPORT)
    (card,) = cards(await chat.say(ZHANG, "承诺 6月底前整改到位"))
    await chat.click(ZHANG, card, choice="对应无误")
    assert len(texts(await chat.say(ZHANG, "整改"))[0].splitlines()) == 9
    assert cards(await chat.say(ZHANG, "承诺 再完善值班制度")) == []


@after(one_promised)
async def test_same_promise_twice_is_one_item(chat: Chat) -> None:
    assert "没有重复记录" in texts(await chat.say(ZHANG, "承诺 建好活动室"))[0]


@after(confirmed)
async def test_newer_confirmation_replaces_only_what_nobody_worked_on(chat: Chat) -> None:
    await chat.say(ZHANG, "进展 2 已经开始")
    await confirmed(chat)
    shown = texts(await chat.say(ZHANG, "整改"))[0]
    assert len([line for line in shown.splitlines() if line[:1].isdigit()]) == 6
    problems = (
        "一、履职情况",
        "本人讲党课。",
        "二、存在问题",
        "1.调研不深入。",
        "三、原因分析",
        "1.时间安排不够。",
    )
    shorter = docx("述职报告", *problems, "四、下一步措施", "1.每月走访一次。")
    (question,) = cards(await chat.send(ZHANG, "报告.docx", shorter))
    await chat.click(ZHANG, question, choice="述职报告的新版本")
    (card,) = cards(await chat.say(ZHANG, "对应"))
    await chat.click(ZHANG, card, choice="对应无误")
    left = [
        line for line in texts(await chat.say(ZHANG, "整改"))[0].splitlines() if line[:1].isdigit()
    ]
    assert [line[:2] for line in left] == ["1.", "2."]
    assert "调研不深入" in left[0]


async def test_ledger_is_empty_until_something_is_in_it(chat: Chat) -> None:
    assert refusals(await chat.say(ZHANG, "整改")) == ["no_items"]
    assert refusals(await chat.say(ZHANG, "完成 1 好了")) == ["no_items"]
    assert "还没有事项" in texts(await chat.say(DEAN, "整改情况"))[0]
    assert "还没有事项" in texts(await chat.say(DEAN, "哪个支部没有进展"))[0]
    assert refusals(await chat.say(DEAN, "整改情况 第三支部")) == ["no_items"]
    assert refusals(await chat.say(ORGANISER, "完成 1 好了")) == ["missing_argument"]  # whose?
    assert "还没有事项" in texts(await chat.say(ORGANISER, "通报"))[0]
    assert refusals(await chat.say(ORGANISER, "核验")) == ["nothing_to_verify"]


async def test_number_that_is_not_there_names_those_that_are(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲", "乙")
    (answer,) = await chat.say(ZHANG, "进展 9 在做")
    assert answer["refused"] == "no_such_item"
    assert "1、2" in answer["text"]
    assert refusals(await chat.say(ZHANG, "完成")) == ["which_item"]
    for number in (1, 2):
        await chat.say(ZHANG, f"完成 {number} 好了")
    assert refusals(await chat.say(ORGANISER, "核验 通过")) == ["which_item"]
    assert refusals(await chat.say(ORGANISER, "佐证 第三支部 1")) == ["no_proof"]
    assert refusals(await chat.say(ORGANISER, "佐证 1")) == ["missing_argument"]
    await chat.say(ORGANISER, "核验 第三支部 1 通过")
    # The only one that is left.
    assert "第2条" in texts(await chat.say(ZHANG, "进展 材料还要补"))[-1]
    first, *items = texts(await chat.say(DEAN, "整改情况 第三支部"))[0].splitlines()
    assert (first, [item[:2] for item in items]) == (
        "第三支部的整改事项：",
        ["2.", "1."],
    )  # what is left comes first
    assert refusals(await chat.say(ORGANISER, "问效 第三支部 1 还行吧")) == ["missing_argument"]
    assert (
        "推进中" in texts(await chat.say(ZHANG, "整改"))[0]
    )  # who goes on working on it is not waiting any more
    assert refusals(await chat.say(ORGANISER, "核验 第三支部 2 通过")) == ["nothing_to_verify"]


@after(one_promised)
async def test_completion_waits_for_somebody_else(chat: Chat) -> None:
    assert "责任人以外" in texts(await chat.say(ZHANG, "完成 1 已建好并启用"))[0]
    (card,) = cards(await chat.hears(ORGANISER))
    assert "已建好并启用" in card["text"]
    assert "待核验" in texts(await chat.say(ZHANG, "整改"))[0]
    (shown,) = cards(await chat.say(DEAN, "核验"))
    assert (await chat.click(ORGANISER, card, choice="核验通过"))["accepted"]
    assert (await chat.click(DEAN, shown, choice="核验通过"))[
        "refused"
    ] == "card_gone"  # what he was shown is decided
    assert "已核验通过并销号" in texts(await chat.hears(ZHANG))[-1]
    assert "都办结了" in texts(await chat.say(ZHANG, "整改"))[0]
    assert refusals(await chat.say(ZHANG, "完成 1 再来一次")) == ["item_closed"]


@after(one_promised)
async def test_returning_needs_a_reason_and_tells_it(chat: Chat) -> None:
    await chat.say(ZHANG, "完成 1 好了")
    (card,) = cards(await chat.hears(ORGANISER))
    assert "写明哪条、为什么" in (await chat.click(ORGANISER, card, choice="需要退回"))["notice"]
    assert refusals(await chat.say(ORGANISER, "核验 第三支部 1 退回")) == ["reason_missing"]
    await silence(chat, ZHANG)
    await chat.say(ORGANISER, "核验 第三支部 1 退回 请补充使用情况")
    assert "请补充使用情况" in texts(await chat.hears(ZHANG))[0]
    assert "推进中" in texts(await chat.say(ZHANG, "整改"))[0]
    assert refusals(await chat.say(ORGANISER, "核验 第三支部 1 通过")) == ["nothing_to_verify"]


@after(one_promised)
async def test_who_reported_it_does_not_verify_it(chat: Chat) -> None:
    """The organiser may report for a secretary (rule of conduct 9); then a leader looks."""
    await chat.say(ORGANISER, "完成 第三支部 1 现场看过已建好")
    assert refusals(await chat.say(ORGANISER, "核验 第三支部 1 通过")) == ["nothing_to_verify"]
    assert len(cards(await chat.hears(DEAN))) == 1
    assert "已核验通过" in texts(await chat.say(DEAN, "核验 通过"))[0]


@after(one_promised)
async def test_proof_is_kept_as_it_was_and_shown_to_the_verifier(chat: Chat) -> None:
    (answer,) = await chat.send(ZHANG, "活动室.jpg", b"\xff\xd8\xff picture", text="完成 1 已整改")
    assert "佐证《活动室.jpg》已留存" in answer["text"]
    (card,) = cards(await chat.hears(ORGANISER))
    assert "活动室.jpg" in card["text"]
    (shown,) = await chat.say(ORGANISER, "佐证 第三支部 1")
    content = await chat.content(shown)
    assert content == b"\xff\xd8\xff picture"
    assert refusals(await chat.say(WANG, "佐证 1")) == ["no_items"]


@whole
async def test_file_of_the_group_is_quoted_beside_the_words(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室")
    await chat.send(ZHANG, "总结.docx", REPORT, group=True)
    posted = next(entry for entry in await chat.timeline(ZHANG) if entry["file"])
    answers = await chat.say(ZHANG, "@述职助手 完成 1 已整改", group=True, quote=posted["seq"])
    said = {entry["chat"]: entry["text"] for entry in answers}  # of one moment, in either order
    assert said.keys() == {"direct", "group"}
    assert "佐证《总结.docx》已留存" in said["direct"]


@after(one_promised)
async def test_picture_sent_right_after_the_words_belongs_to_them(chat: Chat) -> None:
    assert refusals(await chat.send(ZHANG, "照片.png", b"\x89PNG")) == ["unreadable"]
    await chat.say(ZHANG, "完成 1 已建好")
    assert "留存在第 1 条" in texts(await chat.send(ZHANG, "照片.png", b"\x89PNG"))[0]
    await chat.clock(advance="PT31M")
    assert refusals(await chat.send(ZHANG, "照片.png", b"\x89PNG")) == ["unreadable"]


@after(one_promised)
async def test_file_with_loose_words_waits_for_the_confirmation(chat: Chat) -> None:
    (card,) = cards(await chat.send(ZHANG, "照片.png", b"\x89PNG", text="第1条问题搞定了"))
    await chat.click(ZHANG, card, choice="确认")
    assert "佐证《照片.png》已留存" in texts(await chat.hears(ZHANG))[0]


@after(one_promised)
async def test_number_first_is_heard_too(chat: Chat) -> None:
    noted = texts(await chat.say(ZHANG, "第1条进展：场地已经落实"))[0]
    assert noted.startswith("已记下第1条：场地已经落实")
    completed = texts(await chat.say(ZHANG, "第一条我们已经完成了，请看"))[0]
    assert completed.startswith("已记下第 1 条完成")


@after(one_promised)
async def test_file_with_other_words_is_still_a_report(chat: Chat) -> None:
    assert (
        "已收到《报告.docx》"
        in texts(await chat.send(ZHANG, "报告.docx", REPORT, text="这是我的报告"))[0]
    )
    again = texts(await chat.send(ZHANG, "报告.docx", REPORT, text="状态"))[0]
    assert "与第 1 版《报告.docx》完全相同" in again


async def test_whole_shows_which_items_need_help(chat: Chat) -> None:
    await promised(chat, ZHANG, "建好活动室", "完善制度")
    await chat.say(ZHANG, "需要帮助 1 缺场地")
    assert "需要帮助：第三支部 1" in texts(await chat.say(DEAN, "整改情况"))[0]
    await chat.say(ZHANG, "帮助解决 1")
    assert "需要帮助" not in texts(await chat.say(DEAN, "整改情况"))[0]


async def test_one_sentence_enters_a_common_problem_of_several_branches(chat: Chat) -> None:
    sentence = "交办 第一支部、第三支部：上级检查指出组织生活记录不全，2027年3月底前整改"
    (answer,) = texts(await chat.say(ORGANISER, sentence))
    assert ("第一支部、第三支部" in answer, "上级检查" in answer, "3月31日" in answer) == (
        True,
        True,
        True,
    )
    for secretary in (WANG, ZHANG):
        assert "第 1 条" in texts(await chat.hears(secretary))[0]
    assert "等第三支部完成后一并核验" in texts(await chat.say(WANG, "完成 1 我们补齐了"))[0]
    assert cards(await chat.hears(ORGANISER)) == []
    await chat.say(ZHANG, "完成 1 也补齐了")
    assert len(cards(await chat.hears(ORGANISER))) == 1
    await chat.say(ORGANISER, "核验 通过")
    for secretary in (WANG, ZHANG):
        assert "已核验通过" in texts(await chat.hears(secretary))[-1]


async def test_leaders_comment_becomes_an_item_that_points_back(chat: Chat) -> None:
    noted = texts(await chat.say(DEAN, "点评 张立范 与师生谈心还不够，2027年5月底前走访一遍"))[0]
    number = noted.partition("第 ")[2].partition(" 条")[0]
    (answer,) = texts(await chat.say(ORGANISER, f"交办 点评 {number}"))
    assert ("第三支部" in answer, "领导点评" in answer, "5月31日" in answer) == (True, True, True)
    assert "与师生谈心还不够" in texts(await chat.hears(ZHANG))[0]
    assert refusals(await chat.say(ORGANISER, "交办 点评 99")) == ["no_such"]


async def test_entering_without_branch_or_problem_says_how(chat: Chat) -> None:
    for said in ("交办 记录不全", "交办", "交办 第三支部"):
        assert refusals(await chat.say(ORGANISER, said)) == ["missing_argument"]


@after(one_promised)
async def test_date_can_be_set_and_counts(chat: Chat) -> None:
    assert "没有写时限" in texts(await chat.say(ZHANG, "承诺 再完善制度"))[0]
    assert "2月26日" in texts(await chat.say(ZHANG, "时限 1 2027年2月26日"))[0]
    await chat.clock(now="2027-02-26T10:00")
    assert "到期待办：第三支部 1" in texts(await chat.say(DEAN, "整改情况"))[-1]


@after(one_promised)
async def test_only_its_people_see_the_ledger(chat: Chat) -> None:
    assert refusals(await chat.say(LI, "整改")) == ["no_items"]
    for word in (
        "整改",
        "整改情况",
        "核验",
        "抽查 1",
        "通报",
        "软弱涣散",
        "归档",
        "交办 第三支部 记录不全",
    ):
        assert refusals(await chat.say(MEMBER, word)) == ["not_allowed"], word
    (explained,) = await chat.say(MEMBER, "整改台账")
    assert explained["file"] is None
    assert "建好活动室" not in explained["text"]
    assert refusals(await chat.say(MEMBER, "整改台账 2026")) == ["not_allowed"]
    answers = await chat.say(DEAN, "@述职助手 整改情况", group=True)
    (overview,) = [one for one in answers if "整改" in one["text"]]
    assert overview["chat"] == "direct"
    numbers, example = overview["text"].splitlines()
    assert "第三支部" not in numbers
    assert example.startswith("细看请发：")


@after(confirmed)
async def test_workbook_has_the_columns_and_points_to_what_caused_it(chat: Chat) -> None:
    await promised(chat, WANG, "建好活动室")
    await chat.send(ZHANG, "记录.txt", b"minutes", text="完成 1 已整改")
    await chat.say(ORGANISER, "核验 第三支部 1 通过")
    (answer,) = await chat.say(DEAN, "整改台账")
    content = await chat.content(answer)
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    titles = rows[1]
    for column in (
        "问题",
        "来源",
        "原因",
        "措施",
        "责任人",
        "时限",
        "进展",
        "佐证",
        "核验",
        "销号",
    ):
        assert column in titles
    told = {
        title: str(value)
        for title, value in zip(titles, next(r for r in rows[2:] if r[0] == THIRD), strict=True)
    }
    assert (told["由来"], told["责任人"], told["状态"]) == (
        "述职报告第 1 版，问题 1",
        "张立范",
        "已销号，未回访",
    )
    assert (
        "记录.txt" in told["佐证"],
        "核验通过" in told["核验"],
        "2026-12-01" in told["销号"],
    ) == (True, True, True)
    (own,) = await chat.say(WANG, "整改台账")
    assert own["text"] == "整改台账，共 1 条。"


async def test_status_counts_each_item_once(chat: Chat) -> None:
    await promised(chat, ZHANG, "甲", "乙", "丙")
    await chat.say(ORGANISER, f"交办 {FIRST}、{SECOND} 检查指出记录不全")
    await chat.say(ZHANG, "完成 1 好了")
    await chat.say(ORGANISER, "核验 通过")
    await chat.say(ZHANG, "完成 2 好了")
    assert (
        "整改：共 4 条，已销号 1，待核验 1，未到期 2" in texts(await chat.say(DEAN, "整改情况"))[0]
    )
    assert "整改：共 4 条" in texts(await chat.say(DEAN, "状态"))[0]
    assert texts(await chat.say(DEAN, "整改台账")) == ["整改台账，共 4 条。"]
