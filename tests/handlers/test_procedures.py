"""Two procedures of one office: the same people, one robot."""

from dataclasses import replace

from bot.actions import people, rosters
from bot.actions.installation import seed
from bot.actions.unit_of_work import SYSTEM, UnitOfWork
from bot.documents.roster import RosterLine
from bot.domain.people import Department, Person, Role
from bot.domain.plan import SubjectGroup
from bot.domain.planfile import sample_plan
from bot.domain.words import Words
from bot.exports.roster import roster_workbook
from bot.sample import sample_lines, sample_report
from tests.cast import DEAN, FIRST, LI, MEMBER, ORGANISER, WANG
from tests.chat import Chat, cards, refusals, texts
from tests.played import after, whole

REVIEW = "民主评议党员"
DEPARTMENT = Department("review", "示例系", group="group-review", procedure=REVIEW)
PLAN = replace(
    sample_plan(2026),
    title=REVIEW,
    subjects=(SubjectGroup("member", "党员"),),
    words=Words(subject="党员", activity=REVIEW),
)
GOOD = sample_report(FIRST, year=2026)


async def beside_each_other(chat: Chat) -> None:
    """The sample department, and beside it the review of its members, secretaries among them."""

    def add(work: UnitOfWork) -> None:
        seed(work, DEPARTMENT, PLAN)
        lines = [
            replace(line, groups=("member",))
            if not line.roles.isdisjoint({Role.MEMBER, Role.SECRETARY})
            else line
            for line in sample_lines()
        ]
        rosters.import_roster(work, DEPARTMENT.id, lines, actor=SYSTEM)

    await chat.services.write(add)


pytestmark = after(beside_each_other)


@whole
async def test_who_is_in_two_procedures_is_asked_once_a_day(chat: Chat) -> None:
    await beside_each_other(chat)
    (card,) = cards(await chat.say(WANG, "我的材料"))
    labels = [option["text"] for option in card["questions"][0]["options"]]
    assert labels == ["示例系", REVIEW]
    assert (await chat.click(WANG, card, choice=REVIEW))["accepted"]
    await chat.clock(advance="PT1M")
    assert "还没有交过" in texts(await chat.hears(WANG))[-1]
    assert cards(await chat.say(WANG, "我的材料")) == []
    await chat.clock(now="2026-12-02T09:30")
    await chat.hears(WANG)
    assert len(cards(await chat.say(WANG, "我的材料"))) == 1


async def test_the_name_of_the_procedure_tells_which_is_meant(chat: Chat) -> None:
    answer = texts(await chat.say(DEAN, f"{REVIEW} 谁没交"))[-1]
    assert "杨小样" in answer
    other = texts(await chat.say(DEAN, "示例系 谁没交"))[-1]
    assert "第一支部（王文例）" in other
    assert "杨小样" not in other


async def test_a_report_is_handed_in_to_one_of_them(chat: Chat) -> None:
    await chat.send(WANG, "报告.docx", GOOD, text=f"{REVIEW}的报告")
    assert "第 1 版" in texts(await chat.say(WANG, f"{REVIEW} 我的材料"))[-1]
    assert "还没有交过" in texts(await chat.say(WANG, "示例系 我的材料"))[-1]


async def test_the_group_tells_which_is_meant(chat: Chat) -> None:
    answers = await chat.say(ORGANISER, "@述职助手 倒计时", group=True)
    assert cards(answers) == []
    assert refusals(answers) == []


async def test_a_card_belongs_to_its_procedure(chat: Chat) -> None:
    (card,) = cards(await chat.say(ORGANISER, f"{REVIEW} 把杨小样的延期到12月20日"))
    assert (await chat.click(ORGANISER, card, choice="确认"))["accepted"]
    assert "12月20日" in texts(await chat.say(MEMBER, f"{REVIEW} 我的材料"))[-1]


async def test_a_ballot_of_one_takes_the_votes_of_its_own(chat: Chat) -> None:
    opened = await chat.say(ORGANISER, f"{REVIEW} 开始测评 王文例")
    assert refusals(opened) == []
    (receipt,) = texts(await chat.say(LI, "测评 好"))
    assert "已收到" in receipt
    status = texts(await chat.say(DEAN, f"{REVIEW} 状态"))[-1]
    assert "已投 1/" in status


async def test_nobody_hears_of_two_procedures_twice_on_one_day(chat: Chat) -> None:
    await chat.clock(now="2026-12-03T12:00")
    reminders = [entry for entry in await chat.hears(WANG) if entry["at"] >= "2026-12-03"]
    assert len(reminders) == 1
    assert reminders[0]["text"].count("请于12月10日（周四）前交") == 2


async def test_an_account_of_somebody_else_is_refused(chat: Chat) -> None:
    def look(work: UnitOfWork) -> dict[str, str]:
        lines = [replace(sample_lines()[0], name="别人样")]
        return rosters.accounts_elsewhere(work, DEPARTMENT.id, lines)

    assert await chat.services.read(look) == {DEAN: "示例系"}


async def members_of(chat: Chat, department_id: str) -> dict[str, Person]:
    roster = await chat.services.read(lambda work: people.roster(work, department_id))
    return {person.name: person for person in roster.people}


async def test_a_change_of_people_is_told_once_and_offered_to_the_other_procedure(
    chat: Chat,
) -> None:
    lines = [line for line in sample_lines() if line.account != "m08"]
    newcomer = RosterLine(0, "许新样", "m99", "第一支部", frozenset({Role.MEMBER}), "C")
    moved = [replace(line, branch="第三支部") if line.account == MEMBER else line for line in lines]
    await chat.hears(ORGANISER)
    await chat.send(
        ORGANISER, "示例系名册.xlsx", roster_workbook((*moved, newcomer)), text="示例系"
    )
    heard = await chat.hears(ORGANISER)
    (card,) = [
        card for card in cards(await chat.timeline(ORGANISER)) if "另一项工作" in card["title"]
    ]
    assert f"示例系（{REVIEW}）要不要一起改" in card["text"]
    assert "· 增加：许新样" in card["text"]
    assert "· 改动：" in card["text"]
    assert "· 离开：" in card["text"]
    before = await members_of(chat, "review")
    assert "许新样" not in before
    done = await chat.click(ORGANISER, card, choice="确认")
    assert "一起改好" in done["notice"], heard
    after = await members_of(chat, "review")
    assert after["许新样"].account == "m99"
    assert {name for name, person in before.items() if person.account == "m08"} - set(after)
    (member,) = [person for person in after.values() if person.account == MEMBER]
    assert member.branch is not None
    assert member.branch.name == "第三支部"
    assert member.groups == ("member",)


async def test_the_other_procedure_may_stay_as_it_is(chat: Chat) -> None:
    lines = [line for line in sample_lines() if line.account != "m08"]
    await chat.send(ORGANISER, "示例系名册.xlsx", roster_workbook(lines), text="示例系")
    (card,) = [
        card for card in cards(await chat.timeline(ORGANISER)) if "另一项工作" in card["title"]
    ]
    done = await chat.click(ORGANISER, card, choice="取消")
    assert "没有改" in done["notice"]
    assert any(person.account == "m08" for person in (await members_of(chat, "review")).values())


@whole
async def test_an_open_ballot_of_one_keeps_nobody_in_both_from_being_heard(chat: Chat) -> None:
    await beside_each_other(chat)
    await chat.say(ORGANISER, f"{REVIEW} 开始测评 王文例")
    for who in (DEAN, ORGANISER, MEMBER):
        await chat.hears(who)
    # Whoever says nothing of the other is in the one in which he votes.
    assert REVIEW in texts(await chat.say(DEAN, "状态"))[-1]
    assert texts(await chat.say(MEMBER, "谢谢"))
    await chat.say(ORGANISER, "示例系 开始测评 李思样")
    for who in (DEAN, MEMBER):
        await chat.hears(who)
    (card,) = cards(await chat.say(DEAN, "状态"))
    labels = [option["text"] for option in card["questions"][0]["options"]]
    assert labels == ["示例系", REVIEW]
    assert await chat.say(MEMBER, "这位同志总的来说不错")
