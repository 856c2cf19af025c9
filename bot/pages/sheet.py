"""The ballot on the phone: `GET` shows the whole sheet as one form, `POST` takes it.

It works without a script, and on a phone of 2016. A link is bound to the device that opens it
first; what only looks ahead at links (a preview, a prefetch) does not count as that.
"""

import re
import secrets
from datetime import tzinfo
from functools import lru_cache, partial
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.actions.polls import Ballots, page_sheets
from bot.actions.polls.page_sheets import FIELD, PageSheet
from bot.actions.publicity.letters import Letters
from bot.actions.services import Services
from bot.bodies import body_within
from bot.domain.patterns import pattern
from bot.domain.polls import refusals as why
from bot.domain.polls.answers import NO_CHOICE
from bot.domain.polls.form import BLANK, Item
from bot.domain.refusals import Refusal
from bot.domain.values import dataclass
from bot.pages.drawing import Layout, Markup, joined
from bot.texts import refusals as sentences
from bot.texts import talk
from bot.texts.polls import pages as texts
from bot.texts.polls import promise

COOKIE = "sheet"
COOKIE_DAYS = 30  # the link itself ends with the ballot
PROOF = "token"  # the form's hidden field
WORDS = "words"  # the field of the other form
# A sheet of sixty subjects in five rows has 300 fields of about 20 bytes.
LARGEST_FORM = 32 * 1024
MOST_FIELDS = 1_000
FORM = Layout("sheet.html", "sheet.css", "sheet.js")
NOTE = Layout("note.html", "sheet.css")
NOTHING = Markup("")
STATUS: dict[type[Refusal], int] = {
    why.LinkUnknown: 404,
    why.LinkEnded: 410,
    why.PollClosed: 410,
    why.PollLost: 410,
    why.UnclearPage: 400,
    why.VoteNotStored: 503,
}
# Programs that open a link before its person does, to show what is behind it.
_PREVIEWS = pattern(r"bot\b|bot/|spider|crawl|preview|externalhit|prerender", re.IGNORECASE)
_LOOK_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")


@dataclass(frozen=True)
class SheetPage:
    services: Services
    ballots: Ballots
    letters: Letters

    async def show(self, request: Request) -> Response:
        """Returns the form, with the choices that this person has made so far."""
        if _only_looks_ahead(request):
            return NOTE.page(
                title=texts.SHEET_TITLE, words=texts.OPEN_IT_YOURSELF, again=Markup("")
            )
        address = request.path_params["address"]
        # Whoever comes without the cookie is a new device: whether it may open the link is asked below.
        device = request.cookies.get(COOKIE) or secrets.token_urlsafe(24)
        sheet = await self.services.read(lambda work: page_sheets.look(work, address, device))
        page = _drawn(sheet, self.services.zone)
        if not sheet.bound:
            await self.services.write(partial(page_sheets.take, page=sheet, device=device))
            # The link is bound to this browser: the cookie is sent back to this one address only.
            base = urlsplit(self.services.pages_address)
            page.set_cookie(
                COOKIE,
                device,
                max_age=COOKIE_DAYS * 24 * 3600,
                path=f"{base.path}/sheet/{address}",
                secure=base.scheme == "https",
                httponly=True,
                samesite="lax",  # opened from a chat program's own pages, strict would not be sent
            )
        return page

    async def take(self, request: Request) -> Response:
        """Returns the acknowledgement, after the durable commit; else one sentence that says what
        to do.
        """
        address = request.path_params["address"]
        device = request.cookies.get(COOKIE, "")
        fields = await _fields(request)
        if fields is None:
            raise why.UnclearPage
        proof = fields.get(PROOF, "")
        sheet = await self.services.read(
            lambda work: page_sheets.answered(work, address, device, proof)
        )
        if WORDS in fields:
            # What was written without a name is sent apart from the choices.
            if not sheet.terms.words:
                raise why.UnclearPage
            letter = await self.letters.take_from_page(sheet.account, fields[WORDS].strip())
            if letter.refused:
                return _note(texts.NOT_TAKEN_TITLE, letter.text, status=409, again=texts.BACK)
            return _note(texts.TAKEN_TITLE, letter.text, status=200, again=texts.CHANGE)
        choices = page_sheets.chosen(sheet, fields)
        answer = await self.ballots.by_page(sheet.account, sheet.ticket.poll, choices)
        if answer.refused == why.PollClosed.code:
            raise why.PollClosed
        if not answer.accepted:
            status = 409
            if answer.refused == why.VoteNotStored.code:
                status = 503  # the vote is welcome, only not now
            return _note(texts.NOT_TAKEN_TITLE, answer.notice, status=status, again=texts.BACK)
        offered = NOTHING
        if sheet.terms.words:
            offered = NOTE.part("words.html", proof=sheet.proof)
        return _note(
            texts.TAKEN_TITLE, answer.notice, status=200, again=texts.CHANGE, offered=offered
        )


def refused(refusal: Refusal, *, sent: bool) -> Response:
    """Returns one sentence: why not, and what to do.

    `sent` where a form was, and not only looked at.
    """
    status = STATUS.get(type(refusal), 403)
    title = texts.NOT_OPENED_TITLE
    if sent:
        title = texts.NOT_TAKEN_TITLE
    words = sentences.sentence(refusal)
    again = ""
    if isinstance(refusal, why.PollClosed):
        title = texts.CLOSED_TITLE
        words = texts.closed(sent=sent)
    elif isinstance(refusal, why.PageStale | why.UnclearPage | why.VoteNotStored):
        again = texts.BACK
    return _note(title, words, status=status, again=again)


def failed(incident: str) -> Response:
    """Tells of a bug of the program: its number, and nothing else."""
    words = talk.incident(incident).text
    return _note(texts.NOT_OPENED_TITLE, words, status=500, again=texts.BACK)


def _drawn(page: PageSheet, zone: tzinfo) -> Response:
    sheet = page.sheet
    several_rows = len(sheet.form.rows) > 1
    rows = []
    subject = None
    for number, item in enumerate(sheet.items, 1):
        choice = sheet.ballot.choices[item.position]
        if several_rows:
            heading = NOTHING
            # Over the first row of a subject stands who he is.
            if item.subject != subject:
                heading = FORM.part(
                    "subject.html", name=item.subject.title, branch=item.subject.branch
                )
            row = FORM.part(
                "row_of_several.html",
                heading=heading,
                name=item.subject.title,
                row=item.row,
                options=_options(item, choice),
            )
        else:
            row = FORM.part(
                "row.html",
                number=str(number),
                name=item.subject.title,
                branch=item.subject.branch,
                options=_options(item, choice),
            )
        rows.append(row)
        subject = item.subject
    return FORM.page(
        title=texts.sheet_title(page.terms),
        manner=promise(secret=page.terms.secret),
        until=texts.until(page.closes_at, zone),
        limit=texts.limit(sheet.form),
        secrecy=texts.secrecy(secret=page.terms.secret, small_apart=page.terms.small_apart),
        rows=joined(rows),
        total=str(len(rows)),
        proof=page.proof,
        later=texts.later(words=page.terms.words),
    )


def _options(item: Item, choice: int) -> Markup:
    """Returns a radio button for each option of the card, and one for none.

    A mark between two bands, which was given in words, has a button of its own while it stands.
    """
    name = f"{FIELD}{item.position}"
    offered = {item.choice_of(option): (option, words) for option, words in item.options()}
    if choice != BLANK and choice not in offered:
        offered[choice] = (item.option_of(choice), item.words_of(choice))
    buttons = [
        _option(name, option, words, checked=standing == choice)
        for standing, (option, words) in offered.items()
    ]
    buttons.append(_option(name, NO_CHOICE, texts.ABSTAIN, checked=False))
    return joined(buttons)


@lru_cache(maxsize=4096)  # the same for everybody
def _option(name: str, value: str, title: str, *, checked: bool) -> Markup:
    mark = kind = NOTHING
    if checked:
        mark = Markup(" checked")
    if value == NO_CHOICE:
        kind = Markup(' class="none"')
    return FORM.part("option.html", name=name, value=value, title=title, checked=mark, kind=kind)


def _note(
    title: str, words: str, *, status: int, again: str, offered: Markup = NOTHING
) -> Response:
    """Returns a sentence, a link back to the sheet, and what else is offered below."""
    link = NOTHING
    if again:
        link = NOTE.part("again.html", words=again)
    return NOTE.page(status=status, title=title, words=words, again=joined([link, offered]))


def _only_looks_ahead(request: Request) -> bool:
    """Tells whether a program asks, to show what is behind a link, before its person does.

    It must not bind the link: its person's own device would come second.
    """
    if request.method == "HEAD":
        return True
    purpose = " ".join(request.headers.get(name, "") for name in _LOOK_AHEAD).lower()
    if "prefetch" in purpose or "preview" in purpose:
        return True
    return _PREVIEWS.search(request.headers.get("user-agent", "")) is not None


async def _fields(request: Request) -> dict[str, str] | None:
    """Returns the form's fields, the last of those named alike; None for what is no form of this
    page.
    """
    body = await body_within(LARGEST_FORM, request.stream())
    if body is None:
        return None
    try:
        fields = parse_qsl(body.decode("ascii"), max_num_fields=MOST_FIELDS, keep_blank_values=True)
    except ValueError:
        return None
    # No phone sends NUL, and PostgreSQL takes none.
    return {name: value.replace("\0", "") for name, value in fields}
