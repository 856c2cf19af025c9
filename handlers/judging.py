"""What people do with a verdict.

They see and correct the split, promise, look at shared passages, overrule.
"""

from bot.actions import copied_passages, judging, pairing
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding.forms import reports as forms
from bot.domain.judging import PartUnknown
from bot.domain.people import Branch, Role
from bot.domain.permissions import ORGANISER, SECRETARY
from bot.domain.plan import Part
from bot.domain.refusals import Missing
from bot.domain.report import receipt_lines, section_lines
from bot.messages import Message, OutFile
from bot.texts import judging as texts
from bot.texts import rectification as ledger_texts
from bot.texts import talk
from bot.texts.submissions import OWN_REPORTS

router = Router("judging", Part.REPORT, forms.JUDGING)


@router.command(
    "分段",
    part=Part.OUTLINE,
    who=SECRETARY,
    usage="分段",
    help="看报告怎样分成几部分，不对可以更正",
    private=True,
    shows=lambda _actor, said: not said,
)
def sections(context: Context, n: int | None = None, text: str = "") -> Message:
    """Shows how the report was split, or corrects the part that a section belongs to."""
    branch = context.own_place
    if n is None:
        submission = judging.newest(context.work, context.cycle, branch)
        verdict = judging.verdict_of(context.work, context.cycle, submission)
        return Message(text=texts.sections(section_lines(verdict)))
    part = forms.read_part(text)
    if part is None:
        raise PartUnknown(text.strip())
    verdict = judging.correct(context.work, context.cycle, context.actor, branch, n, part)
    return Message(text=texts.sections_corrected(receipt_lines(verdict, look=OWN_REPORTS)))


@router.command(
    "承诺",
    part=Part.RECTIFICATION,
    who=SECRETARY,
    usage="承诺 每月讲一次党课，6月底前完成",
    help="记下整改承诺",
    private=True,
)
def promise(context: Context, text: str) -> Message:
    """Enters the promise into the ledger.

    Where the report's problems are not confirmed yet, one card does both (S19, S30).
    """
    branch = context.own_place
    item, is_new = judging.promise(context.work, context.cycle, context.actor, branch, text)
    number = item.number(branch.id)
    if not is_new:
        return Message(text=ledger_texts.promised_before(number))
    due = item.due_day(context.cycle.plan.rectification, context.work.zone)
    answer = ledger_texts.promised(number, due, context.work.today, dated=item.due is not None)
    if pairing.is_unconfirmed(context.work, context.cycle, branch):
        card = pairing.card(context.work, context.cycle, context.actor, branch)
        return Message(text=answer, card=card)
    return Message(text=answer)


@router.command(
    "重复",
    who=SECRETARY | ORGANISER,
    usage="重复",
    help="看与其他报告相同的段落",
    reads=True,
    private=True,
    about=nobody,  # looking decides nothing, also where it is about oneself
)
def copied(context: Context, branch: Branch | None = None) -> Message:
    owner = _about(context, branch)
    passages = copied_passages.of_newest(context.work, context.cycle, owner)
    if not passages:
        return Message(text=texts.NOTHING_COPIED)
    # The author does not hear in which branches' reports it stands.
    is_author = not context.actor.has(Role.ORGANISER)
    rows = []
    for passage in passages:
        names = [place.name for place in context.roster.all_places if place.id in passage.branches]
        sources = texts.sources(names, apart=is_author, last_year=passage.last_year)
        rows.append((passage.text, sources))
    return Message(text=texts.copied(rows))


@router.command(
    "批注",
    part=Part.OUTLINE,
    who=SECRETARY | ORGANISER,
    usage="批注",
    help="拿一份加了批注的报告",
    reads=True,
    private=True,
    about=nobody,
)
def marked_copy(context: Context, branch: Branch | None = None) -> Message:
    made = judging.marked_copy(
        context.work, context.cycle, _about(context, branch), author=talk.ROBOT
    )
    if made is None:
        return Message(text=texts.NOTHING_TO_MARK)
    file = OutFile(made.sha256, texts.marked_name(made.name), made.size)
    return Message(text=texts.marked(made.notes), file=file)


@router.command(
    "放行",
    part=Part.OUTLINE,
    who=ORGANISER,  # checks point, a person decides (rule of conduct 8)
    usage=texts.OVERRULE_USAGE,
    help="说明一条检查提示不作要求",
    private=True,
)
def overrule(context: Context, branch: Branch, text: str) -> Message:
    overruled = forms.read_overruled(text)
    if overruled is None:
        raise Missing(texts.OVERRULE_USAGE)
    rule, reason = overruled
    if not judging.overrule(context.work, context.cycle, context.actor, branch, rule, reason):
        return Message(text=texts.overruled_before(rule))
    return Message(text=texts.overruled(branch.name, rule))


def _about(context: Context, branch: Branch | None) -> Branch:
    """Returns the secretary's own branch, or the one that the organiser names.

    Raises Missing where he names none.
    """
    if context.actor.reports:
        return context.own_place
    if branch is None:
        raise Missing(texts.NAME_A_BRANCH)
    return branch
