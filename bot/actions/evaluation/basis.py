"""What a grade rests on, kept with it so that it can be held against entries and polls as they are."""

import hashlib
from typing import Any

from bot.actions.evaluation.ballots import ballots
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.cycle import Cycle
from bot.domain.evaluation.inputs import Input
from bot.domain.evaluation.sheet import ballot_figures
from bot.domain.people import Person


def basis_of(
    work: UnitOfWork, cycle: Cycle, person: Person, inputs: tuple[Input, ...]
) -> dict[str, Any]:
    """Returns what the decision rested on, so that it can be replayed: `audit` computes every
    number of it anew.
    """
    # Of a text its hash alone: by that `audit` finds a later change of it.
    entries = [
        {"number": entry.number, "kind": str(entry.kind), "sha256": fingerprint(entry.text)}
        for entry in inputs
        if entry.number  # the ballot has none
    ]
    # Where the plan does not rest grades on a ballot there may be none.
    released = ballots(work, cycle).get(person.id, ())
    figures = [ballot_figures(ballot, person.id) for ballot in released]
    basis: dict[str, Any] = {
        "inputs": entries,
        "ballot": next(iter(figures), None),
        "plan_version": cycle.plan_version,
    }
    if len(figures) > 1:
        basis["other_ballots"] = figures[1:]
    return basis


def fingerprint(text: str) -> str:
    """Returns the hash of an entry's text, as a basis keeps it."""
    return hashlib.sha256(text.encode()).hexdigest()
