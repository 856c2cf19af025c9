"""Scenes after the meeting: publicity, opinions, grades, telling the secretaries; and the inputs
before it.
"""

from datetime import time

from bot.domain.plan import Plan
from bot.domain.words import STANDARD
from bot.rehearsal.observations import EVERYDAY, FIELDWORK
from bot.rehearsal.play import Play
from bot.rehearsal.scenes import AFTERNOON, DAY, due

BEST = 2  # secretaries who get the best step: within a third of eight


async def inputs(play: Play, plan: Plan) -> None:
    await play.scene("平时掌握和调研了解", due(plan, "fieldwork") - 7 * DAY, AFTERNOON)
    await play.speaks(play.secretaries[0].account, "准备")
    for leader, word, notes in (
        (play.leaders[1], "平时", EVERYDAY),
        (play.leaders[2], "调研", FIELDWORK),
    ):
        lines = [
            f"{secretary.name}：{notes[number % len(notes)]}"
            for number, secretary in enumerate(play.secretaries)
        ]
        await play.speaks(leader, "\n".join([word, *lines]))
        await play.presses(leader, "请确认：记录", "确认")
    # One sentence of the visits does not say what it is.
    await play.presses(play.leaders[2], "成绩、问题还是建议", "成绩")


async def publicity(play: Play, plan: Plan) -> None:
    await play.scene("述职报告公示", due(plan, "meeting") + DAY, time(10, 0))
    # The list came with the confirmed result: nothing needs to be typed from there on.
    await play.presses(play.organiser, "待办", "办理公示")
    await made_public(play, plan)


async def made_public(play: Play, plan: Plan) -> None:
    """A leader confirms, two people say what they think, and somebody reads it when it is over."""
    await play.presses(play.leaders[0], "请确认公示述职报告", "确认")
    member, other = play.voters[-1].account, play.voters[-2].account
    first = play.secretaries[0].branch
    assert first is not None
    await play.speaks(member, f"公示 {first.name}")
    await play.speaks(member, f"反馈 {first.name}的报告实在，谈心谈话可以再多一些")
    clash = "上班"
    if plan.words.house == STANDARD.house:
        clash = "上课"
    await play.speaks(other, f"匿名反馈 {first.name}的活动时间有时和{clash}冲突")
    await play.on(due(plan, "publicity") + DAY, time(10, 0))
    await play.speaks(play.leaders[0], "反馈情况")


async def grades(play: Play, plan: Plan) -> None:
    """The committee decides; the organiser enters it from the minutes, one leader confirms once."""
    await play.scene("评价意见和考核等次", due(plan, "grade"), AFTERNOON)
    day = due(plan, "grade")
    await play.presses(play.organiser, "待办", "起草")
    best = "、".join(secretary.name for secretary in play.secretaries[:BEST])
    first, second = plan.grade_steps[:2]
    minutes = f"{day.month}月{day.day}日党总支会议研究"
    await play.speaks(play.organiser, f"等次：{first} {best}；其余{second}。{minutes}")
    await play.presses(play.organiser, "请核对考核等次", "确认")
    await play.speaks(play.leaders[0], "同意")


async def feedback(play: Play, plan: Plan) -> None:
    await play.scene("向书记反馈评价意见和等次", due(plan, "feedback"), time(10, 0))
    # The morning's message ends with what waits: nothing needs to be typed.
    await play.presses(play.organiser, "待办", "全部反馈")
    await play.presses(play.leaders[0], "反馈", "确认")
    for secretary in play.secretaries:
        await play.presses(secretary.account, "考核结果反馈", "阅知")


async def export(play: Play, plan: Plan) -> None:
    await play.scene("导出", due(plan, "rectification"), AFTERNOON)
    await play.presses(play.organiser, "待办", "整理材料")
