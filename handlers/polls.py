"""The on-site evaluation in the chat.

Votes do not pass here: they go straight to the ballot box.
"""

from collections.abc import Sequence
from contextlib import suppress

from bot.actions import polls
from bot.dispatch import confirming
from bot.dispatch.cases import Arguments, named, nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Heard
from bot.dispatch.understanding.forms.ballots import POLLS
from bot.dispatch.understanding.forms.everybody import behind_everybody
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person
from bot.domain.permissions import ENTERS_GRADES, EVERYONE, ORGANISER, OVERSIGHT
from bot.domain.plan import InputRule, Part
from bot.domain.polls.poll import Audience
from bot.domain.polls.refusals import (
    EverybodyRated,
    NothingOpen,
    NothingToRelease,
    PollAlreadyOpen,
    WhichToEnd,
)
from bot.domain.polls.roll import read_categories
from bot.domain.refusals import Missing, NoSuch
from bot.domain.words import OFFICE
from bot.messages import Message
from bot.texts import polls as texts
from bot.texts.polls import results as result_texts
from bot.texts.polls import sheets as sheet_texts
from handlers import satisfaction, sheets, tallies
from handlers.todos import with_the_next

router = Router("polls", Part.BALLOT, POLLS)
START = "开始测评 张三"
MERGE = "合并 B C"
PAPER = "纸质票 A 发10 收9 废1 好5 较好3 一般0 差0"


def _released(context: Context, arguments: Arguments) -> Sequence[Person]:
    subjects = named(context, arguments)
    subject = next(iter(subjects), None)
    return (*subjects, *polls.release_cases(context.work, context.cycle, subject))


@router.command(
    "测评", who=EVERYONE, usage="测评", help="测评进行时填测评表（私聊）", reads=True, private=True
)
def how_to_vote(context: Context) -> Message:
    """Shows the next card to be filled; of a ballot of several cards also which are filled."""
    sheet = polls.open_sheet(context.work, context.actor)
    if sheet is not None:
        message = polls.handed_out(context.work, sheet, context.actor)
        if message is not None:
            return message
    paper = polls.next_paper(context.work, context.cycle, context.actor)
    if paper is None:
        if polls.is_held(context.work, context.cycle, context.actor):
            return Message(text=texts.NO_CARD_FOR_YOU)
        return Message(text=f"{texts.NOTHING_TO_VOTE_ON}{_grade_meant(context)}")
    text = texts.how_to_vote(paper.steps, paper.items)
    if len(paper.filled) + len(paper.left) > 1:
        text = f"{texts.cards_filled(paper.number, paper.filled, paper.left)}\n{text}"
    return Message(text=text, card=paper.card)


def _grade_meant(context: Context) -> str:
    """Tells who enters grades how that is said, once the ballots are over: 「张三改成一般」."""
    enters = ENTERS_GRADES.under(context.cycle.plan.rights).allows(context.actor)
    if not enters or not context.cycle.plan.has(Part.GRADE):
        return ""
    if not polls.released(context.work, context.cycle, context.actor, leads=True):
        return ""
    return texts.GRADE_MEANT


@router.command("我的票", who=EVERYONE, help="看您的票是否计入", reads=True, private=True)
def my_votes(context: Context) -> Message:
    votes = polls.my_votes(context.work, context.cycle, context.actor)
    return Message(text=texts.my_votes([(vote.subjects, vote.state) for vote in votes]))


@router.command(
    # The hall sees it, and it decides nothing (decision 0017).
    "开始测评",
    who=ORGANISER,
    usage=START,
    help=f"在群里开始对一位{OFFICE}的测评",
    about=nobody,
)
def start(context: Context, subject: Branch | Person | None = None, text: str = "") -> Message:
    if subject is None and behind_everybody(text) == "":
        return sheets.hand_out_to_all(context)
    if subject is None:
        of_group = sheets.group_named(context, text.strip())
        if of_group:
            return _open(context, list(of_group))
        if not text.strip() and not context.in_group:
            return _ask_for_all(context)
    return _open(context, [_secretary(context, subject)])


@router.command("下一位", who=ORGANISER, help="结束当前测评，开始下一位")
def next_one(context: Context) -> Message:
    ended = ""
    with suppress(NothingOpen):  # before the first one, and after the last
        asked = _ask_before_void(context)
        if asked is not None:
            return asked
        ended = _close(context) + "\n"
    try:
        subject, round_ = polls.next_subject(context.work, context.cycle)
    except EverybodyRated:
        return Message(text=ended + texts.ALL_RATED)
    return Message(text=ended + _open(context, [subject], round_).text)


@router.command("结束测评", who=ORGANISER, usage="收票", help="结束正在进行的测评")
def close(context: Context, subject: Branch | Person | None = None, text: str = "") -> Message:
    """Ends the evaluation, of several the one about the subject; where none is held, what one
    branch's people are asked.

    The latter is nothing for the group.
    """
    person = None
    round_, name = sheets.round_said(context, text)
    if subject is not None:
        person = _secretary(context, subject)
    elif name.strip():
        person = sheets.subject_called(context, name.strip(), "收票 姓名")
    try:
        asked = _ask_before_void(context, person, round_)
        if asked is not None:
            return asked
        answer = Message(text=_close(context, person, round_))
    except NothingOpen:
        if context.in_group:
            raise
        message = satisfaction.end_the_only(context)
        # A wrong word in the group must not end what one branch's people are asked.
        if message is None:
            raise
        return message
    return with_the_next(context, answer)


@router.own_confirmation(polls.END_SHORT, who=ORGANISER, declined=sheet_texts.GOES_ON)
def end_short(context: Context, card: OpenCard) -> str:
    """Ends what is void then, since it was asked for all the same. Raises NothingOpen."""
    return _ended(
        context,
        polls.close_known(context.work, context.department, context.actor, card.subject["poll"]),
    )


@router.command(
    "公布",
    who=ORGANISER,
    usage="公布",
    help="核对测评结果，请另一位同志确认后公布",
    private=True,
    about=_released,
)
def release(context: Context, subject: Branch | Person | None = None) -> Message:
    """Releases the evaluation; where none waits, what one branch's people were asked."""
    try:
        return _ask_release(context, subject)
    except NothingToRelease:
        branch = subject
        if isinstance(branch, Person):
            branch = branch.branch
        message = satisfaction.release_the_only(context, branch)
        if message is None:
            raise
        return message


@router.command(
    "交领导",
    who=ORGANISER,
    help="核对测评结果，请另一位同志确认后交给领导",
    private=True,
    about=_released,
)
def hand_over(context: Context, subject: Branch | Person | None = None) -> Message:
    return _ask_release(context, subject, Audience.LEADERSHIP)


def _ask_release(
    context: Context, subject: Branch | Person | None, audience: Audience = Audience.GROUP
) -> Message:
    person = None
    if subject is not None:
        person = _secretary(context, subject)
    preview = polls.ask_release(
        context.work, context.cycle, context.department, context.actor, person, audience
    )
    head = texts.waits_for_second(own=preview.own)
    if audience is Audience.LEADERSHIP:
        head = texts.waits_for_hand_over(own=preview.own)
    # Of one mind is no secret in this sense, yet the organiser should know (decision 0015).
    if any(result.unanimous for result in preview.results):
        head += texts.UNANIMOUS
    # Nothing of what is to be released is left out of its preview.
    first, *further = result_texts.pages(head, preview.results)
    for number, page in enumerate(further):
        context.work.message_person(
            context.department,
            context.actor,
            Message(text=page),
            key=f"preview:{context.update.own_id}:{number}",
        )
    return Message(text=first)


@router.confirmation(
    polls.KIND, who=OVERSIGHT, decline=polls.decline, declined=texts.RELEASE_DECLINED
)
def confirm_release(context: Context, card: OpenCard) -> str:
    polls.release(context.work, context.department, card, context.actor)
    if polls.audience_of(card) is Audience.LEADERSHIP:
        return texts.HANDED_OVER
    return texts.RELEASE_DONE


@router.command("谁没投", who=OVERSIGHT, help="看还有多少人没有参加测评", reads=True, private=True)
def who_is_missing(context: Context, person: Person | None = None) -> Message:
    # A number, never names: who has not voted is asked in private (ballot step 6).
    missing = polls.missing(context.work, context.cycle, person)
    if not missing:
        return Message(text=texts.NOBODY_VOTES_NOW)
    running = [(poll.subjects, poll.number) for poll in missing if not poll.is_over]
    over = [texts.missed(poll.subjects, poll.number) for poll in missing if poll.is_over]
    return Message(text="\n".join([texts.missing_voters(running), *over]).strip())


@router.command(
    "纸质票",
    who=OVERSIGHT,
    usage=PAPER,
    help="录入纸质票，由另一位同志核对",
    private=True,
    about=lambda context, _arguments: polls.paper_cases(context.work, context.department),
)
def enter_paper(context: Context, text: str) -> Message:
    return Message(text=tallies.entered(context, [text]))


@router.confirmation(
    polls.PAPER, who=OVERSIGHT, decline=polls.decline_paper, declined=texts.PAPER_DECLINED
)
def confirm_paper(context: Context, card: OpenCard) -> str:
    polls.confirm_paper(context.work, context.department, card, context.actor)
    return texts.PAPER_CONFIRMED


@router.command("合并", who=ORGANISER, usage=MERGE, help="把人数少的票类合并统计")
def merge(context: Context, text: str) -> Message:
    categories = {person.category for person in context.roster.people if person.category}
    names, unknown = read_categories(text, categories)
    if unknown:
        raise NoSuch("票类", unknown, MERGE)
    if len(set(names)) < 2:
        raise Missing(MERGE)
    merged = polls.merge_categories(context.work, context.cycle, context.actor, names)
    return Message(text=texts.merged(merged))


@router.command("记名测评", who=ORGANISER, help="今后的测评改为记名")
def by_name(context: Context) -> Message:
    # Only ballots to come: an open one's terms are frozen (ballot step 2).
    polls.set_named(context.work, context.cycle, context.actor, named=True)
    return Message(text=texts.NAMED_MODE)


@router.command(
    "记名结果", who=OVERSIGHT, help="看记名测评中每个人的选择", reads=True, private=True
)
def named_result(context: Context) -> Message:
    # Who sees the choices was said when the ballot began, and nobody else does.
    choices = polls.named_choices(context.work, context.cycle, context.actor)
    lines = [texts.named_choices(poll.subjects, poll.lines) for poll in choices]
    return Message(text="\n".join(lines) or texts.NO_NAMED_POLL)


@router.command("无记名测评", who=ORGANISER, help="今后的测评改回无记名")
def secret(context: Context) -> Message:
    polls.set_named(context.work, context.cycle, context.actor, named=False)
    return Message(text=texts.UNNAMED_MODE)


def _ask_for_all(context: Context) -> Message:
    """Asks whoever named nobody whether one sheet is meant, of all. Raises PollAlreadyOpen."""
    with suppress(NothingOpen, WhichToEnd):  # of several the opening itself tells
        poll = polls.open_evaluation(context.work, context.department)
        raise PollAlreadyOpen(poll.title)
    speakers = polls.speakers(context.work, context.cycle)
    sheet_of_all = Heard("发测评表", {}, sure=True, because="")
    text = sheet_texts.whether_all(len(speakers), START)
    return confirming.ask(context, [sheet_of_all], text=text)


def _secretary(context: Context, subject: Branch | Person | None) -> Person:
    """Returns the secretary who is meant. Raises Missing where nobody was named."""
    if isinstance(subject, Branch):
        secretary = context.roster.subject_of(subject)
        if secretary is None:
            raise NoSuch(OFFICE, subject.name, START)
        return secretary
    if subject is None:
        raise Missing(START)
    return subject


def _open(context: Context, subjects: list[Person], round_: InputRule | None = None) -> Message:
    """Opens a poll.

    In the group, which has just heard of it, only what that does not say is told.
    """
    opened = polls.open_poll(
        context.work, context.cycle, context.department, context.actor, subjects, round_=round_
    )
    if context.in_group:
        return Message(text=texts.opened_here(opened.unknown))
    return Message(
        text=texts.opened(opened.terms.title, opened.terms.eligible, opened.code, opened.unknown)
    )


def _close(context: Context, subject: Person | None = None, round_: InputRule | None = None) -> str:
    """Closes what is open. Raises NothingOpen, WhichToEnd.

    The group hears that it is over; the turnout and what comes next are told in private.
    """
    closed = polls.close_open(
        context.work,
        context.department,
        context.actor,
        subject,
        in_group=context.in_group,
        round_=round_,
    )
    return _ended(context, closed)


def _ask_before_void(
    context: Context, subject: Person | None = None, round_: InputRule | None = None
) -> Message | None:
    """Asks whether a ballot shall end in which too few have voted; None where it may.

    Raises NothingOpen, WhichToEnd.
    """
    poll = polls.open_evaluation(context.work, context.department, subject, round_)
    return polls.ask_before_void(context.work, context.actor, poll, in_group=context.in_group)


def _ended(context: Context, closed: polls.ClosedPoll) -> str:
    """Returns what the organiser hears of a close; the group has heard less."""
    is_sheet = closed.terms.form.turning
    if is_sheet and (context.in_group or closed.short):
        return closed.ended
    if is_sheet:
        return f"{closed.ended}{sheet_texts.WHAT_NEXT}"
    if context.in_group:
        return texts.CLOSED_HERE
    return texts.closed(closed.terms.title, closed.voted, closed.eligible)
