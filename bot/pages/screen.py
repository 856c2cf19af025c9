"""The screen in the hall: who speaks, his clock, the agenda, a code to scan, and sheets returned.

Everything stands in the page as it is sent; a script only asks for its parts again and lets the
clock run, and without one the page reloads itself.
"""

from datetime import datetime, tzinfo
from functools import lru_cache, partial
from html import escape

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.actions.polls import screens
from bot.actions.polls.screens import Screen, Turn
from bot.actions.services import Services
from bot.domain.values import dataclass
from bot.domain.words import filled
from bot.pages.drawing import HEADERS, Layout, Markup, joined
from bot.texts import dates
from bot.texts.polls import events
from bot.texts.polls import pages as texts

PAGE = Layout("screen.html", "screen.css", "screen.js", connects=True)
LAST_MINUTE = 60  # seconds; the clock changes its colour then, so that nobody is cut short
LONG_AGENDA = 12  # more speakers stand in smaller type
Parts = dict[str, Markup]


@dataclass(frozen=True)
class ScreenPage:
    """`entrance` is what the code on the screen opens. `time_runs` unless somebody moves it."""

    services: Services
    entrance: str
    time_runs: bool

    async def show(self, request: Request) -> Response:
        screen = await self._screen(request)
        parts = _parts(screen, self.services.zone)
        size = "few"
        if len(screen.places) > LONG_AGENDA:
            size = "many"
        runs = "no"
        if self.time_runs:
            runs = "yes"
        return PAGE.page(
            title=filled(screen.agenda.title, screen.words),
            size=size,
            code=Markup(_code(self.entrance)),
            scan=texts.SCAN,
            how=texts.SCAN_HOW,
            agenda_title=texts.AGENDA,
            broken=texts.NOT_UPDATED,
            now=_milliseconds(screen.now),
            until=_milliseconds(screen.until),
            runs=runs,
            speech=parts["speech"],
            when=parts["when"],
            points=parts["points"],
            agenda=parts["agenda"],
            turnout=parts["turnout"],
        )

    async def refresh(self, request: Request) -> Response:
        """Returns the parts that change, as the page shows them."""
        screen = await self._screen(request)
        parts = {name: part.html for name, part in _parts(screen, self.services.zone).items()}
        times = {"now": _milliseconds(screen.now), "until": _milliseconds(screen.until)}
        return JSONResponse({**parts, **times}, headers=HEADERS)

    async def _screen(self, request: Request) -> Screen:
        address = request.path_params["address"]
        return await self.services.read(partial(screens.show, address=address))


def _parts(screen: Screen, zone: tzinfo) -> Parts:
    when = ""
    if screen.agenda.at is not None:
        when = f"{dates.moment(screen.agenda.at, zone)}　{screen.agenda.place}"
    places = []
    for place in screen.places:
        state = texts.TURNS[place.turn]
        places.append(
            PAGE.part(
                "place.html", turn=place.turn, name=place.name, branch=place.branch, state=state
            )
        )
    parts = {
        "when": Markup(escape(when)),
        "points": Markup(escape("；".join(events.points(screen.agenda)))),
        "speech": _speech(screen),
        "agenda": joined(places),
        "turnout": _turnout(screen),
    }
    return filled(parts, screen.words)


def _speech(screen: Screen) -> Markup:
    """Returns who speaks and his clock; else who is next."""
    if screen.speaker is not None and screen.until is not None:
        left = int((screen.until - screen.now).total_seconds())
        state = "running"
        if left < 0:
            state = "over"
        elif left <= LAST_MINUTE:
            state = "last"
        return PAGE.part(
            "speech.html",
            state=state,
            label=texts.SPEAKING,
            name=screen.speaker.name,
            branch=screen.speaker.branch,
            clock=texts.clock(left),
            left=texts.LEFT,
            over=texts.OVERTIME,
        )
    following = next((place for place in screen.places if place.turn is Turn.NEXT), None)
    if following is None:
        return PAGE.part("waiting.html", label=texts.NOBODY_SPEAKS, name="", branch="")
    return PAGE.part(
        "waiting.html", label=texts.NEXT_SPEAKER, name=following.name, branch=following.branch
    )


def _turnout(screen: Screen) -> Markup:
    """Returns the bar of sheets that came back; an empty one where nobody can vote yet."""
    returned = expected = is_open = None
    if screen.turnout is not None:
        returned, expected = screen.turnout.returned, screen.turnout.expected
        is_open = screen.turnout.open
    return PAGE.part(
        "turnout.html",
        numbers=texts.turnout(returned, expected),
        state=texts.turnout_state(open_now=is_open),
        returned=str(returned or 0),
        expected=str(max(expected or 0, 1)),  # a bar needs more than nothing for its whole
    )


@lru_cache(maxsize=4)  # a hall has one address; tests have a few
def _code(address: str) -> str:
    """Returns the code as SVG, drawn once: black on white with a quiet zone, whatever the page's
    colours.
    """
    import segno  # noqa: PLC0415 - one day a year has a hall

    # "m" is read with 15 % of it blurred: a projector, seen from the last row.
    code = segno.make_qr(address, error="m")
    return str(code.svg_inline(border=3, omitsize=True, light="#fff", dark="#000"))


def _milliseconds(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return str(int(moment.timestamp() * 1000))
