"""Acts on many: previewed in one card with a line each, confirmed once, all or none."""

import io
from dataclasses import replace

import pytest
from docx import Document

from bot.actions import cycles
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.sample import sample_report
from bot.sample.roster import BRANCHES
from tests.cast import DEAN, LI, ORGANISER, WANG, ZHANG
from tests.chat import Chat, Entry, cards, refusals, texts
from tests.meeting import complete, told
from tests.played import after

SECRETARIES = [f"s{number:02}" for number in range(1, 9)]


async def handed_in(chat: Chat, *numbers: int) -> None:
    for number in numbers:
        report = sample_report(BRANCHES[number], year=2026)
        await chat.send(SECRETARIES[number], f"述职{number}.docx", report)


async def first_handed_in(chat: Chat) -> None:
    await handed_in(chat, 0)


async def first_and_third_handed_in(chat: Chat) -> None:
    await handed_in(chat, 0, 2)


async def both_complete(chat: Chat) -> None:
    for name in ("王文例", "李思样"):
        await complete(chat, name)


async def preview(chat: Chat, who: str, said: str) -> Entry:
    await chat.hears(who)
    (card,) = cards(await chat.say(who, said))
    return card


@after(first_and_third_handed_in)
@pytest.mark.parametrize("said", ["通过 全部", "把报告都审核通过"])
async def test_all_reports_that_wait_are_accepted_by_one_tap(chat: Chat, said: str) -> None:
    card = await preview(chat, ORGANISER, said)
    lines = card["text"].splitlines()
    assert lines[1].startswith("1. 第一支部（王文例）：第1版，字数")
    assert lines[2].startswith("2. 第三支部（张立范）：")
    assert "报告：已交 2/8（审核通过" not in await told(chat, DEAN, "状态")
    await chat.hears(WANG)
    done = await chat.click(ORGANISER, card, choice="确认")
    assert done["notice"] == "好的，2项都已办理。"
    assert "审核通过 2" in await told(chat, DEAN, "状态")
    for secretary in (WANG, ZHANG):
        assert "审核通过" in "".join(texts(await chat.hears(secretary)))


async def test_those_who_are_named_are_accepted(chat: Chat) -> None:
    await handed_in(chat, 0, 1, 2)
    card = await preview(chat, ORGANISER, "通过 一支部、第三支部")
    assert "第二支部" not in card["text"]
    await chat.click(ORGANISER, card, choice="确认")
    assert "审核通过 2" in await told(chat, DEAN, "状态")
    assert "审核通过" in await told(chat, ORGANISER, "通过 第二支部")


@after(first_handed_in)
@pytest.mark.parametrize("said", ["通过一支部", "受理1支部"])
async def test_a_branch_is_called_as_people_call_it(chat: Chat, said: str) -> None:
    assert "审核通过" in await told(chat, ORGANISER, said)


@after(first_and_third_handed_in)
async def test_what_was_understood_loosely_of_several_is_asked_once(chat: Chat) -> None:
    card = await preview(chat, ORGANISER, "第一支部和第三支部的报告收下吧")
    assert ["第一支部" in card["text"], "第三支部" in card["text"]] == [True, True]
    await chat.click(ORGANISER, card, choice="确认")
    assert "审核通过 2" in await told(chat, DEAN, "状态")


@after(first_and_third_handed_in)
async def test_nothing_is_done_where_one_cannot_be_done(chat: Chat) -> None:
    """One report is accepted meanwhile and sent back again by hand: nothing of the card is half done."""
    card = await preview(chat, ORGANISER, "退回 全部 问题部分请再写具体一些")
    await chat.click(ORGANISER, card, choice="确认")
    assert "问题部分请再写具体一些" in "".join(texts(await chat.hears(WANG)))
    assert await told(chat, ORGANISER, "通过 全部") == "现在没有等待审核的报告。"
    assert (await chat.click(ORGANISER, card, choice="确认"))["refused"] == "card_gone"


@after(first_handed_in)
async def test_all_who_have_not_handed_in_get_more_time(chat: Chat) -> None:
    card = await preview(chat, ORGANISER, "延期 全部 12月15日")
    assert "第一支部" not in card["text"]
    assert "第二支部（李思样）：12月10日（周四） → 12月15日（周二）" in card["text"]
    await chat.click(ORGANISER, card, choice="确认")
    assert "12月15日" in "".join(texts(await chat.hears(LI)))
    assert refusals(await chat.say(ORGANISER, "延期 全部")) == ["missing_argument"]


@after(first_handed_in)
async def test_those_who_have_not_handed_in_are_meant_by_a_sentence(chat: Chat) -> None:
    card = await preview(chat, ORGANISER, "没交的都延期到12月15日")
    assert "第一支部" not in card["text"]
    assert "第八支部（吴若试）：12月10日（周四） → 12月15日（周二）" in card["text"]


@after(first_and_third_handed_in)
async def test_yes_in_words_confirms_the_preview(chat: Chat) -> None:
    await preview(chat, ORGANISER, "通过 全部")
    await chat.say(ORGANISER, "同意")
    assert "审核通过 2" in await told(chat, DEAN, "状态")


@after(first_handed_in)
async def test_an_unknown_name_is_named(chat: Chat) -> None:
    answer = await chat.say(ORGANISER, "通过 第一支部、第二十支部")
    assert refusals(answer) == ["no_such"]
    assert "第二十支部" in answer[-1]["text"]


@after(first_handed_in)
@pytest.mark.parametrize("said", ["退回 全部 问题写得太虚", "一支部退回，问题写得太虚"])
async def test_a_tap_on_a_card_of_last_week_does_nothing(chat: Chat, said: str) -> None:
    """Far up in a chat it is tapped by mistake, and what it asked for has changed since."""
    card = await preview(chat, ORGANISER, said)
    await chat.clock(advance="P3D")
    pressed = await chat.click(ORGANISER, card, choice=card["questions"][0]["options"][0]["id"])
    assert (pressed["refused"], "请再说一遍" in pressed["notice"]) == ("card_old", True)
    assert "审核通过" in await told(chat, ORGANISER, "通过 第一支部")


NAMES = ("王文例", "李思样", "张立范", "陈明试", "刘佳例", "张晓样", "周正范", "吴若试")
DECISION = "等次：好 王文例；其余较好。11月30日党总支会议研究"
FREE = "王文例好，其余较好，11月30日党总支会议研究"


@after(both_complete)
@pytest.mark.parametrize("said", [DECISION, FREE])
async def test_one_sentence_of_the_minutes_is_one_preview_and_one_confirmation(
    chat: Chat, said: str
) -> None:
    card = await preview(chat, ORGANISER, said)
    lines = card["text"].splitlines()
    assert lines[1] == "王文例：好（11月30日（周一）会议，理由：党总支会议研究）"
    assert lines[2].startswith("李思样：较好（11月30日")
    assert "不在其中：张立范（" in card["text"]
    await chat.hears(DEAN)
    asked = await chat.click(ORGANISER, card, choice="确认")
    assert "已请赵建例确认" in asked["notice"]
    (second,) = cards(await chat.hears(DEAN))
    assert second["text"].count("：好（") == 1
    assert second["text"].count("：较好（") == 1
    assert (await chat.click(DEAN, second, choice="确认"))["accepted"]
    assert "等次：已确认 2/8" in await told(chat, DEAN, "状态")
    assert "已确认考核等次：王文例：好，李思样：较好" in texts(await chat.hears(ORGANISER))[-1]


@after(both_complete)
@pytest.mark.parametrize(
    "said",
    ["等次", "依据", "等次都定了吗", "谁的依据没齐", "各位的等次", "等次情况", "依据齐了吗"],
)
async def test_leaders_ask_how_all_stand_in_a_word(chat: Chat, said: str) -> None:
    await chat.click(ORGANISER, await preview(chat, ORGANISER, DECISION), choice="确认")
    lines = (await told(chat, DEAN, said)).splitlines()
    assert lines[1] == "王文例：四项依据已齐；等次：还没有（新的记录待复核）"
    assert lines[3].startswith("张立范：四项依据：还缺平时掌握、")
    assert [line[:3] for line in lines[1:]] == list(NAMES)


@after(both_complete)
async def test_a_grade_that_stands_is_changed_only_before_the_eyes_of_both(chat: Chat) -> None:
    """Who was not named again, 「其余较好」, would lose his 好 unseen."""
    await chat.click(ORGANISER, await preview(chat, ORGANISER, DECISION), choice="确认")
    (first,) = [card for card in cards(await chat.hears(DEAN)) if "等次" in card["title"]]
    await chat.click(DEAN, first, choice="确认")
    again = "等次：好 李思样；其余较好。12月1日党总支会议研究"
    card = await preview(chat, ORGANISER, again)
    lines = card["text"].splitlines()
    assert lines[1] == "王文例：较好（原为好；12月1日（周二）会议，理由：党总支会议研究）"
    assert lines[2].startswith("李思样：好（原为较好；")
    assert "王文例的等次已经确认，这次没有点名" in lines[3]
    await chat.click(ORGANISER, card, choice="确认")
    (second,) = [card for card in cards(await chat.hears(DEAN)) if "等次" in card["title"]]
    assert "王文例：较好（原为好；" in second["text"]


@after(complete)
async def test_a_decision_with_an_unknown_name_is_not_noted(chat: Chat) -> None:
    answer = await chat.say(ORGANISER, "等次：好 王文例、李四；其余较好")
    assert refusals(answer) == ["no_such"]
    assert "李四" in answer[-1]["text"]


@after(complete)
async def test_nobody_gets_the_second_of_two_grades(chat: Chat) -> None:
    for said in (
        "等次：好 王文例；一般 王文例；其余较好",
        "等次：王文例好，李思样较好，王文例一般",
    ):
        (answer,) = await chat.say(ORGANISER, said)
        assert (answer["refused"], "王文例写了两个等次" in answer["text"]) == ("two_grades", True)


async def test_whoever_has_not_all_inputs_stops_nobody_else(chat: Chat) -> None:
    assert refusals(await chat.say(ORGANISER, DECISION)) == ["inputs_missing"]


@after(both_complete)
async def test_a_newer_decision_about_one_leaves_the_others_on_their_card(chat: Chat) -> None:
    await chat.click(ORGANISER, await preview(chat, ORGANISER, DECISION), choice="确认")
    (first,) = [card for card in cards(await chat.hears(DEAN)) if "等次" in card["title"]]
    await chat.say(ORGANISER, "定等 王文例 较好 11月30日党总支会议研究")
    assert (await chat.click(DEAN, first, choice="确认"))[
        "notice"
    ] == "已确认考核等次：李思样：较好。"
    assert "等次：已确认 1/8（待确认 1）" in await told(chat, DEAN, "状态")


async def test_a_branch_is_verified_on_one_card_with_what_was_promised_and_done(chat: Chat) -> None:
    for text in ("建好活动室", "每月谈心一次"):
        await chat.say(ZHANG, f"承诺 {text}")
    await chat.say(LI, "承诺 带头讲党课")
    await chat.say(ZHANG, "完成 1 活动室已启用，三次主题党日都在这里开")
    await chat.say(ZHANG, "完成 2 已和12名党员谈心")
    await chat.say(LI, "完成 1 讲了两次")
    card = await preview(chat, ORGANISER, "核验 第三支部")
    for words in (
        "建好活动室",
        "三次主题党日都在这里开（12月1日（周二）报告）",
        "已和12名党员谈心",
    ):
        assert words in card["text"]
    assert "讲了两次" not in card["text"]
    await chat.hears(ZHANG)
    done = await chat.click(ORGANISER, card, choice="核验通过")
    assert done["notice"] == "第三支部 1、第三支部 2 已核验通过并销号，已告知责任人。"
    (told_once,) = await chat.hears(ZHANG)
    assert "第1、2条已核验通过并销号" in told_once["text"]
    (following,) = cards(await chat.hears(ORGANISER))
    assert "讲了两次" in following["text"]


async def test_comments_of_many_are_entered_from_one_message(chat: Chat) -> None:
    said = "点评 代钱守样：\n王文例：讲得实在，问题找得准\n李思样：成绩讲得多\n张立范：措施具体\n有完成的日子"
    card = await preview(chat, ORGANISER, said)
    lines = card["text"].splitlines()
    assert lines[1:] == [
        "1. 王文例：讲得实在，问题找得准",
        "2. 李思样：成绩讲得多",
        "3. 张立范：措施具体 有完成的日子",
        "（代钱守样）",
    ]
    await chat.click(ORGANISER, card, choice="确认")
    assert "讲得实在，问题找得准（钱守样，何勤样代录" in await told(chat, DEAN, "依据 王文例")
    assert "成绩讲得多（钱守样" in await told(chat, DEAN, "依据 李思样")


async def test_words_about_an_unknown_name_are_not_told_of_the_one_before(chat: Chat) -> None:
    answer = await chat.say(DEAN, "平时\n王文例 常去宿舍\n李思样 谈心不多\n王五 会上不说话")
    assert (refusals(answer), cards(answer)) == (["no_such"], [])
    assert "王五" in answer[-1]["text"]
    card = await preview(chat, DEAN, "平时\n王文例：常去宿舍\n成绩：办事公道\n李思样：谈心不多")
    assert card["text"].splitlines()[1] == "1. 王文例：常去宿舍 成绩：办事公道"


async def test_what_would_be_refused_is_not_shown_to_be_confirmed(chat: Chat) -> None:
    """An organiser says whose words they are; she heard it only after she had confirmed."""
    answer = await chat.say(ORGANISER, "平时\n王文例：常去宿舍\n李思样：谈心不多")
    assert (refusals(answer), cards(answer)) == (["whose_words"], [])


async def test_everyday_knowledge_of_two_in_two_lines(chat: Chat) -> None:
    card = await preview(chat, DEAN, "平时\n王文例：常去宿舍\n李思样：谈心不多")
    await chat.click(DEAN, card, choice="确认")
    assert "谈心不多（赵建例" in await told(chat, DEAN, "依据 李思样")
    assert "已记下张立范" in await told(chat, DEAN, "平时 张立范 常到实验室")


async def test_all_opinions_are_asked_for_in_words(chat: Chat) -> None:
    (answer,) = await chat.say(ORGANISER, "起草所有人的意见")
    assert answer["text"].startswith("8位书记的评价意见都在附件里")


async def test_a_new_draft_is_of_somebody(chat: Chat) -> None:
    """Nobody is guessed: what was changed by hand would be lost."""
    (answer,) = await chat.say(ORGANISER, "意见 重拟")
    assert answer["refused"] == "missing_argument"
    assert "意见 张三 重拟" in answer["text"]
    await chat.say(ORGANISER, "意见 王文例")
    (answer,) = await chat.say(ORGANISER, "意见重拟")
    assert "意见 王文例 重拟" in answer["text"]


async def test_all_opinions_come_in_one_word_file_and_go_back_in_it(chat: Chat) -> None:
    await chat.say(DEAN, "点评 王文例 优点：支部活动丰富；不足：调研不够深入")
    await chat.say(DEAN, "点评 李思样 优点：带头讲党课；不足：谈心谈话偏少")
    (entry,) = await chat.say(ORGANISER, "意见 全部")
    assert "王文例" not in entry["text"]
    assert "张立范：肯定成绩没有内容，指出问题没有内容" in entry["text"]
    content = await chat.content(entry)
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("带头讲党课。", "带头讲党课六次。")
    edited = io.BytesIO()
    document.save(edited)
    (card,) = cards(await chat.send(ORGANISER, entry["file"]["name"], edited.getvalue()))
    assert "“带头讲党课。”改为“带头讲党课六次。”" in card["text"]
    await chat.click(ORGANISER, card, choice="全部采用")
    assert "带头讲党课六次" in await told(chat, DEAN, "意见 李思样")
    assert "支部活动丰富" in await told(chat, DEAN, "意见 王文例")


async def without_inputs(chat: Chat) -> None:
    """A plan that rests grades on nothing, so that they can be set at once."""

    def amend(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        cycles.replace_plan(work, cycle, replace(cycle.plan, inputs=()), actor=SYSTEM)

    await chat.services.write(amend)


async def test_decisions_said_one_by_one_are_one_message_and_two_taps(chat: Chat) -> None:
    """The first is shown at once; what is said meanwhile stands together on the next card."""
    await without_inputs(chat)
    await chat.hears(DEAN)
    for name in ("王文例", "李思样", "张立范", "陈明试"):
        said = f"定等 {name} 较好 11月30日党总支会议研究"
        assert "已请赵建例确认" in "".join(texts(await chat.say(ORGANISER, said)))
    await chat.say(ORGANISER, "定等 李思样 好 11月30日党总支会议研究")
    (first,) = cards(await chat.hears(DEAN))
    assert "王文例" in first["text"]
    (todos,) = cards(await chat.say(DEAN, "待办"))
    assert todos["text"].count("请确认考核等次") == 1
    answer = await chat.say(DEAN, "同意")
    assert "王文例：较好" in "".join(texts(answer))
    (second,) = cards(answer)
    assert [line.partition("（")[0] for line in second["text"].splitlines()[1:4]] == [
        "张立范：较好",
        "陈明试：较好",
        "李思样：好",
    ]
    await chat.click(DEAN, second, choice="确认")
    assert "等次：已确认 4/8" in await told(chat, DEAN, "状态")


async def test_all_but_some_are_accepted_and_never_those(chat: Chat) -> None:
    await handed_in(chat, 0, 1, 2)
    for said in (
        "除了三支部都通过",
        "除第三支部外，其余的都通过",
        "通过 全部，除了三支部",
        "都通过，三支部除外",
    ):
        (card,) = cards(await chat.say(ORGANISER, said))
        assert "第一支部（王文例）" in card["text"], said
        assert "第二支部（李思样）" in card["text"], said
        assert "第三支部" not in card["text"], said


async def test_nothing_is_done_to_whom_the_words_leave_out(chat: Chat) -> None:
    for said in (
        "除了三支部，其他的都退回，太空",
        "除了三支部都催一下",
        "除了三支部和四支部都延到12月15日",
    ):
        (answer,) = await chat.say(ORGANISER, said)
        assert answer["refused"] == "unknown", said
        assert answer["card"] is None, said
