"""What a secretary and the organiser do with a verdict."""

import io
from dataclasses import replace

from docx import Document

from bot.actions import cycles
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.planfile import sample_plan
from bot.sample import sample_report
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.chat import Chat, cards, refusals, texts
from tests.reports import docx

GOOD = sample_report(THIRD, year=2026)
MISSING_PROMISE = "没有找到整改承诺"
FLAWED = sample_report(THIRD, year=2026, good=False)


async def test_split_is_shown_and_corrected_in_plain_words(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", FLAWED)
    shown = texts(await chat.say(ZHANG, "分段"))[0]
    assert "第1部分" in shown or "1" in shown
    number = next(line for line in shown.splitlines() if "工作成效" in line)
    digit = next(character for character in number if character.isdigit())
    (corrected,) = texts(await chat.say(ZHANG, f"第{digit}部分是上年整改"))
    assert corrected.startswith("已按您说的更正分段")
    assert "上限是 1/3" not in corrected
    assert "上限是 1/3" not in texts(await chat.say(ZHANG, "我的材料"))[0]


async def test_correction_of_what_is_not_there_says_what_to_choose(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    assert refusals(await chat.say(ZHANG, "第99部分是问题")) == ["section_unknown"]
    assert refusals(await chat.say(ZHANG, "第1部分是天气")) == ["part_unknown"]
    assert refusals(await chat.say(ZHANG, "第一部分是问题")) == []


async def test_pairs_are_confirmed_once(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    (card,) = cards(await chat.say(ZHANG, "对应"))
    assert "原因" in card["text"]
    assert "回一句话" in (await chat.click(ZHANG, card, choice="还要修改"))["notice"]
    answer = await chat.click(ZHANG, card, choice="对应无误")
    assert answer["notice"].startswith("已列入整改台账6条")
    assert (await chat.click(ZHANG, card, choice="对应无误"))["refused"] == "card_gone"


async def test_a_report_without_problems_has_nothing_to_confirm(chat: Chat) -> None:
    await chat.send(
        ZHANG, "报告.txt", "述职报告\n一、履职情况\n我主持支部大会六次，讲党课两次。\n".encode()
    )
    answers = await chat.say(ZHANG, "对应")
    assert (refusals(answers), cards(answers)) == (["nothing_to_confirm"], [])


async def test_promise_typed_in_chat_answers_the_question_for_it(chat: Chat) -> None:
    report = docx(
        "述职报告",
        "一、履职情况",
        "本人主持召开支委会 12 次。",
        "二、存在问题",
        "学习不够深入。",
        "三、下一步措施",
        "加强学习。",
    )
    await chat.send(ZHANG, "报告.docx", report)
    before = texts(await chat.say(ZHANG, "我的材料"))[0]
    assert MISSING_PROMISE in before
    await chat.say(ZHANG, "承诺 2027年6月前完成全部整改")
    assert MISSING_PROMISE not in texts(await chat.say(ZHANG, "我的材料"))[0]


async def test_shared_passages_are_told_to_author_and_organiser_only(chat: Chat) -> None:
    passage = "支部全年组织党员到合作村开展实地调研七次，逐户走访困难群众四十三户，帮助解决饮水灌溉难题九个，群众都很满意。"
    await chat.send(WANG, "a.docx", docx("述职报告", "一、履职情况", "本人带头学习。" + passage))
    (receipt,) = texts(
        await chat.send(
            ZHANG, "b.docx", docx("述职报告", "一、工作", passage + "其他工作照常推进。")
        )
    )
    assert "有1段文字与别的报告相同" in receipt
    mine = texts(await chat.say(ZHANG, "重复"))[0]
    assert ("另一个支部" in mine, FIRST in mine, "逐户走访" in mine) == (True, False, True)
    assert FIRST in texts(await chat.say(ORGANISER, "重复 第三支部"))[0]
    assert refusals(await chat.say(DEAN, "重复 第三支部")) == ["not_allowed"]
    assert refusals(await chat.say(MEMBER, "重复")) == ["not_allowed"]
    assert texts(await chat.say(LI, "重复")) == ["第二支部还没有交过述职报告。"]


async def test_overruled_finding_is_kept_with_its_reason(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", FLAWED)
    assert texts(await chat.say(ORGANISER, "重复 第三支部")) == ["没有发现与其他报告相同的段落。"]
    for said in ("重复", "放行 第三支部 都可以"):
        assert refusals(await chat.say(ORGANISER, said)) == ["missing_argument"]
    assert refusals(await chat.say(ORGANISER, "放行 第三支部 S33 已核实")) == ["finding_unknown"]
    assert "字数" in texts(await chat.say(ORGANISER, "放行 第三支部 文件 已核实"))[0]
    for rule in ("S19", "篇幅", "字数"):
        await chat.say(ORGANISER, f"放行 第三支部 {rule} 经核实可以")
    detail = texts(await chat.say(DEAN, "详情 第三支部"))[0]
    assert detail.count("（不作要求：经核实可以）") == 3
    assert "需修改" not in texts(await chat.say(DEAN, "状态"))[0]
    assert "没有重复记录" in texts(await chat.say(ORGANISER, "放行 第三支部 S21 再说一次"))[0]


async def test_changed_plan_judges_again_and_tells_whose_outcome_turned(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    plan = sample_plan(2026)
    stricter = replace(plan, report=replace(plan.report, characters=2000))

    def change(work: UnitOfWork) -> None:
        cycle = cycles.current(work, "sample")
        assert cycle is not None
        cycles.replace_plan(work, cycle, stricter, actor="system")

    await chat.services.write(change)
    await chat.clock(advance="PT1M")
    assert texts(await chat.hears(ZHANG)) == [
        "方案有调整，您的报告《报告.docx》按新方案重新检查了，发“我的材料”查看。"
    ]
    assert "上限是 2000" in texts(await chat.say(ZHANG, "我的材料"))[0]
    await chat.clock(advance="PT1M")
    assert await chat.hears(ZHANG) == []


async def test_last_year_s_confirmed_problems_are_asked_after(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    (card,) = cards(await chat.say(ZHANG, "对应"))
    await chat.click(ZHANG, card, choice="对应无误")
    await chat.services.write(
        lambda work: cycles.begin(work, "sample", sample_plan(2027), actor="system")
    )
    await chat.send(
        ZHANG,
        "新.docx",
        docx("2027年述职报告", "一、履职情况", "本人全年抓学习。", "二、存在问题", "调研不多。"),
    )
    mine = texts(await chat.say(ZHANG, "我的材料"))[0]
    assert "上年" in mine


async def test_marked_copy_carries_comments_and_leaves_the_text_alone(chat: Chat) -> None:
    await chat.send(ZHANG, "报告.docx", GOOD)
    assert texts(await chat.say(ZHANG, "批注")) == ["这一版没有需要批注的地方。"]
    await chat.send(ZHANG, "报告.docx", FLAWED)
    (answer,) = await chat.say(ZHANG, "批注")
    assert answer["file"]["name"] == "报告（批注）.docx"
    marked = Document(io.BytesIO(await chat.content(answer)))
    assert [p.text for p in marked.paragraphs] == [
        p.text for p in Document(io.BytesIO(FLAWED)).paragraphs
    ]
    assert any("措施" in comment.text for comment in marked.comments)


async def test_marked_copy_of_another_kind_of_file_says_what_to_send(chat: Chat) -> None:
    await chat.send(
        ZHANG,
        "报告.txt",
        "述职报告\n一、履职情况\n本人带头抓党建。\n二、存在问题\n学习不够。".encode(),
    )
    assert refusals(await chat.say(ZHANG, "批注")) == ["no_marked_copy"]
