"""Where cases begin: the act that they have in common is done once, and each goes on from there in a transaction of its own.

`@begins(opened)` on a case: the ballot is open already. What the act has changed stays for all that begin so; what a
case changes is taken back.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.storage.database import Database
from tests.actions.office import Office, going_on
from tests.actions.office import opened as in_office

Act = Callable[[Office], Any]


def no_act(_office: Office) -> None:
    """Where the other cases begin: in the sample department as it is."""


def begins(act: Act) -> pytest.MarkDecorator:
    """Lets a case begin where this act has been done."""
    return pytest.mark.begins.with_args(act)


def office_after(act: Act) -> Any:
    """A fixture: the office in which this act has been done."""

    @pytest.fixture
    def office(beginnings: Beginnings) -> Iterator[Office]:
        with beginnings.after(act) as office:
            yield office

    return office


@dataclass(frozen=True)
class Beginning:
    """Where an act has led; `begun_after` is the last line of the trail before it."""

    folder: Path
    database: Database
    now: datetime
    begun_after: int


@dataclass
class Beginnings:
    template: Path
    folder: Path
    done: dict[Act, Beginning] = field(default_factory=dict)

    def stop(self) -> None:
        for beginning in self.done.values():
            beginning.database.stop()

    @contextmanager
    def after(self, act: Act) -> Iterator[Office]:
        """An office that goes on where the act ended; what is done there is taken back."""
        if act not in self.done:
            self.done[act] = self._do(act)
        beginning = self.done[act]
        with going_on(beginning.database, beginning.folder, now=beginning.now) as office:
            office.begun_after = beginning.begun_after
            yield office

    def _do(self, act: Act) -> Beginning:
        folder = self.folder / str(len(self.done))
        shutil.copytree(self.template, folder)
        database = Database(f"sqlite:///{folder / 'shuzhi.db'}")
        with in_office(database, folder, kept=True) as office:
            act(office)
        return Beginning(folder, database, office.now, office.begun_after)


@pytest.fixture(scope="session")
def beginnings(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Beginnings]:
    beginnings = Beginnings(template, tmp_path_factory.mktemp("beginnings"))
    yield beginnings
    beginnings.stop()


@pytest.fixture
def office(request: pytest.FixtureRequest, beginnings: Beginnings) -> Iterator[Office]:
    """The sample department in one transaction that is taken back, as it is or where the case `@begins`.

    A table whose rows begin differently names the act of each as its `office` (indirect).
    """
    act: Act = no_act
    marker = request.node.get_closest_marker("begins")
    if marker is not None:
        act = marker.args[0]
    act = getattr(request, "param", act)
    with beginnings.after(act) as office:
        yield office
