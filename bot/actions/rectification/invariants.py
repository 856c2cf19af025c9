"""What must always hold: nothing is closed without somebody else's look, every proof is as it was."""

from collections.abc import Iterator

from bot.actions import people
from bot.actions.rectification.ledger import entries, name_of, of_department
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.people import Department
from bot.domain.rectification.items import State
from bot.storage.rectification import spot_checks
from bot.texts import rectification as texts


def breaches(work: UnitOfWork, department: Department) -> Iterator[str]:
    """Yields one sentence per breach."""
    roster = people.roster(work, department.id)
    for entry in entries(work, of_department(work, department.id, archived=True)):
        name = name_of(roster, entry.item)
        if entry.item.state is State.CLOSED and not entry.is_verified:
            yield texts.closed_without_look(name)
        for event in entry.events:
            if event.sha256 and not work.files.intact(event.sha256):
                yield texts.proof_changed(name, event.name)
    for sha256, file_name in spot_checks.files(work.session, department.id):
        if not work.files.intact(sha256):
            yield texts.proof_changed(texts.SPOT_CHECK, file_name)
