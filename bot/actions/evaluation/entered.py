"""Words that were entered as a leader's by somebody else: he hears of them, and can put them right (rule of conduct 9)."""

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.storage import evaluation as store
from bot.storage.evaluation import InputRow
from bot.texts import evaluation as texts
from bot.texts.evaluation import Entered


def tell_author(work: UnitOfWork, cycle: Cycle, actor: Person, row: InputRow) -> None:
    """With his next digest, in one part with what still waits to be told; nothing where he entered it himself."""
    author, department = (
        people.by_id(work, row.author_id),
        people.department(work, cycle.department),
    )
    if author is None or author.id == actor.id or not author.account:
        return
    prefix = f"entered:{cycle.id}:{author.id}:"
    waiting = digests.take_back(work, department, author, prefix)
    numbers = [int(number) for key in waiting for number in key.removeprefix(prefix).split(",")]
    entries = [_entry(work, cycle, number) for number in [*numbers, row.number]]
    key = prefix + ",".join(str(entry.number) for entry in entries)
    digests.tell(work, department, author, Part(key, texts.entered_for_you(entries)))


def _entry(work: UnitOfWork, cycle: Cycle, number: int) -> Entered:
    row = store.input_numbered(work.session, cycle.id, number)
    assert row is not None, "entries are never removed"
    about, by = people.by_id(work, row.person_id), people.by_id(work, row.entered_by)
    assert about is not None
    assert by is not None
    return Entered(number, texts.kind_of(row.kind), about.name, row.text, by.name)
