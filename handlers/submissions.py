"""Reports: handing in by sending a file, one's own material, and the organiser's answers to it."""

from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import date, timedelta

from bot.actions import judging, open_cards, submissions
from bot.actions.confirmations import NO, YES
from bot.actions.files import Incoming
from bot.actions.judging import Examined
from bot.dispatch import cases
from bot.dispatch.cases import nobody
from bot.dispatch.context import Context
from bot.dispatch.router import LookAhead, Router, Whose
from bot.dispatch.understanding import Slot
from bot.domain import conflicts
from bot.domain.manuscript import Unreadable
from bot.domain.open_cards import OpenCard
from bot.domain.people import Branch, Person, Role, Roster
from bot.domain.permissions import ORGANISER, OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.refusals import CardGone, FileUnreadable, Missing, WhichPlace
from bot.domain.report import receipt_lines
from bot.domain.submissions import Submission
from bot.domain.words import OFFICE, UNIT
from bot.messages import CardState, ClickAnswer, Message, Option, button_card
from bot.texts import judging as judging_texts
from bot.texts import reminders as reminder_texts
from bot.texts import submissions as texts
from handlers import reviewing

router = Router("submissions", Part.REPORT)
MEANT = "report_meant"  # 是我的述职报告 or not
SHOWN = ("fail", "hint")  # levels of findings that people are told of, the decided ones first


def is_report(actor: Person, file: Incoming) -> bool:
    """Tells whether this may be a report: every file but an organiser's workbook, his roster."""
    return not (actor.has(Role.ORGANISER) and is_workbook(file))


def is_workbook(file: Incoming) -> bool:
    return file.name.lower().endswith((".xlsx", ".xlsm", ".xls", ".et"))


def is_settings(file: Incoming) -> bool:
    """Files of programs read as text, and are nobody's report."""
    return file.name.lower().endswith(
        (".toml", ".json", ".yaml", ".yml", ".ini", ".cfg", ".csv", ".log")
    )


def examine(ahead: LookAhead) -> Examined:
    if is_settings(ahead.file):
        raise FileUnreadable(Unreadable.UNSUPPORTED, ahead.file.name)
    if ahead.manuscript is None:
        raise FileUnreadable(Unreadable.NO_TEXT, ahead.file.name)
    context = ahead.context
    branch = _place_meant(context)
    return judging.examine(
        context.work, context.cycle, branch, ahead.manuscript, name=ahead.file.name
    )


@router.file(who=SECRETARY | ORGANISER, takes=is_report, look=examine, document=True)
def hand_in(context: Context, file: Incoming, examined: Examined) -> Message:
    branch, secretary = _author(context)
    if not examined.verdict.is_report:
        return _ask_whether_report(context, branch, file, examined)
    return Message(text=_hand_in(context, branch, secretary, file, examined))


def _ask_whether_report(
    context: Context, branch: Branch, file: Incoming, examined: Examined
) -> Message:
    """Asks the sender what the file is; until he says so, it waits in the file store."""
    subject = {"file": asdict(file), "text": examined.sha256, "branch": branch.id}
    card_id = open_cards.ask(context.work, context.actor, MEANT, subject)
    buttons = Option(YES, texts.IT_IS_A_REPORT), Option(NO, texts.IT_IS_NONE)
    question = texts.is_it_a_report(file.name)
    return Message(card=button_card(card_id, texts.IS_IT_A_REPORT_TITLE, question, *buttons))


@router.button(MEANT, who=SECRETARY | ORGANISER, whose=Whose.OWN)
def claim(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """Takes the file as a report where its sender says so; the receipt follows as a message."""
    branch_id = card.subject["branch"]
    branch = next((branch for branch in context.roster.places if branch.id == branch_id), None)
    if branch is None:
        raise CardGone
    secretary = context.roster.responsible_for(branch)
    if secretary is None:
        raise CardGone
    open_cards.decide(context.work, card, context.actor, accepted=pressed == YES)
    if pressed != YES:
        return ClickAnswer(accepted=True, notice=texts.LEFT_AS_A_FILE, state=CardState.CLOSED)
    file = Incoming(**card.subject["file"])
    examined = judging.examine_kept(
        context.work, context.cycle, branch, card.subject["text"], name=file.name
    )
    text = _hand_in(context, branch, secretary, file, examined)
    context.work.message_person(
        context.department, context.actor, Message(text=text), key=f"claimed:{card.id}"
    )
    return ClickAnswer(accepted=True, notice=texts.TAKEN_AS_A_REPORT, state=CardState.CLOSED)


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
    lines = list(receipt_lines(examined.verdict))
    if examined.copied:
        lines.append(judging_texts.copied_line(examined.copied))
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
    holder = context.roster.subject_of(branch)
    if holder == context.actor:
        return text
    name = branch.name
    if holder is not None and holder.name != name:
        name += holder.name
    return f"{texts.received_for(name)}{text}"


def _place_meant(context: Context) -> Branch | None:
    """Returns the place that the organiser names beside the file, else the sender's own.

    None where neither is there. The bot passes on what the organiser brings (rule of conduct 9).
    Raises WhichPlace where a branch is named in which several are evaluated.
    """
    if context.actor.has(Role.ORGANISER):
        named = _places_named(context.roster, context.update.text)
        if len(named) > 1:
            subjects = [context.roster.subject_of(place) for place in named]
            raise WhichPlace(tuple(subject.title for subject in subjects if subject))
        if named:
            return named[0]
    if context.actor.reports:
        return context.own_place
    return None


def _places_named(roster: Roster, text: str) -> tuple[Branch, ...]:
    """Returns the places of the longest name in the text: one name may stand within another."""
    by_name: dict[str, tuple[Branch, ...]] = {
        branch.name: roster.places_in(branch) for branch in roster.branches
    }
    for place in roster.places:
        by_name.setdefault(place.name, (place,))
        subject = roster.subject_of(place)
        if subject is not None:
            by_name.setdefault(subject.name, (place,))
    named = [name for name in by_name if name in text]
    return by_name[max(named, key=len)] if named else ()


def _author(context: Context) -> tuple[Branch, Person]:
    """Returns the place whose report this is, and who hands it in.

    Raises Missing where none is meant.
    """
    place = _place_meant(context)
    if place is None:
        raise Missing(texts.WHICH_BRANCH)
    author = context.roster.responsible_for(place)
    if author is None:
        raise Missing(texts.WHICH_BRANCH)
    return place, author


@router.command(
    "我的材料", who=SECRETARY, help="看自己交过的报告和检查结果", reads=True, private=True
)
def mine(context: Context) -> Message:
    versions = submissions.versions(context.work, context.cycle, context.own_place)
    if not versions:
        deadline = submissions.deadline_of(context.work, context.cycle, context.own_place)
        return Message(text=texts.mine_empty(deadline.last_day))
    newest = versions[-1]
    text = texts.mine(
        versions=[version_line(context, version) for version in versions],
        state=state_line(newest),
        lines=findings(newest),
    )
    return Message(text=text)


def _shows_many(_actor: Person, said: AbstractSet[Slot]) -> bool:
    """What names no single branch is shown first, and done from its card."""
    return Slot.BRANCH not in said and Slot.TEXT in said


@router.command(
    "受理",
    who=ORGANISER,
    usage=f"受理 {UNIT}",
    help=f"审核通过一个{UNIT}的报告，也可以「通过 全部」",
    shows=_shows_many,
    names=True,
)
def accept(context: Context, branch: Branch | None = None, text: str = "") -> Message:
    if branch is None:
        branches = reviewing.meant(context, text, f"受理 {UNIT}")
        if len(branches) != 1:
            return reviewing.accept_many(context, branches)
        (branch,) = branches
        cases.allow(context, ORGANISER, conflicts.answering(context.roster, branch))
    newest, changed = submissions.accept(context.work, context.cycle, context.actor, branch)
    if not changed:
        return Message(text=texts.already(branch.name))
    notice = texts.accepted_notice(newest.version)
    _tell(context, branch, notice, key=f"accepted:{context.update.own_id}")
    return Message(text=texts.accepted(branch.name, newest.version))


router.alias("受理", r"(?:审核)?通过[\s：:]+(?P<text>(?:全部|所有)(?:的)?(?:报告|材料)?)")
router.alias("受理", r"(?:报告|材料)?(?P<text>全部|全都|都)(?:审核)?(?:通过|受理)(?:了|吧)?[。！]?")
router.alias(
    "受理",
    r"(?:审核)?(?:通过|受理)[\s：:]*"
    r"(?P<text>[一-鿿\d]{1,12}支部(?:[、,，和\s]{1,3}[一-鿿\d]{1,12}支部){0,40})(?:的(?:报告|材料))?[。！]?",
)


@router.command(
    "退回",
    who=ORGANISER,
    usage=f"退回 {UNIT} 理由",
    help=f"请{UNIT}修改报告，也可以「退回 全部 理由」",
    shows=_shows_many,
    names=True,
)
def send_back(context: Context, text: str, branch: Branch | None = None) -> Message:
    if branch is None:
        return reviewing.send_back_many(context, text)
    newest, changed = submissions.send_back(
        context.work, context.cycle, context.actor, branch, text
    )
    if not changed:
        return Message(text=texts.already(branch.name))
    notice = texts.sent_back_notice(newest.version, text, context.cycle.plan.help_contact)
    _tell(context, branch, notice, key=f"returned:{context.update.own_id}")
    return Message(text=texts.sent_back(branch.name, newest.version))


@router.command(
    "延期",
    who=ORGANISER,
    usage=f"延期 {UNIT} 日期",
    help=f"给一个{UNIT}宽限，也可以「延期 全部 日期」",
    shows=_shows_many,
    names=True,
)
def extend(
    context: Context,
    branch: Branch | None = None,
    date: date | None = None,
    days: int | None = None,
    text: str = "",
) -> Message:
    """Grants an extension until a day, or by so many days from the deadline as it is now."""
    if branch is None:
        return reviewing.extend_many(context, date, days, text)
    if date is None and days is None:
        raise Missing(f"延期 {UNIT} 日期")
    until = date
    if until is None:
        deadline = submissions.deadline_of(context.work, context.cycle, branch)
        until = deadline.last_day + timedelta(days=days or 0)
    submissions.extend(context.work, context.cycle, context.actor, branch, until)
    _tell(context, branch, texts.extended_notice(until), key=f"extended:{context.update.own_id}")
    return Message(text=texts.extended(branch.name, until))


@router.command("谁没交", who=OVERSIGHT, help=f"看哪些{UNIT}还没交报告", reads=True, private=True)
def missing(context: Context) -> Message:
    handed_in = submissions.newest_of_all(context.work, context.cycle)
    total = len(context.roster.places)
    names = [
        _name(context, branch) for branch in context.roster.places if branch.id not in handed_in
    ]
    if not names:
        return Message(text=texts.all_in(total))
    plan = context.cycle.plan
    stage = plan.stage("report")
    due = stage.due if stage else plan.deadline
    return Message(text=texts.missing(names, total, due))


@router.command(
    "催交",
    who=ORGANISER,
    help=f"私下提醒还没交报告的{OFFICE}（每人每天最多一次）",
    private=True,
    about=nobody,
)
def urge(context: Context, branch: Branch | None = None) -> Message:
    """Reminds those alone who have not handed in, privately.

    Nobody hears it twice a day (rules of conduct 2 and 4).
    """
    handed_in = submissions.newest_of_all(context.work, context.cycle)
    wanted = [branch] if branch else context.roster.places
    missing = [branch for branch in wanted if branch.id not in handed_in]
    if not missing:
        name = branch.name if branch else ""
        return Message(text=texts.nobody_to_urge(name))
    urged = [_name(context, branch) for branch in missing if _urge(context, branch)]
    return Message(text=texts.urged(urged, len(missing) - len(urged)))


def _urge(context: Context, branch: Branch) -> bool:
    """Returns False where nobody can be told, or was told today."""
    subject = context.roster.subject_of(branch)
    responsible = context.roster.responsible_for(branch)
    if subject is None or responsible is None:
        return False
    today = context.work.today
    last_day = submissions.deadline_of(context.work, context.cycle, branch).last_day
    contact = context.cycle.plan.help_contact
    text = reminder_texts.report_missing(
        last_day,
        remaining=(last_day - today).days,
        contact=contact,
        body=subject.name if subject.is_body else "",
    )
    key = f"urge:{context.cycle.id}:{subject.id}:{today.isoformat()}"
    return context.work.message_person(context.department, responsible, Message(text=text), key=key)


def state_line(submission: Submission) -> str:
    return texts.state_line(submission.state, submission.reason)


def findings(submission: Submission) -> list[str]:
    """Returns what the checks said, the decided ones first."""
    lines = []
    for level in SHOWN:
        for finding in submission.judgement["findings"]:
            if finding["level"] != level:
                continue
            line = f"· {finding['message']}"
            rule = finding["rule"]
            if rule in submission.overruled:
                line += judging_texts.overruled_mark(submission.overruled[rule])
            lines.append(line)
    return lines


def version_line(context: Context, submission: Submission) -> str:
    return texts.version_line(
        version=submission.version,
        name=submission.name,
        at=submission.received_at,
        zone=context.work.zone,
        characters=submission.characters,
    )


def _name(context: Context, place: Branch) -> str:
    """Returns the place's name, for an office with who holds it."""
    subject = context.roster.subject_of(place)
    if subject is None or place not in context.roster.branches or subject.is_body:
        return place.name
    return texts.branch_and_secretary(place.name, subject.name)


def _tell(context: Context, place: Branch, text: str, *, key: str) -> None:
    responsible = context.roster.responsible_for(place)
    if responsible is not None:
        own_key = f"{key}:{place.id}"
        context.work.message_person(
            context.department, responsible, Message(text=text), key=own_key
        )
