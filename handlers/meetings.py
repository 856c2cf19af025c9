"""The meeting: told and changed by sentences, asked about by everybody, order of speaking."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from bot.actions import confirmations, polls, reach, todos
from bot.dispatch.cases import Arguments, allow, named
from bot.dispatch.context import Context
from bot.dispatch.router import Router
from bot.dispatch.understanding import Slot
from bot.dispatch.understanding.aliases import names_of
from bot.dispatch.understanding.events import read_event
from bot.dispatch.understanding.names import mentions
from bot.dispatch.understanding.numerals import NUMERAL, number
from bot.dispatch.understanding.writing import plain
from bot.domain.open_cards import CardText, OpenCard
from bot.domain.patterns import pattern
from bot.domain.people import Person
from bot.domain.permissions import EVERYONE, ORGANISER
from bot.domain.plan import Part
from bot.domain.polls.announcing import NothingSaidOfMeeting
from bot.domain.polls.refusals import NotASubject
from bot.domain.refusals import Missing
from bot.messages import Message
from bot.texts import reach as reach_texts
from bot.texts.polls import events as texts
from bot.texts.polls import meeting as order_texts
from bot.texts.polls import speeches as speech_texts

router = Router("meetings", Part.MEETING)
MEETING = "会议 张三 书面 出差"
NOTICE = "会议通知 12月21日14:30 系楼302"
CHANGE = "会议改期 12月23日14:30"
ORDER = "meeting_order"
ORDER_USAGE = "发言顺序 张三、李四、王五"

# What is asked of the meeting, and with which words; the message may ask for several.
WHEN = pattern(
    r"几点|什么时[候间]|啥时|何时|哪[天日]|几号|时间|在哪|哪[里儿]|地[点方]|会场|哪个(?:会议|教)室"
)
AGENDA = pattern(r"议程|流程|怎么开|开些?什么|内容")
HOW_LONG = pattern(r"几分钟|多少分钟|多[久长]|时长|限时")
TURN = pattern(r"第几|几个讲|什么时候(?:讲|轮到)|轮到我|我.{0,4}顺序|排在")
BRING = pattern(r"带什么|带啥|带些|带哪|要带|准备什么|准备啥")
MOVED = pattern(
    rf"(?:(?P<last>最后)|最先|第(?P<place>{NUMERAL})[个位]?)(?:一个)?(?:讲|发言|述职|上台|上|说)?$"
)
CHANGES = pattern(
    "书面|现场述职|改?现场$|发言|抽签|种子|按名册|第[一二三四五六七八九十\\d]|最后|最先"
)
DRAWS = pattern(r"抽个?签|抓阄")
AGAIN = pattern(
    r"^(?:请|我要)?(?:再|重新)?(?:抽个?签|抓阄)(?:一次|一下)?[\s,，。:：;；]*(?:原因是?|因为|理由是?)?[\s,，:：]*"
)
BY_ROSTER = pattern(r"按(?:照)?(?:花)?名册")
ENTERED = pattern(
    r"^(?:会议\s{0,5})?(?:发言|述职|汇报)(?:顺序|次序)(?:改为|改成|为|是)?[\s:：]{0,5}"
)
BETWEEN_NAMES = pattern(r"[\s、,，;；。.\d]+")

MEETINGS = r"(?:(?:述职|评议|测评|述职评议|述职测评|考核)?(?:大会|会议|会))"
# A question about a change is none: 「会议改到几点？」
ASKS = r"(?![\s\S]{0,300}(?:[?？吗么呢]|什么|几[点号时]|哪[里儿天个]|多少|怎么))"
MOVES = r"(?:推迟|提前|延期|延后|顺延|改期|改到|改在|改为|改成|调整到|调到|挪到|移到|换到|换成)"
FIXES = r"(?:定在|定于|安排在|放在|就在|于|是)"


def _excused(context: Context, arguments: Arguments) -> Sequence[Person]:
    """Tells whose case it is: whether somebody must speak is his own.

    Who speaks when, and how long, is everybody's to see.
    """
    if re.search("书面|现场", str(arguments.get("text", ""))):
        return named(context, arguments)
    return ()


def _asks(actor: Person, said: AbstractSet[Slot]) -> bool:
    """Tells whether this only asks, as whoever may change nothing does."""
    return not said or not ORGANISER.allows(actor)


@router.command(
    "会议",
    who=EVERYONE,
    help="会议的时间、地点、议程、发言顺序",
    shows=_asks,
    about=_excused,
)
def meeting(context: Context, person: Person | None = None, text: str = "") -> Message:
    """Tells what is asked of the meeting, or all of it; the organiser changes it with more words.

    These are 抽签, 按名册, 发言顺序 …, 种子 …, and of a person 书面 …, 现场, 发言 n, 发言结束.
    """
    said = text.strip()
    if not _changes(said, context.update.text):
        return _tell(context, person)
    # The word is everybody's; what changes something is the organiser's.
    allow(context, ORGANISER, ())
    if person is not None:
        return _of_speaker(context, person, said)
    return _of_order(context, said)


def _of_order(context: Context, said: str) -> Message:
    """Enters the order of speaking, draws it, or lets it follow the roster."""
    if ENTERED.match(said):
        return _ask_for_order(context, said)
    moved = MOVED.search(said)
    if moved is not None:
        return _move(context, said, moved)
    seed = said.removeprefix("种子").strip(" ：:")
    if said.startswith("种子") and seed:
        # The first words stay: who could change them might draw until he likes the order.
        in_force = polls.keep_seed(context.work, context.cycle, context.actor, seed)
        if in_force == seed:
            return Message(text=order_texts.seed_in_force(seed))
        return Message(text=order_texts.seed_stays(in_force, seed))
    if BY_ROSTER.search(said):
        polls.follow_roster(context.work, context.cycle, context.department, context.actor)
        return Message(text=order_texts.ORDER_SET)
    if not DRAWS.search(said):
        raise Missing(MEETING)
    # A second draw needs a reason, which the group hears (decision 0028).
    reason = AGAIN.sub("", said, count=1).strip()
    polls.draw_order(context.work, context.cycle, context.department, context.actor, reason)
    return Message(text=order_texts.ORDER_DRAWN)


for form in (
    r"(?P<text>(?:发言|述职|汇报)(?:顺序|次序)(?:改为|改成|为|是|[\s:：])\s{0,5}\S[\s\S]{0,400})",
    r"(?:发言|述职|汇报)?(?:顺序|次序)?(?P<text>按(?:照)?(?:花)?名册(?:的?顺序)?)(?:发言|述职|排|来)?",
    r"(?:(?:调整|修改|改)(?:一下)?(?:发言|述职)?(?:的?顺序)[,，:：\s]{0,3})?(?:让|请|把)?(?P<text>[\u4e00-\u9fff·]{2,6}?(?:同志|书记)?(?:排|放|调)?(?:在|到)?(?:第[一二三四五六七八九十\d]{1,3}[个位]?|最后(?:一个)?|最先)(?:讲|发言|述职|上台|上|说)?)",
    r"(?P<text>(?:再|重新)抽(?:一次|个)?签[\s\S]{0,200})",
    r"(?:请|现在)?(?:发言|述职)?(?:顺序|次序)?(?P<text>抽个?签|抓阄)(?:来?决?定)?(?:一下)?(?:发言|述职)?的?(?:顺序|次序)?[吧。!！]{0,3}",
):
    router.alias("会议", ASKS + form, whole=True)
for form in (
    r"(?:请问|想问一?下)?(?:我们?|咱们?)?(?:今天|这次|那天)?(?:几点|什么时[候间]|啥时候|何时|哪天|几号)(?:开(?:述职|评议|述职评议)?(?:大)?会|开始|开)",
    r"(?:请问|想问一?下)?"
    + MEETINGS
    + r"?(?:开会)?(?:的?(?:时间|地点))?(?:是|定|改|改期|推迟|延期|提前|挪)?(?:在|到|成|为)?(?:几点|什么时[候间]|啥时候|何时|哪天|几号|哪里?儿?|哪个会议室|什么地方)(?:开|举行|召开|开会)?了?",
    r"(?:请问|想问一?下)?(?:去)?(?:在)?哪(?:里|儿|个会议室)?(?:开(?:述职|评议|述职评议)?会|开|举行|召开|集合)?",
    r"(?:会议)?(?:议程|流程)(?:是什么|是啥|呢)?",
    r"(?:请问)?(?:每人|每个人|每位|我|一个人|各)?(?:能|要|可以|该)?(?:讲|说|发言|述职|汇报)(?:几|多少)分钟",
    r"(?:请问)?(?:每人|每个人|每位|我|一个人)?(?:能|要|可以|该)?(?:讲|发言|述职|汇报)多(?:久|长时间|长)",
    r"(?:请问)?我(?:是|排|排在)?第几(?:个|位)?(?:讲|发言|述职|汇报|上台)?",
    r"(?:请问)?(?:什么时候|几点|何时)?(?:轮到我)(?:讲|发言|述职)?",
    r"(?:请问)?(?:开会|会议|会上)?(?:要|需要|用|该)?(?:带什么|带啥|带些什么|带哪些(?:东西|材料)?|准备什么(?:东西|材料)?)(?:东西|材料|去)?",
):
    router.alias("会议", form + r"[?？。呀啊呢吗\s]{0,6}")


def _changes(said: str, typed: str) -> bool:
    """Tells whether these words change something; a question never does."""
    if not said or not (CHANGES.search(said) or ENTERED.match(said)):
        return False
    return not (TURN.search(typed) or re.search(r"[?？]|什么|怎么|谁", typed))


def _tell(context: Context, person: Person | None) -> Message:
    """Answers what the message asks for; where it asks for nothing in particular, everything."""
    agenda = polls.agenda(context.work, context.cycle)
    asked = plain(context.update.text)
    zone = context.work.zone
    stage = context.cycle.plan.stage(polls.MEETING_STAGE)
    stage_day = None
    if stage is not None:
        stage_day = stage.due
    answers = []
    who = person or context.actor
    if TURN.search(asked) or person is not None:
        answers.append(texts.own_turn(agenda, who, own=who == context.actor))
    if HOW_LONG.search(asked):
        answers.append(texts.how_long(agenda))
    if BRING.search(asked):
        answers.append(texts.what_to_bring(agenda))
    own_venue = texts.own_venue(context.cycle.plan.ballot.venue_of(context.actor), agenda)
    # 「什么时候轮到我」 and 「讲多长时间」 hold words of time, and ask for no hour.
    if WHEN.search(asked) and not answers:
        answers.append(f"{texts.when(agenda, stage_day, zone)}{own_venue}")
    if AGENDA.search(asked):
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


def _of_speaker(context: Context, person: Person, said: str) -> Message:
    if not context.roster.is_subject(person):
        raise NotASubject(person.title)
    if "书面" in said:
        reason = (
            said.partition("书面")[2].removeprefix(context.cycle.plan.words.speech).strip(" ，,：:")
        )
        polls.set_written(context.work, context.cycle, context.actor, person, reason)
        return Message(text=order_texts.now_written(person.title))
    if "现场" in said:
        polls.set_written(context.work, context.cycle, context.actor, person, None)
        return Message(text=order_texts.now_on_site(person.title))
    if "发言" not in said:
        raise Missing(MEETING)
    if "结束" in said:
        polls.end_speech(context.work, context.cycle)
        return Message(text=speech_texts.STOPPED)
    minutes = None
    figure = re.search(r"\d{1,2}", said)
    if figure is not None:
        minutes = int(figure[0])
    polls.begin_speech(context.work, context.cycle, person, minutes)
    return Message(text=speech_texts.begun(person.title))


def _ask_for_order(context: Context, said: str) -> Message:
    """Shows the order that was entered before the group hears it. Raises OrderIncomplete."""
    typed = ENTERED.sub("", said, count=1)
    named_people = _people_in(context, typed)
    words = [word for word in BETWEEN_NAMES.split(typed) if word]
    unknown: list[str] = []
    if len(words) > len(named_people):
        names = names_of(context.roster)
        unknown = [word for word in words if not mentions(plain(word), names, None, context.actor)]
    polls.check_order(context.work, context.cycle, named_people, unknown)
    return _show_order(context, named_people)


def _move(context: Context, said: str, moved: re.Match[str]) -> Message:
    """Shows the order with one speaker moved to another place. Raises NotASubject."""
    speakers = list(polls.agenda(context.work, context.cycle).speakers)
    people = _people_in(context, said[: moved.start()])
    if len(people) != 1:
        raise Missing(ORDER_USAGE)
    if people[0] not in speakers:
        raise NotASubject(people[0].title)
    speakers.remove(people[0])
    place = 1
    if moved["last"]:
        place = len(speakers) + 1
    elif moved["place"]:
        place = number(moved["place"]) or 1
    speakers.insert(place - 1, people[0])
    return _show_order(context, speakers)


def _people_in(context: Context, typed: str) -> list[Person]:
    """Returns the people whose names stand there, in that order."""
    return [
        person
        for mention in mentions(plain(typed), names_of(context.roster), None, context.actor)
        for person in mention.who[:1]
        if isinstance(person, Person)
    ]


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
    "会议通知",
    who=ORGANISER,
    usage=NOTICE,
    help="定下会议的时间、地点、议程，确认后发到系群",
    private=True,
)
def announce(context: Context, text: str = "") -> Message:
    return _propose(context, text)


@router.command(
    "会议改期",
    who=ORGANISER,
    usage=CHANGE,
    help="改会议的时间、地点、议程，确认后发到系群",
    private=True,
)
def change(context: Context, text: str = "") -> Message:
    return _propose(context, text)


router.alias("会议通知", r"会议通知[\s:：,，]{0,9}(?P<text>[\s\S]{0,1500})", whole=True)
router.alias(
    "会议改期", r"会议(?:改期|变更|延期|推迟)[\s:：,，]{0,9}(?P<text>[\s\S]{0,1500})", whole=True
)
router.alias(
    "会议通知",
    ASKS + rf"(?P<text>{MEETINGS}(?:的?(?:时间|地点))?{FIXES}[\s\S]{{2,1500}})",
    whole=True,
)
for form in (
    r"请(?:大家|各位)?(?:同志)?(?:记得)?(?:携带|带好|带上|带)\S[^?？\n]{1,100}",
    rf"{MEETINGS}的?(?:时间|日期|地点|会场)?{MOVES}[\s\S]{{1,1500}}",
    rf"(?:开会)?(?:地点|会场)(?:{MOVES}|是|:|：)[\s\S]{{1,200}}",
    r"(?:述职|发言)?每[人位](?:同志|书记)?(?:讲|说|发言|述职|汇报)?(?:的?时间)?(?:改为|改成|控制在|不超过|限|是|为)?\s{0,3}[\d一二三四五六七八九十]{1,3}\s{0,2}分钟(?:以内|之内)?",
    r"(?:会议)?议程(?:改为|改成|是|为|:|：)[\s\S]{2,1500}",
    r"(?:领导)?(?:讲话|点评|总结|表态|测评|现场测评|领导讲话)(?:时间)?(?:改为|改成|为|是)?\s{0,3}[\d一二三四五六七八九十]{1,3}\s{0,2}分钟",
):
    router.alias("会议改期", ASKS + rf"(?P<text>{form})", whole=True)


def _propose(context: Context, text: str) -> Message:
    """Shows what the group would hear, or asks once for what is lacking."""
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
    if context.in_group or not ORGANISER.allows(context.actor):
        return False
    if not polls.is_asked_for_event(context.work, context.actor):
        return False
    said = read_event(context.update.text, context.work.today)
    return bool(said.day or said.clock or said.place)


router.reply("会议通知", is_answer)
