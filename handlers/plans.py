"""The year's plan: taken out, sent in again, confirmed; single days off and on."""

from datetime import date

from bot.actions import confirmations, plan_days, plans
from bot.actions.files import Incoming
from bot.actions.plans import Change
from bot.dispatch.context import Context
from bot.dispatch.router import LookAhead, Router
from bot.dispatch.understanding import stage_days
from bot.dispatch.understanding.forms.shown import PLANS
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Person, Role
from bot.domain.permissions import EVERYONE, ORGANISER, OVERSIGHT
from bot.domain.refusals import Missing
from bot.domain.words import HOUSE
from bot.messages import Message, OutFile
from bot.texts import plans as texts

router = Router("plans", forms=PLANS)
KIND = "plan"
MOVING = "改日期"
DAYS = "plan_days"
MOVE = "改日期 公示 1月8日"


@router.command(
    "方案",
    who=EVERYONE,
    usage="方案",
    help="看今年的工作安排",
    reads=True,
    private=True,
)
def current(context: Context, text: str = "") -> Message:
    plan = context.cycle.plan
    # A file is for whoever may send one back; everybody else reads it in words.
    if not OVERSIGHT.allows(context.actor):
        return Message(text=texts.in_words(plan))
    year = context.cycle.year
    if text.isdecimal():
        year = int(text)
    content = plans.file_of(context.cycle, year)
    file = OutFile(context.work.files.put(content), texts.file_name(year), len(content))
    if year == context.cycle.year:
        return Message(text=f"{texts.in_words(plan)}\n{texts.HERE_IT_IS}", file=file)
    return Message(text=texts.next_year(year), file=file)


def is_plan(actor: Person, file: Incoming) -> bool:
    return actor.has(Role.ORGANISER) and file.name.lower().endswith(".toml")


def look_at_plan(ahead: LookAhead) -> Change:
    work = ahead.context.work
    return plans.read_change(work, ahead.context.cycle, work.files.read(ahead.file.sha256))


# A year begins when none runs.
@router.file(who=ORGANISER, takes=is_plan, look=look_at_plan, document=False, timeless=True)
def propose(context: Context, file: Incoming, change: Change) -> Message:
    text = texts.would_change(change.changes)
    if change.begins:
        text = texts.would_begin(change.plan.year)
    card_text = CardText(texts.CONFIRM_TITLE, text)
    subject = {"sha256": file.sha256}
    card = confirmations.ask_oneself(context.work, context.actor, KIND, subject, card_text)
    return Message(card=card)


@router.own_confirmation(KIND, who=ORGANISER, declined=texts.DECLINED, timeless=True)
def decide(context: Context, card: OpenCard) -> str:
    content = context.work.files.read(card.subject["sha256"])
    change = plans.put_in_force(context.work, context.cycle, context.actor, content)
    if change.begins:
        return texts.begun(change.plan.year)
    return texts.IN_FORCE


@router.command("放假", who=ORGANISER, usage="放假 1月4日", help="这一天不发提醒")
def day_off(context: Context, date: date) -> Message:
    change = plans.set_day(context.work, context.cycle, context.actor, date, off=True)
    return Message(text=texts.day_set(change.changes))


@router.command("上班", who=ORGANISER, usage="上班 1月4日", help="这一天照常上班（调休）")
def day_on(context: Context, date: date) -> Message:
    change = plans.set_day(context.work, context.cycle, context.actor, date, off=False)
    return Message(text=texts.day_set(change.changes))


@router.command(
    MOVING,
    who=ORGANISER,
    usage=MOVE,
    help=f"改一个环节的日期，确认后告知{HOUSE}群",
    private=True,
    shows=lambda _actor, _said: True,  # what would change is shown before the group hears it
)
def move_days(context: Context, text: str = "") -> Message:
    """Shows what would change before the group hears it; one message may move several stages."""
    context.check_open()
    plan = context.cycle.plan
    said = stage_days.read_stage_days(text, context.work.today, plan.stages, plan.deadline)
    days = {moved.stage: moved.day for moved in said}
    if not days:
        raise Missing(MOVE)
    change = plan_days.preview_days(context.work, context.cycle, days)
    card_text = CardText(texts.DAYS_TITLE, texts.would_move(change.changes))
    subject = {stage: day.isoformat() for stage, day in days.items()}
    card = confirmations.ask_oneself(
        context.work, context.actor, DAYS, {"days": subject}, card_text
    )
    return Message(card=card)


def _moves_own_stage(context: Context) -> bool:
    return stage_days.moves_stage(context.words, context.cycle.plan.stages)


router.reply(MOVING, _moves_own_stage)


@router.own_confirmation(DAYS, who=ORGANISER, declined=texts.DECLINED)
def decide_days(context: Context, card: OpenCard) -> str:
    days = {stage: date.fromisoformat(day) for stage, day in card.subject["days"].items()}
    plan_days.move_days(context.work, context.cycle, context.actor, days)
    return texts.DAYS_MOVED
