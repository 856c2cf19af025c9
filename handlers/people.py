"""Help, who am I, binding, the roster workbook."""

from collections.abc import Sequence

from bot.actions import (
    accounts,
    confirmations,
    handovers,
    materials,
    open_cards,
    people,
    roster_lines,
    rosters,
    sister_rosters,
    successions,
    welcomes,
)
from bot.actions.files import Incoming
from bot.actions.materials import Measured
from bot.actions.rosters import RosterChanges
from bot.actions.unit_of_work import UnitOfWork
from bot.dispatch import strangers
from bot.dispatch.context import Context
from bot.dispatch.router import LookAhead, Router, Whose
from bot.documents.roster import RosterLine, RosterSheet
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Department, Person, Role
from bot.domain.permissions import EVERYONE, ORGANISER, OVERSIGHT
from bot.domain.plan import Part
from bot.domain.polls.roll import small_categories, tight_categories
from bot.domain.refusals import CardGone, OrganiserLeftOut, RosterChangedMeanwhile
from bot.domain.values import dataclass
from bot.messages import Card, ClickAnswer, Message
from bot.texts import deciders as decider_texts
from bot.texts import people as texts
from bot.texts import sister_rosters as sister_texts
from bot.texts import talk
from handlers.handing_in import ROSTER_NAME, hand_in_workbook, is_workbook

router = Router("people")
PERHAPS_PARTIAL = "partial_roster"


@router.command("我是谁", who=EVERYONE, help="看名册里怎么写您", reads=True, private=True)
def who_am_i(context: Context) -> Message:
    return Message(text=texts.who_am_i(context.actor, context.department))


@router.command(
    "绑定", who=EVERYONE, usage="绑定 张三", help="把账号和名册里的您对上", reads=True, private=True
)
def bind(_context: Context, text: str = "") -> Message:  # noqa: ARG001 - whom he names does not matter, he is known
    return Message(text=texts.ALREADY_BOUND)


# People are bound while no year runs, too.
@router.button(strangers.KIND, who=ORGANISER, whose=Whose.OWN, timeless=True)
def confirm_binding(context: Context, card: OpenCard, pressed: str) -> ClickAnswer:
    """The organiser says whether the stranger is the person.

    The first of several organisers decides.
    """
    open_cards.decide(context.work, card, context.actor, accepted=pressed == "yes")
    if pressed != "yes":
        strangers.tell_declined(context.work, context.department, card)
        return ClickAnswer.closing(talk.BINDING_DECLINED)
    person = people.by_id(context.work, card.subject["person"])
    if person is None:
        raise CardGone
    # Who is behind an account that decides is no single person's to say (decision 0017).
    if OVERSIGHT.allows(person):
        handovers.ask_binding(
            context.work, context.department, context.actor, person, card.subject["account"]
        )
        return ClickAnswer.closing(decider_texts.binding_waits(person.name))
    if not accounts.bind(context.work, person, card.subject["account"], actor=context.actor):
        return ClickAnswer.closing(talk.BINDING_OVERTAKEN)
    bound = people.known(context.work, person.id)
    _welcome(context, card, bound)
    return ClickAnswer.closing(talk.binding_confirmed(person))


def _welcome(context: Context, card: OpenCard, bound: Person) -> None:
    """Tells whoever was bound what waits for him."""
    welcome = welcomes.first_message(context.work, context.department, bound)
    key = f"bound:{card.id}"
    # He asked to be let in, so no day's digest holds it back.
    context.work.message_person(context.department, bound, welcome, key=key, answers=True)


@dataclass(frozen=True)
class ReadRoster:
    """The workbook as read, and accounts that another department has; `measured` where it has not
    the columns of a roster and may be something else.
    """

    sheet: RosterSheet
    elsewhere: tuple[str, ...]
    measured: Measured | None = None


def look_at_roster(ahead: LookAhead) -> ReadRoster:
    context = ahead.context
    sheet = rosters.read_roster(context.work, ahead.file, context.cycle.plan)
    # Where the plan asks for no other documents, a workbook can only be meant as the roster.
    if sheet.is_foreign and context.cycle.plan.materials:
        return ReadRoster(sheet, (), materials.measure(context.work, ahead.file))
    # An account stands for the same name in all procedures (decision 0026).
    accounts = rosters.accounts_elsewhere(context.work, context.department.id, sheet.lines)
    elsewhere = [texts.account_elsewhere(account, name) for account, name in accounts.items()]
    return ReadRoster(sheet, tuple(elsewhere))


def is_roster(actor: Person, file: Incoming) -> bool:
    """Tells an organiser's roster, also one that is no workbook and is to be saved as one."""
    return actor.has(Role.ORGANISER) and (is_workbook(file) or ROSTER_NAME in file.name)


@router.file(who=ORGANISER, takes=is_roster, look=look_at_roster, document=False, timeless=True)
def import_roster(context: Context, file: Incoming, workbook: ReadRoster) -> Message:
    """Makes the roster what the workbook says; one that is none may be handed in for somebody."""
    sheet = workbook.sheet
    if workbook.measured is not None:
        handed_in = hand_in_workbook(context, file, workbook.measured)
        if handed_in is not None:
            return handed_in
    problems = texts.gathered((error.row, error.message) for error in sheet.errors)
    problems += workbook.elsewhere
    if problems:
        return Message(text=texts.roster_problems(problems), refused="roster_problems")
    preview = rosters.preview_roster(context.work, context.department.id, sheet.lines)
    if preview.deciders:
        # Half a roster would be neither the old nor the new, so all of it waits (decision 0017).
        waiting = _ask_second_person(context, sheet.lines, preview)
        return Message(text=decider_texts.waits(waiting))
    people_before = len(context.roster.people)
    if rosters.is_perhaps_partial(preview, people_before):
        return Message(card=_ask_whether_whole(context, sheet.lines, preview.left))
    return _imported(context, sheet.lines)


def _ask_whether_whole(context: Context, lines: Sequence[RosterLine], left: Sequence[str]) -> Card:
    """Asks before a workbook that may name only some makes all others leave."""
    question = texts.perhaps_partial(len(lines), len(context.roster.people), left)
    card_text = CardText(texts.PERHAPS_PARTIAL_TITLE, question)
    subject = {"lines": [roster_lines.packed(line) for line in lines], "left": list(left)}
    return confirmations.ask_oneself(
        context.work, context.actor, PERHAPS_PARTIAL, subject, card_text
    )


@router.own_confirmation(PERHAPS_PARTIAL, who=ORGANISER, declined=texts.ROSTER_LEFT, timeless=True)
def import_whole(context: Context, card: OpenCard) -> str:
    """Puts the workbook in force. Raises RosterChangedMeanwhile where others would leave by now than
    he was told, those who decide would change, or an account went to somebody else.
    """
    lines = [roster_lines.unpacked(line) for line in card.subject["lines"]]
    if rosters.accounts_elsewhere(context.work, context.department.id, lines):
        raise RosterChangedMeanwhile
    preview = rosters.preview_roster(context.work, context.department.id, lines)
    if preview.deciders or list(preview.left) != card.subject["left"]:
        raise RosterChangedMeanwhile
    return _imported(context, lines).text


def _imported(context: Context, lines: Sequence[RosterLine]) -> Message:
    """Puts the lines in force, and returns what they changed."""
    changes = successions.import_roster(
        context.work, context.department, lines, actor=context.actor
    )
    if not changes.any:
        return Message(text=texts.ROSTER_UNCHANGED)
    after = people.roster(context.work, context.department.id)
    text = texts.roster_imported(
        total=len(after.people),
        branches=len(after.branches),
        added=changes.added,
        changed=changes.changed,
        left=changes.left,
    )
    # Classes too small for secrecy are named while the roster can still be changed (decision 0015).
    if context.cycle.plan.has(Part.BALLOT):
        rules = context.cycle.plan.ballot
        voters = [person.category for person in after.people]
        rated = [subject.category for subject in after.subjects]
        small = small_categories(rules, voters)
        tight = tight_categories(rules, voters, rated)
        text += texts.small_classes(small, apart=rules.small_apart)
        text += texts.tight_classes(tight, apart=rules.small_apart)
    return Message(text=text)


def _ask_second_person(
    context: Context, lines: Sequence[RosterLine], changes: RosterChanges
) -> list[str]:
    """Asks a second person, because those who decide would be others; returns what changes of them.

    Raises OrganiserLeftOut where the organiser himself would no longer be one, NobodyElse.
    """
    for change in changes.deciders:
        if change.before is None or change.before.id != context.actor.id:
            continue
        # An organiser without the office could not put his own slip right.
        if change.after is None or not ORGANISER.allows(change.after):
            raise OrganiserLeftOut
    return handovers.ask_roster(context.work, context.department, context.actor, lines, changes)


@router.confirmation(
    handovers.ROSTER,
    who=OVERSIGHT,
    decline=handovers.decline,
    declined=decider_texts.DECLINED,
    timeless=True,
)
def confirm_roster(context: Context, card: OpenCard) -> str:
    handovers.confirm_roster(context.work, context.department, card, context.actor)
    return decider_texts.DONE


@router.own_confirmation(
    sister_rosters.OFFER, who=ORGANISER, declined=sister_texts.DECLINED, timeless=True
)
def follow_sister(context: Context, card: OpenCard) -> str:
    """Changes the people of this procedure as those of another one were changed.

    A change of those who decide waits for a second person here too. Raises OrganiserLeftOut,
    NobodyElse.
    """
    change = sister_rosters.unpack(card.subject["change"])
    lines = sister_rosters.lines_with(context.work, context.department, change)
    preview = rosters.preview_roster(context.work, context.department.id, lines)
    if preview.deciders:
        _ask_second_person(context, lines, preview)
        return sister_texts.ASKED
    successions.import_roster(context.work, context.department, lines, actor=context.actor)
    return sister_texts.DONE


def _decline_binding(
    work: UnitOfWork, department: Department, card: OpenCard, actor: Person
) -> None:
    handovers.decline(work, department, card, actor)
    # The stranger waits for an answer too.
    strangers.tell_declined(work, department, card)


@router.confirmation(
    handovers.BINDING,
    who=OVERSIGHT,
    decline=_decline_binding,
    declined=decider_texts.DECLINED,
    timeless=True,
)
def confirm_decider(context: Context, card: OpenCard) -> str:
    """Lets a second person say who is behind a leader's or an organiser's account."""
    bound = handovers.confirm_binding(context.work, context.department, card, context.actor)
    _welcome(context, card, bound)
    return decider_texts.binding_done(bound.name)
