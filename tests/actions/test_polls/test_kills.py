"""`kill -9` at every step of a poll: what was acknowledged is counted, and every act happens once."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.actions.test_polls.nursery import Live, nursery

FIRST_VOTE = 4  # commits


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with nursery(tmp_path_factory.mktemp("told")) as live:
        yield live


def kill_and_restart(live: Live, url: str, folder: Path, dies: str, at: int, *, votes: int) -> None:
    """Kills a process at that moment, starts another, and checks the outcome. Raises AssertionError."""
    code, told = live(url, folder, dies, at, votes=votes)
    assert code == -9 or told[-1:] == [["end"]], told[-3:]
    code, afterwards = live(url, folder, "never", 0, votes=0)
    assert (code, afterwards[-1:]) == (0, [["end"]])
    check(url, folder, told)


def check(url: str, folder: Path, told: Sequence[Sequence[str]]) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        polls = connection.execute(
            text("SELECT id, state, destroyed, voted, named FROM poll")
        ).all()
        verbs = (
            connection.execute(text("SELECT verb FROM audit WHERE verb LIKE 'poll.%' ORDER BY id"))
            .scalars()
            .all()
        )
        cells = connection.execute(text("SELECT count(*) FROM poll_cell")).scalar()
        accounts = {
            row.account: row.id
            for row in connection.execute(text("SELECT account, id FROM person"))
        }
        posted = connection.execute(
            text("SELECT count(*) FROM outbox WHERE key LIKE 'released:%'")
        ).scalar()
    engine.dispose()
    ((_, state, destroyed, voted, named),) = polls
    ending = ["released"] if voted else []  # a poll in which nobody voted is void
    assert (state, destroyed, cells, posted) == (
        "released" if voted else "void",
        "files",
        0,
        len(ending),
    )
    assert sorted(verbs) == sorted(
        f"poll.{verb}" for verb in ("opened", "closed", "counted", "destroyed", *ending)
    )
    assert list((folder / "keys").iterdir()) == []
    by_name = (json.loads(named) if isinstance(named, str) else named) or {}
    counted = {int(person): choices[0] for person, choices in by_name.items()}
    assert voted == len(counted)
    for account, possible in outcomes(told).items():
        assert counted.get(accounts[account], 0) in possible, (account, possible)
    assert set(counted) <= {accounts[account] for account in outcomes(told)}


def outcomes(told: Sequence[Sequence[str]]) -> dict[str, set[int]]:
    """What may be counted per account: the last acknowledged choice, or one that was on its way when the process died."""
    possible: dict[str, set[int]] = defaultdict(lambda: {0})
    for word, *rest in told:
        if word == "sent":
            possible[rest[1]].add(int(rest[2]))
        elif word == "ack":
            possible[rest[1]] = {int(rest[2])}
    return possible


MOMENTS = [
    ("before", FIRST_VOTE + 3),
    ("after", FIRST_VOTE + 5),
    ("keys-due", 0),  # counted, and the keys are still there
    ("wiped", 0),  # and nobody noted it
    ("soon", 50),  # milliseconds after the opening, wherever that is
]


def test_a_killed_process_loses_and_doubles_nothing(
    live: Live, new_url: Callable[[str], str], tmp_path: Path
) -> None:
    moments = [MOMENTS[1], MOMENTS[-1]]
    if new_url("").startswith("sqlite"):
        moments = MOMENTS
    for dies, at in moments:
        name = f"{dies.replace('-', '_')}_{at}"
        votes = 40
        if dies == "soon":
            votes = 160
        kill_and_restart(live, new_url(name), tmp_path / name, dies, at, votes=votes)
