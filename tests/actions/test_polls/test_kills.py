"""`kill -9` at every step of a poll: what was acknowledged is counted, and every act happens once."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import create_engine, text

from tests.actions.test_polls.polling_station import PROJECT

FIRST_VOTE = 4  # commits


def live(
    url: str, folder: Path, dies: str, at: int, *, votes: int = 40
) -> tuple[int, list[list[str]]]:
    """Runs the process to its end or death: exit code and what it told."""
    process = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.actions.test_polls.killed_process",
            url,
            str(folder),
            dies,
            str(at),
            str(votes),
        ],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
        timeout=600,
    )
    return process.returncode, [line.split() for line in process.stdout.splitlines()]


def kill_and_restart(url: str, folder: Path, dies: str, at: int, *, votes: int = 40) -> None:
    """Kills a process at that moment, starts another, and checks the outcome. Raises AssertionError."""
    code, told = live(url, folder, dies, at, votes=votes)
    assert code == -9 or told[-1:] == [["end"]], told[-3:]
    code, afterwards = live(url, folder, "never", 0)
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
    ("soon", 300),  # milliseconds after the opening, wherever that is
]


def test_a_killed_process_loses_and_doubles_nothing(
    new_url: Callable[[str], str], tmp_path: Path
) -> None:
    moments = MOMENTS if new_url("").startswith("sqlite") else [MOMENTS[1], MOMENTS[-1]]

    def prove(moment: tuple[str, int]) -> None:
        name = f"{moment[0].replace('-', '_')}_{moment[1]}"
        kill_and_restart(
            new_url(name), tmp_path / name, *moment, votes=160 if moment[0] == "soon" else 40
        )

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(prove, moments))
