"""同意 and 不同意, typed: the answer to the one card that waits for it."""

from collections.abc import Sequence

from bot.dispatch import agreeing
from bot.dispatch.book import Book
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.domain.permissions import EVERYONE
from bot.messages import Message

NUMBER = r"(?:\s*第?(?P<n>\d{1,2})[件个条]?)?[。.！!]?"


def agreeing_router(routers: Sequence[Router]) -> Router:
    """Makes the router of yes and no, which press the buttons of all the other routes."""
    router = Router("agreeing")
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
    def disagree(context: Context, n: int | None = None) -> Message:
        return agreeing.answer(routes, context, n, accepted=False)

    router.alias("同意", rf"(?:(?:我)?(?:同意|赞成|确认)|没意见|没有意见){NUMBER}")
    router.alias("不同意", rf"(?:我)?(?:不同意|不赞成|不确认){NUMBER}")
    return router
