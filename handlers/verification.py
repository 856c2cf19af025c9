"""Proof in the chat: verifying what was said to be done, looking at files, asking whether it held."""

import re
from collections.abc import Sequence

from bot.actions import open_cards
from bot.actions.rectification import effects, ledger, questions, verifying
from bot.actions.rectification.verifying import Pending
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch
from bot.domain.permissions import OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.refusals import NoProof, NothingToVerify, ReasonMissing
from bot.domain.refusals import CardGone, Missing
from bot.domain.words import UNIT
from bot.messages import CardState, ClickAnswer, Message, OutFile
from bot.texts import verification as texts

router = Router("verification", Part.RECTIFICATION)
PASSED = re.compile(r"^[，。！\s]*(?:核验|验收)?(?:通过|合格|属实|同意)[，。！\s]*$")
RETURNED = re.compile(r"^[，\s]*(?:退回|不通过|没通过|未通过)[，,：:\s]*(?P<reason>[\s\S]*)")
HELD = re.compile(r"保持|良好|没有反弹|没反弹")
RELAPSED = re.compile(r"反弹|反复|回潮")


@router.command(
    "核验",
    who=OVERSIGHT,
    usage=f"核验 {UNIT} 编号 通过",
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
    waiting = verifying.waiting_for(context.work, context.cycle, context.actor)
    if not waiting:
        raise NothingToVerify
    passed, returned = PASSED.match(text), RETURNED.match(text)
    if not passed and not returned:
        return Message(card=verifying.card(context.work, context.actor, _meant(waiting, branch, n)))
    pending = verifying.which(waiting, branch, n)
    if passed:
        verifying.close(context.work, context.cycle, context.actor, [pending])
        return Message(text=texts.verified(pending.name))
    assert returned is not None, "what was not passed was returned"
    reason = returned["reason"].strip()
    if not reason:
        raise ReasonMissing(f"核验 {pending.name} 退回 理由")
    verifying.send_back(context.work, context.cycle, context.actor, pending, reason)
    return Message(text=texts.returned(pending.name))


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
    if not shown:
        raise NothingToVerify
    if pressed != verifying.PASS:
        return ClickAnswer(accepted=True, notice=texts.say_why(shown[0].name))
    open_cards.decide(context.work, card, context.actor, accepted=True)
    verifying.close(context.work, context.cycle, context.actor, shown)
    others = [pending for pending in waiting if pending not in shown]
    if others:
        following = verifying.first_card(others)
        next_card = verifying.card(context.work, context.actor, following)
        context.work.message_person(
            context.department, context.actor, Message(card=next_card), key=f"next:{next_card.id}"
        )
    notice = texts.all_verified([pending.name for pending in shown])
    return ClickAnswer(accepted=True, notice=notice, state=CardState.CLOSED)


def _meant(waiting: Sequence[Pending], branch: Branch | None, n: int | None) -> list[Pending]:
    """Returns the items that a card shows: the one of this number, else those of a branch.

    Where no branch is named it begins with the one that waits longest. Raises WhichItem.
    """
    if n is not None:
        return [verifying.which(waiting, branch, n)]
    if branch is None:
        return verifying.first_card(waiting)
    return verifying.of_branch(waiting, branch) or [verifying.which(waiting, branch, n)]


@router.command(
    "佐证",
    who=SECRETARY | OVERSIGHT,
    usage=f"佐证 {UNIT} 编号",
    help="查看整改事项附的文件",
    reads=True,
    private=True,
    about=nobody,
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


@router.command(
    "问效",
    who=OVERSIGHT,
    usage=f"问效 {UNIT} 编号 保持",
    help="记下销号后成效是否保持",
    private=True,
)
def effect(context: Context, branch: Branch, n: int, text: str = "") -> Message:
    item = ledger.find(context.work, context.department.id, branch, n)
    held = HELD.search(text) is not None
    if not held and RELAPSED.search(text) is None:
        raise Missing(texts.EFFECT_USAGE)
    changed = effects.judge(context.work, context.cycle, context.actor, item, held=held, text=text)
    name = ledger.name_of(context.roster, item)
    names = (name,) if changed else ()
    if held:
        return Message(text=texts.effect_answered(names, ()))
    return Message(text=texts.effect_answered((), names))


@router.button(effects.CHECK, who=OVERSIGHT, whose=Whose.OWN, form=effects.form)
def effect_by_card(context: Context, card: OpenCard, _pressed: str) -> ClickAnswer:
    assert context.update.click is not None, "buttons are clicked"
    choices = questions.answers(card.subject, context.update.click.values)
    if not choices:
        raise CardGone
    open_cards.decide(context.work, card, context.actor, accepted=True)
    answered = effects.answer(context.work, context.cycle, context.actor, choices)
    notice = texts.effect_answered(answered.held, answered.relapsed)
    return ClickAnswer(accepted=True, notice=notice, state=CardState.CLOSED)
