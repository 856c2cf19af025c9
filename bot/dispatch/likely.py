"""What whoever speaks is likely to mean, for what is open for him right now."""

from collections.abc import Collection

from bot.actions import polls
from bot.dispatch.context import Context
from bot.dispatch.greetings import is_greeting

# What people say at the meeting to get at their sheet.
OF_BALLOT = ("我的票", "测评")


def open_now(context: Context) -> Collection[str]:
    """Returns the words that are likely while a ballot is open for who speaks."""
    if polls.open_for(context.work, [context.actor]) is None:
        return ()
    return OF_BALLOT


def asks_for_sheet(context: Context) -> bool:
    """Tells whether somebody for whom a sheet is open says in single chat that he is there."""
    if context.in_group or not is_greeting(context.update.text):
        return False
    return polls.awaits(context.work, context.actor) is not None
