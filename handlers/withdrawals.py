"""Taking back a poll before its release, in the chat."""

from collections.abc import Sequence

from bot.actions import polls
from bot.dispatch.cases import Arguments
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.ballots import read_withdrawal
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
from bot.domain.permissions import ORGANISER, OVERSIGHT
from bot.domain.plan import Part
from bot.domain.refusals import Missing
from bot.messages import Message
from bot.texts.polls import withdrawal as texts

router = Router("withdrawals", Part.BALLOT)


def _withdrawn(context: Context, arguments: Arguments) -> Sequence[Person]:
    said = read_withdrawal(str(arguments.get("text", "")))
    if said is None:
        return ()
    poll_id, _ = said
    # A ballot is the case of everybody whom it rates.
    return polls.withdrawal_cases(context.work, context.cycle, poll_id)


@router.command(
    "作废",
    who=ORGANISER,
    usage=texts.USAGE,
    help="作废一次还没公布的测评，由另一位同志确认",
    private=True,
    about=_withdrawn,
)
def ask(context: Context, text: str) -> Message:
    said = read_withdrawal(text)
    if said is None:
        raise Missing(texts.USAGE)
    poll_id, reason = said
    polls.ask_withdrawal(
        context.work, context.cycle, context.department, context.actor, poll_id, reason
    )
    return Message(text=texts.asked(polls.poll_code(poll_id)))


@router.confirmation(
    polls.WITHDRAWAL, who=OVERSIGHT, decline=polls.decline_withdrawal, declined=texts.DECLINED
)
def confirm(context: Context, card: OpenCard) -> str:
    polls.withdraw(context.work, context.department, card, context.actor)
    return texts.DONE
