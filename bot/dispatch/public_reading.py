"""Reading a public report in the words with which the leadership looks into a branch."""

from dataclasses import replace

from bot.actions import publicity
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.understanding import Heard, Slot
from bot.domain.people import Branch, Person
from bot.domain.publicity.refusals import NotPublic

DETAILS, PUBLIC = "详情", "公示"


def meant(book: Book, context: Context, heard: Heard) -> Heard:
    """Returns 公示 for 「看看三支部的」 of whoever may not look into a branch whose report is public.

    Everything else is returned as it was heard.
    """
    if heard.intent != DETAILS or heard.asks_how:
        return heard
    if book.commands[DETAILS].who.under(context.cycle.plan.rights).allows(context.actor):
        return heard
    place = heard.args.get(Slot.SUBJECT)
    if isinstance(place, Person):
        place = context.roster.place_of(place)
    if not isinstance(place, Branch):
        return heard
    try:
        shown = publicity.open_now(context.work, context.cycle)
    except NotPublic:
        return heard
    if not any(report.branch_id == place.id for report in shown.reports):
        return heard
    return replace(heard, intent=PUBLIC, args={Slot.BRANCH: place}, sure=True)
