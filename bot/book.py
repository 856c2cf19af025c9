"""Everything that can be said to the program: the routes of all nouns, listed by hand."""

from functools import cache

from bot.dispatch.book import Book
from bot.dispatch.router import Router
from handlers import (
    archiving,
    attendance,
    bulletins,
    evaluation,
    exporting,
    following,
    grades,
    handing_in,
    help_requests,
    judging,
    meetings,
    notices,
    observation_sheets,
    opinions,
    pairing,
    personal,
    plans,
    polls,
    preparation,
    printing,
    procedures,
    publicity,
    questions,
    raised,
    reach,
    rectification,
    rectification_lists,
    reminder_log,
    results,
    revisits,
    satisfaction,
    screens,
    sheets,
    speeches,
    spot_checks,
    staffing,
    status,
    submissions,
    tallies,
    verification,
    weak_branches,
    withdrawals,
)
from handlers import people as people_handlers
from handlers.agreeing import agreeing_router
from handlers.helping import help_router
from handlers.todos import todos_router

# In this order help lists their commands. Of two routes that take a file, and of two forms that fit
# a message, the first has it.
ROUTERS: tuple[Router, ...] = (
    notices.router,
    plans.router,
    opinions.edited,
    rectification.proofs,
    observation_sheets.router,
    tallies.router,
    submissions.router,
    procedures.router,
    handing_in.router,
    judging.router,
    pairing.router,
    raised.router,
    status.router,
    polls.router,
    results.router,
    sheets.router,
    meetings.router,
    attendance.router,
    personal.router,
    printing.router,
    speeches.router,
    screens.router,
    publicity.router,
    evaluation.router,
    grades.router,
    opinions.router,
    exporting.router,
    rectification.router,
    rectification_lists.router,
    following.router,
    help_requests.router,
    verification.router,
    revisits.router,
    preparation.router,
    questions.router,
    bulletins.router,
    spot_checks.router,
    weak_branches.router,
    withdrawals.router,
    satisfaction.router,
    archiving.router,
    reminder_log.router,
    reach.router,
    staffing.router,
    people_handlers.router,
)


@cache
def book() -> Book:
    """Returns all routes, put together once. Raises ValueError where two claim the same word or
    card.
    """
    routers = list(ROUTERS)
    # These speak of what the others have.
    routers.append(todos_router(routers))
    routers.append(agreeing_router(routers))
    return Book([*routers, help_router(routers)])
