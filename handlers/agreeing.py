"""同意 and 不同意, typed: the answer to the one card that waits for it."""

from collections.abc import Sequence

from bot.dispatch import agreeing
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms.shown import AGREEING
from bot.domain.permissions import EVERYONE
from bot.messages import Message


def agreeing_router(routers: Sequence[Router]) -> Router:
    """Makes the router of yes and no, which press the buttons of all the other routes."""
    router = Router("agreeing", forms=AGREEING)
    routes = agreeing.all_routes(Book(routers))

    @router.command(
        "同意",
        who=EVERYONE,
        usage="同意",
        help="确认等您答复的那一件事",
        private=True,
        timeless=True,  # the card may belong to no year: a roster, an account
        literal=True,  # what decides is not understood loosely
    )
    def agree(context: Context, n: int | None = None) -> Message:
        return agreeing.answer(routes, context, n, accepted=True)

    @router.command(
        "不同意",
        who=EVERYONE,
        usage="不同意",
        help="不确认等您答复的那一件事",
        private=True,
        timeless=True,
        literal=True,
    )
    def disagree(context: Context, n: int | None = None, text: str = "") -> Message:
        """Declines a card; with a text, 「算了」, the newest that he asked for himself."""
        if text:
            return agreeing.give_up(routes, context)
        return agreeing.answer(routes, context, n, accepted=False)

    return router
