"""The ledger in the chat.

Owners see and say how their items stand, the organiser enters new ones, and the leaders look at the
whole.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.actions import evaluation, open_cards
from bot.actions.exporting.ledger import ledger_file
from bot.actions.files import Incoming
from bot.actions.rectification import (
    entering,
    ledger,
    overview,
    reporting,
)
from bot.actions.shown_cards import NO, YES
from bot.dispatch.cases import Arguments, nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms import ledger as forms
from bot.domain.manuscript import Unreadable
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person, Role
from bot.domain.permissions import ORGANISER, OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.rectification.history import EventKind
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import NoItems
from bot.domain.refusals import FileUnreadable, Missing, NoSuch
from bot.domain.words import HOUSE, UNIT
from bot.messages import Card, Message, Option, button_card
from bot.texts import following as following_texts
from bot.texts import rectification as texts
from handlers import satisfaction

router = Router("rectification", Part.RECTIFICATION, forms.RECTIFICATION)
proofs = Router("proofs")  # listed before reports: a picture is none
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic")
SHOWN = 8
IS_DONE = "is_it_done"
OWNERS = SECRETARY | ORGANISER


@router.command("整改", who=SECRETARY, help=f"看{UNIT}的整改事项", reads=True, private=True)
def mine(context: Context) -> Message:
    branch = context.own_place
    items = ledger.of_branch(context.work, context.department.id, branch)
    if not items:
        raise NoItems
    unfinished = [item for item in items if item.state is not State.CLOSED]
    first = None
    if unfinished:
        first = unfinished[0].number(branch.id)
    text = texts.mine(
        branch.name,
        _lines(context, branch, unfinished[:SHOWN]),
        closed=len(items) - len(unfinished),
        more=max(len(unfinished) - SHOWN, 0),
        first=first,
    )
    return Message(text="\n".join([text, *satisfaction.of_branch(context, branch)[-1:]]))


@router.command(
    "进展",
    who=OWNERS,
    usage="进展 1 已和3名党员谈心",
    help="说说一条整改的进展",
    private=True,
    with_file=True,
    about=nobody,  # to report decides nothing: somebody else verifies it (S35)
)
def progress(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    owner, item = _owned_item(context, branch, n, "进展 1 已和3名党员谈心")
    reporting.note_progress(
        context.work, context.cycle, context.actor, owner, item, text, context.file
    )
    number = item.number(owner.id)
    card = is_it_done(context, owner, item, text)
    return Message(text=texts.progress_noted(number, text), card=card)


@router.command(
    "完成",
    who=OWNERS,
    usage="完成 1 制度已经修订",
    help="报告一条整改已完成，可以附文件",
    private=True,
    with_file=True,  # a proof may come along, and need not (S14)
    about=nobody,
)
def complete(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    owner, item = _owned_item(context, branch, n, "完成 1 制度已经修订")
    completion = reporting.complete(
        context.work, context.cycle, context.actor, owner, item, text, context.file
    )
    waiting = [ledger.branch_of(context.roster, other).name for other in completion.waiting_for]
    file_name = ""
    if context.file is not None:
        file_name = context.file.name
    number = item.number(owner.id)
    return Message(text=texts.completed(number, file_name, waiting_for=waiting))


def is_it_done(context: Context, owner: Branch, item: Item, text: str) -> Card | None:
    """Returns a card that makes of this progress the end of it, by one tap of who answers for it.

    None where nothing was said, or its day is far and the words do not sound like the end.
    """
    rules = context.cycle.plan.rectification
    near = context.work.today + timedelta(days=rules.lead_days)
    is_near = item.due_day(rules, context.work.zone) <= near
    responsible = context.roster.responsible_for(owner)
    # Only who answers for an item may end it by a tap; asked far before its day it would be
    # nagging.
    if not text or responsible != context.actor:
        return None
    if not is_near and not forms.sounds_finished(text):
        return None
    subject = {"item": item.id, "place": owner.id}
    card_id = open_cards.ask(context.work, context.actor, IS_DONE, subject)
    buttons = Option(YES, texts.IS_DONE), Option(NO, following_texts.UNDER_WAY)
    number = item.number(owner.id)
    return button_card(card_id, texts.is_done_title(number), texts.IS_DONE_TEXT, *buttons)


@router.own_confirmation(IS_DONE, who=SECRETARY, declined=texts.GOES_ON)
def say_done(context: Context, card: OpenCard) -> str:
    """Reports the item as done, in the words that were its last progress."""
    owner = ledger.branch_of(context.roster, card.subject["place"])
    item = ledger.by_id(context.work, card.subject["item"])
    (entry,) = ledger.entries(context.work, [item])
    progress = entry.last(EventKind.PROGRESS)
    words = ""
    if progress is not None:
        words = progress.text
    reporting.complete(context.work, context.cycle, context.actor, owner, item, words)
    return texts.completed(item.number(owner.id), "", waiting_for=())


def is_picture(actor: Person, file: Incoming) -> bool:
    return actor.reports and file.name.lower().endswith(PICTURES)


# A picture proves by being seen, so nothing is read out of it.
@proofs.file(who=SECRETARY, takes=is_picture, look=lambda _: None, document=False)
def add_proof(context: Context, file: Incoming, _prepared: None) -> Message:
    """Lays a picture beside what was just reported; anything else that can be read is a report."""
    places = context.roster.places_of(context.actor)
    proven = reporting.add_proof(context.work, context.cycle, context.actor, places, file)
    if proven is None:
        # Where nothing was reported it may be a photographed report, which cannot be read.
        raise FileUnreadable(Unreadable.NO_TEXT, file.name)
    place, item = proven
    return Message(text=texts.proof_added(item.number(place.id), file.name))


@router.command(
    "时限",
    who=OWNERS,
    usage="时限 1 6月30日",
    help="调整一条整改的时限",
    private=True,
    about=nobody,
)
def set_due(
    context: Context, *, branch: Branch | None = None, n: int | None = None, date: date
) -> Message:
    owner, item = _owned_item(context, branch, n, "时限 1 6月30日")
    reporting.set_due(context.work, context.cycle, context.actor, owner, item, date)
    return Message(text=texts.due_set(item.number(owner.id), date, context.work.today))


def _entered(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Returns the case of the comment's subject, or of the one branch that the sentence names."""
    text = str(arguments.get("text", ""))
    comment = forms.read_comment(text)
    if comment is not None:
        return evaluation.entry_case(context.work, context.cycle, comment)
    return entering.sentence_case(context.work, context.cycle, text)


@router.command(
    "交办",
    who=ORGANISER,
    usage=f"交办 第三{UNIT} 组织生活记录不全，6月底前整改",
    help="把检查、点评、反馈的问题列入台账",
    private=True,
    about=_entered,
)
def enter(context: Context, text: str) -> Message:
    """Enters one sentence, or a leader's comment by its number."""
    comment = forms.read_comment(text)
    if comment is not None:
        item, branches = entering.enter_comment(context.work, context.cycle, context.actor, comment)
    else:
        item, branches = entering.enter_sentence(context.work, context.cycle, context.actor, text)
    due = item.due_day(context.cycle.plan.rectification, context.work.zone)
    names = [branch.name for branch in branches]
    return Message(
        text=texts.entered(
            names,
            item.problem,
            item.source,
            due,
            context.work.today,
            dated=item.due is not None,
        )
    )


@router.command(
    "整改情况",
    who=OVERSIGHT,
    usage=f"整改情况 第三{UNIT}",
    help=f"看全{HOUSE}整改进展",
    reads=True,
    private=True,
    about=nobody,  # looking decides nothing
)
def whole(context: Context, subject: Branch | Person | None = None) -> Message:
    """Shows how the whole stands, or a branch's items, open ones first. Raises NoSuch, NoItems."""
    if subject is None:
        return _overview(context)
    branch = context.roster.place_meant(subject)
    if branch is None:
        raise NoSuch(UNIT, subject.name, f"整改情况 第三{UNIT}")
    items = ledger.of_branch(context.work, context.department.id, branch)
    satisfaction_lines = satisfaction.of_branch(context, branch)
    if not items and not satisfaction_lines:
        raise NoItems
    # Within open and closed ones the order of their numbers stays.
    items = sorted(items, key=lambda item: item.state is State.CLOSED)
    # What its people were asked last stands below.
    lines = [*_lines(context, branch, items[:SHOWN]), *satisfaction_lines[-1:]]
    return Message(text=texts.of_branch(branch.name, lines, max(len(items) - SHOWN, 0)))


@router.command(
    "整改台账", who=SECRETARY | OVERSIGHT, help="整改台账的表格", reads=True, private=True
)
def workbook(context: Context) -> Message:
    """Sends the whole ledger to those who oversee it, and a secretary that of his branch."""
    # A secretary's ledger is no table in which branches are compared (rule of conduct 3).
    branch = None
    if not OVERSIGHT.allows(context.actor):
        branch = context.own_place
    file, count = ledger_file(context.work, context.cycle, branch)
    if not count:
        raise NoItems
    return Message(text=texts.ledger_sent(count), file=file)


def _owned_item(
    context: Context, branch: Branch | None, n: int | None, usage: str
) -> tuple[Branch, Item]:
    """Returns the branch and its item.

    The branch is one's own or, for the organiser, the one that is named: he passes on what others
    say (rule of conduct 9). Without a number it is the only unfinished item. Raises Missing where
    no branch is meant, ItemArchived, NoItems, WhichItem.
    """
    owner = None
    if branch is not None and context.actor.has(Role.ORGANISER):
        owner = branch
    elif context.actor.reports:
        owner = context.own_place
    if owner is None:
        raise Missing(usage.replace(" 1", f" {UNIT} 1"))
    return owner, ledger.meant(context.work, context.department.id, owner, n)


def _lines(context: Context, branch: Branch, items: list[Item]) -> list[str]:
    due = ledger.due_days(context.work, context.cycle, items)
    today = context.work.today
    lines = []
    for item in items:
        number = item.number(branch.id)
        if item.state is State.CLOSED:
            lines.append(texts.closed_line(number, item))
            continue
        line = texts.item_line(
            number,
            item.problem,
            due=due[item.id],
            today=today,
            state=item.state,
            overdue=due[item.id] <= today,
        )
        lines.append(line)
    return lines


def _overview(context: Context) -> Message:
    now = overview.overview(context.work, context.cycle, context.roster)
    if not now.total:
        return Message(text=texts.NOTHING_YET)
    sections = [
        (texts.TO_VERIFY, now.to_verify),
        (texts.WANTS_HELP, now.wants_help),
        (texts.OVERDUE, now.overdue),
        (texts.VACANT, now.vacant),
    ]
    return Message(text=texts.overview(texts.counts(now.standings, now.proposed), sections))
