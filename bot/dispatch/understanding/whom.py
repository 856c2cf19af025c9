"""Whom a request is about."""

from collections.abc import Sequence

from bot.dispatch.understanding.aliases import SURNAMES
from bot.dispatch.understanding.asking import Asking, Request
from bot.dispatch.understanding.free_text import Text
from bot.dispatch.understanding.grammar import ABOUT_SECRETARIES, REMARKS
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.nearest import near_names
from bot.dispatch.understanding.sketch import FILLER
from bot.dispatch.understanding.slots import Filled, fill_names, naming_slot, passes_on, who_report
from bot.dispatch.understanding.values import Heard, Intent, Slot
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Role

Who = tuple[Branch | Person, ...]
ALL = "全部"
SHOWN_AS = {"受理": ("通过",)}  # how people are shown a word, and so write it
OF_BRANCHES = ("延期", "受理", "退回")  # what only the organiser does for one
ELLIPTIC = pattern(r"^(?:那|也|就|这)")
TOKEN = pattern(r"[\s:]*([\u4e00-\u9fff·]{2,8})")
PAPERS = pattern("材料|报告|稿")
OTHERS = pattern(r"谁|哪|大家|各|[没未]交(?!就|催|的话|[的了]?$)")
TAKEN = pattern(r"[,。;\s](?:先|就|那就?)?[把将]$")
ONCE_MORE = pattern("再|还有|补")
NAME_LIKE = pattern(rf"^[{''.join(sorted(SURNAMES))}][\u4e00-\u9fff]{{1,2}}$")


def meant(
    asking: Asking, request: Request, intent: Intent, text: Text, before: Sequence[Heard]
) -> Filled:
    """Returns whom a request is about: who is named outside its text, else who speaks of his own,
    else whom the conversation was about.

    A name that nobody bears is unmatched, and one that is nearly somebody's is asked.
    """
    mentions = _mentions(asking, request, intent, text)
    letters = request.reading.sketch.letters
    secretaries = intent.word in ABOUT_SECRETARIES or PAPERS.search(letters) is not None
    filled = fill_names(intent, mentions, asking.text, asking.names.roster, secretaries=secretaries)
    slot = naming_slot(intent)
    if slot is None or filled.unmatched or filled.asked or any(filled.sets):
        return filled
    if slot in intent.named or intent.word in ABOUT_SECRETARIES:
        stranger = _stranger(asking, request, required=slot in intent.named)
        if stranger and slot is not Slot.BRANCH:
            near = near_names(stranger, asking.names)
            if near:
                return Filled(asked=slot, said=stranger, choices=near)
        if stranger:
            return Filled(unmatched=stranger, reasons=(f"名册里没有「{stranger}」",))
    own = _own(asking, request, slot)
    if own is not None:
        return Filled(({slot: own},))
    who = (
        _asked_before(asking, request, intent, slot, before)
        or _once_more(asking, request, slot)
        or _just_spoken_of(asking, request, intent, slot, text.said)
    )
    if not who:
        return Filled()
    mention = Mention(0, 0, who[0].name, who)
    return fill_names(intent, [mention], "", asking.names.roster, secretaries=True)


def _mentions(asking: Asking, request: Request, intent: Intent, text: Text) -> list[Mention]:
    """Returns who is named outside the text and may be the object."""
    mentions = [
        mention
        for mention in request.reading.sketch.mentions
        if not text.holds(mention.start) and not passes_on(asking.text, mention)
    ]
    # 「离退休那份我还没看，先把二支部的受理掉」: the object stands right behind 把.
    for place, mention in enumerate(mentions):
        if intent.changes and TAKEN.search(asking.text, request.start, mention.start):
            mentions = mentions[place:]
            break
    if naming_slot(intent) in (Slot.BRANCH, Slot.SUBJECT):
        return who_report(mentions, asking.text, asking.names.roster)
    return mentions


def _own(asking: Asking, request: Request, slot: Slot) -> Branch | None:
    """A secretary's own branch, where he speaks of what only the organiser does for one:
    「给我们支部宽限三天」.
    """
    act = asking.intent(request.reading.word)
    if slot is not Slot.BRANCH or not act.changes or not asking.actor.has(Role.SECRETARY):
        return None
    if asking.his is None or act.word in asking.his or act.word not in OF_BRANCHES:
        return None
    return asking.names.roster.place_of(asking.actor) or asking.actor.branch


def _stranger(asking: Asking, request: Request, *, required: bool) -> str:
    """What stands where a name should and is not on the roster: 「详情 张三丰」."""
    word = request.reading.word
    said_as = (word, *SHOWN_AS.get(word, ()))
    ends = [
        at + len(each)
        for each in said_as
        if (at := asking.text.find(each, request.start, request.end)) >= 0
    ]
    if not ends:
        return ""
    end = ends[0]
    gap = asking.text[end : end + 1] in {" ", ":"}
    token = TOKEN.match(asking.text, end, request.end)
    if not token:
        return ""
    said = FILLER.sub("", token[1])
    if (required and gap and word not in REMARKS) or NAME_LIKE.match(said):
        return said
    return ""


def _asked_before(
    asking: Asking, request: Request, intent: Intent, slot: Slot, before: Sequence[Heard]
) -> Who:
    """Returns whom the same message asked about before; nobody where this request is about others."""
    if not before or OTHERS.search(request.reading.sketch.letters):
        return ()
    previous = before[-1]
    # An act is done with its name: 「受理六支部,公布结果」.
    is_done = slot not in intent.named and asking.intent(previous.intent).changes
    begins_anew = request.opens and slot not in intent.required
    if is_done or begins_anew:
        return ()
    for key in (slot, Slot.SUBJECT, Slot.PERSON, Slot.BRANCH):
        who = previous.args.get(key)
        if isinstance(who, Branch | Person):
            return (who,)
    return ()


def _once_more(asking: Asking, request: Request, slot: Slot) -> Who:
    """Returns the person of the same request just before: 「再补一句…」."""
    recent, reading = asking.recent, request.reading
    if recent is None or recent.person is None or recent.intent != reading.word:
        return ()
    if slot is not Slot.PERSON or not ONCE_MORE.match(reading.sketch.letters):
        return ()
    return (recent.person,)


def _just_spoken_of(
    asking: Asking, request: Request, intent: Intent, slot: Slot, said_of: str
) -> Who:
    """Returns whom the conversation was about, and who else was named then; nobody where it is
    `said_of` all.
    """
    recent, letters = asking.recent, request.reading.sketch.letters
    if recent is None or slot not in intent.named or said_of == ALL or letters == intent.word:
        return ()
    spoken_of = recent.branch or recent.person
    if spoken_of is None or not (intent.changes or ELLIPTIC.match(letters)):
        return ()
    return (spoken_of, *(one for one in recent.also if one != spoken_of))
