"""Opinions in the chat (S32): draft, numbered sentences, the Word file there and back."""

from collections.abc import Sequence

from bot.actions import evaluation, open_cards
from bot.actions.evaluation import drafting, files, opinions, returning, sorting
from bot.actions.evaluation.opinions import Version
from bot.actions.evaluation.returning import Returned
from bot.actions.files import Incoming
from bot.actions.shown_cards import NO, YES
from bot.dispatch.cases import Arguments
from bot.dispatch.context import Context
from bot.dispatch.router import LookAhead, Router, Whose
from bot.dispatch.understanding import Slot
from bot.dispatch.understanding.forms import evaluation as forms
from bot.dispatch.understanding.forms.everybody import behind_everybody
from bot.dispatch.understanding.grammar import ANEW
from bot.domain import conflicts
from bot.domain.evaluation.drafting import without_direction
from bot.domain.evaluation.inputs import Input
from bot.domain.evaluation.opinion import PARTS
from bot.domain.evaluation.refusals import HalfUnknown
from bot.domain.evaluation.sheet import GradeSheet
from bot.domain.manuscript import Manuscript
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person, Role
from bot.domain.permissions import WORDS_OPINIONS
from bot.domain.plan import Part
from bot.domain.refusals import Missing
from bot.domain.words import OFFICE
from bot.messages import ClickAnswer, Message, Option, button_card
from bot.texts import opinions as texts

router = Router("opinions", Part.OPINION, forms.OPINIONS)
edited = Router("edited opinions")  # listed before reports: a leader may be an organiser too
FILE_WORDS = "评价意见"
AS_ANSWER = 2  # before what nobody asked for


@router.command(
    "意见",
    who=WORDS_OPINIONS,
    usage="意见 张三",
    help=f"起草或查看一位{OFFICE}的评价意见，也可以“意见 全部”",
    private=True,
    names=True,
    shows=lambda _actor, said: Slot.PERSON not in said and Slot.TEXT in said,
)
def opinion(context: Context, person: Person | None = None, text: str = "") -> Message:
    anew = text.strip().startswith(ANEW)
    if person is None and anew:
        # What was changed by hand gets lost in a new draft, so it is made of one alone, who is
        # named; the example names whose opinion lies before the asker.
        name = "张三"
        for subject in opinions.desk_case(context.work, context.cycle, context.actor):
            name = subject.title
        raise Missing(f"意见 {name} {ANEW[0]}")
    if person is None:
        return _all_opinions(context, text)
    version = opinions.open_(context.work, context.cycle, context.actor, person, anew=anew)
    sheet = evaluation.sheet_of(context.work, context.cycle, person)
    file = files.working_copy_file(context.work, [sheet])
    entries = evaluation.inputs_of(context.work, context.cycle, person)
    notes = _notes(context, version, entries)
    text = texts.opinion(person.title, version.number, version.opinion, notes)
    card = sorting.card(context.work, context.cycle, context.actor, entries)
    return Message(text=text, file=file, card=card)


def _notes(context: Context, version: Version, entries: Sequence[Input]) -> list[str]:
    """Returns what is missing in an opinion, and who could say it."""
    notes = []
    left = sorting.unsorted(context.work, entries)
    if left:
        notes.append(texts.unsorted_left(len(left)))
    halves = version.opinion.unsaid_halves
    if halves:
        leaders = [leader.name for leader in context.roster.with_role(Role.LEADER)]
        notes.append(texts.unsaid(version.person.title, halves, leaders))
    unanswered = without_direction(version.opinion.sentences)
    if unanswered:
        notes.append(texts.without_direction(unanswered))
    # An edited draft is left alone, and its reader hears what has come since (decision 0035).
    since = drafting.entries_since(
        context.work, context.cycle, version.person, version.opinion, version.made_at
    )
    if since:
        remarks = [remark for entry in since for remark in entry.remarks if remark.half in PARTS]
        notes.append(texts.added_since(version.person.title, remarks))
    return notes


def _all_opinions(context: Context, text: str) -> Message:
    """Drafts what nobody has begun, and gives all in one Word file to be edited and sent back.

    Raises Missing without 「全部」.
    """
    if behind_everybody(text) is None:
        raise Missing("意见 姓名")
    subjects = [
        subject
        for subject in evaluation.of_year(context.work, context.cycle, context.roster)
        # Nobody words the opinion about himself (decision 0017).
        if not conflicts.concerns(context.actor, [subject])
    ]
    lines: list[str] = []
    sheets: list[GradeSheet] = []
    entries: list[Input] = []
    for subject in subjects:
        version = opinions.open_(context.work, context.cycle, context.actor, subject)
        sheets.append(evaluation.sheet_of(context.work, context.cycle, subject))
        entries += evaluation.inputs_of(context.work, context.cycle, subject)
        lines.append(texts.opinion_line(subject.title, version.opinion))
    left = sorting.unsorted(context.work, entries)
    notes = []
    if left:
        notes.append(texts.unsorted_left(len(left)))
    text = texts.all_opinions(len(subjects), list(filter(None, lines)), notes)
    card = sorting.card(context.work, context.cycle, context.actor, entries)
    file = files.working_copy_file(context.work, sheets)
    return Message(text=text, file=file, card=card)


def _on_desk(context: Context, _arguments: Arguments) -> Sequence[Person]:
    return opinions.desk_case(context.work, context.cycle, context.actor)


@router.command(
    "改意见",
    who=WORDS_OPINIONS,
    usage="改 2 带头讲党课，效果好",
    help="修改评价意见的一句",
    private=True,
    about=_on_desk,  # the sentence names nobody, the draft before him does
)
def change(context: Context, n: int, text: str) -> Message:
    return _changed(opinions.change(context.work, context.cycle, context.actor, n, text))


@router.command(
    "删意见",
    who=WORDS_OPINIONS,
    usage="删 3",
    help="删去评价意见的一句",
    private=True,
    about=_on_desk,
)
def drop(context: Context, n: int) -> Message:
    return _changed(opinions.drop(context.work, context.cycle, context.actor, n))


@router.command(
    "加意见",
    who=WORDS_OPINIONS,
    usage="加 问题 谈心谈话还不够经常",
    help="给评价意见加一句",
    private=True,
    about=_on_desk,
)
def extend(context: Context, text: str) -> Message:
    half, sentence = forms.read_sentence(text)
    if half is None or not sentence:
        raise HalfUnknown(text.strip())
    return _changed(opinions.extend(context.work, context.cycle, context.actor, half, sentence))


@router.command(
    "归类",
    who=WORDS_OPINIONS,
    usage="归 5 问题",
    help="说明评价意见的一句是成绩、问题还是建议",
    private=True,
    about=_on_desk,
)
def sort_sentence(context: Context, n: int, text: str) -> Message:
    half = forms.read_half(text)
    # A part is said, never guessed (decision 0035).
    if half is None:
        raise HalfUnknown(text)
    return _changed(opinions.sort_sentence(context.work, context.cycle, context.actor, n, half))


def is_opinion(_actor: Person, file: Incoming) -> bool:
    return FILE_WORDS in file.name


def look(ahead: LookAhead) -> Manuscript:
    """Returns the text that was sent back. Raises FileUnreadable."""
    return ahead.text_of_document()


def _case_of_file(context: Context, file: Incoming, manuscript: Manuscript) -> Sequence[Person]:
    return returning.file_case(context.work, context.cycle, manuscript, file.name)


@edited.file(who=WORDS_OPINIONS, takes=is_opinion, look=look, document=True, about=_case_of_file)
def take_back(context: Context, file: Incoming, manuscript: Manuscript) -> Message:
    """Shows every sentence that is not as it was; a tap keeps all of it."""
    returned = returning.examine(context.work, context.cycle, context.actor, manuscript, file.name)
    lines = _returned_lines(returned)
    if not returned.changed:
        return Message(text="\n".join([texts.SAME, *lines]))
    # The card remembers the versions that the file was compared with (decision 0035).
    card_id = returning.ask(context.work, context.actor, returned.changed)
    # The card comes last, so that whoever taps has read everything that stands above it.
    *before, last = texts.in_pieces(lines)
    for number, text in enumerate(before):
        context.work.message_person(
            context.department,
            context.actor,
            Message(text=text),
            key=f"returned:{card_id}:{number}",
            priority=AS_ANSWER,
        )
    buttons = Option(YES, texts.SAVE), Option(NO, texts.LEAVE)
    return Message(card=button_card(card_id, texts.RETURNED_TITLE, last, *buttons))


def _returned_lines(returned: Returned) -> list[str]:
    """Returns what is to be said of a file, person by person; sentences stand in full."""
    lines = []
    for opinion in returned.changed:
        name = opinion.person.title
        lines.append(name)
        lines += [texts.change(change) for change in opinion.changes]
        if opinion.missing:
            lines.append(texts.part_missing(name, opinion.missing))
        if opinion.is_older:
            lines.append(texts.older(name))
    if returned.changed and returned.unchanged:
        lines.append(texts.unchanged(returned.unchanged))
    if returned.absent:
        lines.append(texts.absent(returned.absent))
    lines += [texts.unknown_name(unknown.name, unknown.meant) for unknown in returned.unknown]
    if returned.unclear:
        lines.append(texts.unclear(returned.unclear))
    if returned.tracked:
        lines.append(texts.TRACKED)
    return lines


@router.button(returning.KIND, who=WORDS_OPINIONS, whose=Whose.OWN)
def keep_returned(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Keeps what was shown, or leaves everything as it is."""
    if pressed != YES:
        open_cards.decide(context.work, card, context.actor, accepted=False)
        return ClickAnswer.closing(texts.LEFT)
    versions = returning.confirm(context.work, context.cycle, context.actor, card)
    notice = texts.saved([version.person.title for version in versions])
    return ClickAnswer.closing(notice)


def _changed(version: Version) -> Message:
    return Message(
        text=texts.opinion_changed(version.person.title, version.number, version.opinion)
    )
