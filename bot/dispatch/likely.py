"""What whoever speaks is likely to mean, for what is open for him right now."""

from collections.abc import Collection

from bot.actions import polls, submissions
from bot.dispatch.context import Context
from bot.dispatch.greetings import is_greeting
from bot.dispatch.understanding import Heard, Slot
from bot.domain.patterns import pattern
from bot.domain.plan import Part
from bot.domain.submissions import State

PASTED = 600  # characters that nobody types as a request
OPENING = 200  # characters in which a report says what it is
REPORTS = pattern(r"述职|(?:我是|本人|我作为).{0,24}书记")
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


def sends_report(context: Context, heard: Heard) -> bool:
    """Tells whether words beside a file rather say that a report is written than order something.

    「改好了」 and 「完成」 name no item, and who says so beside a file has his report still to hand in.
    """
    has_own_words = heard.sure and Slot.TEXT in heard.args
    if Slot.N in heard.args or Slot.BRANCH in heard.args or has_own_words:
        return False
    if not context.cycle.plan.has(Part.REPORT):
        return False
    for place in context.roster.places_of(context.actor):
        submission = submissions.newest(context.work, context.cycle, place)
        if submission is None or submission.state is not State.ACCEPTED:
            return True
    return False


def pastes_report(context: Context) -> bool:
    """Tells whether whoever hands in a report has put its whole text into the chat."""
    said = context.update.text.strip()
    if context.in_group or len(said) < PASTED or not context.cycle.plan.has(Part.REPORT):
        return False
    if not context.roster.places_of(context.actor):
        return False
    return REPORTS.search(said, 0, OPENING) is not None
