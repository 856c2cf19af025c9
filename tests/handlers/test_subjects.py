"""Other people than the secretaries are evaluated: deputies, members, a body."""

from dataclasses import replace

from bot.documents.roster import RosterLine
from bot.domain.people import Role
from bot.domain.plan import Row, SubjectGroup
from bot.domain.planfile import render, sample_plan
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines, sample_report
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.played import after

GROUPS = (
    SubjectGroup("secretary", "支部书记", office=True),
    SubjectGroup("deputy", "副书记", characters=1000, speech_minutes=5),
    SubjectGroup("council", "班子", bodies=True),
)
PLAN = replace(sample_plan(2026), subjects=GROUPS)
DEPUTY = MEMBER  # 杨小样 of 第一支部
GOOD = sample_report(FIRST, year=2026)


def lines() -> list[RosterLine]:
    """Secretaries, one deputy beside the secretary of the first branch, and a body of it."""
    grouped = []
    for line in sample_lines():
        if Role.SECRETARY in line.roles:
            grouped.append(replace(line, groups=("secretary",)))
        elif line.account == DEPUTY:
            grouped.append(replace(line, groups=("deputy",)))
        else:
            grouped.append(line)
    body = RosterLine(0, "系务委员会", branch=FIRST, groups=("council",), responsible="李思样")
    return [*grouped, body]


async def with_groups(chat: Chat) -> None:
    """The sample department under a plan with groups."""
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(PLAN).encode()))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    answers = await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines(), groups=GROUPS))
    assert refusals(answers) == []


@after(with_groups)
async def test_two_of_one_branch_hand_in(chat: Chat) -> None:
    assert "第 1 版" in texts(await chat.send(WANG, "报告.docx", GOOD))[0]
    assert "第 1 版" in texts(await chat.send(DEPUTY, "报告.docx", GOOD))[0]
    assert "第 2 版" not in "".join(texts(await chat.say(WANG, "我的材料")))
    missing = texts(await chat.say(DEAN, "谁没交"))[-1]
    assert "杨小样" not in missing
    assert FIRST not in missing
    assert "系务委员会" in missing


@after(with_groups)
async def test_each_group_has_its_own_word_limit(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(DEPUTY, "报告.docx", GOOD))
    assert "1000" in receipt
    (receipt,) = texts(await chat.send(LI, "报告.docx", GOOD, text="李思样本人的述职报告"))
    assert "检查的各项都符合要求" in receipt


@after(with_groups)
async def test_a_branch_name_asks_where_two_are_evaluated_there(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", GOOD)
    await chat.send(DEPUTY, "报告.docx", GOOD)
    (answer,) = await chat.say(ORGANISER, f"受理 {FIRST}")
    assert answer["refused"] == "which_place"
    assert "王文例、杨小样" in answer["text"]
    (question,) = cards(await chat.say(ORGANISER, f"退回 {FIRST} 请补充数据"))
    labels = [option["text"] for option in question["questions"][0]["options"]]
    assert any("杨小样" in label for label in labels)
    assert refusals(await chat.say(ORGANISER, "受理 杨小样")) == []
    assert "审核通过" in texts(await chat.say(DEPUTY, "我的材料"))[-1]
    assert "审核通过" not in texts(await chat.say(WANG, "我的材料"))[-1]


@after(with_groups)
async def test_a_branch_name_is_enough_where_one_is_evaluated(chat: Chat) -> None:
    await chat.send(LI, "报告.docx", GOOD, text="李思样的述职报告")
    answers = await chat.say(ORGANISER, "受理 第二支部")
    assert cards(answers) == []
    assert refusals(answers) == []


@after(with_groups)
async def test_a_body_is_handed_in_for_and_its_person_is_reminded(chat: Chat) -> None:
    (receipt,) = texts(await chat.send(LI, "报告.docx", GOOD, text="系务委员会的报告"))
    assert "系务委员会" in receipt
    missing = texts(await chat.say(DEAN, "谁没交"))[-1]
    assert "系务委员会" not in missing
    assert "第二支部" in missing


@after(with_groups)
async def test_the_person_of_a_body_is_reminded_of_it(chat: Chat) -> None:
    await chat.clock(now="2026-12-03T10:00")
    told = "".join(texts(await chat.hears(LI)))
    assert "系务委员会的述职报告请于12月10日（周四）前交，还有 7 天" in told
    assert "您的述职报告请于" in told


@after(with_groups)
async def test_two_of_one_branch_have_items_of_their_own(chat: Chat) -> None:
    await chat.say(DEPUTY, "承诺 2027年6月前建成党员活动室")
    assert "党员活动室" in texts(await chat.say(DEPUTY, "整改"))[-1]
    assert refusals(await chat.say(WANG, "整改")) == ["no_items"]


@after(with_groups)
async def test_a_deadline_is_extended_for_one_of_two(chat: Chat) -> None:
    await chat.say(ORGANISER, "延期 杨小样 12月15日")
    assert "12月15日" in texts(await chat.say(DEPUTY, "我的材料"))[-1]
    assert "12月10日" in texts(await chat.say(WANG, "我的材料"))[-1]


@after(with_groups)
async def test_a_body_is_evaluated_on_the_sheet(chat: Chat) -> None:
    answers = await chat.say(ORGANISER, "开始测评 系务委员会")
    assert refusals(answers) == []
    await chat.say(DEAN, "点评 系务委员会 班子团结，分工明确。")
    assert "系务委员会" in texts(await chat.say(DEAN, "详情 系务委员会"))[-1]


async def test_a_secretary_outside_the_groups_hands_nothing_in(chat: Chat) -> None:
    plan = replace(PLAN, subjects=GROUPS[1:])
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(plan).encode()))
    await chat.click(ORGANISER, card, choice="确认")
    without = [replace(line, groups=tuple(set(line.groups) - {"secretary"})) for line in lines()]
    assert (
        refusals(
            await chat.send(ORGANISER, "名册.xlsx", roster_workbook(without, groups=plan.subjects))
        )
        == []
    )
    assert refusals(await chat.say(WANG, "我的材料")) == ["not_allowed"]
    assert "第三支部" not in texts(await chat.say(DEAN, "谁没交"))[-1]
    await chat.clock(now="2026-12-03T10:00")
    assert "写好后把文件发给我" in "".join(texts(await chat.hears(LI)))
    assert "写好后把文件发给我" not in "".join(texts(await chat.hears(WANG)))


async def test_groups_with_rows_of_their_own_have_sheets_of_their_own(chat: Chat) -> None:
    body = replace(GROUPS[2], rows=(Row("班子整体"), Row("团结协作")))
    plan = replace(PLAN, subjects=(*GROUPS[:2], body))
    (card,) = cards(await chat.send(ORGANISER, "方案.toml", render(plan).encode()))
    await chat.click(ORGANISER, card, choice="确认")
    await chat.send(ORGANISER, "名册.xlsx", roster_workbook(lines(), groups=plan.subjects))
    (answer,) = await chat.say(ORGANISER, "发测评表")
    assert answer["refused"] == "sheets_differ"
    assert "开始测评 支部书记" in answer["text"]
    await chat.hears(DEAN)
    assert refusals(await chat.say(ORGANISER, "开始测评 班子")) == []
    (sheet,) = [card for card in cards(await chat.hears(DEAN)) if card["questions"]]
    assert [question["title"] for question in sheet["questions"]] == ["班子整体", "团结协作"]
