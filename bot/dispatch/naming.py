"""A name that was written is matched or asked for, never replaced.

It is replaced neither by whom was spoken of before nor by who speaks: 「点评 王健国 …」 is about nobody
where the roster has no 王健国. Whoever is called nearly so is offered on buttons, each of them holding
the whole request, as if the name had been written rightly.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from bot.dispatch.understanding import Doubt, Heard, Understanding
from bot.dispatch.understanding.aliases import EVERYDAY, FAMILY, names_of
from bot.dispatch.understanding.asking import READABLE
from bot.dispatch.understanding.mention import Mention
from bot.dispatch.understanding.names import mentions
from bot.dispatch.understanding.nearest import near_names
from bot.dispatch.understanding.sketch import FILLER
from bot.dispatch.understanding.slots import NAMING
from bot.dispatch.understanding.values import MOST_CHOICES
from bot.dispatch.understanding.writing import plain
from bot.domain.patterns import pattern
from bot.domain.people import Branch, Person, Roster
from bot.domain.values import dataclass

NAME = pattern(
    rf"(?P<name>{FAMILY}[一-鿿]{{1,2}}?)(?:书记|同志|老师|主任)?(?=的(?:报告|材料|稿|票|述职)|[那这]个|[\s,:。;、!?]|$)"
)
GAP = pattern(r"[\s,:、]*(?:给|对|把|一下)?\s*")
PRAISE = tuple("好差实空多少强弱清高低深浅细紧重大小快慢新稳准严松")  # ends a remark, no name
Understand = Callable[[str], Understanding]


@dataclass(frozen=True)
class Written:
    """A message as typed, read by `understand`.

    The same message with another name in it is read the same way.
    """

    text: str
    roster: Roster
    actor: Person
    understand: Understand
    naming: frozenset[str]  # the words of requests that are about somebody

    def checked(self) -> Understanding:
        """Returns what the message asks for, with every written name matched or asked for."""
        meant = self.understand(self.text)
        if meant.doubt is not None:
            return replace(meant, doubt=self._completed(meant.doubt))
        for heard in meant.heard:
            wrong = self._misnamed(heard)
            if wrong is not None:
                return self._ask_for_name(heard, wrong)
        return meant

    def _misnamed(self, heard: Heard) -> str | None:
        """Returns what stands at the place of the name, where that is somebody else's name."""
        if heard.intent not in self.naming or heard.unmatched:
            return None
        value = next((heard.args[slot] for slot in NAMING if slot in heard.args), None)
        if not isinstance(value, Person | Branch | None):
            return None
        # No message is searched without an end (decision 0020).
        sentence = plain(self.text)[:READABLE]
        if value is not None:
            for mention in mentions(sentence, names_of(self.roster), None, self.actor):
                if _speaks_of(mention, value, self.roster):
                    return None
        return next(_names_at(sentence, heard.intent), None)

    def _ask_for_name(self, heard: Heard, written: str) -> Understanding:
        """Offers people who are called so or nearly so; without any, the name stays unmatched."""
        names = names_of(self.roster)
        namesakes = [
            person
            for mention in mentions(written, names, None, self.actor)
            for person in mention.who
            if isinstance(person, Person)
        ]
        choices = self._readings(heard.intent, written, namesakes or near_names(written, names))
        if choices:
            return Understanding(doubt=Doubt.between(choices, self.text.strip()))
        return Understanding((replace(heard, unmatched=written),))

    def _completed(self, doubt: Doubt) -> Doubt:
        """Returns the same choices with all that is said besides: 「定等 张三 好」 keeps its grade."""
        people = [choice for choice in doubt.choices if isinstance(choice, Person)]
        if doubt.intent is None or not people or len(people) < len(doubt.choices):
            return doubt
        readings = self._readings(doubt.intent, doubt.said, people)
        if len(readings) < len(people):
            return doubt
        return replace(doubt, choices=readings)

    def _readings(self, intent: str, written: str, people: Sequence[Person]) -> tuple[Heard, ...]:
        """Reads the message anew for each of these people, as if it named him."""
        readings: list[Heard] = []
        if written not in self.text:
            return ()
        for person in islice(dict.fromkeys(people), MOST_CHOICES):
            anew = self.understand(self.text.replace(written, person.name, 1))
            for heard in anew.heard:
                if heard.intent == intent and person in heard.args.values():
                    # The name was put there by the program, so its sender confirms it.
                    readings.append(replace(heard, sure=False))
                    break
        return tuple(readings)


def _speaks_of(mention: Mention, value: Person | Branch, roster: Roster) -> bool:
    if isinstance(value, Person):
        return any(who in (value, value.branch) for who in mention.who)
    for who in mention.who:
        if isinstance(who, Branch) and value in (who, *roster.places_in(who)):
            return True
        if isinstance(who, Person) and value in (who.branch, roster.place_of(who)):
            return True
    return False


def _names_at(sentence: str, word: str) -> Iterator[str]:
    """Yields what looks like a name behind the word of the request, then at the very front."""
    starts = [0]
    at = sentence.find(word)
    if at >= 0:
        starts.insert(0, at + len(word))
    for start in starts:
        gap = GAP.match(sentence, start)
        assert gap is not None, "a gap may be nothing at all"
        match = NAME.match(sentence, gap.end())
        if match is None:
            continue
        name = match["name"]
        is_remark = name.endswith(PRAISE) and name[-1] != name[-2]  # 「办法多」, not 「钱多多」
        # 「辛苦了，…」 begins like a name as well.
        if FILLER.match(name) or name[:2] in EVERYDAY or is_remark:
            continue
        yield name
