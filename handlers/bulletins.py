"""The periodic bulletin in the chat: draft, edit, release by a second person (S36)."""

from bot.actions import bulletins, todos
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms import bulletins as forms
from bot.domain.open_cards import OpenCard
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.rectification.refusals import NoItems
from bot.domain.refusals import Missing
from bot.messages import Message
from bot.texts import bulletins as texts

router = Router("bulletins", Part.RECTIFICATION, forms.FORMS)


@router.command(
    "通报", who=OVERSIGHT, usage="通报", help="起草整改通报，另一位同志确认后发布", private=True
)
def bulletin(context: Context, text: str = "") -> Message:
    """Releases or edits the text; without more words it is shown with the chart, and beside it come
    the Word document and the button that releases it.
    """
    if forms.releases(text):
        bulletins.ask_release(context.work, context.cycle, context.department, context.actor)
        return Message(text=texts.WAITS_FOR_SECOND)
    if text:
        edited = forms.read_section(text)
        if edited is None:
            raise Missing(texts.EDIT_USAGE)
        section, words = edited
        bulletins.edit(context.work, context.cycle, context.actor, section, words)
        return Message(text=texts.edited(section))
    try:
        draft = bulletins.draft(context.work, context.cycle, context.actor)
    except NoItems:
        return Message(text=texts.NOTHING_YET)
    paper = bulletins.paper(context.work, context.cycle, draft)
    # Under this key a repeat of the same message sends nothing twice.
    key = f"bulletin:{context.update.platform}:{context.update.own_id}"
    # A message carries one file, and the chart goes with the text.
    context.work.message_person(context.department, context.actor, Message(file=paper), key=key)
    todos.bring_the_next(
        context.work, context.cycle, context.department, context.actor, key=f"{key}:next"
    )
    text = texts.draft(draft.title, draft.sections, released=draft.released)
    return Message(text=text, file=draft.chart)


@router.confirmation(
    bulletins.KIND, who=OVERSIGHT, decline=bulletins.decline, declined=texts.DECLINED
)
def confirm(context: Context, card: OpenCard) -> str:
    posted_on = bulletins.release(
        context.work, context.cycle, context.department, card, context.actor
    )
    # The group hears nothing at night or on a day off (rule of conduct 5).
    if posted_on != context.work.today:
        return texts.released_later(posted_on)
    return texts.RELEASED
