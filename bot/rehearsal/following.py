"""Twelve months of follow-up: answers by a tap, verification, spot check, bulletins, whether it held, and the end."""

from datetime import date, time, timedelta

from bot.actions.calendar import term_calendar_of
from bot.domain.people import Role
from bot.domain.plan import Plan
from bot.rehearsal.play import Play, SceneFailed
from bot.rehearsal.scenes import AFTERNOON

MONTHS = range(1, 13)
MONTHLY, VERIFY, EFFECT, BULLETIN = "整改事项本月进展", "整改核验", "整改跟踪问效", "发布整改通报"
FIRST_DONE, ALL_DONE = 3, 6  # months in which the first, and all, items are said to be done
WEAK = 4  # position of the branch that is put in order
SILENT, NEEDY = (
    1,
    2,
)  # positions of the secretary who forgets January, and of the one who asks for help in February
LONGEST = 100  # cards that one person would ever have to press in a scene


async def follow_up(play: Play, plan: Plan) -> None:
    for month in MONTHS:
        await _month(play, plan, month)


async def answers_of(play: Play, plan: Plan, month: int, *, all_done: bool) -> None:
    """One month in which everybody answers what he is asked, and the organiser verifies it.

    Unless `all_done` only the first item of each is.
    """
    await play.scene(f"整改跟踪：{plan.year + 1} 年 {month} 月", _asked_on(plan, month), AFTERNOON)
    for subject in play.secretaries:
        if await play.has_card(subject.account, MONTHLY):
            card = await play.open_card(subject.account, MONTHLY)
            rest = "已完成" if all_done else "推进中"
            await play.submits(
                subject.account, card, ["已完成", *[rest] * (len(card["questions"]) - 1)]
            )
    # Whoever has heard something unasked today asks for the card himself.
    await play.speaks(play.organiser, "核验")
    await _press_all(play, play.organiser, VERIFY, "核验通过")


async def _month(play: Play, plan: Plan, month: int) -> None:
    await play.scene(f"整改跟踪：{plan.year + 1} 年 {month} 月", _asked_on(plan, month), AFTERNOON)
    for position, secretary in enumerate(play.secretaries):
        if not (month == 1 and position == SILENT):
            await _answer(
                play,
                secretary.account,
                month,
                needs_help=month == FIRST_DONE - 1 and position == NEEDY,
            )
    await _press_all(play, play.organiser, VERIFY, "核验通过")
    await _press_all(play, play.organiser, EFFECT, "保持良好")
    if month in (4, 7):  # when all is closed there is nothing to report
        await _bulletin(play)
    if month == 5:
        await _spot_check(play)
        await play.speaks(
            play.organiser,
            f"软弱涣散 {_weak(play)} 原因：组织生活不正常；措施：逐月列席；时限：8月底",
        )
    if month == 8:
        await _satisfaction(play)


def _asked_on(plan: Plan, month: int) -> date:
    """The workday on which the month's question goes out: who answers the same day is not asked again."""
    day = term_calendar_of(plan).nth_workday(
        plan.year + 1, month, plan.rectification.monthly_workday
    )
    assert day is not None, "every month has a workday"
    return day


async def _answer(play: Play, who: str, month: int, *, needs_help: bool) -> None:
    """One tap for all his items; nothing where nobody asks him."""
    if not await play.has_card(who, MONTHLY):
        return
    card = await play.open_card(who, MONTHLY)
    choices = [
        "已完成" if month >= ALL_DONE or (month >= FIRST_DONE and number == 0) else "推进中"
        for number in range(len(card["questions"]))
    ]
    if needs_help:
        choices[-1] = "需要帮助"
    await play.submits(who, card, choices)


async def _press_all(play: Play, who: str, title: str, choice: str) -> None:
    for _ in range(LONGEST):
        if not await play.has_card(who, title):
            return
        card = await play.open_card(who, title)
        await play.submits(who, card, [choice] * len(card["questions"]))
    raise SceneFailed(f"「{title}」的卡片一直没有处理完")


async def _bulletin(play: Play) -> None:
    # The morning's message says that the draft can be looked at.
    await play.presses(play.organiser, "待办", "起草")
    if not await play.has_card(play.leaders[0], BULLETIN):
        await play.speaks(play.organiser, "通报 发布")
    await play.presses(play.leaders[0], BULLETIN, "确认")


async def _spot_check(play: Play) -> None:
    """Only the drawer hears of it."""
    answers = await play.speaks(play.leaders[1], "抽查 2")
    drawn = next(
        (b.name for b in play.roster.branches if any(b.name in entry["text"] for entry in answers)),
        "",
    )
    if not drawn:
        raise SceneFailed("抽查没有抽到任何支部")
    await play.speaks(play.leaders[1], f"抽查结果 {drawn} 查看了谈心谈话记录，情况属实")


def _weak(play: Play) -> str:
    return play.roster.branches[WEAK].name


async def _satisfaction(play: Play) -> None:
    """The people of the branch that is put in order are asked, one of them answers in words; then it is closed."""
    branch, today = _weak(play), play.chat.now.date()
    await play.speaks(play.organiser, f"满意度 {branch} 4天")
    await play.on(today, time(14, 31))
    *tapping, typing = [
        one
        for one in play.voters
        if one.branch and one.branch.name == branch and not one.has(Role.SECRETARY)
    ]
    for person in tapping:
        await play.taps(person.account, "满意度测评", ["满意"])
    await play.chat.post(typing.account, "测评 基本满意")  # as little printed as a ballot
    await play.on(today + timedelta(days=7), time(10, 0))
    await play.speaks(play.organiser, f"满意度 {branch} 公布")
    await play.presses(play.leaders[0], "公布满意度测评结果", "确认")
    await play.speaks(play.organiser, f"整顿完成 {branch} 组织生活已正常开展")
    await play.speaks(play.leaders[0], "软弱涣散")


async def archive(play: Play, plan: Plan) -> None:
    await play.scene("归档", date(plan.year + 2, 1, 12), time(10, 0))
    await play.speaks(play.organiser, f"归档 {plan.year}")
    await play.presses(play.leaders[0], f"{plan.year}年度归档", "确认")
    await play.on(date(plan.year + 2, 1, 12) + timedelta(days=60), time(10, 0))
