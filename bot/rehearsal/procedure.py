"""Any plan played from its notice to its archive by a small invented unit: `rehearse --plan`.

Each scene belongs to a part of the procedure and is left out where the plan has none.
"""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta
from random import Random

from bot.domain.people import Role
from bot.domain.plan import COMMENTS, EVERYDAY, FIELD_VISITS, SELF, Part, Plan
from bot.exports.documents import OfficialDocument, Text, official_document
from bot.rehearsal import decisions, following
from bot.rehearsal.play import Play
from bot.sample import sample_report

Scene = Callable[[Play, Plan], Awaitable[None]]

AFTERNOON = time(14, 30)
WORDS = {EVERYDAY: "平时", FIELD_VISITS: "调研", COMMENTS: "点评"}
KNOWN = (
    "优点：工作比较扎实，大家反映好；不足：调查研究还不够多",
    "优点：遇事主动，办得认真；不足：和大家商量得还不够",
    "优点：做事规范，待人热情；不足：新办法偏少",
    "优点：带头教新人，大家评价高；不足：进度有时不够快",
    "优点：任务重的时候积极承担，完成得很好；不足：总结写得偏少",
    "优点：服务热情，来办事的人反映好；不足：学习还不够经常",
    "优点：工作负责，把关到位；不足：向大家说明的时候偏少",
)
DAY = timedelta(days=1)
# Months of the next year: in the first some items are done, in the last all of them.
FOLLOWED = 3  # the month in which everything is reported
LAPSE = timedelta(days=30)  # from the last thing done to the archive
WORK = "本年度按照职责完成各项工作，遵守纪律，注重学习，服务师生。还存在调研不够深入的问题，下一年度将逐项改进。"


def day_of(plan: Plan, stage_id: str) -> date:
    """Returns the day of a stage; the plan's deadline where it has none."""
    return plan.day_of(stage_id) or plan.deadline


async def notice(play: Play, plan: Plan) -> None:
    await play.scene("印发通知", day_of(plan, "notice"))
    await play.speaks(play.organiser, "方案")
    if plan.focus_is_old:
        await play.speaks(play.organiser, "确认重点")
    await play.speaks(play.organiser, "通知")
    await play.presses(play.organiser, "发布通知", "确认")
    await play.speaks(play.secretaries[0].account, "帮助")


async def reports(play: Play, plan: Plan) -> None:
    await play.scene(f"提交{plan.words.report}", day_of(plan, "report") - 2 * DAY, AFTERNOON)
    for subject in play.secretaries:
        if plan.has(Part.OUTLINE):
            assert subject.branch is not None
            content = sample_report(subject.branch.name, year=plan.year)
        else:
            title = f"{plan.words.report}（{subject.name}）"
            content = official_document(
                OfficialDocument(title, tuple(Text(WORK) for _ in range(8)))
            )
        await play.sends(subject.account, f"{plan.words.report}.docx", content)
    await play.speaks(play.leaders[0], "谁没交")
    if plan.has(Part.REVIEW):
        await play.speaks(play.organiser, "通过 全部")
        await play.presses(play.organiser, "审核通过", "确认")
    if plan.has(Part.OUTLINE) and plan.has(Part.RECTIFICATION):
        for subject in play.secretaries:
            await play.speaks(subject.account, "对应")
            await play.presses(subject.account, "对应", "对应无误")


async def inputs(play: Play, plan: Plan) -> None:
    entered = [rule for rule in plan.required_inputs if not rule.is_ballot]
    if not entered:
        return
    await play.scene("记录各项依据", day_of(plan, "meeting") - 7 * DAY, AFTERNOON)
    for number, subject in enumerate(play.secretaries):
        leader = play.leaders[number % len(play.leaders)]
        for place, rule in enumerate(entered):
            known = KNOWN[(number + 3 * place) % len(KNOWN)]
            if rule.id in WORDS:
                await play.speaks(leader, f"{WORDS[rule.id]} {subject.name} {known}")
                continue
            who = leader
            if SELF in rule.by:
                who = subject.account
            elif Role.LEADER not in rule.by:
                who = play.organiser
            await play.speaks(who, f"记依据 {subject.name} {rule.title} {known}")


async def ballot(play: Play, plan: Plan) -> None:
    await play.scene(f"{plan.words.meeting}：测评", day_of(plan, "meeting"), AFTERNOON)
    chance = Random(plan.year)  # noqa: S311 - people's minds, the same in every rehearsal
    rows = plan.ballot.rows
    gives_marks = any(row.marks for row in rows)
    full = min((row.full or 100 for row in rows), default=100)  # a mark that every row takes
    for rule in plan.rounds or (None,):
        voters = play.voters
        called = ""
        if rule is not None:
            voters = [person for person in voters if person.category in rule.classes]
            called = f" {rule.title}"
        await play.speaks(play.organiser, f"发测评表{called}", group=True)
        for person in voters:
            if gives_marks:
                choice = str(full - chance.choice((0, 1, 1, 2)))
            else:
                choice = chance.choices(plan.ballot.scale[:2], (2, 1))[0].title
            # As little is printed of it as of any ballot.
            await play.chat.post(person.account, f"都{choice}")
        await play.speaks(play.organiser, "收票", group=True)
    await play.on(day_of(plan, "meeting"), time(17, 0))
    await play.speaks(play.organiser, "公布")
    await play.presses(play.leaders[0], "公布测评结果", "确认")


async def publicity(play: Play, plan: Plan) -> None:
    await play.scene("述职报告公示", day_of(plan, "meeting") + DAY, time(10, 0))
    await play.speaks(play.organiser, "公示")
    await decisions.made_public(play, plan)


async def grades(play: Play, plan: Plan) -> None:
    """The opinions one by one; all grades in one sentence, so that the second person has one card."""
    await play.scene("确定等次", day_of(plan, "grade"), AFTERNOON)
    chair, day = play.leaders[0], day_of(plan, "grade")
    best, ordinary = plan.grade_steps[:2]
    if plan.has(Part.OPINION):
        for subject in play.secretaries:
            await play.speaks(chair, f"意见 {subject.name}")
    first = play.secretaries[0].name
    minutes = f"{day.month}月{day.day}日会议研究"
    await play.speaks(play.organiser, f"等次：{best} {first}；其余{ordinary}。{minutes}")
    await play.presses(play.organiser, "请核对考核等次", "确认")
    await play.presses(chair, "请确认考核等次", "确认")


async def results(play: Play, plan: Plan) -> None:
    await play.scene("反馈", day_of(plan, "feedback"), AFTERNOON)
    await play.speaks(play.organiser, "送达 全部")
    await play.presses(play.leaders[0], "请确认向", "确认")
    for subject in play.secretaries:
        await play.presses(subject.account, "考核结果反馈", "阅知")


async def result_list(play: Play, plan: Plan) -> None:
    await play.scene("公示名单", day_of(plan, "feedback"), time(16, 0))
    await play.speaks(play.organiser, "公示名单")
    await play.presses(play.leaders[0], "名单", "确认")


async def rectification(play: Play, plan: Plan) -> None:
    day = date(plan.year + 1, FOLLOWED, 8)
    await play.scene(f"整改：{FOLLOWED}月报告和核验", day, AFTERNOON)
    await following.report_everything(play)


async def export(play: Play, plan: Plan) -> None:
    await play.scene("导出", plan.deadline, time(16, 0))
    await play.speaks(play.leaders[0], "状态")
    await play.speaks(play.leaders[0], "导出")


async def archive(play: Play, plan: Plan) -> None:
    await play.scene("归档", play.chat.now.date() + LAPSE, time(10, 0))
    await play.speaks(play.organiser, f"归档 {plan.year}")
    await play.presses(play.leaders[0], f"{plan.year}年度归档", "确认")


def scenes(plan: Plan) -> tuple[Scene, ...]:
    """Returns the scenes of this plan, in their order."""
    wanted: list[tuple[Part | None, Scene]] = [
        (Part.NOTICE, notice),
        (Part.REPORT, reports),
        (Part.GRADE, inputs),
        (Part.BALLOT, ballot),
        (Part.PUBLICITY, publicity),
        (Part.GRADE, grades),
        (Part.GRADE, results),
        (Part.RESULT_LIST, result_list),
        (None, export),
        (Part.RECTIFICATION, rectification),
        (None, archive),
    ]
    return tuple(scene for part, scene in wanted if part is None or plan.has(part))
