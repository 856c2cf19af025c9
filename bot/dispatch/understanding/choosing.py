"""A choice in words, with those whom it names called as the sheet calls them.

「老孙投好，三支部书记较好」 becomes 「孙德明投好，张敏较好」. What the words say of them is the ballot's
to read (`bot/domain/polls/sentences.py`); a misspelt name stays as it is, and so is asked: the
sheet is turned to whom it sounds like.
"""

from collections.abc import Collection

from bot.dispatch.understanding.aliases import Fit, names_of
from bot.dispatch.understanding.names import mentions
from bot.dispatch.understanding.sounds import sound
from bot.dispatch.understanding.writing import plain
from bot.domain.people import Person, Roster
from bot.domain.polls.spoken import LONGEST_VOTE
from bot.domain.values import dataclass


@dataclass(frozen=True)
class Choosing:
    """The sentence, those of whom one is meant where a name fits several, and those whose names
    are misspelt; `righted` has those written as on the sheet, and is never counted.
    """

    text: str
    namesakes: tuple[Person, ...] = ()
    misspelt: tuple[Person, ...] = ()
    righted: str = ""


def called_as_on_sheet(
    text: str, roster: Roster, names: Collection[str], actor: Person
) -> Choosing:
    """Returns the text with each subject called by his full name.

    `names` are what those on the open sheets are called. Nothing is changed in a text that is too
    long for a vote.
    """
    subjects = tuple(person for person in roster.subjects if person.name in names)
    if len(text) > LONGEST_VOTE or not subjects:
        return Choosing(text)
    homes = {subject.branch for subject in subjects}
    places = tuple(branch for branch in roster.branches if branch in homes)
    sheet = Roster(roster.department, subjects, places)
    sentence = plain(text)
    parts: list[str] = []
    righted: list[str] = []
    misspelt: list[Person] = []
    at = until = 0
    for mention in mentions(sentence, names_of(sheet), None, actor):
        # A branch stands for its own.
        bearers = [
            subject
            for who in mention.who
            for subject in subjects
            if who in (subject, subject.branch)
        ]
        people = tuple(dict.fromkeys(bearers))
        if len(people) > 1:
            return Choosing(text, people)
        if not people:
            continue
        righted += [text[until : mention.start], people[0].name]
        until = mention.end
        if mention.fit is Fit.MISSPELT:
            misspelt += people
            continue
        parts += [text[at : mention.start], people[0].name]
        at = mention.end
    return Choosing(
        "".join([*parts, text[at:]]),
        misspelt=tuple(dict.fromkeys(misspelt)),
        righted="".join([*righted, text[until:]]),
    )


@dataclass(frozen=True)
class Misheard:
    """A step that is written with other characters of its sound, 「教好」, and the text with the step
    itself in its place.
    """

    said: str
    step: str
    text: str


def misheard_step(text: str, steps: Collection[str]) -> Misheard | None:
    """Returns the only step that a text holds by its sound alone; None where it is a single
    character, since much sounds like that, or where several may be meant.
    """
    if len(text) > LONGEST_VOTE:
        return None
    meant = [
        Misheard(text[at : at + len(step)], step, text[:at] + step + text[at + len(step) :])
        for step in steps
        if len(step) > 1
        for at in range(len(text) - len(step) + 1)
        if sound(text[at : at + len(step)]) == sound(step)
    ]
    if len(meant) != 1 or meant[0].said == meant[0].step:
        return None
    return meant[0]
