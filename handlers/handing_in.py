"""Handing in by sending a file: whose it is, whether it is the report or something beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bot.actions import acquaintance, judging, materials, open_cards, pairing, submissions
from bot.actions.files import Incoming
from bot.actions.judging import Examined
from bot.actions.materials import Measured
from bot.actions.shown_cards import NO, YES
from bot.dispatch.context import Context
from bot.dispatch.router import BUTTONS, DECISION, Form, LookAhead, Router, Whose
from bot.domain.manuscript import Unreadable
from bot.domain.materials import Choice, length_of
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.permissions import ORGANISER, SECRETARY
from bot.domain.plan import Part
from bot.domain.refusals import CardGone, FileUnreadable, Missing, NotPlanned, WhichPlace, WhoseFile
from bot.domain.report import receipt_lines
from bot.messages import Card, ClickAnswer, Message, Option, button_card
from bot.texts import judging as judging_texts
from bot.texts import submissions as texts
from bot.texts.listing import fits

router = Router("handing_in")
ROSTER_NAME = "名册"
MEANT = "report_meant"  # what a file is that is not plainly one thing


def is_report(actor: Person, file: Incoming) -> bool:
    """Tells whether this may be handed in: every file but an organiser's workbook or roster."""
    is_a_roster = is_workbook(file) or ROSTER_NAME in file.name
    return not (actor.has(Role.ORGANISER) and is_a_roster)


def is_workbook(file: Incoming) -> bool:
    return file.name.lower().endswith((".xlsx", ".xlsm", ".xls", ".et"))


def is_settings(file: Incoming) -> bool:
    """Files of programs read as text, and are nobody's report."""
    return file.name.lower().endswith(
        (".toml", ".json", ".yaml", ".yml", ".ini", ".cfg", ".csv", ".log")
    )


def examine(ahead: LookAhead) -> Examined | Measured:
    """Judges what may be a report; what cannot be one but may be something else is measured.

    Raises FileUnreadable where it can be nothing that is wanted.
    """
    if is_settings(ahead.file):
        raise FileUnreadable(Unreadable.UNSUPPORTED, ahead.file.name)
    context = ahead.context
    if ahead.manuscript is None and _choices(context, ahead.file, readable=False):
        return materials.measure(context.work, ahead.file)
    manuscript = ahead.text_of_document()
    place = None
    places = _places_meant(context, ahead.file.name)
    if places:
        place = places[0]
    return judging.examine(context.work, context.cycle, place, manuscript, name=ahead.file.name)


@router.file(who=SECRETARY | ORGANISER, takes=is_report, look=examine, document=True)
def hand_in(context: Context, file: Incoming, looked: Examined | Measured) -> Message:
    """Takes the file as what it plainly is, else asks what it is.

    Raises Missing where nobody is meant, NotPlanned where nothing is handed in this year.
    """
    examined = None
    if isinstance(looked, Examined):
        examined = looked
    choices = _choices(context, file, readable=examined is not None)
    if not choices:
        if not _places_meant(context, file.name):
            raise WhoseFile(file.name)
        raise NotPlanned(Part.REPORT)
    said = f"{file.name} {context.update.text}"
    # A file that may be several things is nothing until its sender has said what.
    choice = materials.meant(context.work, context.cycle, choices, said, examined)
    if choice is None:
        return Message(card=_ask_what(context, choices, file, looked))
    text = _take(context, choice, file, looked)
    if choice.material is not None or examined is None:
        return Message(text=text)
    # Rows of a report that is to be revised would be confirmed in vain; an author confirms his own.
    is_own = choice.place == context.roster.place_of(context.actor)
    # The rows come with the acceptance: a report that is sent back would bring others.
    come_later = context.cycle.plan.has(Part.REVIEW)
    if examined.verdict.outcome == "revise" or not is_own or come_later:
        return Message(text=text)
    card = pairing.card_with_acceptance(context.work, context.cycle, context.actor, choice.place)
    if card is None:
        return Message(text=text)
    # The first message to somebody begins with who the bot is, and is long enough by itself.
    if acquaintance.has_met(context.work, context.actor) and fits(f"{text}\n{card.text}"):
        return Message(text=text, card=card)
    context.work.message_person(
        context.department, context.actor, Message(card=card), key=f"pairs:{card.id}"
    )
    return Message(text=text)


def hand_in_workbook(context: Context, file: Incoming, measured: Measured) -> Message | None:
    """Takes an organiser's workbook that is no roster as what it is handed in as, where its name or
    the words beside it say so, and else asks; None where it can be nothing of the kind.
    """
    # What calls itself a roster is meant as one, and its errors are worth telling.
    if ROSTER_NAME in file.name:
        return None
    choices = _choices(context, file, readable=False)
    if not choices:
        return None
    said = f"{file.name} {context.update.text}"
    titles = [choice for choice in choices if choice.material and choice.material.title in said]
    if len(titles) == 1:
        return Message(text=_take(context, titles[0], file, measured))
    return Message(card=_ask_what(context, choices, file, measured))


def _choices(context: Context, file: Incoming, *, readable: bool) -> tuple[Choice, ...]:
    places = _places_meant(context, file.name)
    return materials.choices(context.cycle, context.roster, places, file.name, readable=readable)


def _ask_what(
    context: Context, choices: Sequence[Choice], file: Incoming, looked: Examined | Measured
) -> Card:
    """Asks the sender what the file is; until he says so, it waits in the file store."""
    subject: dict[str, Any] = {
        "file": asdict(file),
        "text": "",
        "characters": _characters(looked),
        "choices": [_packed(choice) for choice in choices],
    }
    if isinstance(looked, Examined):
        subject["text"] = looked.sha256
    card_id = open_cards.ask(context.work, context.actor, MEANT, subject)
    first = choices[0]
    before = None
    if first.material is None:
        before = submissions.newest(context.work, context.cycle, first.place)
    if len(choices) == 1 and first.material is None and before is None:
        buttons = (Option(YES, texts.IT_IS_A_REPORT), Option(NO, texts.IT_IS_NONE))
        question = texts.is_it_a_report(file.name)
        return button_card(card_id, texts.IS_IT_A_REPORT_TITLE, question, *buttons)
    names = [_choice_name(context, choices, choice) for choice in choices]
    options = [Option(str(number), name) for number, name in enumerate(names)]
    version = 0
    if before is not None:
        version = before.version
    question = texts.what_is_it(file.name, version)
    return button_card(
        card_id, texts.WHAT_IS_IT_TITLE, question, *options, Option(NO, texts.IT_IS_NONE)
    )


def _packed(choice: Choice) -> dict[str, object]:
    """Returns a choice as a card keeps it; the report has no name there."""
    material = ""
    if choice.material is not None:
        material = choice.material.id
    return {"place": choice.place.id, "material": material}


def _choice_name(context: Context, choices: Sequence[Choice], choice: Choice) -> str:
    """Returns the words of a button: with whose it is where several places are meant."""
    if choice.material is not None:
        name = choice.material.title
    elif submissions.newest(context.work, context.cycle, choice.place) is None:
        name = texts.THE_REPORT
    else:
        name = texts.NEW_VERSION
    if len({other.place for other in choices}) > 1:
        return texts.of_whom(choice.place.name, name)
    return name


def _form(card: OpenCard) -> Form:
    numbers = map(str, range(len(card.subject.get("choices", ()))))
    return {BUTTONS: frozenset({*DECISION, *numbers})}


@router.button(MEANT, who=SECRETARY | ORGANISER, whose=Whose.OWN, form=_form)
def claim(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Takes the file as what its sender says that it is; the receipt follows as a message."""
    choice = _chosen(context, card, pressed)
    open_cards.decide(context.work, card, context.actor, accepted=pressed != NO)
    if choice is None:
        return ClickAnswer.closing(texts.LEFT_AS_A_FILE)
    file = Incoming(**card.subject["file"])
    looked: Examined | Measured = Measured(card.subject.get("characters"))
    if choice.material is None:
        # What was read in the sandbox then is judged; the file is not opened again.
        looked = judging.examine_kept(
            context.work, context.cycle, choice.place, card.subject["text"], name=file.name
        )
    text = _take(context, choice, file, looked)
    context.work.message_person(
        context.department, context.actor, Message(text=text), key=f"claimed:{card.id}"
    )
    return ClickAnswer.closing(texts.TAKEN_AS_A_REPORT)


def _chosen(context: Context, card: OpenCard, pressed: str) -> Choice | None:
    """Returns what the sender says that it is; None where it is nothing of the kind.

    Raises CardGone where that is not wanted any more.
    """
    if pressed == NO:
        return None
    # Cards of earlier releases knew one branch and the report alone.
    choices = card.subject.get("choices") or [{"place": card.subject["branch"], "material": ""}]
    chosen = choices[0]
    if pressed != YES:
        chosen = choices[int(pressed)]
    for place in context.roster.places:
        if place.id != chosen["place"]:
            continue
        if not chosen["material"]:
            return Choice(place)
        for material in context.cycle.plan.materials_of(context.roster.subject_of(place)):
            if material.id == chosen["material"]:
                return Choice(place, material)
    raise CardGone


def _characters(looked: Examined | Measured) -> int | None:
    if isinstance(looked, Examined):
        return looked.verdict.characters.word
    return looked.characters


def _take(context: Context, choice: Choice, file: Incoming, looked: Examined | Measured) -> str:
    """Hands the file in and returns the receipt. Raises Missing where nobody is responsible."""
    author = context.roster.responsible_for(choice.place)
    if author is None:
        raise Missing(texts.WHICH_BRANCH)
    if choice.material is None:
        assert isinstance(looked, Examined), "only what was read may be a report"
        return _hand_in(context, choice.place, author, file, looked)
    handed, is_new = materials.hand_in(
        context.work,
        context.cycle,
        author,
        choice.place,
        choice.material,
        file,
        _characters(looked),
        cause=context.update.message_id,
    )
    length = length_of(choice.material, handed.characters)
    text = texts.material_receipt(choice.material, handed, length, is_new=is_new)
    return f"{_for_whom(context, choice.place)}{text}"


def _hand_in(
    context: Context, branch: Branch, secretary: Person, file: Incoming, examined: Examined
) -> str:
    """Hands the report in and returns the receipt.

    A file that was handed in before changes nothing.
    """
    handed = submissions.hand_in(
        context.work,
        context.cycle,
        secretary,
        branch,
        file,
        examined,
        cause=context.update.message_id,
    )
    submission = handed.submission
    look = texts.OWN_REPORTS
    if branch not in context.roster.places_of(context.actor):
        look = texts.reports_of(branch.name)
    lines = list(receipt_lines(examined.verdict, look=look))
    if examined.copied:
        lines.append(judging_texts.copied_line(examined.copied))
    another = judging.named_instead(context.roster, branch, examined.manuscript)
    if another:
        lines.append(texts.of_another(another))
    if not handed.new:
        return texts.unchanged(name=submission.name, version=submission.version, lines=lines)
    text = texts.receipt(
        name=submission.name,
        version=submission.version,
        at=submission.received_at,
        zone=context.work.zone,
        lines=lines,
        late=submission.late,
        changed=handed.changed,
    )
    return f"{_for_whom(context, branch)}{text}"


def _for_whom(context: Context, place: Branch) -> str:
    """Returns the words before a receipt that say whose it is; none where it is the sender's own."""
    holder = context.roster.subject_of(place)
    if holder == context.actor:
        return ""
    name = place.name
    if holder is not None and holder.name != name:
        name += holder.name
    return texts.received_for(name)


def _places_meant(context: Context, file_name: str) -> tuple[Branch, ...]:
    """Returns the places that a file may be for: what the organiser names beside it, else the
    sender's own, of several those that the words or the file's name tell.

    Nothing where nobody is meant. The bot passes on what the organiser brings (rule of conduct 9).
    Raises WhichPlace where a branch is named in which several are evaluated.
    """
    if context.actor.has(Role.ORGANISER):
        named = _places_named(context.roster, context.roster.all_places, context.update.text)
        if len(named) > 1:
            subjects = [context.roster.subject_of(place) for place in named]
            raise WhichPlace(tuple(subject.title for subject in subjects if subject))
        if named:
            return named
    own = context.roster.places_of(context.actor)
    return _places_named(context.roster, own, f"{context.update.text} {file_name}") or own


def _places_named(roster: Roster, places: Sequence[Branch], text: str) -> tuple[Branch, ...]:
    """Returns those of the places that the longest name in the text tells: one name may stand
    within another.
    """
    by_name: dict[str, list[Branch]] = {}
    for place in places:
        names: Mapping[str, Sequence[Branch]] = {place.name: (place,)}
        subject = roster.subject_of(place)
        if place in roster.branches:
            inside = [other for other in roster.places_in(place) if other in places]
            names = {place.name: inside}
        if subject is not None:
            names = {subject.name: (place,), **names}
        for name, meant in names.items():
            by_name.setdefault(name, []).extend(meant)
    said = [name for name in by_name if name in text]
    if not said:
        return ()
    return tuple(dict.fromkeys(by_name[max(said, key=len)]))
