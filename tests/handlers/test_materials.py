"""Documents beside the report: slides and forms, kept and not judged."""

from dataclasses import replace

from bot.domain.plan import Material, Plan
from bot.domain.planfile import render, sample_plan
from bot.sample import sample_report
from tests.cast import DEAN, LI, ORGANISER, SECOND, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.documents.slides import presentation, workbook
from tests.played import after

MATERIALS = (
    Material("slides", "汇报课件", ("pptx", "pdf")),
    Material("check", "自评表", ("docx", "txt"), characters=600, min_characters=20),
    Material("extra", "照片", ("zip",), required=False),
)
PLAN = replace(sample_plan(2026), materials=MATERIALS)
GOOD = sample_report(SECOND, year=2026)
SLIDES = b"PK\x03\x04 slides"
CHECK = ("本年度按计划开展自查，逐条对照。" * 20).encode()


async def with_materials(chat: Chat) -> None:
    """The sample department under a plan with materials."""
    await under(chat, PLAN)


async def under(chat: Chat, plan: Plan) -> None:
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(plan).encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]


@after(with_materials)
async def test_slides_are_kept_beside_the_report(chat: Chat) -> None:
    await chat.send(LI, "述职报告.docx", GOOD)
    (receipt,) = texts(await chat.send(LI, "李思样.pptx", SLIDES))
    assert "作为汇报课件，第 1 版" in receipt
    mine = texts(await chat.say(LI, "我的材料"))[-1]
    assert "第 1 版《述职报告.docx》" in mine
    assert "汇报课件：已交第 1 版《李思样.pptx》" in mine
    assert "自评表：还没有交" in mine
    assert "照片：没有交，可以不交" in mine


@after(with_materials)
async def test_a_title_in_the_file_name_tells_what_it_is(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(LI, "李思样自评表.txt", CHECK))
    assert "作为自评表，第 1 版" in receipt
    assert "字数" in receipt
    assert "还没有交过" in texts(await chat.say(LI, "我的材料"))[-1]


@after(with_materials)
async def test_lengths_of_a_material_are_told_and_refuse_nothing(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(LI, "自评表.txt", "很短。".encode()))
    assert "下限是 20 字" in receipt
    (receipt,) = texts(await chat.send(LI, "自评表.txt", CHECK * 3))
    assert "第 2 版" in receipt
    assert "上限是 600 字" in receipt


@after(with_materials)
async def test_the_same_material_again_changes_nothing(chat: Chat) -> None:
    await chat.send(LI, "课件.pptx", SLIDES)
    (receipt,) = texts(await chat.send(LI, "课件.pptx", SLIDES))
    assert "没有改动" in receipt


@after(with_materials)
async def test_a_document_that_is_not_plainly_the_report_is_asked_about(chat: Chat) -> None:
    await chat.send(LI, "述职报告.docx", GOOD)
    (card,) = cards(await chat.send(LI, "材料.txt", CHECK))
    labels = [option["text"] for option in card["questions"][0]["options"]]
    assert labels == ["述职报告的新版本", "自评表", "不是"]
    assert "第 1 版" in card["text"]
    answer = await chat.click(LI, card, choice="自评表")
    assert answer["accepted"]
    assert "作为自评表，第 1 版" in texts(await chat.hears(LI))[-1]
    assert "第 1 版《述职报告.docx》" in texts(await chat.say(LI, "我的材料"))[-1]


async def test_a_short_document_never_replaces_the_report_unasked(chat: Chat) -> None:
    """Also where the plan wants the report alone."""
    await chat.send(LI, "述职报告.docx", GOOD)
    short = "2026年度述职报告\n我是第二支部书记。" + "一年来我认真履职，作自我评价如下。" * 30
    (card,) = cards(await chat.send(LI, "自评材料.txt", short.encode()))
    labels = [option["text"] for option in card["questions"][0]["options"]]
    assert labels == ["述职报告的新版本", "不是"]
    assert "差别较大" in card["text"]
    assert (await chat.click(LI, card, choice="不是"))["accepted"]
    assert "第 2 版" not in texts(await chat.say(LI, "我的材料"))[-1]
    (card,) = cards(await chat.send(LI, "自评材料.txt", short.encode()))
    assert (await chat.click(LI, card, choice="述职报告的新版本"))["accepted"]
    assert "第 2 版《自评材料.txt》" in texts(await chat.say(LI, "我的材料"))[-1]


async def test_slides_that_no_plan_asks_for_are_refused(chat: Chat) -> None:
    assert refusals(await chat.send(LI, "课件.pptx", SLIDES)) == ["unreadable"]


@after(with_materials)
async def test_who_lacks_a_material_is_named_and_reminded(chat: Chat) -> None:
    await chat.send(LI, "述职报告.docx", GOOD)
    await chat.send(LI, "自评表.txt", CHECK)
    missing = texts(await chat.say(DEAN, "谁没交"))[-1]
    assert "汇报课件还差 8 份" in missing
    assert "自评表还差 7 份" in missing
    assert "照片" not in missing
    await chat.clock(now="2026-12-03T10:00")
    told = "".join(texts(await chat.hears(LI)))
    assert "您的汇报课件请于" in told
    assert "您的述职报告、汇报课件、自评表请于" in "".join(texts(await chat.hears(WANG)))


@after(with_materials)
async def test_the_organiser_brings_what_somebody_gave_him(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(ORGANISER, "课件.pptx", SLIDES, text="第二支部的课件"))
    assert receipt.startswith("（代第二支部李思样提交）已收到《课件.pptx》，作为汇报课件")


@after(with_materials)
async def test_materials_stand_in_the_details(chat: Chat) -> None:
    await chat.send(LI, "课件.pptx", SLIDES)
    assert "汇报课件：已交第 1 版" in texts(await chat.say(DEAN, "详情 第二支部"))[-1]


async def test_slides_and_forms_have_limits_too(chat: Chat) -> None:
    limited = (
        Material("slides", "汇报课件", ("pptx",), characters=10, min_characters=4),
        Material("form", "自评表", ("xlsx",), characters=10),
    )
    await under(chat, replace(PLAN, materials=limited))
    (receipt,) = texts(
        await chat.send(LI, "课件.pptx", presentation("讲党课", "走访两个班级家庭学生"))
    )
    assert "字数 13" in receipt
    assert "上限是 10 字" in receipt
    (receipt,) = texts(await chat.send(LI, "课件.pptx", presentation("党课")))
    assert "下限是 4 字" in receipt
    (receipt,) = texts(await chat.send(LI, "自评表.xlsx", workbook(["学习", "合格"])))
    assert "作为自评表，第 1 版" in receipt
    assert "字数 4" in receipt
    (receipt,) = texts(await chat.send(LI, "课件.pptx", SLIDES))
    assert "没有读出文字" in receipt
    assert "不少于 4 字、不超过 10 字" in receipt


@after(with_materials)
async def test_a_hostile_presentation_is_not_kept(chat: Chat) -> None:
    bomb = presentation("甲", more="<a>" * 5000 + "</a>" * 5000)
    assert refusals(await chat.send(LI, "课件.pptx", bomb)) == ["unreadable"]
    assert "汇报课件：还没有交" in texts(await chat.say(LI, "我的材料"))[-1]


FORM = workbook(["自评表"], ["项目", "情况"], ["学习", "合格"])


async def forms(chat: Chat) -> None:
    await under(chat, replace(PLAN, materials=(Material("form", "自评表", ("xlsx",)),)))


@after(forms)
async def test_an_organisers_form_is_no_roster(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(ORGANISER, "自评表.xlsx", FORM, text="第二支部"))
    assert "第二支部李思样" in receipt
    assert "作为自评表，第 1 版" in receipt
    assert "自评表：已交第 1 版" in texts(await chat.say(LI, "我的材料"))[-1]


@after(forms)
async def test_a_workbook_that_may_be_a_form_is_asked_about(chat: Chat) -> None:
    (card,) = cards(await chat.send(ORGANISER, "汇总.xlsx", FORM, text="第二支部"))
    assert card["questions"][0]["options"][0]["text"] == "自评表"
    await chat.click(ORGANISER, card, choice="自评表")
    assert "自评表：已交第 1 版" in texts(await chat.say(LI, "我的材料"))[-1]


@after(forms)
async def test_a_broken_roster_stays_one(chat: Chat) -> None:
    assert refusals(await chat.send(ORGANISER, "名册.xlsx", FORM, text="第二支部")) == [
        "roster_problems"
    ]
    assert refusals(await chat.send(ORGANISER, "汇总.xlsx", FORM)) == ["roster_problems"]
