"""What must always hold for the ledger: nothing closed without somebody else's look, every proof as it was."""

from collections.abc import Iterator

from bot.actions import people
from bot.actions.rectification.effects import name_of
from bot.actions.rectification.ledger import Entry, entries, of_department
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department
from bot.domain.rectification.items import State
from bot.storage.rectification import spot_checks
from bot.texts import rectification as texts


def breaches(work: UnitOfWork, department: Department) -> Iterator[str]:
    """One sentence per breach."""
    roster = people.roster(work, department.id)
    for entry in entries(work, of_department(work, department.id, archived=True)):
        name = name_of(roster, entry.item)
        if not _verified(entry):
            yield texts.closed_without_look(name)
        for event in entry.events:
            if event.sha256 and not work.files.intact(event.sha256):
                yield texts.proof_changed(name, event.name)
    for row in spot_checks.files(work.session, department.id):
        if not work.files.intact(row.sha256):
            yield texts.proof_changed(texts.SPOT_CHECK, row.name)


def _verified(entry: Entry) -> bool:
    """A closed item was verified after it was last said to be done, by somebody else; or came closed out of an archive."""
    if entry.item.state is not State.CLOSED or entry.last("adopted"):
        return True
    done, verified = entry.last("done"), entry.last("verified")
    if done is None or verified is None:
        return False
    return done.at <= verified.at and done.person != verified.person
