"""From the four inputs to the grade in the chat: entering, looking, deciding, telling (S31-S33)."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.actions import evaluation
from bot.actions.evaluation import files, sorting
from bot.actions.evaluation.inputs import NewEntry
from bot.dispatch import answers, bundling, leavers
from bot.dispatch.bundling import Act
from bot.dispatch.cases import Arguments, named
from bot.dispatch.context import Context
from bot.dispatch.prepared import Reply
from bot.dispatch.router import Router, Whose
from bot.dispatch.understanding import Slot
from bot.dispatch.understanding.forms import evaluation as forms
from bot.dispatch.understanding.forms.everybody import (
    behind_everybody,
    label_of_nobody,
    lines_about,
    subjects_named,
)
from bot.domain.evaluation.grades import committee_day, grade_said
from bot.domain.evaluation.inputs import Kind, Source, missing
from bot.domain.evaluation.refusals import NoSpeaker, WhoseWords
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person, Role
from bot.domain.permissions import (
    ENTERS_GRADES,
    EVALUATED,
    EVERYONE,
    OVERSIGHT,
    SEES_INPUTS,
)
from bot.domain.plan import FOUR_IDS, SELF, InputRule, Part
from bot.domain.refusals import Missing, NoSuch, NotAllowed
from bot.domain.words import OFFICE
from bot.messages import ClickAnswer, Message
from bot.texts import evaluation as texts
from bot.texts.evaluation import sorting as sorting_texts
from bot.texts.opinions import HALF_WORDS
from handlers import grades

router = Router("evaluation", forms=forms.FORMS)
TELLING = "反馈结果 张三"


def _shows_lines(_actor: Person, said: AbstractSet[Slot]) -> bool:
    """Lines about several are shown first, and entered from their card."""
    return Slot.PERSON not in said and Slot.TEXT in said


@router.command(
    "平时",
    part=Part.EVERYDAY,
    who=OVERSIGHT,
    usage="平时 张三 常到学生宿舍走访",
    help="记下平时掌握的情况",
    private=True,
    names=True,
    shows=_shows_lines,
)
def everyday(context: Context, text: str, person: Person | None = None) -> Message:
    return _enter_some(context, Kind.EVERYDAY, person, text)


@router.command(
    "调研",
    part=Part.VISITS,
    who=OVERSIGHT,
    usage="调研 张三 学生反映谈心谈话做得细",
    help="记下调研了解的情况",
    private=True,
    names=True,
    shows=_shows_lines,
)
def fieldwork(context: Context, text: str, person: Person | None = None) -> Message:
    return _enter_some(context, Kind.FIELDWORK, person, text)


def _commented(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Returns the case of whoever is named, else of whoever is being rated."""
    subjects = named(context, arguments)
    if subjects or not arguments.get("text"):
        return subjects
    try:
        return (evaluation.speaker(context.work, context.cycle),)
    except NoSpeaker:
        return ()


@router.command(
    "点评",
    part=Part.COMMENTS,
    who=OVERSIGHT,
    usage="点评 张三 讲得实在，措施还要再具体",
    help="记下领导点评，会上可以不写姓名",
    private=True,
    about=_commented,
)
def comment(context: Context, person: Person | None = None, text: str = "") -> Message:
    if not text:
        raise Missing("点评 张三 讲得实在")
    if len(lines_about(context.roster, person, forms.read_author_of_lines(text)[1])) > 1:
        return _enter_some(context, Kind.COMMENT, person, text)
    subject = person or evaluation.speaker(context.work, context.cycle)
    return _enter(context, Kind.COMMENT, subject, text)


def _evidence_case(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Returns the case of whoever is named; nobody's where he says something of himself as planned."""
    person, text = arguments.get("person"), arguments.get("text")
    if isinstance(person, Person) and isinstance(text, str):
        rule, _ = _rule_said(context, text)
        if rule is not None and SELF in rule.by and person.id == context.actor.id:
            return ()
    return named(context, arguments)


def _rule_said(context: Context, text: str) -> tuple[InputRule | None, str]:
    """Returns the input at the head of a text, and what is said of it."""
    title, _, rest = text.strip().partition(" ")
    return context.cycle.plan.input_rule(title), rest.strip()


@router.command(
    "记依据",
    who=EVERYONE,
    part=Part.OTHER_INPUTS,
    usage="记依据 张三 廉洁情况 未发现问题",
    help="记下方案里的一项依据，例如：记依据 李思样 考试 92分",
    private=True,
    about=_evidence_case,
)
def enter_evidence(context: Context, person: Person, text: str) -> Message:
    """Enters one of the plan's own inputs; those with commands of their own are entered by these."""
    rule, words = _rule_said(context, text)
    # A ballot's result is counted, and never typed in.
    if rule is None or rule.is_ballot or not words:
        titles = [
            rule.title
            for rule in context.cycle.plan.inputs
            if rule.id not in FOUR_IDS and not rule.is_ballot
        ]
        raise Missing(texts.evidence_usage(titles))
    by_himself = SELF in rule.by and person.id == context.actor.id
    # Who may bring an input differs from unit to unit, so the plan says it.
    if not by_himself and not any(role in rule.by for role in context.actor.roles):
        raise NotAllowed("、".join(rule.by))
    new = NewEntry(rule.id, person, words, context.actor)
    return _added(context, new)


def _corrected(context: Context, arguments: Arguments) -> Sequence[Person]:
    number = arguments.get("n")
    if not isinstance(number, int):
        return ()
    return evaluation.entry_case(context.work, context.cycle, number)


@router.command(
    "更正",
    who=OVERSIGHT,
    usage="更正 17 常到学生宿舍和实验室走访",
    help="用新的一条更正记错的依据",
    private=True,
    about=_corrected,
)
def correct(context: Context, n: int, text: str) -> Message:
    entry = evaluation.correct(context.work, context.cycle, context.actor, n, text)
    card = sorting.card(context.work, context.cycle, context.actor, [entry])
    return Message(text=texts.corrected(entry), card=card)


@router.button(sorting.KIND, who=OVERSIGHT, whose=Whose.OWN, form=sorting.form)
def sort_remarks(context: Context, card: OpenCard, _pressed: str) -> ClickAnswer:
    """Keeps what each sentence was said to be, and asks about those that are left."""
    assert context.update.click is not None, "buttons are clicked"
    said = sorting.answer(
        context.work, context.cycle, context.actor, card, context.update.click.values
    )
    if said.following is not None:
        reply = Reply([Message(card=said.following)], private=True, sender=context.membership)
        answers.enqueue(context.work, context.update, reply)
    notice = sorting_texts.sorted_as(said.halves)
    return ClickAnswer.closing(notice)


@router.command(
    "依据",
    who=SEES_INPUTS,
    usage="依据 张三",
    help=f"看一位{OFFICE}的依据；不写姓名，看各位的依据齐没齐、等次定没定",
    reads=True,
    private=True,  # drafts go to those who are authorised (rule of conduct 7)
)
def inputs(context: Context, person: Person | None = None) -> Message:
    if person is None:
        return grades.standing_of_all(context)
    sheet = evaluation.sheet_of(context.work, context.cycle, person)
    text = texts.inputs(sheet, context.work.zone, missing(sheet.inputs, sheet.required_rules))
    return Message(text=text, file=files.sheet_picture(context.work, sheet))


@router.command(
    "等次表",
    part=Part.GRADE,
    who=SEES_INPUTS,
    usage="等次表 张三",
    help=f"拿一位{OFFICE}的考核等次表",
    reads=True,
    private=True,
)
def sheet(context: Context, person: Person) -> Message:
    evaluation_sheet = evaluation.sheet_of(context.work, context.cycle, person)
    file = files.sheet_document(context.work, context.cycle, evaluation_sheet)
    return Message(text=texts.sheet_ready(person.title), file=file)


@router.command(
    "定等",
    part=Part.GRADE,
    who=ENTERS_GRADES,
    usage="定等 张三 较好 12月29日党总支会议研究",
    help="记录党组织研究确定的等次",
    private=True,
)
def grade(context: Context, person: Person, grade: str = "", text: str = "") -> Message:
    # Where the grade does not stand behind the name, the sentence of the minutes may hold it.
    if not grade:
        grade, text = grade_said(text, context.cycle.plan.grade_steps)
    # A grade has the day on which the committee decided, beside who and why (S33).
    said = committee_day(text, context.work.today)
    decision = evaluation.Decision(person, grade, said.rest, said.day)
    proposal = evaluation.propose(
        context.work, context.cycle, context.department, context.actor, decision
    )
    # Caps and conditions only warn, because a person decides (rule of conduct 8).
    warnings = grades.warning_lines(context, proposal)
    ((_, noted),) = proposal.grades
    return Message(text=texts.grade_proposed(person.title, noted, warnings))


@router.confirmation(
    evaluation.GRADE, who=OVERSIGHT, decline=evaluation.decline, declined=texts.CONFIRM_DECLINED
)
def confirm_grade(context: Context, card: OpenCard) -> str:
    return texts.confirm_done(
        evaluation.confirm(context.work, context.department, card, context.actor)
    )


@router.command(
    "送达",
    part=Part.GRADE,
    who=OVERSIGHT,
    usage=TELLING,
    help=f"把结果反馈给{OFFICE}本人，也可以“反馈结果 全部”",
    private=True,
)
def tell(context: Context, person: Person | None = None, text: str = "") -> Message:
    if person is not None:
        persons = [person]
    elif behind_everybody(text) is not None:
        persons = list(evaluation.of_year(context.work, context.cycle, context.roster))
    elif text:
        former = evaluation.former(context.work, context.cycle)
        persons = subjects_named(context.roster, text, TELLING, context.actor, former)
    else:
        raise Missing(TELLING)
    telling = evaluation.ask_telling(
        context.work, context.cycle, context.department, context.actor, persons
    )
    return Message(text=texts.tell_asked([sheet.name for sheet in telling.ready], telling.left))


@router.confirmation(
    evaluation.TELL, who=OVERSIGHT, decline=evaluation.decline_telling, declined=texts.TELL_DECLINED
)
def confirm_telling(context: Context, card: OpenCard) -> str:
    names = evaluation.tell(context.work, context.cycle, context.department, card, context.actor)
    return texts.tell_done(names)


@router.button(evaluation.RECEIPT, who=EVALUATED, whose=Whose.OWN, options=("read",))
def read(context: Context, card: OpenCard, _pressed: str) -> ClickAnswer:
    evaluation.read(context.work, context.cycle, card, context.actor)
    return ClickAnswer.closing(texts.READ_DONE)


@router.command(
    "我的结果",
    who=EVALUATED,
    help="看反馈给您的评价意见和考核等次",
    private=True,
    shows=lambda _actor, _said: True,
)
def own_result(context: Context) -> Message:
    return evaluation.own_result(context.work, context.cycle, context.actor)


@router.command(
    "阅知",
    who=EVALUATED,
    help="看过了反馈给您的结果，和点卡片一样；不代表没有意见",
    private=True,
)
def say_read(context: Context) -> Message:
    evaluation.note_read(context.work, context.cycle, context.actor)
    return Message(text=texts.READ_DONE)


@router.command(
    "异议",
    part=Part.GRADE,
    who=EVALUATED,
    usage="不同意见 第二条与实际不符",
    help="对考核结果提出不同意见",
    private=True,
)
def objection(context: Context, text: str) -> Message:
    evaluation.object_to(context.work, context.cycle, context.department, context.actor, text)
    return Message(text=texts.OBJECTION_TAKEN)


def _enter_some(context: Context, kind: Kind, person: Person | None, text: str) -> Message:
    """Enters one entry, or shows a card where there is a line for each of several.

    Raises WhoseWords and NoSuch: what cannot be entered is not shown to be confirmed.
    """
    author, lines = forms.read_author_of_lines(text)
    entries = lines_about(context.roster, person, lines)
    if len(entries) > 1:
        word = texts.WORDS[kind]
        unknown = label_of_nobody(context.roster, lines, HALF_WORDS)
        if unknown:
            leavers.check(context, unknown)
            raise NoSuch("姓名", unknown, f"{word} 张三 讲得实在")
        for _, words in entries:
            _author(context, kind, f"{author}{words}")
        # Each of several is entered by its own command, in one transaction: all or none.
        acts = [
            Act(
                word,
                {Slot.PERSON: subject, Slot.TEXT: f"{author}{words}"},
                texts.entry_preview(subject.title, words),
            )
            for subject, words in entries
        ]
        return bundling.ask(context, acts, left=texts.behalf_preview(author))
    if not entries:
        raise Missing(f"{texts.WORDS[kind]} 张三 讲得实在")
    ((subject, words),) = entries
    return _enter(context, kind, subject, f"{author}{words}")


def _enter(context: Context, kind: Kind, subject: Person, text: str) -> Message:
    """Enters words as the leader's own, or as those of the leader that they name (rule of conduct 9).

    Raises WhoseWords where neither is the case.
    """
    author, words = _author(context, kind, text)
    source = Source.CHAT
    # What is said while he is being rated counts as a comment at the meeting (S31).
    if kind is Kind.COMMENT and _is_being_rated(context, subject):
        source = Source.MEETING
    new = NewEntry(kind, subject, words, author, source)
    return _added(context, new)


def _author(context: Context, kind: Kind, text: str) -> tuple[Person, str]:
    """Returns whose words these are, and the words. Raises WhoseWords."""
    name, words = forms.read_author(text)
    leaders = {leader.name: leader for leader in context.roster.with_role(Role.LEADER)}
    author = leaders.get(name)
    if author is not None:
        return author, words
    # An organiser writes down what others say; a comment is a leader's (S31).
    if not context.actor.has(Role.LEADER):
        raise WhoseWords(texts.WORDS[kind])
    return context.actor, text


def _added(context: Context, new: NewEntry) -> Message:
    subject = new.about
    entry = evaluation.add(context.work, context.cycle, context.actor, new)
    rules = context.cycle.plan.required_inputs
    lacking = missing(evaluation.inputs_of(context.work, context.cycle, subject), rules)
    card = sorting.card(context.work, context.cycle, context.actor, [entry])
    return Message(text=texts.added(entry, subject.name, lacking, len(rules)), card=card)


def _is_being_rated(context: Context, subject: Person) -> bool:
    """Tells whether this secretary is being rated right now."""
    try:
        return evaluation.speaker(context.work, context.cycle).id == subject.id
    except NoSpeaker:
        return False
