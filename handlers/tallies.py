"""The tally sheet of paper ballots that comes back filled in."""

from collections.abc import Sequence

from bot.actions import polls
from bot.actions.files import Incoming
from bot.dispatch.context import Context
from bot.dispatch.router import LookAhead, Router
from bot.domain.people import Person
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.polls.tally_sheet import read_tally_sheet
from bot.messages import Message
from bot.texts import polls as texts
from bot.texts.polls import printing

router = Router("tallies", Part.BALLOT)
WORD = (".docx", ".doc", ".wps")


def is_tally(actor: Person, file: Incoming) -> bool:
    is_named = printing.TALLY in file.name and file.name.lower().endswith(WORD)
    return is_named and OVERSIGHT.allows(actor)


def look(ahead: LookAhead) -> tuple[str, ...]:
    """Returns what would be typed of each class. Raises FileUnreadable."""
    return read_tally_sheet(ahead.text_of_document())


@router.file(
    who=OVERSIGHT,
    takes=is_tally,
    look=look,
    document=True,
    about=lambda context, _file, _batches: polls.paper_cases(context.work, context.department),
)
def enter(context: Context, _file: Incoming, batches: tuple[str, ...]) -> Message:
    """Enters the classes that were counted, all or none of them."""
    if not batches:
        return Message(text=texts.TALLY_EMPTY)
    return Message(text=entered(context, batches))


def entered(context: Context, batches: Sequence[str]) -> str:
    """Enters each batch, and returns what became of it in words."""
    words = []
    for said in batches:
        batch, lines = polls.enter_paper(context.work, context.department, context.actor, said)
        if batch.void:
            words.append(texts.paper_void(lines))
        else:
            words.append(texts.paper_entered(lines))
    return "\n".join(words)
