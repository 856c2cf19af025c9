"""The periodic bulletin in the chat: draft, edit, release by a second person (S36)."""

import re

from bot.actions import bulletins
from bot.actions.confirmations import YES
from bot.actions.requests import OpenRequest
from bot.dispatch.router import Router, Whose
from bot.dispatch.turn import Turn
from bot.domain.permissions import OVERSIGHT
from bot.domain.rectification.bulletins import Section
from bot.domain.rectification.refusals import NoItems
from bot.domain.refusals import Missing
from bot.messages import CardState, ClickAnswer, Message
from bot.texts import bulletins as texts

router = Router("bulletins")
RELEASE = re.compile(r"^(?:发布|发出|发到群里|公布)[。！\s]*$")
EDIT = re.compile(rf"^(?:改|修改)?\s*({'|'.join(texts.SECTIONS.values())})[：:，,\s]*([\s\S]*)$")


@router.command(
    "通报", who=OVERSIGHT, usage="通报", help="起草整改通报，另一位同志确认后发布", private=True
)
def bulletin(turn: Turn, text: str = "") -> Message:
    if RELEASE.match(text):
        bulletins.ask_release(turn.work, turn.cycle, turn.department, turn.actor)
        return Message(text=texts.waits_for_second())
    if text:
        return _edit(turn, text)
    try:
        return _show(turn)
    except NoItems:
        return Message(text=texts.nothing_yet())


router.alias(
    "通报",
    r"(?:整改)?通报\s*(?P<text>(?:(?:(?:改|修改)\s*)?(?:总体情况|存在问题|下步要求)[\s\S]+)|发布)",
)


def _show(turn: Turn) -> Message:
    """The text, with the chart; the Word document comes beside it."""
    made = bulletins.draft(turn.work, turn.cycle, turn.actor)
    paper = bulletins.paper(turn.work, turn.cycle, made)
    key = f"bulletin:{turn.update.platform}:{turn.update.own_id}"
    turn.work.message_person(turn.department, turn.actor, Message(file=paper), key=key)
    return Message(
        text=texts.draft(made.title, made.sections, released=made.released), file=made.chart
    )


def _edit(turn: Turn, text: str) -> Message:
    said = EDIT.match(text)
    if said is None or not said[2].strip():
        raise Missing(texts.edit_usage())
    section = next(section for section in Section if texts.SECTIONS[section] == said[1])
    bulletins.edit(turn.work, turn.cycle, turn.actor, section, said[2].strip())
    return Message(text=texts.edited(section))


@router.button(bulletins.KIND, who=OVERSIGHT, whose=Whose.SECOND)
def confirm(turn: Turn, request: OpenRequest, pressed: str) -> ClickAnswer:
    if pressed == YES:
        bulletins.release(turn.work, turn.cycle, turn.department, request, turn.actor)
        return ClickAnswer(accepted=True, notice=texts.released(), state=CardState.CLOSED)
    bulletins.decline(turn.work, turn.department, request, turn.actor)
    return ClickAnswer(accepted=True, notice=texts.declined(), state=CardState.CLOSED)
