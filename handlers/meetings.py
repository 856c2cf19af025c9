"""The meeting: told and changed by sentences, asked about by everybody, order of speaking."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bot.actions import confirmations, polls, reach, todos
from bot.dispatch.cases import Arguments, allow, named
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Slot
from bot.dispatch.understanding.events import read_event, tells_of_meeting
from bot.dispatch.understanding.forms import meetings as forms
from bot.dispatch.understanding.forms.meetings import OrderChange, OrderSaid, SpeechChange, Topic
from bot.dispatch.understanding.forms.words import asks
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.people import Person
from bot.domain.permissions import EVERYONE, ORGANISER
from bot.domain.plan import Part
from bot.domain.polls.announcing import NothingSaidOfMeeting
from bot.domain.polls.refusals import NotASubject
from bot.domain.refusals import Missing
from bot.domain.words import HOUSE
from bot.messages import Message
from bot.texts import reach as reach_texts
from bot.texts.polls import events as texts
from bot.texts.polls import meeting as order_texts
from bot.texts.polls import speeches as speech_texts

router = Router("meetings", Part.MEETING, forms.FORMS)
MEETING = "会议 张三 书面 出差"
NOTICE = "会议通知 12月21日14:30 系楼302"
CHANGE = "会议改期 12月23日14:30"
ORDER = "meeting_order"
ORDER_USAGE = "发言顺序 张三、李四、王五"


def _excused(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Tells whose case it is: whether somebody must speak is his own.

    Who speaks when, and how long, is everybody's to see.
    """
    said = _speech_in(context, str(arguments.get("text", "")))
    if said is not None and said.change in (SpeechChange.WRITTEN, SpeechChange.ON_SITE):
        return named(context, arguments)
    return ()


def _previews(_actor: Person, _said: AbstractSet[Slot]) -> bool:
    """What the group would hear is shown first, whatever is said."""
    return True


@router.command(
    "会议",
    who=EVERYONE,
    help="会议的时间、地点、议程、发言顺序",
    # It only asks, as whoever may change nothing does.
    shows=lambda actor, said: not said or not ORGANISER.allows(actor),
    about=_excused,
)
def meeting(context: Context, person: Person | None = None, text: str = "") -> Message:
    """Tells what is asked of the meeting, or all of it; the organiser changes it with more words.

    These are 抽签, 按名册, 发言顺序 …, 种子 …, and of a person 书面 …, 现场, 发言 n, 发言结束.
    """
    said = text.strip()
    if not forms.changes_meeting(said, context.update.text):
        return _tell(context, person)
    # The word is everybody's; what changes something is the organiser's.
    allow(context, ORGANISER, ())
    if person is not None:
        return _of_speaker(context, person, said)
    return _of_order(context, said)


def _of_order(context: Context, text: str) -> Message:
    """Enters the order of speaking, draws it, or lets it follow the roster."""
    said = forms.read_order(text)
    if said is None:
        raise Missing(MEETING)
    match said.change:
        case OrderChange.ENTERED:
            names = forms.read_names(said.words, context.roster, context.actor)
            # The order that was entered is shown before the group hears it.
            polls.check_order(context.work, context.cycle, names.people, names.unknown)
            return _show_order(context, names.people)
        case OrderChange.MOVED:
            return _move(context, said)
        case OrderChange.SEED:
            # The first words stay: who could change them might draw until he likes the order.
            seed = polls.keep_seed(context.work, context.cycle, context.actor, said.words)
            if seed == said.words:
                return Message(text=order_texts.seed_in_force(seed))
            return Message(text=order_texts.seed_stays(seed, said.words))
        case OrderChange.BY_ROSTER:
            polls.follow_roster(context.work, context.cycle, context.department, context.actor)
            return Message(text=order_texts.ORDER_SET)
        case OrderChange.DRAWN:
            # A second draw needs a reason, which the group hears (decision 0028).
            polls.draw_order(
                context.work, context.cycle, context.department, context.actor, said.words
            )
            return Message(text=order_texts.ORDER_DRAWN)


def _tell(context: Context, person: Person | None) -> Message:
    """Answers what the message asks for; where it asks for nothing in particular, everything."""
    agenda = polls.agenda(context.work, context.cycle)
    topics = forms.topics_in(context.update.text)
    zone = context.work.zone
    stage_day = context.cycle.plan.day_of(polls.MEETING_STAGE)
    own_venue = texts.own_venue(context.cycle.plan.ballot.venue_of(context.actor), agenda)
    answers = []
    if Topic.WHEN_AND_WHERE in topics and person is None:
        answers.append(f"{texts.when(agenda, stage_day, zone)}{own_venue}")
    who = person or context.actor
    if Topic.TURN in topics or person is not None:
        answers.append(texts.own_turn(agenda, who, own=who == context.actor))
    if Topic.LENGTH in topics:
        answers.append(texts.how_long(agenda))
    if Topic.BRING in topics:
        answers.append(texts.what_to_bring(agenda))
    if Topic.AGENDA in topics:
        answers += texts.items(agenda)
    if answers:
        return Message(text="\n".join(answers))
    also = [line for line in [own_venue] if line]
    if context.actor in agenda.speakers:
        also.append(texts.own_turn(agenda, context.actor, own=True))
    # How to change it concerns the organiser alone (rule of conduct 2).
    if ORGANISER.allows(context.actor) and not context.in_group:
        also.append(texts.ORGANISER_HINTS)
    return Message(text=texts.whole(agenda, stage_day, zone, also))


def _speech_in(context: Context, text: str) -> forms.SpeechSaid | None:
    return forms.read_speech(text, context.cycle.plan.words.speech)


def _of_speaker(context: Context, person: Person, text: str) -> Message:
    if not context.roster.is_subject(person):
        raise NotASubject(person.title)
    order = forms.read_order(text)
    # 「会议 李思样 最后发言」 says when he speaks, and not that he begins.
    if order is not None and order.change is OrderChange.MOVED:
        return _move(context, replace(order, words=person.name))
    said = _speech_in(context, text)
    if said is None:
        raise Missing(MEETING)
    match said.change:
        case SpeechChange.WRITTEN:
            polls.set_written(context.work, context.cycle, context.actor, person, said.reason)
            return Message(text=order_texts.now_written(person.title))
        case SpeechChange.ON_SITE:
            polls.set_written(context.work, context.cycle, context.actor, person, None)
            return Message(text=order_texts.now_on_site(person.title))
        case SpeechChange.ENDS:
            polls.end_speech(context.work, context.cycle)
            return Message(text=speech_texts.STOPPED)
        case SpeechChange.BEGINS:
            polls.begin_speech(context.work, context.cycle, person, said.minutes)
            return Message(text=speech_texts.begun(person.title))


def _move(context: Context, said: OrderSaid) -> Message:
    """Shows the order with one speaker moved to another place. Raises NotASubject."""
    speakers = list(polls.agenda(context.work, context.cycle).speakers)
    people = forms.read_names(said.words, context.roster, context.actor).people
    if len(people) != 1:
        raise Missing(ORDER_USAGE)
    if people[0] not in speakers:
        raise NotASubject(people[0].title)
    speakers.remove(people[0])
    place = said.place
    if place is None:
        place = len(speakers) + 1
    speakers.insert(place - 1, people[0])
    return _show_order(context, speakers)


def _show_order(context: Context, speakers: Sequence[Person]) -> Message:
    card_text = CardText(
        order_texts.ORDER_TITLE,
        order_texts.order_asked([person.title for person in speakers]),
    )
    subject = {"persons": [person.id for person in speakers]}
    card = confirmations.ask_oneself(context.work, context.actor, ORDER, subject, card_text)
    return Message(card=card)


@router.own_confirmation(ORDER, who=ORGANISER, declined=order_texts.ORDER_LEFT)
def decide_order(context: Context, card: OpenCard) -> str:
    """Puts the order in force, unless the speakers are others by now."""
    persons = [context.roster.person(person_id) for person_id in card.subject["persons"]]
    present = [person for person in persons if person is not None]
    polls.check_order(context.work, context.cycle, present)
    polls.enter_order(context.work, context.cycle, context.department, context.actor, present)
    return order_texts.ORDER_SET


@router.command(
    "会议改期",
    who=ORGANISER,
    usage=CHANGE,
    help=f"改会议的时间、地点、议程，确认后发到{HOUSE}群",
    private=True,
    shows=_previews,
)
@router.command(
    "会议通知",
    who=ORGANISER,
    usage=NOTICE,
    help=f"定下会议的时间、地点、议程，确认后发到{HOUSE}群",
    private=True,
    shows=_previews,
)
def propose(context: Context, text: str = "") -> Message:
    """Shows what the group would hear, or asks once for what is lacking."""
    context.check_open()
    agenda = polls.agenda(context.work, context.cycle)
    said = read_event(text, context.work.today, agenda.items)
    try:
        draft = polls.draft_event(context.work, context.cycle, context.actor, said)
    # What was begun earlier may still lack something that is worth asking for.
    except NothingSaidOfMeeting:
        draft = polls.standing_draft(context.work, context.cycle)
        if not draft.lacks:
            raise
    if draft.lacks:
        polls.ask_for_the_rest(context.work, context.actor, draft)
        return Message(text=texts.LACKING[draft.lacks])
    proposal = polls.propose_event(context.work, context.cycle, context.department, draft)
    # It is answered, so that the next bare words are none.
    polls.forget_question(context.work, context.actor)
    subject = polls.subject_of(context.work, context.cycle, proposal.event)
    # Whoever cannot be written to misses the reminder, so that is said before the confirmation.
    hindered = reach.hindrances(context.work, context.department)
    warning = reach_texts.warning(hindered.values())
    hints = [hint for hint in (*proposal.hints, warning) if hint]
    title = texts.card_title(announced=agenda.announced)
    card_text = CardText(title, texts.preview(proposal.text, hints))
    card = confirmations.ask_oneself(context.work, context.actor, polls.NOTICE, subject, card_text)
    return Message(card=card)


@router.own_confirmation(polls.NOTICE, who=ORGANISER, declined=texts.LEFT)
def decide(context: Context, card: OpenCard) -> str:
    polls.announce_event(
        context.work, context.cycle, context.department, context.actor, card.subject
    )
    # The moment in which a step ends brings the next (decision 0039).
    todos.bring_the_next(
        context.work, context.cycle, context.department, context.actor, key=f"next:{card.id}"
    )
    return texts.POSTED


def is_answer(context: Context) -> bool:
    """Tells whether the organiser was asked when and where the meeting is, and this says so."""
    if context.in_group or not ORGANISER.allows(context.actor) or asks(context.update.text):
        return False
    if not polls.is_asked_for_event(context.work, context.actor):
        return False
    said = read_event(context.update.text, context.work.today)
    return tells_of_meeting(context.update.text, said)


router.reply("会议通知", is_answer)
