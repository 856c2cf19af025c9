"""Opinions that come back as a Word file: shown sentence by sentence, and kept once they are
confirmed.
"""

from collections.abc import Sequence
from difflib import get_close_matches

from bot.actions import open_cards, people
from bot.actions.evaluation.opinions import Version, keep, version_of, written
from bot.actions.evaluation.rated import of_year
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation import returned
from bot.domain.evaluation.opinion import PARTS, Half, Opinion, Sentence
from bot.domain.evaluation.refusals import NoParts, OpinionMoved, OpinionTwice, WhoseOpinion
from bot.domain.evaluation.returned import Change, Page
from bot.domain.manuscript import Manuscript, Reservation
from bot.domain.open_cards import OpenCard
from bot.domain.people import Person
from bot.domain.values import dataclass
from bot.storage import evaluation as store
from bot.texts import opinions as texts

KIND = "take_back_opinions"
NAMED_IN = 3  # paragraphs at the head of a file without titles that may name the secretary
CLOSE = 0.5  # of a name: what somebody may have mistyped


@dataclass(frozen=True)
class ReturnedOpinion:
    """One page as it was read; `number` is the version that it would change, 0 where there is none.

    `is_older`: somebody has changed the opinion since the file was made.
    """

    person: Person
    number: int
    opinion: Opinion
    changes: tuple[Change, ...]
    missing: tuple[Half, ...] = ()
    is_older: bool = False


@dataclass(frozen=True)
class Unknown:
    """A name that nobody evaluated has, and who may be meant."""

    name: str
    meant: str


@dataclass(frozen=True)
class Returned:
    """What a file holds, and what about it has to be said before anything is kept."""

    opinions: tuple[ReturnedOpinion, ...]
    absent: tuple[str, ...]  # secretaries without a page in a file of several
    unknown: tuple[Unknown, ...]
    unclear: tuple[str, ...]  # pages on which no part begins
    tracked: bool

    @property
    def changed(self) -> tuple[ReturnedOpinion, ...]:
        return tuple(opinion for opinion in self.opinions if opinion.changes)

    @property
    def unchanged(self) -> tuple[str, ...]:
        return tuple(opinion.person.title for opinion in self.opinions if not opinion.changes)


def file_case(
    work: UnitOfWork, cycle: Cycle, manuscript: Manuscript, name: str
) -> tuple[Person, ...]:
    """Returns whose opinions a Word file holds. Raises WhoseOpinion, OpinionTwice."""
    subjects = of_year(work, cycle, people.roster(work, cycle.department))
    return tuple(_pages(subjects, manuscript, name))


def examine(
    work: UnitOfWork, cycle: Cycle, actor: Person, manuscript: Manuscript, name: str
) -> Returned:
    """Compares a file with the opinions as they are; nothing is kept.

    Raises WhoseOpinion, OpinionTwice, NoParts.
    """
    subjects = of_year(work, cycle, people.roster(work, cycle.department))
    page_of = _pages(subjects, manuscript, name)
    bases = returned.bases(manuscript)
    readable = {person: page for person, page in page_of.items() if page.halves}
    unclear = tuple(person.title for person in page_of if person not in readable)
    if not readable:
        raise NoParts(unclear)
    opinions = [
        _examined(work, cycle, actor, person, page, bases) for person, page in readable.items()
    ]
    # A file with one page is about one, and nobody else is missing from it.
    absent: tuple[str, ...] = ()
    if len(page_of) > 1:
        absent = tuple(subject.title for subject in subjects if subject not in page_of)
    return Returned(
        tuple(opinions),
        absent,
        _unknown(subjects, manuscript),
        unclear,
        Reservation.REVISIONS in manuscript.reservations,
    )


def ask(work: UnitOfWork, actor: Person, opinions: Sequence[ReturnedOpinion]) -> str:
    """Keeps what would be changed with a card, whose id it returns; an earlier such card is closed."""
    open_cards.withdraw_own(work, actor, KIND)
    packed = [
        {
            "person": opinion.person.id,
            "number": opinion.number,
            "sentences": [
                [sentence.half.value, sentence.text, sentence.source, sentence.said]
                for sentence in opinion.opinion.sentences
            ],
        }
        for opinion in opinions
    ]
    return open_cards.ask(work, actor, KIND, {"opinions": packed})


def confirm(work: UnitOfWork, cycle: Cycle, actor: Person, card: OpenCard) -> list[Version]:
    """Makes what was shown the next versions, all or none.

    Raises OpinionMoved where somebody has changed one of them meanwhile, CardGone.
    """
    open_cards.decide(work, card, actor, accepted=True)
    versions = []
    for packed in card.subject["opinions"]:
        person = people.known(work, packed["person"])
        if version_of(work, cycle, person).number != packed["number"]:
            raise OpinionMoved(person.title)
        sentences = [
            Sentence(Half(half), text, source, said)
            for half, text, source, said in packed["sentences"]
        ]
        # What he changes next in the chat is about what he has just sent back.
        store.put_on_desk(work.session, cycle.id, actor.id, person.id)
        versions.append(keep(work, cycle, actor, person, Opinion(tuple(sentences)), "word"))
    return versions


def _examined(
    work: UnitOfWork,
    cycle: Cycle,
    actor: Person,
    person: Person,
    page: Page,
    bases: dict[str, int],
) -> ReturnedOpinion:
    """Compares one page with the newest version of that opinion; nothing is kept."""
    newest = version_of(work, cycle, person)
    before = newest.opinion
    # Whoever signs stands at the end of a page, and is no sentence of the opinion.
    closing = {cycle.plan.signature, cycle.plan.unit}
    after = written(page.opinion(before, texts.in_word(actor.name), closing))
    missing = tuple(half for half in PARTS if before.of(half) and half not in page.halves)
    return ReturnedOpinion(
        person,
        newest.number,
        after,
        returned.changes(before, after),
        missing,
        is_older=bases.get(person.title, newest.number) < newest.number,
    )


def _pages(subjects: Sequence[Person], manuscript: Manuscript, name: str) -> dict[Person, Page]:
    """Returns the page of each secretary in the file; pages of others are left out.

    Raises WhoseOpinion where no page is anybody's, and OpinionTwice.
    """
    by_title = {person.title: person for person in subjects}
    pages: dict[Person, Page] = {}
    all_pages = returned.pages(manuscript)
    # Without titles it is one person's page, and whose it is stands in the file's name or at its
    # head.
    if not all_pages[0].name:
        head = [paragraph.text for paragraph in manuscript.paragraphs[:NAMED_IN]]
        named = [person for person in subjects if person.title in " ".join([name, *head])]
        if len(named) != 1:
            raise WhoseOpinion
        return {named[0]: all_pages[0]}
    for page in all_pages:
        person = by_title.get(page.name)
        if person is None:
            continue
        if person in pages:
            raise OpinionTwice(person.title)
        pages[person] = page
    if not pages:
        raise WhoseOpinion(tuple(page.name for page in all_pages))
    return pages


def _unknown(subjects: Sequence[Person], manuscript: Manuscript) -> tuple[Unknown, ...]:
    titles = [person.title for person in subjects]
    unknown = []
    for page in returned.pages(manuscript):
        if page.name and page.name not in titles:
            close = get_close_matches(page.name, titles, n=1, cutoff=CLOSE)
            unknown.append(Unknown(page.name, "".join(close)))
    return tuple(unknown)
