"""The script, scene by scene, in the order of the plan.

Each scene does what its people would do, and no more.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random

from bot.domain.people import Person
from bot.domain.plan import Plan
from bot.domain.values import dataclass
from bot.rehearsal.observations import COMMENTS
from bot.rehearsal.play import Play
from bot.sample import sample_report

STEPS = ("好", "较好", "一般", "差")
STANDING = (78, 61, 70, 52, 66, 74, 57, 47)  # how many of a hundred find a secretary 好
MILDNESS = (20, 8, 0, 0, -12, -25)  # what a voter adds to it
AFTERNOON = time(14, 30)
DAY = timedelta(days=1)
LATE = 7  # position of the secretary who needs the reminders
FLAWED = 2  # position of the one whose first version must be mended


@dataclass(frozen=True)
class HandingIn:
    """A report that comes so long before its last day; `position` counts the secretaries."""

    position: int
    before: timedelta
    at: time
    good: bool = True


HANDED_IN = (
    HandingIn(FLAWED, 8 * DAY, time(14, 30), good=False),
    HandingIn(FLAWED, 7 * DAY, time(10, 25)),
    HandingIn(4, 7 * DAY, time(15, 10)),
    HandingIn(0, 6 * DAY, time(16, 40)),
    HandingIn(6, 3 * DAY, time(11, 5)),
    HandingIn(1, 3 * DAY, time(15, 20)),
    HandingIn(5, 2 * DAY, time(17, 15)),
    HandingIn(3, DAY, time(13, 50)),
)


def due(plan: Plan, stage_id: str) -> date:
    stage = plan.stage(stage_id)
    assert stage is not None, "the built-in plan has it"
    return stage.due


async def notice(play: Play, plan: Plan) -> None:
    # The morning's message says what is to be done that day: nothing needs to be typed.
    await play.scene("印发通知", due(plan, "notice"))
    await play.presses(play.organiser, "待办", "看通知稿")
    await play.presses(play.organiser, "发布通知", "确认")


async def reports(play: Play, plan: Plan) -> None:
    """Each hands in when he is ready, one must mend his report, one waits for the last reminder."""
    await hand_in_in_time(play, plan)
    await play.on(due(plan, "report"), AFTERNOON)
    await play.speaks(play.leaders[0], "还有谁没交")
    await hand_in(play, play.secretaries[LATE], good=True)


async def hand_in_in_time(play: Play, plan: Plan) -> None:
    """Everybody but the last; the flawed version is mended the day after."""
    last = due(plan, "report")
    await play.scene("撰写和提交述职报告", last - HANDED_IN[0].before, HANDED_IN[0].at)
    for version in HANDED_IN:
        secretary = play.secretaries[version.position]
        await play.on(last - version.before, version.at)
        await hand_in(play, secretary, good=version.good)
        if not version.good:
            await play.speaks(secretary.account, "我的材料")


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
    await play.presses(play.organiser, "待办", "全部通过")
    await play.presses(play.organiser, "审核通过", "确认")
    for secretary in play.secretaries:
        await play.presses(secretary.account, "对应", "对应无误")
    await play.speaks(play.leaders[0], "状态")


async def invitation(play: Play, plan: Plan) -> None:
    """The organiser writes one sentence; somebody cannot come; everybody may ask."""
    day = due(plan, "meeting")
    await play.scene("会议通知", day - 4 * DAY, AFTERNOON)
    await play.speaks(play.organiser, f"会议通知 {day.month}月{day.day}日14:30 系楼302")
    await play.presses(play.organiser, "会议通知", "确认")
    await play.presses(play.organiser, "待办", "按名册")
    await play.speaks(play.voters[-1].account, "请假 到外地开会")
    await play.speaks(play.secretaries[1].account, "我第几个讲，讲几分钟")


async def meeting(play: Play, plan: Plan) -> None:
    """One sheet for all: nobody says a word in the group but the bot, three times."""
    present = await gather(play, plan)
    await rate(play, present[:-1])
    # As little printed as a ballot.
    await play.chat.post(present[-1].account, f"都好，{play.secretaries[1].name}较好")
    await play.speaks(present[-2].account, "我的票")
    await collect(play)


async def gather(play: Play, plan: Plan) -> Sequence[Person]:
    """Everybody but the one on leave is there and gets his sheet; returns them."""
    await play.scene("述职评议会：签到、述职、现场测评、点评", due(plan, "meeting"), AFTERNOON)
    present = [person for person in play.voters if person != play.voters[-1]]
    await play.speaks(present[-1].account, "到")
    for person in present[:-1]:
        await play.chat.post(person.account, "到")
    await play.presses(play.organiser, "待办", "发测评表")
    await play.speaks(present[-1].account, "怎样保密")
    return present


async def rate(play: Play, voters: Sequence[Person]) -> None:
    chance = Random(play.year)  # noqa: S311 - people's minds, the same in every rehearsal
    for voter in voters:
        await fill(play, voter, chance)


async def fill(play: Play, voter: Person, chance: Random) -> None:
    """Taps his way through his sheet: some are mild, some strict, and no two secretaries alike."""
    mildness = chance.choice(MILDNESS)
    for position, _ in enumerate(play.secretaries):
        best = STANDING[position % len(STANDING)] + mildness
        doubt = 100 - best
        [step] = chance.choices(STEPS, (best, doubt * 0.74, doubt * 0.24, doubt * 0.02))
        await play.taps(voter.account, "／", [step])


async def collect(play: Play) -> None:
    """The count; then the leader who commented writes one message, a line for each."""
    await play.presses(play.organiser, "待办", "收票")
    lines = [
        f"{secretary.name}：{COMMENTS[number % len(COMMENTS)]}"
        for number, secretary in enumerate(play.secretaries)
    ]
    await play.speaks(play.leaders[1], "\n".join(["点评", *lines]))
    await play.presses(play.leaders[1], "记录领导点评", "确认")


async def release(play: Play, plan: Plan) -> None:
    await play.scene("测评结果交领导", due(plan, "meeting"), time(17, 0))
    await play.presses(play.organiser, "待办", "办理")
    await play.presses(play.leaders[0], "核对测评结果", "确认")
