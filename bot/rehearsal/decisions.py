"""Scenes after the meeting: publicity, opinions, grades, telling the secretaries; and the inputs before it."""

from datetime import time

from bot.domain.plan import Plan
from bot.domain.words import STANDARD
from bot.rehearsal.play import Play
from bot.rehearsal.scenes import AFTERNOON, DAY, due

BEST = 2  # secretaries who get the best step: within a third of eight
ORDINARY = (
    "支部组织生活规范，党员参与面广；谈心谈话还不够经常",
    "带头破解实验室安全管理难题，师生反映好；调研走访偏少",
    "党建与科研结合紧密；支部品牌还不够突出",
    "支委分工明确，重要的事认真商量；会议记录整理不及时",
    "专业认证期间带头值守，材料扎实；平时的理论学习偏少",
    "就业季逐人谈话，工作主动；教师党员参加活动不多",
    "换届工作平稳规范，新支委上手快；有的制度不健全",
    "主动承担系里急事难事；支部自己的计划落实不够",
)
FIELDWORK = (
    "走访两个班级，学生反映支部联系紧密",
    "参加一次主题党日，讨论有内容；会前准备可以更充分",
    "看了实验中心的党员先锋岗，值班到位；岗位职责还需写具体",
    "和三位青年教师座谈，都说书记听得进意见，办事实在；政策讲得偏少",
    "翻看全年三会一课安排，次数足，学习认真；外出学习少了一次",
    "列席支委会，讨论发展对象很认真；介绍情况的时间偏长",
    "问了五位退休党员，送学上门很积极；大字版材料还没有",
    "听教研室集体备课，党员带头试讲；与兄弟支部交流不多",
)


async def inputs(play: Play, plan: Plan) -> None:
    await play.scene("平时掌握和调研了解", due(plan, "fieldwork") - 7 * DAY, AFTERNOON)
    await play.speaks(play.secretaries[0].account, "准备")
    for leader, word, notes in (
        (play.leaders[1], "平时", ORDINARY),
        (play.leaders[2], "调研", FIELDWORK),
    ):
        lines = [
            f"{secretary.name}：{notes[number % len(notes)]}"
            for number, secretary in enumerate(play.secretaries)
        ]
        await play.speaks(leader, "\n".join([word, *lines]))
        await play.presses(leader, "请确认：记录", "全部确认")


async def publicity(play: Play, plan: Plan) -> None:
    await play.scene("述职报告公示", due(plan, "meeting") + DAY, time(10, 0))
    await play.speaks(play.organiser, "公示")
    await play.presses(play.leaders[0], "请确认公示述职报告", "确认")
    member, other = play.voters[-1].account, play.voters[-2].account
    first = play.secretaries[0].branch
    assert first is not None
    await play.speaks(member, f"公示 {first.name}")
    await play.speaks(member, f"反馈 {first.name}的报告实在，谈心谈话可以再多一些")
    clash = "上课" if plan.words.house == STANDARD.house else "上班"
    await play.speaks(other, f"匿名反馈 {first.name}的活动时间有时和{clash}冲突")
    await play.on(due(plan, "publicity") + DAY, time(10, 0))
    await play.speaks(play.leaders[0], "反馈情况")


async def grades(play: Play, plan: Plan) -> None:
    """The committee decides; the organiser enters it from the minutes, one leader confirms once."""
    await play.scene("评价意见和考核等次", due(plan, "grade"), AFTERNOON)
    day = due(plan, "grade")
    await play.speaks(play.organiser, "待办")
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
    await play.speaks(play.organiser, "材料")
