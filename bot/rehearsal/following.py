"""Fifteen months of follow-up: who is asked when, a sentence of fact as the answer, verification by
branch, one failed verification, one silent quarter, one extension, one relapse, visits, bulletins,
and the end.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta

from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Person, Role
from bot.domain.plan import Plan
from bot.domain.rectification.items import Item, State
from bot.rehearsal import facts
from bot.rehearsal.play import Play, SceneFailed
from bot.rehearsal.scenes import AFTERNOON, DAY

MONTHLY, VERIFY, BULLETIN = "整改事项本月进展", "整改核验", "发布整改通报"
RAISED = "评议中反映的问题"
SILENT = 1  # position of the secretary who does not answer in spring
NEEDY = 2  # of the one who needs help
LATER = 4  # of the one who asks for more time
WEAK = 4  # of the branch that is put in order
POOR = 3  # of the one whose work is not good enough at first
FALLEN = 5  # of the one in which something comes back
VISITED = (0, SILENT, FALLEN)  # of those to which the organiser goes
TOGETHER = 3  # sentences of one message
FALLEN_BACK = "支委会集体作用"  # what comes back there
LONGEST = 100  # cards that one person would ever have to press in a scene


async def raised_problems(play: Play, _plan: Plan) -> None:
    """What leaders commented on and members wrote becomes items; what was only observed does not."""
    now = play.chat.now
    await play.scene("评议中反映的问题列入台账", now.date(), now.time())
    await play.presses(play.organiser, "待办", "列入台账")
    card = await play.open_card(play.organiser, RAISED)
    lines = card["text"].splitlines()[1:-1]
    beside = [
        line.partition(".")[0]
        for line, source in zip(lines[::2], lines[1::2], strict=True)
        if "领导点评" not in source and "党员群众" not in source
    ]
    if beside:
        await play.speaks(play.organiser, f"第{'、'.join(beside)}条不列")
    await play.presses(play.organiser, RAISED, "列入台账")


async def follow_up(play: Play, plan: Plan) -> None:
    """From January, in which nobody is asked anything, to the last item of the year after."""
    year = plan.year + 1
    await play.scene("整改跟踪：第一季度，没有到期的事项，不问", date(year, 1, 18), AFTERNOON)
    await _spring(play, year)
    await play.scene("整改跟踪：抽查", date(year, 5, 12), AFTERNOON)
    await _spot_check(play)
    await play.speaks(
        play.organiser,
        f"软弱涣散 {_name(play, WEAK)} 原因：组织生活不正常；措施：逐月列席；时限：8月底",
    )
    await _summer(play, year)
    # The morning's message says that the draft of the bulletin can be looked at.
    await play.presses(play.organiser, "待办", "起草")
    if not await play.has_card(play.leaders[0], BULLETIN):
        await play.presses(play.organiser, "待办", "发布")
    await play.presses(play.leaders[0], BULLETIN, "确认")
    await play.scene("整顿：满意度测评", date(year, 8, 26), AFTERNOON)
    await _satisfaction(play)
    await _visits(play, year)
    await _autumn(play, year)
    await _winter(play, year)


async def _spring(play: Play, year: int) -> None:
    """Those are asked whose items nobody has heard of for a quarter, and answer in a sentence each."""
    await play.scene("整改跟踪：4月，问三个月没有消息的", date(year, 4, 1), AFTERNOON)
    for position, secretary in enumerate(play.secretaries):
        if position == SILENT:
            continue
        said = []
        for item in await _open_items(play, secretary):
            fact = facts.told(facts.UNDER_WAY, item.problem, position)
            if fact:
                said.append(f"第{_number(item)}条：{fact}")
        await play.speaks(secretary.account, "；".join(said))
    needy = play.secretaries[NEEDY]
    first = (await _open_items(play, needy))[0]
    number = _number(first)
    await play.speaks(needy.account, f"第{number}条需要帮助：课题组没有固定的讨论场地")
    await play.on(date(year, 4, 2), AFTERNOON)
    await play.speaks(
        play.organiser, f"回复{_name(play, NEEDY)}：系楼305每周四下午留给课题组，从4月8日起"
    )
    await play.presses(needy.account, "求助答复", "解决了")


async def _summer(play: Play, year: int) -> None:
    """What is due in June is asked after once, reported in sentences and verified by branch."""
    await play.scene("整改跟踪：6月，问月底到期的", date(year, 6, 1), AFTERNOON)
    for secretary in play.secretaries[LATER:]:  # the others answer when they have something to say
        if await play.has_card(secretary.account, MONTHLY):
            await play.presses(secretary.account, MONTHLY, "还在做")
    later = play.secretaries[LATER]
    (first, *_) = await _due(play, later, date(year, 6, 30))
    await play.speaks(later.account, f"第{_number(first)}条时限10月底")
    await play.scene("整改跟踪：6月底，报告和核验", date(year, 6, 24), AFTERNOON)
    for position, _ in enumerate(play.secretaries):
        if position != SILENT:
            await _report(play, position, date(year, 6, 30))
    await _verify(play, poor=POOR)
    await play.scene("整改跟踪：7月，到期没有消息的再问一次", date(year, 7, 1), AFTERNOON)
    await _report(play, SILENT, date(year, 6, 30))
    poor = play.secretaries[POOR]
    (returned,) = await _due(play, poor, date(year, 6, 30))
    await play.speaks(poor.account, f"第{_number(returned)}条完成了：{facts.BETTER}")
    await _verify(play)


async def _visits(play: Play, year: int) -> None:
    """Some months after the closure somebody goes there, and says what he saw.

    There is time for some branches only; what was not looked at is not said to hold.
    """
    await play.scene("回访", date(year, 10, 15), AFTERNOON)
    for position in VISITED:
        secretary = play.secretaries[position]
        closed = [
            item
            for item in await _items(play, secretary)
            if item.state is State.CLOSED and item.revisit is None
        ]
        if not closed:
            continue
        numbers = [_number(item) for item in closed]
        if position == FALLEN:
            numbers = [_number(item) for item in closed if FALLEN_BACK in item.problem]
        which = "、".join(map(str, numbers))
        branch = _name(play, position)
        await play.speaks(play.organiser, f"回访 {branch} {which} {facts.SEEN[position]}")


async def _autumn(play: Play, year: int) -> None:
    """Whoever has finished what is due in December says so with the rest; one still has to."""
    await play.scene("整改跟踪：10月和11月到期的", date(year, 10, 29), AFTERNOON)
    await _report(play, LATER, date(year, 10, 31))
    await play.scene("整改跟踪：11月，问月底到期的", date(year, 11, 1), AFTERNOON)
    await play.on(date(year, 11, 26), AFTERNOON)
    for position, _ in enumerate(play.secretaries):
        until = date.max
        if position == FALLEN:
            until = date(year, 11, 30)
        await _report(play, position, until)
    await _verify(play)


async def _winter(play: Play, year: int) -> None:
    """All that is left is reported and verified before the year ends."""
    await play.scene("整改跟踪：12月，收尾", date(year, 12, 16), AFTERNOON)
    fallen = play.secretaries[FALLEN]
    for item in await _open_items(play, fallen):
        if FALLEN_BACK in item.problem:
            await play.speaks(fallen.account, f"第{_number(item)}条完成了：{facts.AGAIN}")
    await report_everything(play)


async def report_everything(play: Play) -> None:
    """Every subject reports all that is open, in a sentence each, and the organiser verifies it."""
    for position, _ in enumerate(play.secretaries):
        await _report(play, position, date.max)
    await _verify(play)


async def _report(play: Play, position: int, until: date) -> None:
    """One message with a sentence for each item that is due by then; nothing where none is."""
    secretary = play.secretaries[position]
    said = []
    for item in await _due(play, secretary, until):
        fact = facts.told(facts.DONE, item.problem, position) or "已按要求办好，支委会上说明过"
        said.append(f"第{_number(item)}条完成了：{fact}")
    for at in range(0, len(said), TOGETHER):
        await play.speaks(secretary.account, "；".join(said[at : at + TOGETHER]))


async def _verify(play: Play, *, poor: int | None = None) -> None:
    """Branch after branch on one card; of the poor one the first item is not good enough."""
    for _ in range(LONGEST):
        # The card comes by itself: at once, with the next morning, or after the one before.
        if not await play.has_card(play.organiser, VERIFY):
            items = await play.chat.program.services.read(
                lambda work: ledger.of_department(work, play.roster.department.id)
            )
            if not any(item.state is State.PROPOSED for item in items):
                return
            await play.on(play.chat.now.date() + DAY, AFTERNOON)
        card = await play.open_card(play.organiser, VERIFY)
        if poor is not None and _name(play, poor) in card["text"]:
            lines = card["text"].partition(f"{_name(play, poor)}报告完成")[2].splitlines()
            number = lines[1].partition(".")[0]
            await play.speaks(
                play.organiser,
                f"{_name(play, poor)}第{number}条还不行：问了两名党员，都说没有见过新办法",
            )
            poor = None
            continue
        await play.presses(play.organiser, VERIFY, "核验通过")
    raise SceneFailed(f"「{VERIFY}」的卡片一直没有处理完")


async def _items(play: Play, secretary: Person) -> Sequence[Item]:
    place = play.roster.place_of(secretary)
    assert place is not None, "he is evaluated for it"

    def read(work: UnitOfWork) -> list[Item]:
        return ledger.of_branch(work, play.roster.department.id, place)

    return await play.chat.program.services.read(read)


async def _open_items(play: Play, secretary: Person) -> Sequence[Item]:
    return [item for item in await _items(play, secretary) if item.state is State.OPEN]


async def _due(play: Play, secretary: Person, until: date) -> Sequence[Item]:
    """Returns the open items with a date up to then; without a date they count as the last."""
    return [item for item in await _open_items(play, secretary) if (item.due or date.max) <= until]


def _number(item: Item) -> int:
    """Returns the number by which its first owner speaks of it; sample items have one owner."""
    return item.owners[0].number


def _name(play: Play, position: int) -> str:
    return play.roster.branches[position].name


async def _spot_check(play: Play) -> None:
    """Only the drawer hears of it."""
    answers = await play.speaks(play.leaders[1], "抽查 2")
    lines = [line for entry in answers for line in entry["text"].splitlines() if line[:1] == "·"]
    answer = "\n".join(lines)
    drawn = [branch.name for branch in play.roster.branches if branch.name in answer]
    if not drawn:
        raise SceneFailed("抽查没有抽到任何支部")
    await play.speaks(play.leaders[1], f"抽查结果 {drawn[0]} 查看了谈心谈话记录，情况属实")


async def _satisfaction(play: Play) -> None:
    """The people of the branch that is put in order are asked, one of them answers in words; then
    it is closed.
    """
    branch, today = _name(play, WEAK), play.chat.now.date()
    await play.speaks(play.organiser, f"满意度 {branch} 4天")
    await play.on(today, time(14, 31))
    *tapping, typing = [
        voter
        for voter in play.voters
        if voter.branch and voter.branch.name == branch and not voter.has(Role.SECRETARY)
    ]
    for person in tapping:
        await play.taps(person.account, "满意度测评", ["满意"])
    await play.chat.post(typing.account, "测评 基本满意")  # as little printed as a ballot
    await play.on(today + timedelta(days=7), time(10, 0))
    # The morning's message said that the answers are counted.
    await play.presses(play.organiser, "待办", "公布")
    await play.presses(play.leaders[0], "公布满意度测评结果", "确认")
    await play.speaks(play.organiser, f"整顿完成 {branch} 组织生活已正常开展")
    await play.speaks(play.leaders[0], "软弱涣散")


async def archive(play: Play, plan: Plan) -> None:
    await play.scene("归档", date(plan.year + 2, 1, 12), time(10, 0))
    await play.presses(play.organiser, "待办", "归档")
    await play.presses(play.leaders[0], f"{plan.year}年度归档", "确认")
    await play.on(date(plan.year + 2, 1, 12) + timedelta(days=60), time(10, 0))
