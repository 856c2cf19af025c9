"""A poll as everybody but its table sees it: its state, the terms it was opened with, and what
became of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from bot.domain.people import Person
from bot.domain.polls.form import Purpose
from bot.domain.polls.results import Result, digest, unpack_groups, unpack_scores
from bot.domain.polls.terms import Terms, read_terms
from bot.domain.values import dataclass


class PollState(StrEnum):
    """A poll goes from one state to the next, never back; it becomes void where its count does not
    come out.
    """

    OPEN = "open"
    CLOSING = "closing"  # votes that were on their way at the close still come in
    COUNTED = "counted"
    RELEASED = "released"
    VOID = "void"


RUNNING = (PollState.OPEN, PollState.CLOSING)
OVER = (PollState.COUNTED, PollState.RELEASED, PollState.VOID)


class VoidReason(StrEnum):
    """Why a poll is void."""

    KEYS_LOST = "keys_lost"
    MISMATCH = "mismatch"  # cells and marks do not agree
    QUORUM = "quorum"
    NOBODY = "nobody"
    WITHDRAWN = "withdrawn"


class Audience(StrEnum):
    """Who has been given a result."""

    LEADERSHIP = "leadership"
    GROUP = "group"  # everybody


class Destruction(StrEnum):
    """How far the destruction of a poll's ballots has come."""

    NOT_BEGUN = ""
    CELLS = "cells"  # the cells are removed, and nothing else yet
    KEYS = "keys"
    FILES = "files"  # the last step: the files are wiped of old pages


@lru_cache(maxsize=64)  # more polls than a department holds in a year
def frozen_terms(canonical: str) -> Terms:
    """Reads a poll's terms from their stored text, once: they never change."""
    return read_terms(canonical)


def poll_code(poll_id: int) -> str:
    """The poll's number as people type it."""
    return f"K{poll_id}"


@dataclass(frozen=True)
class Count:
    """What a count fixes.

    `groups` is canonical JSON of what may be shown, `withheld` why nothing may be shown.

    `named` holds the choices by person, of a poll held by name alone. The poll is void where there
    is a reason for it.
    """

    eligible: int
    voted: int
    groups: str | None = None
    withheld: str = ""
    named: Mapping[str, Sequence[int]] | None = None
    void: VoidReason | None = None

    @property
    def groups_digest(self) -> str | None:
        if self.groups is None:
            return None
        return digest(self.groups)


@dataclass(frozen=True)
class Poll:
    """One poll as it stands.

    `branch_id` is the branch whose people are asked where satisfaction is.

    `eligible` and `voted` are as of the count; before it the roll tells them. `shown` is what a
    preview showed of the groups: people remember it also after a withdrawal. `destroy_at` is the
    end of the objection period.
    """

    id: int
    department_id: str
    cycle_id: int
    recorded_purpose: str  # equals that of the terms, unless somebody has changed the database
    branch_id: int | None
    state: PollState
    canonical_terms: str
    digest: str
    key_id: str
    opened_at: datetime
    opened_by: int
    closes_at: datetime | None
    reminded: bool
    closed_at: datetime | None
    eligible: int | None
    voted: int | None
    groups: str | None
    groups_digest: str | None
    shown: str | None
    withheld: str
    named: Mapping[str, Sequence[int]] | None
    destroy_at: datetime | None
    destroyed: Destruction
    released: dict[str, Any] | None
    released_at: datetime | None
    released_by: int | None
    released_to: Audience | None = None
    # By subject, how many could rate him and how many of them voted; empty where all rate all.
    turnouts: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return poll_code(self.id)

    @property
    def terms(self) -> Terms:
        return frozen_terms(self.canonical_terms)

    @property
    def title(self) -> str:
        return self.terms.title

    @property
    def purpose(self) -> Purpose:
        return self.terms.purpose

    @property
    def is_counted(self) -> bool:
        """Whether it has a result, released or not; a void poll has none."""
        return self.state in (PollState.COUNTED, PollState.RELEASED)

    @property
    def subject_ids(self) -> frozenset[int]:
        """The persons whom this poll is about."""
        return frozenset(subject.person for subject in self.terms.form.subjects)

    @property
    def result(self) -> Result:
        """The frozen numbers of a counted poll, the same for every asker."""
        assert self.groups is not None, "the poll was not counted"
        assert self.eligible is not None
        assert self.voted is not None
        return Result(
            self.terms,
            unpack_groups(self.groups),
            self.eligible,
            self.voted,
            self.withheld,
            unpack_scores(self.groups),
            self.turnouts,
        )

    def is_about(self, person: Person) -> bool:
        return person.id in self.subject_ids
