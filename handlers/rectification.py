"""The ledger in the chat: what owners see and say, what the organiser enters, and how the whole stands."""

import re
from collections.abc import Sequence
from datetime import date

from bot.actions import evaluation, exporting
from bot.actions.files import Incoming
from bot.actions.rectification import (
    entering,
    following,
    ledger,
    overview,
    questions,
    reporting,
)
from bot.dispatch.cases import Arguments, nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router, Whose
from bot.domain.manuscript import Unreadable
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person, Role
from bot.domain.permissions import ORGANISER, OVERSIGHT, SECRETARY
from bot.domain.rectification.items import Item, State
from bot.domain.rectification.refusals import NoItems, WhichItem
from bot.domain.refusals import CardGone, FileUnreadable, Missing, NoSuch
from bot.messages import CardState, ClickAnswer, Message
from bot.texts import rectification as texts
from handlers import satisfaction

router = Router("rectification")
proofs = Router("proofs")  # listed before reports: a picture is none
PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic")
SHOWN = 8
COMMENT = re.compile(r"点评\s*+(?:第\s*+)?(\d{1,4})\s*[条号]?")
OWNERS = SECRETARY | ORGANISER


@router.command("整改", who=SECRETARY, help="看支部的整改事项", reads=True, private=True)
def mine(context: Context) -> Message:
    branch = own_branch(context)
    found = ledger.of_branch(context.work, context.department.id, branch)
    if not found:
        raise NoItems
    satisfied = satisfaction.of_branch(context, branch)[-1:]
    unfinished = [item for item in found if item.state is not State.CLOSED]
    text = texts.mine(
        branch.name,
        _lines(context, branch, unfinished[:SHOWN]),
        closed=len(found) - len(unfinished),
        more=max(len(unfinished) - SHOWN, 0),
        first=unfinished[0].number(branch.id) if unfinished else None,
    )
    return Message(text="\n".join([text, *satisfied]))


@router.command(
    "进展",
    who=OWNERS,
    usage="进展 1 文字",
    help="说说一条整改的进展",
    private=True,
    with_file=True,
    about=nobody,
)
def progress(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    mine, item = _meant(context, branch, n, "进展 1 文字")
    reporting.note_progress(
        context.work, context.cycle, context.actor, mine, item, text, context.file
    )
    return Message(text=texts.progress_noted(item.number(mine.id)))


@router.command(
    "完成",
    who=OWNERS,
    usage="完成 1 文字",
    help="报告一条整改已完成，可以附文件",
    private=True,
    with_file=True,
    about=nobody,
)
def complete(
    context: Context, branch: Branch | None = None, n: int | None = None, text: str = ""
) -> Message:
    mine, item = _meant(context, branch, n, "完成 1 文字")
    file = context.file
    done = reporting.complete(context.work, context.cycle, context.actor, mine, item, text, file)
    waiting = [ledger.branch_of(context.roster, owner).name for owner in done.waiting_for]
    text = texts.completed(item.number(mine.id), file.name if file else "", waiting_for=waiting)
    return Message(text=text)


def is_picture(actor: Person, file: Incoming) -> bool:
    return actor.has(Role.SECRETARY) and file.name.lower().endswith(PICTURES)


@proofs.file(who=SECRETARY, takes=is_picture, look=lambda _: None, document=False)
def add_proof(context: Context, file: Incoming, _prepared: None) -> Message:
    """A picture belongs to what was just reported; anything else that wants to be read is a report."""
    branch = own_branch(context)
    item = reporting.add_proof(context.work, context.cycle, context.actor, branch, file)
    if item is None:
        raise FileUnreadable(Unreadable.NO_TEXT, file.name)
    return Message(text=texts.proof_added(item.number(branch.id), file.name))


# As people put it when they speak of one item: the number first.
NTH = r"第\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*[条项]"
router.alias("进展", NTH + r"\s*(?:的|整改)*进展[：:，,\s]+(?P<text>[\s\S]+)")
router.alias(
    "完成",
    NTH
    + r"(?:的|整改|问题|我们|都|已经|已)*(?:完成|办结|办好|做好|做完|改好|整改到位)了?(?:[。！]|[，,：:\s]+(?P<text>[\s\S]+))?",
)


@router.command(
    "需要帮助", who=SECRETARY, usage="需要帮助 1 文字", help="请组织员帮忙", private=True
)
def want_help(context: Context, n: int | None = None, text: str = "") -> Message:
    mine, item = _meant(context, None, n, "需要帮助 1 文字")
    reporting.want_help(context.work, context.cycle, context.actor, mine, [item], text)
    return Message(text=texts.help_noted(item.number(mine.id)))


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
    mine, item = _meant(context, branch, n, "时限 1 6月30日")
    reporting.set_due(context.work, context.cycle, context.actor, mine, item, date)
    return Message(text=texts.due_set(item.number(mine.id), date))


@router.button(following.FOLLOW_UP, who=SECRETARY, whose=Whose.OWN, form=following.form)
def answer_monthly(context: Context, card: OpenCard, _pressed: str) -> ClickAnswer:
    """One tap, or one choice an item."""
    chosen = _chosen(context, card)
    answered = following.answer(
        context.work, context.cycle, context.actor, own_branch(context), card, chosen
    )
    notice = texts.answered(answered.under_way, answered.done, answered.helped)
    return ClickAnswer(accepted=True, notice=notice, state=CardState.CLOSED)


def _entered(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Of the comment's subject, or of the one branch that the sentence names."""
    text = str(arguments.get("text", ""))
    comment = COMMENT.fullmatch(text)
    if comment:
        return evaluation.entry_case(context.work, context.cycle, int(comment[1]))
    return entering.sentence_case(context.work, context.cycle, text)


@router.command(
    "交办",
    who=ORGANISER,
    usage="交办 支部 问题",
    help="把检查、点评、反馈的问题列入台账",
    private=True,
    about=_entered,
)
def enter(context: Context, text: str) -> Message:
    """One sentence, or the number of a leader's comment."""
    comment = COMMENT.fullmatch(text)
    if comment:
        item, branches = entering.enter_comment(
            context.work, context.cycle, context.actor, int(comment[1])
        )
    else:
        item, branches = entering.enter_sentence(context.work, context.cycle, context.actor, text)
    due = item.due_day(context.cycle.plan.rectification, context.work.zone)
    names = [branch.name for branch in branches]
    return Message(
        text=texts.entered(names, item.problem, item.source, due, dated=item.due is not None)
    )


router.alias("交办", r"(?:交办|列入整改)[\s：:，,]*(?P<text>[\s\S]+)")


@router.command(
    "整改情况",
    who=OVERSIGHT,
    usage="整改情况 [支部]",
    help="看全系整改进展",
    reads=True,
    private=True,
    about=nobody,
)
def whole(context: Context, subject: Branch | Person | None = None) -> Message:
    branch = subject.branch if isinstance(subject, Person) else subject
    if isinstance(subject, Person) and branch is None:
        raise NoSuch("支部", subject.name, "整改情况 第三支部")
    return _of_branch(context, branch) if branch else _overview(context)


@router.command(
    "整改台账", who=SECRETARY | OVERSIGHT, help="整改台账的表格", reads=True, private=True
)
def workbook(context: Context) -> Message:
    """The whole for those who oversee it; a secretary gets his branch's."""
    branch = None if OVERSIGHT.allows(context.actor) else own_branch(context)
    file, count = exporting.ledger_file(context.work, context.cycle, branch)
    if not count:
        raise NoItems
    return Message(text=texts.ledger_sent(count), file=file)


def own_branch(context: Context) -> Branch:
    assert context.actor.branch is not None, "the roster gives every secretary a branch"
    return context.actor.branch


def _meant(
    context: Context, branch: Branch | None, n: int | None, usage: str
) -> tuple[Branch, Item]:
    """The branch and its item: one's own, or, for the organiser, of the branch that is named (rule of conduct 9)."""
    named = branch if branch is not None and context.actor.has(Role.ORGANISER) else None
    meant = named or (context.actor.branch if context.actor.has(Role.SECRETARY) else None)
    if meant is None:
        raise Missing(usage.replace(" 1", " 支部 1"))
    if n is not None:
        return meant, ledger.find(context.work, context.department.id, meant, n)
    found = ledger.of_branch(context.work, context.department.id, meant)
    unfinished = [item for item in found if item.state is not State.CLOSED]
    if not unfinished:
        raise NoItems
    if len(unfinished) > 1:
        raise WhichItem(tuple(str(item.number(meant.id)) for item in unfinished))
    return meant, unfinished[0]


def _chosen(context: Context, card: OpenCard) -> questions.Answers:
    assert context.update.click is not None, "buttons are clicked"
    chosen = questions.answers(card.subject, context.update.click.values)
    if not chosen:
        raise CardGone
    return chosen


def _lines(context: Context, branch: Branch, found: list[Item]) -> list[str]:
    due = ledger.due_days(context.work, context.cycle, found)
    today = context.work.today
    return [
        texts.item_line(
            item.number(branch.id),
            item.problem,
            due=due[item.id],
            state=item.state,
            overdue=due[item.id] <= today,
        )
        for item in found
    ]


def _of_branch(context: Context, branch: Branch) -> Message:
    """Its items, open ones first, and what its people were asked last."""
    found, satisfied = (
        ledger.of_branch(context.work, context.department.id, branch),
        satisfaction.of_branch(context, branch),
    )
    if not found and not satisfied:
        raise NoItems
    ordered = sorted(found, key=lambda item: item.state is State.CLOSED)
    lines = [*_lines(context, branch, ordered[:SHOWN]), *satisfied[-1:]]
    return Message(text=texts.of_branch(branch.name, lines, max(len(found) - SHOWN, 0)))


def _overview(context: Context) -> Message:
    now = overview.overview(context.work, context.cycle, context.roster)
    if not now.total:
        return Message(text=texts.NOTHING_YET)
    sections = [
        (texts.TO_VERIFY, now.to_verify),
        (texts.WANTS_HELP, now.wants_help),
        (texts.OVERDUE, now.overdue),
        (texts.SILENT, now.silent),
        (texts.VACANT, now.vacant),
    ]
    return Message(text=texts.overview(texts.counts(now.standings, now.proposed), sections))
