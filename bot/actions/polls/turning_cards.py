"""The sheet (测评表): one card in single chat that turns from subject to subject.

What the card shows is worked out anew for whoever looks, from his own sealed cell. What goes
through the outbox tells neither a choice nor what is left out.
"""

from datetime import tzinfo

from bot.actions.polls import presence
from bot.actions.polls.cards import options_of, sheet_card_id
from bot.actions.polls.links import sheet_link
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Department, Person
from bot.domain.polls.answers import NO_CHOICE
from bot.domain.polls.form import BLANK
from bot.domain.polls.poll import Poll, PollState
from bot.domain.polls.sheet import Sheet
from bot.domain.polls.terms import Terms
from bot.messages import Card, CardState, CardStyle, Message, Option, Question
from bot.storage.keys import KeysMissing
from bot.storage.polls import polls, roll
from bot.storage.polls.votes import VoteBatch
from bot.texts import dates
from bot.texts.polls import sheets as texts

GO = "go"  # the question of the overview: to which leaf the card goes back


def open_sheet(work: UnitOfWork, person: Person) -> Poll | None:
    """Returns the poll whose sheet this person may fill now, if there is one."""
    for poll in polls.of_department(work.session, person.department, (PollState.OPEN,)):
        if poll.terms.form.turning and may_fill(work, poll, person):
            return poll
    return None


def awaits(work: UnitOfWork, person: Person) -> Poll | None:
    """Returns the open sheet on whose roll he stands, also where he is not there yet."""
    for poll in polls.of_department(work.session, person.department, (PollState.OPEN,)):
        entry = roll.find(work.session, poll.id, person.id)
        if poll.terms.form.turning and entry is not None and not entry.recused:
            return poll
    return None


def open_sheet_for(
    work: UnitOfWork, cycle: Cycle, department: Department, person: Person
) -> Poll | None:
    """Returns the poll whose sheet is open for somebody who says that he is there.

    Where there is an attendance list he signs in with that.
    """
    presence.arrive(work, cycle, department, person, actor=person)
    return open_sheet(work, person)


def sheet_notice(terms: Terms, zone: tzinfo) -> str:
    """Returns what the group hears when a sheet is opened."""
    closes = ""
    if terms.closes_at is not None:
        closes = texts.until(dates.moment(terms.closes_at, zone))
    subjects = [subject.title for subject in terms.form.subjects]
    if not terms.round:
        return texts.notice(subjects, secret=terms.secret, closes=closes)
    return texts.notice(
        subjects,
        secret=terms.secret,
        closes=closes,
        called=terms.round_title,
        voters=[category.title for category in terms.categories],
    )


def may_fill(work: UnitOfWork, poll: Poll, person: Person) -> bool:
    """Tells whether he stands on the roll, is there, rates others than himself, and it is not too
    late.
    """
    if poll.state is not PollState.OPEN:
        return False
    if poll.closes_at is not None and work.now > poll.closes_at:
        return False
    entry = roll.find(work.session, poll.id, person.id)
    # With another account than at the opening nobody votes in his name.
    return entry is not None and entry.eligible and entry.account == person.account


def sheet_of(work: UnitOfWork, poll: Poll, person: Person) -> Sheet | None:
    """Returns somebody's sheet as it is filled; None where he has none, or the keys are gone."""
    try:
        keys = work.keys.load(poll.key_id)
    except KeysMissing:
        return None
    form = poll.terms.form
    entry = roll.find(work.session, poll.id, person.id)
    if entry is None:
        return None
    ballot = VoteBatch(work.session).ballot(poll.id, person.id, form, keys)
    return Sheet(form, entry.rater, ballot)


def handed_out(work: UnitOfWork, poll: Poll, person: Person) -> Message | None:
    """Returns the message that brings somebody his sheet, fit to be kept; None where there is none."""
    sheet = sheet_of(work, poll, person)
    if sheet is None:
        return None
    link = sheet_link(work, poll.id, person)
    # The outbox keeps what goes through it: nothing that was chosen stands on this card.
    return Message(card=plain_face(poll.id, poll.terms, sheet), link=link)


def handed_out_key(poll: Poll, person: Person) -> str:
    """Returns the key in the outbox of the first sheet that somebody gets."""
    return f"sheet:{poll.id}:{person.id}"


def seen_by(work: UnitOfWork, poll: Poll, person: Person) -> tuple[CardState, Card | None]:
    """Returns how his sheet looks to him now; as it was sent where he can no longer fill it."""
    if not may_fill(work, poll, person):
        return CardState.CLOSED, None
    sheet = sheet_of(work, poll, person)
    if sheet is None:
        return CardState.CLOSED, None
    state = CardState.OPEN
    if sheet.leaf is None:
        state = CardState.ANSWERED
    return state, face(poll.id, poll.terms, sheet)


def face(poll_id: int, terms: Terms, sheet: Sheet) -> Card:
    """Returns what the card shows its voter: a leaf with his own choices, or what is filled."""
    if sheet.leaf is None:
        empty = dict.fromkeys(item.subject.title for item in sheet.empty_items)
        text = texts.overview(len(sheet.items), len(sheet.empty_items), list(empty))
        # Offered once the sheet is filled, apart from the choices (docs/decisions/0021).
        if terms.words:
            text += f"\n{texts.HOW_TO_SAY_MORE}"
        return _overview(poll_id, terms, sheet, text)
    chosen = []
    for item in sheet.items_on(sheet.leaf):
        choice = sheet.ballot.choices[item.position]
        if choice != BLANK:
            chosen.append((item.row, item.words_of(choice)))
    text = texts.leaf(
        sheet.number,
        len(sheet.subjects),
        secret=terms.secret,
        chosen=chosen,
        rows=len(terms.form.rows),
    )
    return _leaf(poll_id, terms, sheet, sheet.leaf, text)


def plain_face(poll_id: int, terms: Terms, sheet: Sheet) -> Card:
    """Returns the same card without anything that was chosen or left out."""
    if sheet.leaf is None:
        return _overview(poll_id, terms, sheet, texts.OVERVIEW)
    text = texts.leaf(sheet.number, len(sheet.subjects), secret=terms.secret)
    return _leaf(poll_id, terms, sheet, sheet.leaf, text)


def _leaf(poll_id: int, terms: Terms, sheet: Sheet, leaf: int, text: str) -> Card:
    """Returns the card of one leaf, each row with a way to leave it out or take it back."""
    items = sheet.items_on(leaf)
    questions = []
    for item in items:
        is_chosen = sheet.ballot.choices[item.position] != BLANK
        label = texts.LEAVE_OUT
        if is_chosen:
            label = texts.TAKE_BACK
        options = [*options_of(item), Option(NO_CHOICE, label)]
        questions.append(Question(str(item.position), item.row, tuple(options)))
    subject = items[0].subject
    style = CardStyle.FORM
    if len(questions) == 1:
        style = CardStyle.BUTTONS
    return Card(
        id=sheet_card_id(poll_id, sheet.rater.person, terms),
        title=texts.title(subject.title, subject.branch, sheet.number, len(sheet.subjects)),
        text=text,
        questions=tuple(questions),
        style=style,
    )


def _overview(poll_id: int, terms: Terms, sheet: Sheet, text: str) -> Card:
    """Returns the card of a sheet that is filled, with a way back to each subject."""
    options = []
    for leaf in sheet.leaves:
        # A subject with several leaves has one button, which leads back to the first of them.
        subject = sheet.form.pages[leaf][0].subject
        if leaf == sheet.leaves[0] or subject != sheet.form.pages[leaf - 1][0].subject:
            options.append(Option(str(leaf), subject.title))
    return Card(
        id=sheet_card_id(poll_id, sheet.rater.person, terms),
        title=texts.FILLED_TITLE,
        text=text,
        questions=(Question(GO, texts.GO_BACK, tuple(options)),),
        style=CardStyle.BUTTONS,
    )
