"""人员变动 in the chat: who comes, goes, moves or takes an office, by a sentence."""

from bot.actions import handovers, staffing, stepping_down
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import STAFFING
from bot.dispatch.understanding.staffing import branch_alone, read_staff_changes
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import EVERYONE, OVERSIGHT
from bot.domain.refusals import Missing
from bot.messages import Message
from bot.texts import deciders as decider_texts
from bot.texts import staffing as texts

router = Router("staffing", forms=STAFFING)
WORD = "人员变动"


@router.command(
    WORD,
    who=OVERSIGHT,
    usage=texts.USAGE,
    help="书记换人、新增、离开、调动、换组织员，说一句，确认后生效",
    private=True,
    timeless=True,  # people come and go while no year runs, too
)
def change(context: Context, text: str = "") -> Message:
    """Shows what would change; nothing changes before it is confirmed."""
    vacated = branch_alone(text, context.roster)
    if vacated:
        return Message(text=texts.whom(vacated))
    said = read_staff_changes(text, context.roster)
    if said is None or said.incomplete:
        raise Missing(texts.EXAMPLES)
    if said.namesakes:
        return Message(text=texts.which([person.title for person in said.namesakes]))
    return staffing.ask(context.work, context.department, context.actor, said.changes)


def speaks_of_staff(context: Context) -> bool:
    """Tells whether the whole message says who comes, goes, moves or takes an office."""
    said = read_staff_changes(context.update.text, context.roster)
    return said is not None and bool(said.changes or said.namesakes)


router.reply(WORD, speaks_of_staff)


@router.own_confirmation(staffing.KIND, who=OVERSIGHT, declined=texts.DECLINED, timeless=True)
def decide(context: Context, card: OpenCard) -> str:
    staffing.carry_out(context.work, context.department, card, context.actor)
    return texts.DONE


@router.confirmation(
    staffing.OF_DECIDERS,
    who=OVERSIGHT,
    decline=handovers.decline,
    declined=decider_texts.DECLINED,
    timeless=True,
)
def confirm(context: Context, card: OpenCard) -> str:
    """Lets a second person say who decides from now on."""
    staffing.confirm(context.work, context.department, card, context.actor)
    return decider_texts.DONE


@router.command(
    "离任",
    who=EVERYONE,  # whoever leaves may hold any office
    usage="我换届了，不再担任书记",
    help="您退休、调走或不再担任职务时说一声，转告组织员",
    private=True,
    timeless=True,
    shows=lambda _actor, _said: True,  # it tells the organisers and changes nothing
)
def step_down(context: Context, text: str = "") -> Message:
    """Tells the organisers; nothing changes before they have said who follows."""
    words = text or context.update.text
    if stepping_down.announce(context.work, context.department, context.actor, words):
        return Message(text=texts.STEPPED_DOWN)
    return Message(text=texts.ALREADY_TOLD)
