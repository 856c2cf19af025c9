"""Words that were entered as a leader's by somebody else: he hears of them, and can put them right
(rule of conduct 9).
"""

from bot.actions import digests, people
from bot.actions.digests import Part
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.people import Person
from bot.storage import evaluation as store
from bot.storage.evaluation import InputRecord
from bot.texts import evaluation as texts
from bot.texts.evaluation import Entered


def tell_author(work: UnitOfWork, cycle: Cycle, actor: Person, entry: InputRecord) -> None:
    """Tells the author with his next digest, in one part with what still waits to be told.

    Nothing happens where he entered it himself, or cannot be reached.
    """
    author = people.by_id(work, entry.author_id)
    if author is None or author.id == actor.id or not author.account:
        return
    department = people.department(work, cycle.department)
    prefix = f"entered:{cycle.id}:{author.id}:"
    numbers: list[int] = []
    # What still waits is told together with this entry, in one part.
    for key in digests.take_back(work, department, author, prefix):
        numbers += [int(number) for number in key.removeprefix(prefix).split(",")]
    numbers.append(entry.number)
    entries = []
    for number in numbers:
        record = store.input_numbered(work.session, cycle.id, number)
        assert record is not None, "entries are never removed"
        about = people.known(work, record.person_id)
        enterer = people.known(work, record.entered_by)
        rule = cycle.plan.input_rule(record.kind)
        # What an earlier plan asked for keeps its own name.
        kind = texts.KINDS.get(record.kind, record.kind)
        if rule is not None:
            kind = rule.title
        entries.append(Entered(number, kind, about.name, record.text, enterer.name))
    key = prefix + ",".join(map(str, numbers))
    digests.tell(work, department, author, Part(key, texts.entered_for_you(entries)))
