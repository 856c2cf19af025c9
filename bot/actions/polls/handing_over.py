"""A result goes to the leadership: a table as a picture, and the 《现场测评统计表》.

Whoever has asked and whoever has confirmed get both at once; the others whom the plan names are
told of it with what else is due to them, and ask for both.
"""

from collections.abc import Sequence

from bot.actions import cycles, digests, people
from bot.actions.digests import Part
from bot.actions.files import stored
from bot.actions.polls.cards import subjects_of
from bot.actions.unit_of_work import UnitOfWork
from bot.domain import conflicts
from bot.domain.cycle import Cycle
from bot.domain.open_cards import OpenCard
from bot.domain.people import Department, Person
from bot.domain.polls.poll import Poll, PollState
from bot.exports.ballot_report import BallotReport, CountedPoll, report_document, report_picture
from bot.messages import Message, OutFile
from bot.storage.polls import paper, polls
from bot.texts import polls as texts
from bot.texts.polls import report as report_texts


def hand_over(work: UnitOfWork, department: Department, card: OpenCard, actor: Person) -> None:
    """Gives those whom the plan names what stands on the card, which `actor` has confirmed."""
    cycle = cycles.current(work, department.id)
    assert cycle is not None, "a poll belongs to a cycle"
    handed = [polls.get(work.session, poll_id) for poll_id in card.subject["polls"]]
    subjects = [person for poll in handed for person in subjects_of(work, poll)]
    words = texts.handed_over([role.value for role in cycle.plan.release.to])
    files = report_files(work, cycle, handed)
    at_once = {card.asked_by, actor.id}
    named_roles = set(cycle.plan.release.to)
    # Who has asked and who has confirmed wait for it; the others ask when they want it.
    for person in people.roster(work, department.id).people:
        key = f"handed_over:{card.id}:{person.id}"
        if person.id in at_once:
            said = words  # with the first file
            for number, file in enumerate(files):
                message = Message(text=said, file=file)
                own_key = f"{key}:{number}"
                work.message_person(department, person, message, key=own_key, answers=True)
                said = ""
            # The moment in which a step ends brings the next one (docs/decisions/0039).
            following = digests.with_the_ending(work, department, person, Message())
            if following.card is not None:
                next_key = f"{key}:next"
                work.message_person(department, person, following, key=next_key, answers=True)
        # Nobody is told of a result that is about himself.
        elif person.roles & named_roles and not conflicts.concerns(person, subjects):
            digests.tell(work, department, person, Part(key, texts.RESULT_IS_THERE))


def report_files(work: UnitOfWork, cycle: Cycle, counted: Sequence[Poll]) -> tuple[OutFile, ...]:
    """Returns the table as a picture, and the 《现场测评统计表》 of these polls."""
    report = ballot_report(work, cycle, counted)
    name = report_texts.title(cycle.year)
    return (
        stored(work, report_picture(report), f"{name}.png", picture=True),
        stored(work, report_document(report), f"{name}.docx"),
    )


def ballot_report(work: UnitOfWork, cycle: Cycle, counted: Sequence[Poll]) -> BallotReport:
    """Returns the 《现场测评统计表》 of these polls as a value, of the day on which the last was closed."""
    closed = [work.day_of(poll.closed_at) for poll in counted if poll.closed_at is not None]
    return BallotReport(
        year=cycle.year,
        unit=people.department(work, cycle.department).name,
        signature=cycle.plan.signature,
        upper_unit=cycle.plan.upper_unit,
        as_of=work.now.astimezone(work.zone),
        polls=tuple(_counted(work, poll) for poll in counted),
        words=cycle.plan.words,
        dated=max(closed, default=work.today),
    )


def released_polls(work: UnitOfWork, cycle: Cycle) -> list[Poll]:
    """Returns the released polls, in the order in which they were held."""
    held = polls.of_cycle(work.session, cycle.id)
    return [poll for poll in held if poll.state is PollState.RELEASED]


def _counted(work: UnitOfWork, poll: Poll) -> CountedPoll:
    result = poll.result
    batches = paper.confirmed(work.session, poll.id)
    return CountedPoll(
        code=poll.code,
        result=result,
        terms_digest=poll.digest,
        handed_out=result.eligible + sum(batch.handed_out for batch in batches),
        returned=result.voted + sum(batch.returned for batch in batches),
        spoilt=sum(batch.spoilt for batch in batches),
    )
