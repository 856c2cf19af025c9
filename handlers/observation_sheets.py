"""A sheet of what leaders know of each secretary: handed out empty, taken back filled in."""

from bot.actions.evaluation import files
from bot.actions.files import Incoming
from bot.dispatch import bundling, confirming
from bot.dispatch.bundling import Act
from bot.dispatch.context import Context
from bot.dispatch.router import LookAhead, Router
from bot.dispatch.understanding import Slot
from bot.dispatch.understanding.forms import evaluation as forms
from bot.domain import conflicts
from bot.domain.evaluation.inputs import Kind
from bot.domain.evaluation.observation_sheet import Row, read_observation_sheet
from bot.domain.people import Person, Role
from bot.domain.permissions import OVERSIGHT
from bot.domain.plan import Part
from bot.domain.refusals import Missing, NotPlanned
from bot.messages import Message
from bot.texts import evaluation as texts
from bot.texts.evaluation import observation_sheet as sheet_texts

router = Router("observation sheets", Part.GRADE, forms.OBSERVATION_SHEETS)
WORD = (".docx", ".doc", ".wps")
EXCEL = (".xlsx", ".xlsm")
PART_OF_KIND = {
    Kind.EVERYDAY: Part.EVERYDAY,
    Kind.FIELDWORK: Part.VISITS,
    Kind.COMMENT: Part.COMMENTS,
}
USAGE = "记录表 平时"


@router.command(
    "记录表",
    who=OVERSIGHT,
    usage=USAGE,
    help="拿一张表，每人一行写成绩、不足、建议，填好发回（平时、调研、点评）",
    reads=True,
    private=True,
)
def hand_out(context: Context, text: str = "") -> Message:
    kind, wants_excel = forms.read_wanted_sheet(text)
    if kind is None:
        raise Missing(USAGE)
    if context.cycle.plan.input_rule(kind) is None:
        raise NotPlanned(PART_OF_KIND[kind])
    names = [
        subject.title
        for subject in context.roster.subjects
        # Nobody writes down what is known about himself (decision 0017).
        if not conflicts.concerns(context.actor, [subject])
    ]
    # A leader fills it in for himself; an organiser takes along what several leaders say.
    author = ""
    if context.actor.has(Role.LEADER):
        author = context.actor.title
    make = files.observation_sheet_file
    if wants_excel:
        make = files.observation_workbook_file
    file = make(context.work, context.cycle, kind, names, author)
    return Message(text=sheet_texts.ready(kind), file=file)


def is_sheet(actor: Person, file: Incoming) -> bool:
    is_named = sheet_texts.SHEET in file.name and file.name.lower().endswith(WORD)
    return is_named and OVERSIGHT.allows(actor)


def look(ahead: LookAhead) -> tuple[Row, ...]:
    """Returns the rows that are filled in. Raises FileUnreadable."""
    return read_observation_sheet(ahead.text_of_document())


@router.file(who=OVERSIGHT, takes=is_sheet, look=look, document=True)
def take_back(context: Context, file: Incoming, rows: tuple[Row, ...]) -> Message:
    """Shows what would be entered, a line for each row; a tap enters it."""
    subjects = {subject.title: subject for subject in context.roster.subjects}
    leaders = {leader.title for leader in context.roster.with_role(Role.LEADER)}
    acts, nobody, without_author, left = [], [], [], []
    # Its name says which input it is about; without a word it is what leaders said at the meeting.
    kind = Kind.COMMENT
    kinds = [named for word, named in forms.KINDS.items() if word in file.name]
    if kinds:
        kind = kinds[0]
    word = texts.WORDS[kind]
    for row in rows:
        subject = subjects.get(row.name)
        author = row.author
        if not author and context.actor.has(Role.LEADER):
            author = context.actor.title
        if subject is None:
            nobody.append(row.name)
        elif conflicts.concerns(context.actor, [subject]):
            left.append(sheet_texts.own(row.name))
        # A line that no leader stands for is nobody's comment (S31).
        elif author not in leaders:
            without_author.append(row.name)
        else:
            # As if it were typed on his behalf, so that both ways enter alike.
            said = f"代{author}：{row.text}"
            args: confirming.Args = {Slot.PERSON: subject, Slot.TEXT: said}
            acts.append(Act(word, args, texts.entry_preview(f"{row.name}（{author}）", row.text)))
    if nobody:
        left.append(sheet_texts.nobody(nobody))
    if without_author:
        left.append(sheet_texts.no_author(without_author))
    if not acts:
        return Message(text="\n".join(left) or sheet_texts.EMPTY)
    return bundling.ask(context, acts, left=left)


def is_workbook_of_observations(actor: Person, file: Incoming) -> bool:
    is_named = sheet_texts.SHEET in file.name and file.name.lower().endswith(EXCEL)
    return is_named and OVERSIGHT.allows(actor)


def look_at_workbook(ahead: LookAhead) -> tuple[Row, ...]:
    """Returns the rows that are filled in. Raises FileUnreadable."""
    return files.rows_of_workbook(ahead.context.work, ahead.file)


@router.file(
    who=OVERSIGHT, takes=is_workbook_of_observations, look=look_at_workbook, document=False
)
def take_workbook_back(context: Context, file: Incoming, rows: tuple[Row, ...]) -> Message:
    return take_back(context, file, rows)
