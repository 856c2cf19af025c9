"""What may be written on the sheet of a ballot without a name, where the plan says so.

It is taken by the letter box (`bot/actions/publicity/letters.py`), which keeps no writer.
"""

from collections.abc import Sequence

from bot.actions.polls.turning_cards import may_fill
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.domain.polls.poll import Poll, PollState
from bot.domain.publicity.publication import Feedback
from bot.storage.polls import polls, words


def open_poll(work: UnitOfWork, persons: Sequence[Person]) -> Poll | None:
    """Returns the poll on whose sheet one of these persons may write now, if there is one."""
    for person in persons:
        for poll in polls.of_department(work.session, person.department, (PollState.OPEN,)):
            if poll.terms.words and may_fill(work, poll, person):
                return poll
    return None


def written(work: UnitOfWork, cycle: Cycle) -> list[Feedback]:
    """Returns what was written on the sheets of a year.

    Nothing of a poll that is open: who watches the list grow would see who is just writing.
    """
    of_cycle = polls.of_cycle(work.session, cycle.id)
    ended = [poll.id for poll in of_cycle if poll.state is not PollState.OPEN]
    return words.of_polls(work.session, ended)
