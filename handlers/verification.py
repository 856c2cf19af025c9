"""Proof in the chat: verifying what was said to be done, looking at files."""

from collections.abc import Sequence

from bot.actions import open_cards
from bot.actions.rectification import ledger, verifying
from bot.actions.rectification.verifying import Pending
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.dispatch.understanding.forms import verification as forms
from bot.dispatch.understanding.forms.items import items_from
from bot.dispatch.understanding.forms.verification import Verdict
from bot.dispatch.understanding.writing import unaddressed
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.refusals import NoProof, NothingToVerify, ReasonMissing
from bot.domain.refusals import Missing
from bot.domain.words import UNIT
from bot.messages import ClickAnswer, Message, OutFile
from bot.texts import verification as texts

router = Router("verification", Part.RECTIFICATION, forms.FORMS)


@router.command(
    "核验",
    who=OVERSIGHT,
    usage=f"核验 第三{UNIT} 1 通过",
    help="核验报告完成的整改事项",
    private=True,
)
def verify(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    """Closes an item or sends it back.

    Without a decision it shows the card of the one that is meant.

    Where none is named, that is the oldest.
    """
    named = forms.read_of_branch(text, context.roster.branches)
    if named is not None and branch is None:
        branch, n, text = named.branch, named.item, named.text
    waiting = verifying.waiting_for(context.work, context.cycle, context.actor)
    if branch is not None and not verifying.of_branch(waiting, branch):
        raise NothingToVerify
    if not waiting:
        raise NothingToVerify
    verdict = forms.read_verdict(text)
    if verdict is None:
        if n is not None:
            meant = [verifying.which(waiting, branch, n)]
        elif branch is not None:
            meant = verifying.of_branch(waiting, branch)
        else:
            meant = verifying.first_card(context.work, waiting)
        return Message(card=verifying.card(context.work, context.actor, meant))
    if verdict.passed:
        # All of a branch, or one item.
        if branch is not None and n is None:
            pendings = verifying.of_branch(waiting, branch)
        else:
            pendings = [verifying.which(waiting, branch, n)]
        verifying.close(context.work, context.cycle, context.actor, pendings)
        return Message(text=texts.all_verified([pending.name for pending in pendings]))
    return _send_back(context, waiting, branch, n, verdict)


def is_verdict(context: Context) -> bool:
    """Tells whether somebody with a card before him says of one branch's item that it is not done."""
    if context.in_group or not OVERSIGHT.allows(context.actor):
        return False
    text = unaddressed(context.update.text)
    if forms.read_of_branch(text, context.roster.branches) is None:
        return False
    waiting = verifying.waiting_for(context.work, context.cycle, context.actor)
    return bool(verifying.shown_to(context.work, context.actor, waiting))


router.reply("核验", is_verdict)


def _send_back(
    context: Context,
    waiting: Sequence[Pending],
    branch: Branch | None,
    n: int | None,
    verdict: Verdict,
) -> Message:
    """Sends back one item or several for a reason; what else is on the card can still be passed.

    A number without a branch means the card that the verifier has before him. Raises WhichItem,
    ReasonMissing.
    """
    shown = verifying.shown_to(context.work, context.actor, waiting)
    numbered = [pending for pending in shown if pending.number == n]
    if branch is None and len(numbered) == 1:
        branch = numbered[0].branch
    pendings = [verifying.which(waiting, branch, n)]
    if n is not None:
        for number in items_from(n, context.update.text)[1:]:
            pendings.append(verifying.which(waiting, pendings[0].branch, number))
    # The owner has to hear what is lacking, not that he failed (S37).
    if not verdict.reason:
        raise ReasonMissing(f"核验 {pendings[0].name} 退回 还缺会议记录")
    for pending in pendings:
        verifying.send_back(context.work, context.cycle, context.actor, pending, verdict.reason)
    left = [pending for pending in shown if pending not in pendings]
    numbers = [pending.number for pending in pendings]
    owner = pendings[0].branch
    # 「其余通过」 spares him the tap on the card.
    if verdict.rest_passes and left:
        verifying.close(context.work, context.cycle, context.actor, left)
        passed = texts.all_verified([pending.name for pending in left])
        return Message(text=f"{texts.returned(owner.name, numbers, [], 0)}\n{passed}")
    beside = [pending.number for pending in left if pending.branch == owner]
    others = len(left) - len(beside)
    return Message(text=texts.returned(owner.name, numbers, beside, others))


@router.button(
    verifying.VERIFY, who=OVERSIGHT, whose=Whose.OWN, options=(verifying.PASS, verifying.RETURN)
)
def verify_by_card(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Passing closes all items of the card; returning asks for the reason in words.

    What waits besides comes as a card of its own.
    """
    waiting = verifying.waiting_for(context.work, context.cycle, context.actor)
    ids = verifying.item_ids(card)
    shown = [pending for pending in waiting if pending.item.id in ids]
    # A colleague may have verified them meanwhile.
    if not shown:
        raise NothingToVerify
    # The card stays open, so that the others on it can still be passed.
    if pressed != verifying.PASS:
        return ClickAnswer(accepted=True, notice=texts.say_why(*verifying.example(shown)))
    open_cards.decide(context.work, card, context.actor, accepted=True)
    verifying.close(context.work, context.cycle, context.actor, shown)
    others = [pending for pending in waiting if pending not in shown]
    if others:
        following = verifying.first_card(context.work, others)
        next_card = verifying.card(context.work, context.actor, following)
        context.work.message_person(
            context.department, context.actor, Message(card=next_card), key=f"next:{next_card.id}"
        )
    notice = texts.all_verified([pending.name for pending in shown])
    return ClickAnswer.closing(notice)


@router.command(
    "佐证",
    who=SECRETARY | OVERSIGHT,
    usage=f"佐证 第三{UNIT} 1",
    help="查看整改事项附的文件",
    reads=True,
    private=True,
    about=nobody,  # looking decides nothing
)
def proof(context: Context, *, branch: Branch | None = None, n: int) -> Message:
    if branch is not None and OVERSIGHT.allows(context.actor):
        owner = branch
    elif context.actor.reports:
        owner = context.own_place
    else:
        raise Missing(f"佐证 {UNIT} 编号")
    item = ledger.find(context.work, context.department.id, owner, n)
    (entry,) = ledger.entries(context.work, [item])
    if entry.proof is None:
        raise NoProof(n)
    return Message(file=OutFile(entry.proof.sha256, entry.proof.name, entry.proof.size))
