"""What people do with a verdict: see and correct the split, confirm the pairing, promise, look at shared passages, overrule."""

import re

from bot.actions import judging, requests
from bot.actions.confirmations import NO, YES
from bot.actions.requests import OpenRequest
from bot.dispatch.cases import nobody
from bot.dispatch.router import Router, Whose
from bot.dispatch.turn import Turn
from bot.domain.judging import NothingToConfirm, PartUnknown
from bot.domain.people import Branch, Role
from bot.domain.permissions import ORGANISER, SECRETARY
from bot.domain.refusals import Missing
from bot.domain.report import Part, Passage, receipt_lines, section_lines
from bot.messages import Card, CardState, ClickAnswer, Message, Option, OutFile, button_card
from bot.texts import judging as texts
from bot.texts import rectification as ledger_texts
from bot.texts import talk

router = Router("judging")
PAIRS = "pairs"
RULE = re.compile(r"^\s*(S\d{1,2})[\s,:、]*(.+)$", re.IGNORECASE | re.DOTALL)


@router.command(
    "分段",
    who=SECRETARY,
    usage="分段",
    help="看报告怎样分成几部分，不对可以更正",
    private=True,
    shows=lambda _actor, said: not said,
)
def sections(turn: Turn, n: int | None = None, text: str = "") -> Message:
    branch = _own_branch(turn)
    if n is None:
        row = judging.newest_row(turn.work, turn.cycle, branch)
        return Message(
            text=texts.sections(section_lines(judging.verdict_of(turn.work, turn.cycle, row)))
        )
    verdict = judging.correct(turn.work, turn.cycle, turn.actor, branch, n, _part(text))
    return Message(text=texts.sections_corrected(receipt_lines(verdict)))


router.alias(
    "分段",
    r"第?\s*(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})\s*(?:个?部分|段|节)\s*(?:应该|应当|其实)?(?:是|为|算|属于)(?P<text>.{1,12})",
)


def _part(said: str) -> Part:
    name = re.sub(r"[\s。.!!、,的了吧呀啊]|部分|方面", "", said)
    if name not in texts.PARTS:
        raise PartUnknown(said.strip())
    return texts.PARTS[name]


@router.command("对应", who=SECRETARY, help="核对问题、原因、措施是否一一对应", private=True)
def pairs(turn: Turn) -> Message:
    return Message(card=_pairs_card(turn))


def _pairs_card(turn: Turn) -> Card:
    row = judging.newest_row(turn.work, turn.cycle, _own_branch(turn))
    found = judging.verdict_of(turn.work, turn.cycle, row).pairs
    if not found:
        raise NothingToConfirm
    rows = [
        (_first_words(one.problem), _first_words(one.cause), _first_words(one.measure))
        for one in found
    ]
    request_id = requests.ask(turn.work, turn.actor, PAIRS, {"submission": row.id})
    buttons = Option(YES, texts.pairs_ok()), Option(NO, texts.pairs_not_ok())
    return button_card(request_id, texts.pairs_title(), texts.pairs(rows), *buttons)


def _first_words(part: Passage | None) -> str:
    return part.first_words if part else ""


@router.button(PAIRS, who=SECRETARY, whose=Whose.OWN)
def confirm_pairs(turn: Turn, request: OpenRequest, pressed: str) -> ClickAnswer:
    requests.decide(turn.work, request, turn.actor, accepted=pressed == YES)
    if pressed != YES:
        return ClickAnswer(accepted=True, notice=texts.pairs_left(), state=CardState.CLOSED)
    rows = judging.confirm_pairs(turn.work, turn.cycle, turn.actor, _own_branch(turn))
    return ClickAnswer(accepted=True, notice=texts.pairs_kept(rows), state=CardState.CLOSED)


@router.command("承诺", who=SECRETARY, usage="承诺 文字", help="记下整改承诺", private=True)
def promise(turn: Turn, text: str) -> Message:
    """The promise enters the ledger; where the report's problems are not confirmed yet, one card does both (S19, S30)."""
    branch = _own_branch(turn)
    item, fresh = judging.promise(turn.work, turn.cycle, turn.actor, branch, text)
    number, due = (
        item.number(branch.id),
        item.due_day(turn.cycle.plan.rectification, turn.work.zone),
    )
    if not fresh:
        return Message(text=ledger_texts.promised_before(number))
    told = ledger_texts.promised(number, due, dated=item.due is not None)
    open_pairs = judging.unconfirmed(turn.work, turn.cycle, branch)
    return Message(text=told, card=_pairs_card(turn) if open_pairs else None)


@router.command(
    "重复",
    who=SECRETARY | ORGANISER,
    usage="重复",
    help="看与其他报告相同的段落",
    reads=True,
    private=True,
    about=nobody,
)
def copied(turn: Turn, branch: Branch | None = None) -> Message:
    about = _about(turn, branch)
    found = judging.copied(turn.work, turn.cycle, about)
    if not found:
        return Message(text=texts.nothing_copied())
    return Message(text=texts.copied([(one.text, _sources(turn, one)) for one in found]))


def _sources(turn: Turn, passage: judging.Copied) -> str:
    """Where else it stands; the author is not told in which branches' reports."""
    named = [branch.name for branch in turn.roster.branches if branch.id in passage.branches]
    return texts.sources(
        named, apart=not turn.actor.has(Role.ORGANISER), last_year=passage.last_year
    )


@router.command(
    "批注",
    who=SECRETARY | ORGANISER,
    usage="批注",
    help="拿一份加了批注的报告",
    reads=True,
    private=True,
    about=nobody,
)
def marked_copy(turn: Turn, branch: Branch | None = None) -> Message:
    made = judging.marked_copy(turn.work, turn.cycle, _about(turn, branch), author=talk.ROBOT)
    if made is None:
        return Message(text=texts.nothing_to_mark())
    file = OutFile(made.sha256, texts.marked_name(made.name), made.size)
    return Message(text=texts.marked(made.notes), file=file)


@router.command(
    "放行", who=ORGANISER, usage="放行 支部 S21 理由", help="说明一条检查提示不作要求", private=True
)
def overrule(turn: Turn, branch: Branch, text: str) -> Message:
    said = RULE.match(text)
    if said is None:
        raise Missing(texts.overrule_usage())
    rule, reason = said[1].upper(), said[2].strip()
    if not judging.overrule(turn.work, turn.cycle, turn.actor, branch, rule, reason):
        return Message(text=texts.overruled_before(rule))
    return Message(text=texts.overruled(branch.name, rule))


def _about(turn: Turn, branch: Branch | None) -> Branch:
    """The branch that is meant: the secretary's own; the organiser names one."""
    if turn.actor.has(Role.SECRETARY) and turn.actor.branch:
        return turn.actor.branch
    if branch is None:
        raise Missing(texts.name_a_branch())
    return branch


def _own_branch(turn: Turn) -> Branch:
    assert turn.actor.branch is not None, "the roster gives every secretary a branch"
    return turn.actor.branch
