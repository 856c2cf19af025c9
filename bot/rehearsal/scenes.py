"""The script, scene by scene, in the order of the plan. Each scene does what its people would do, and no more."""

from datetime import date, time, timedelta
from random import Random

from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.rehearsal.play import Play
from bot.sample import sample_report

STEPS = ("好", "较好", "一般", "差")
COMMENTS = (
    "履职比较扎实，联系群众紧密；解决重点难点问题的办法还不够多",
    "问题找得准，措施具体；调研走访还要再深入一些",
    "组织生活抓得规范；党员教育的形式可以更活",
    "支部在科研攻关中作用明显；经验总结不够",
    "敢于直面问题；有的整改时限偏长",
    "带头讲党课，师生反映好；谈心谈话覆盖不全",
    "发展党员把关严；支部品牌特色不突出",
    "活动有声有色；和中心工作结合还不够紧",
)
AFTERNOON = time(14, 30)
DAY = timedelta(days=1)
LATE = 7  # position of the secretary who needs the reminders
FLAWED = 2  # position of the one whose first version must be mended


def due(plan: Plan, stage_id: str) -> date:
    stage = plan.stage(stage_id)
    assert stage is not None, "the built-in plan has it"
    return stage.due


async def notice(play: Play, plan: Plan) -> None:
    await play.scene("印发通知", due(plan, "notice"))
    await play.speaks(play.organiser, "通知")
    await play.presses(play.organiser, "发布通知", "确认")


async def reports(play: Play, plan: Plan) -> None:
    """Most hand in early, one must mend his report, one waits for the last reminder."""
    await play.scene("撰写和提交述职报告", due(plan, "report") - 8 * DAY, AFTERNOON)
    for position, secretary in enumerate(play.secretaries):
        if position != LATE:
            await hand_in(play, secretary, good=position != FLAWED)
    flawed = play.secretaries[FLAWED]
    await play.speaks(flawed.account, "我的材料")
    await hand_in(play, flawed, good=True)
    await play.on(due(plan, "report"), AFTERNOON)
    await play.speaks(play.leaders[0], "还有谁没交")
    await hand_in(play, play.secretaries[LATE], good=True)


async def hand_in(play: Play, secretary: Person, *, good: bool) -> None:
    assert secretary.branch is not None
    content = sample_report(secretary.branch.name, year=play.year, good=good)
    await play.sends(secretary.account, f"{secretary.branch.name}述职报告.docx", content)


async def review(play: Play, plan: Plan) -> None:
    await play.scene("审阅报告，核对问题、原因、措施", due(plan, "review") - DAY, AFTERNOON)
    first = play.secretaries[0]
    assert first.branch is not None
    await play.speaks(play.organiser, f"退回 {first.branch.name} 问题部分请再写具体一些")
    await hand_in(play, first, good=True)
    await play.speaks(play.organiser, "待办")
    await play.presses(play.organiser, "待办", "全部通过")
    await play.presses(play.organiser, "审核通过", "全部确认")
    for secretary in play.secretaries:
        await play.presses(secretary.account, "对应", "对应无误")
    await play.speaks(play.leaders[0], "状态")


async def invitation(play: Play, plan: Plan) -> None:
    """The organiser writes one sentence; somebody cannot come; everybody may ask."""
    day = due(plan, "meeting")
    await play.scene("会议通知", day - 7 * DAY, AFTERNOON)
    await play.speaks(play.organiser, f"会议通知 {day.month}月{day.day}日14:30 系楼302")
    await play.presses(play.organiser, "会议通知", "确认")
    await play.speaks(play.organiser, "发言顺序按名册")
    await play.speaks(play.voters[-1].account, "请假 到外地开会")
    await play.speaks(play.secretaries[1].account, "我第几个讲，讲几分钟")


async def meeting(play: Play, plan: Plan) -> None:
    """One sheet for all: nobody says a word in the group but the bot, three times."""
    await play.scene("述职评议会：签到、述职、现场测评、点评", due(plan, "meeting"), AFTERNOON)
    present = [person for person in play.voters if person != play.voters[-1]]
    await play.speaks(present[-1].account, "到")
    for person in present[:-1]:
        await play.chat.post(person.account, "到")
    await play.speaks(play.organiser, "发测评表")
    await play.speaks(present[-1].account, "怎样保密")
    chance = Random(play.year)  # noqa: S311 - people's minds, the same in every rehearsal
    for person in present[:-2]:
        await fill(play, person, chance)
    # As little printed as a ballot.
    await play.chat.post(present[-1].account, f"都好，{play.secretaries[1].name}较好")
    await play.speaks(present[-2].account, "我的票")
    await play.speaks(play.organiser, "收票")
    # The leader who commented writes one message, a line for each.
    lines = [
        f"{secretary.name}：{COMMENTS[number % len(COMMENTS)]}"
        for number, secretary in enumerate(play.secretaries)
    ]
    await play.speaks(play.leaders[1], "\n".join(["点评", *lines]))
    await play.presses(play.leaders[1], "记录领导点评", "全部确认")


async def fill(play: Play, person: Person, chance: Random) -> None:
    """Taps his way through his sheet, as people do: mostly well, seldom the same twice."""
    for _ in play.secretaries:
        weights = (62, 28, 9, 1)
        [step] = chance.choices(STEPS, weights)
        await play.taps(person.account, "／", [step])


async def release(play: Play, plan: Plan) -> None:
    await play.scene("测评结果交领导", due(plan, "meeting"), time(17, 0))
    await play.speaks(play.organiser, "交领导")
    await play.presses(play.leaders[0], "核对测评结果", "确认")
