"""Scenes after the meeting: publicity, opinions, grades, telling the secretaries; and the inputs before it."""

from datetime import time

from bot.domain.plan import Plan
from bot.rehearsal.play import Play
from bot.rehearsal.scenes import AFTERNOON, DAY, due

BEST = 2  # secretaries who get the best step: within a third of eight
ORDINARY = (
    "支部组织生活规范，党员参与面广；谈心谈话还不够经常",
    "带头破解实验室安全管理难题，师生反映好；调研走访偏少",
    "党建与科研结合紧密；支部品牌还不够突出",
)
FIELDWORK = (
    "走访两个班级，学生反映支部联系紧密",
    "参加一次主题党日，讨论有内容；会前准备可以更充分",
)


async def inputs(play: Play, plan: Plan) -> None:
    await play.scene("平时掌握和调研了解", due(plan, "fieldwork") - 7 * DAY, AFTERNOON)
    await play.speaks(play.secretaries[0].account, "准备")
    for number, secretary in enumerate(play.secretaries):
        leader = play.leaders[number % len(play.leaders)]
        await play.speaks(leader, f"平时 {secretary.name} {ORDINARY[number % len(ORDINARY)]}")
        await play.speaks(leader, f"调研 {secretary.name} {FIELDWORK[number % len(FIELDWORK)]}")


async def publicity(play: Play, plan: Plan) -> None:
    await play.scene("述职报告公示", due(plan, "meeting") + DAY, time(10, 0))
    await play.speaks(play.organiser, "公示")
    await play.presses(play.leaders[0], "请确认公示述职报告", "确认")
    member, other = play.voters[-1].account, play.voters[-2].account
    first = play.secretaries[0].branch
    assert first is not None
    await play.speaks(member, f"公示 {first.name}")
    await play.speaks(member, f"反馈 {first.name}的报告实在，谈心谈话可以再多一些")
    await play.speaks(other, f"匿名反馈 {first.name}的活动时间有时和上课冲突")
    await play.on(due(plan, "publicity") + DAY, time(10, 0))
    await play.speaks(play.leaders[0], "反馈情况")


async def grades(play: Play, plan: Plan) -> None:
    """The committee decides; the leader writes down what it decided, the organiser confirms."""
    await play.scene("评价意见和考核等次", due(plan, "grade"), AFTERNOON)
    chair, day = play.leaders[0], due(plan, "grade")
    for number, secretary in enumerate(play.secretaries):
        step = plan.grade_steps[0 if number < BEST else 1]
        await play.speaks(chair, f"意见 {secretary.name}")
        await play.speaks(
            chair, f"定等 {secretary.name} {step} {day.month}月{day.day}日党委会研究决定"
        )
        await play.presses(play.organiser, "请确认考核等次", "确认")
    await play.speaks(chair, f"等次表 {play.secretaries[0].name}")


async def feedback(play: Play, plan: Plan) -> None:
    await play.scene("向书记反馈评价意见和等次", due(plan, "feedback"), time(10, 0))
    for secretary in play.secretaries:
        await play.speaks(play.leaders[0], f"送达 {secretary.name}")
        await play.presses(play.organiser, "请确认向书记反馈", "确认")
        await play.presses(secretary.account, "考核结果反馈", "阅知")


async def export(play: Play, plan: Plan) -> None:
    await play.scene("导出", due(plan, "rectification"), AFTERNOON)
    await play.speaks(play.leaders[0], "导出")
    await play.speaks(play.leaders[0], "状态图")
