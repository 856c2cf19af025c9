"""The script, scene by scene, in the order of the plan. Each scene does what its people would do, and no more."""

from datetime import date, time, timedelta

from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.rehearsal.play import Play
from bot.sample import sample_report

STEPS = ("好", "较好", "一般")
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
    for secretary in play.secretaries:
        assert secretary.branch is not None
        await play.speaks(play.organiser, f"受理 {secretary.branch.name}")
        await play.speaks(secretary.account, "对应")
        await play.presses(secretary.account, "对应", "对应无误")
    await play.speaks(play.leaders[0], "状态")


async def meeting(play: Play, plan: Plan) -> None:
    await play.scene("述职评议会：签到、述职、点评、测评", due(plan, "meeting"), AFTERNOON)
    await play.speaks(play.organiser, "会议 种子 示例系述职评议会")
    await play.speaks(play.organiser, "会议 抽签")
    await play.speaks(play.organiser, "签到", group=True)
    await play.speaks(play.leaders[0], "签到")
    for person in play.voters:
        await play.taps(person.account, "签到", ["到会"])
    await play.speaks(play.organiser, "签到")
    for number in range(len(play.secretaries)):
        await play.speaks(play.organiser, "下一位", group=True)
        await comment_and_vote(play, number)
    await play.speaks(play.organiser, "结束测评", group=True)


async def comment_and_vote(play: Play, number: int) -> None:
    """A leader comments on the speaker, everybody who may votes."""
    leader = play.leaders[number % len(play.leaders)]
    await play.speaks(leader, "点评 履职比较扎实，解决重点难点问题的办法还不够多")
    for position, person in enumerate(play.voters):
        await play.taps(person.account, "现场测评", [STEPS[(position + number) % len(STEPS)]])


async def release(play: Play, plan: Plan) -> None:
    await play.scene("公布测评结果", due(plan, "meeting"), time(17, 0))
    await play.speaks(play.organiser, "公布")
    await play.presses(play.leaders[0], "公布测评结果", "确认")
