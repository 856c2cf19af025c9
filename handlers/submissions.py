"""Reports: handing in by sending a file, one's own material, and the organiser's answers to it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from bot.actions import materials, pairing, reminders, submissions
from bot.dispatch.cases import Arguments, named, nobody
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Slot
from bot.dispatch.understanding.forms.reports import SUBMISSIONS
from bot.domain import conflicts
from bot.domain.people import Branch, Person, name_of
from bot.domain.permissions import ORGANISER, OVERSIGHT, SECRETARY
from bot.domain.plan import Part
from bot.domain.refusals import Missing
from bot.domain.submissions import Submission
from bot.domain.words import OFFICE, UNIT
from bot.messages import Message
from bot.texts import judging as judging_texts
from bot.texts import submissions as texts
from handlers import reviewing
from handlers.todos import with_the_next

router = Router("submissions", Part.REPORT, SUBMISSIONS)
SHOWN = ("fail", "hint")  # levels of findings that people are told of, the decided ones first


@router.command(
    "我的材料", who=SECRETARY, help="看自己交过的报告和检查结果", reads=True, private=True
)
def mine(context: Context) -> Message:
    place = context.own_place
    versions = submissions.versions(context.work, context.cycle, place)
    beside = material_lines(context, place)
    if not versions:
        deadline = submissions.deadline_of(context.work, context.cycle, place)
        return Message(text="\n".join([texts.mine_empty(deadline.last_day), *beside]))
    newest = versions[-1]
    text = texts.mine(
        versions=[version_line(context, place, version) for version in versions],
        state=state_line(newest),
        lines=findings(newest),
    )
    return Message(text="\n".join([text, *beside]))


def _reviewed(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Returns the case of the one place that is named; of many each is looked at when it is done."""
    text = arguments.get("text")
    if arguments.get("branch") or not isinstance(text, str):
        return named(context, arguments)
    branches = reviewing.meant(context, text, f"通过 第三{UNIT}")
    if len(branches) != 1:
        return ()
    return conflicts.answering(context.roster, branches[0])


def _shows_many(_actor: Person, said: AbstractSet[Slot]) -> bool:
    """Tells whether no single branch is named: then it is shown first, and done from its card."""
    return Slot.BRANCH not in said and Slot.TEXT in said


@router.command(
    "受理",
    who=ORGANISER,
    usage=f"通过 第三{UNIT}",
    help=f"审核通过一个{UNIT}的报告，也可以“通过 全部”",
    shows=_shows_many,
    names=True,
    about=_reviewed,
)
def accept(context: Context, branch: Branch | None = None, text: str = "") -> Message:
    if branch is None:
        branches = reviewing.meant(context, text, f"通过 第三{UNIT}")
        if len(branches) != 1:
            return reviewing.accept_many(context, branches)
        (branch,) = branches
    newest, changed = submissions.accept(context.work, context.cycle, context.actor, branch)
    if not changed:
        return Message(text=texts.already(branch.name))
    responsible = context.roster.responsible_for(branch)
    if responsible is not None:
        # The author is shown what he will be asked after: his problems and measures.
        card = pairing.card_with_acceptance(context.work, context.cycle, responsible, branch)
        context.work.message_person(
            context.department,
            responsible,
            Message(text=texts.accepted_notice(newest.version), card=card),
            key=f"accepted:{context.update.own_id}:{branch.id}",  # one message may accept several
            # It is about what he has handed in, and so no unprompted word (rule of conduct 5).
            answers=True,
        )
    return Message(text=texts.accepted(branch.name, newest.version))


@router.command(
    "退回",
    who=ORGANISER,
    usage=f"退回 第三{UNIT} 问题写得太虚",
    help=f"请{UNIT}修改报告，也可以一次退回全部",
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
    answer = Message(text=texts.sent_back(branch.name, newest.version))
    return with_the_next(context, answer)


@router.command(
    "延期",
    who=ORGANISER,
    usage=f"延期 第三{UNIT} 12月15日",
    help=f"给一个{UNIT}延长期限，也可以一次延长全部",
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
    # In the order of the roster, which ranks nobody (rule of conduct 3).
    names = [
        _name(context, branch) for branch in context.roster.places if branch.id not in handed_in
    ]
    places_without: dict[str, list[str]] = {}  # by the title of the material that they lack
    lacking = materials.missing(context.work, context.cycle, context.roster)
    for place in context.roster.places:
        for material in lacking.get(place.id, ()):
            places_without.setdefault(material.title, []).append(_name(context, place))
    beside = [texts.material_missing(title, places) for title, places in places_without.items()]
    by_branch = not context.roster.is_grouped
    plan = context.cycle.plan
    text = texts.missing(names, total, plan.report_day, by_branch=by_branch)
    if not names:
        text = texts.all_in(total, by_branch=by_branch)
    sent_back = submissions.sent_back(context.work, context.cycle)
    again = [_name(context, place) for place in context.roster.places if place.id in sent_back]
    if again:
        beside.insert(0, texts.to_come_again(again))
    return Message(text="\n".join([text, *beside]))


def material_lines(context: Context, place: Branch) -> list[str]:
    """Returns a line for each document that is handed in at a place beside the report."""
    return [
        texts.material_line(material, handed)
        for material, handed in materials.of_place(
            context.work, context.cycle, context.roster, place
        )
    ]


@router.command(
    "催交",
    who=ORGANISER,
    help=f"私下提醒还没交报告的{OFFICE}（每人每天最多一次）",
    private=True,
    about=nobody,  # to remind decides nothing
)
def urge(context: Context, branch: Branch | None = None) -> Message:
    """Reminds those alone who have not handed in, or not again what was sent back, privately.

    Nobody hears it twice a day (rules of conduct 2 and 4).
    """
    wanted = context.roster.places
    if branch is not None:
        wanted = (branch,)
    handed_in = submissions.newest_of_all(context.work, context.cycle)
    lacking = materials.missing(context.work, context.cycle, context.roster)
    sent_back = submissions.sent_back(context.work, context.cycle)
    missing = [
        place
        for place in wanted
        if place.id not in handed_in or place.id in sent_back or place.id in lacking
    ]
    if not missing:
        name = name_of(branch)
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
    sent_back = submissions.sent_back(context.work, context.cycle).get(branch.id)
    if sent_back is not None:
        contact = context.cycle.plan.help_contact
        text = texts.to_mend(sent_back.version, sent_back.reason, contact)
    else:
        last_day = submissions.deadline_of(context.work, context.cycle, branch).last_day
        text = reminders.reminder(context.work, context.cycle, context.roster, branch, last_day)
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


def version_line(context: Context, place: Branch, submission: Submission) -> str:
    """Returns a line about one version; it names its author where another one answers by now."""
    author = submissions.author(context.work, context.roster, place, submission)
    subject = context.roster.subject_of(place)
    # Who wrote it stays its author after the office has passed on (decision 0041).
    if subject is not None and author == subject.name:
        author = ""
    return texts.version_line(
        author=author,
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
            context.department, responsible, Message(text=text), key=own_key, answers=True
        )
