"""Nobody who reads the database, its log, a backup or the program's logs can tell what anybody chose (docs/requirements.md, the ballot)."""

import random
import sqlite3
import statistics
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from structlog.testing import capture_logs

from bot.actions import people, polls
from bot.actions.unit_of_work import UnitOfWork
from bot.domain.polls.form import Form, Subject
from bot.storage.keys import KeysMissing
from bot.storage.polls import cells
from bot.storage.schema import METADATA
from tests.actions.test_polls.polling_station import (
    MEMBERS,
    PollingStation,
    sample_lines,
    station_like,
)

FORM = Form((Subject(1, "王文例", "第一支部"),), ("总体评价",), ("好", "较好", "一般", "差"))


def data(station: PollingStation) -> Path:
    return Path(station.services.database.url.removeprefix("sqlite:///"))


def everything(station: PollingStation) -> bytes:
    """The database with its write-ahead log, as a thief or a backup has them."""
    return b"".join(path.read_bytes() for path in sorted(data(station).parent.glob("shuzhi.db*")))


def sealed_cells(station: PollingStation) -> dict[bytes, bytes]:
    with sqlite3.connect(data(station)) as connection:
        return dict(connection.execute("SELECT name, sealed FROM poll_cell"))


async def test_all_choices_leave_the_same_sizes(sqlite_station: PollingStation) -> None:
    await sqlite_station.open()
    before = sealed_cells(sqlite_station)
    for number, member in enumerate(MEMBERS[:8]):
        await sqlite_station.click(member, number % 4 + 1)
        await sqlite_station.click(member, (number + 1) % 4 + 1)
    after = sealed_cells(sqlite_station)
    assert before.keys() == after.keys()
    assert len({len(sealed) for sealed in [*before.values(), *after.values()]}) == 1
    assert sum(before[name] != after[name] for name in before) == 8
    with sqlite3.connect(data(sqlite_station)) as connection:
        rows = connection.execute(
            "SELECT DISTINCT length(marks), typeof(present) FROM poll_roll"
        ).fetchall()
    assert rows == [(1, "integer")]


async def test_without_the_keys_nothing_is_readable_during_and_after(
    sqlite_station: PollingStation,
) -> None:
    await sqlite_station.open()
    marker = random.Random(1).randint(1, 4)
    for member in MEMBERS[:30]:
        await sqlite_station.click(member, marker)
    (key_file,) = sqlite_station.key_files()
    keys = sqlite_station.services.keys.load(key_file.stem)
    during = everything(sqlite_station)
    names = [keys.cell_of(1, (await sqlite_station.person(member)).id) for member in MEMBERS[:30]]
    sealed = sealed_cells(sqlite_station)
    for name in names:
        assert cells.unpack(keys.unseal(name, sealed[name]), FORM).choices == (marker,)
    assert key_file.read_bytes()[:32] not in during
    assert key_file.read_bytes()[32:] not in during
    await sqlite_station.close()
    await sqlite_station.pass_time()
    assert sqlite_station.key_files() == []
    with pytest.raises(KeysMissing):
        sqlite_station.services.keys.load(key_file.stem)
    after = everything(sqlite_station)
    assert not any(name in after for name in names)
    assert not any(content in after for content in sealed.values())


async def test_no_file_of_the_database_holds_a_ballot_or_a_key_in_the_clear(
    station: PollingStation,
) -> None:
    """On both databases, with their logs: what is in the cells is nowhere else, and in the tables not for long."""
    await station.open()
    for number, member in enumerate(MEMBERS[:12]):
        await station.click(member, number % 4 + 1)
        await station.click(member, (number + 1) % 4 + 1)
    (key_file,) = station.key_files()
    keys, secret = station.services.keys.load(key_file.stem), key_file.read_bytes()
    sealed = dict(await station.look(lambda work, _: list(cells.all_of(work.session, 1))))
    opened = [cells.unpack(keys.unseal(name, content), FORM) for name, content in sealed.items()]
    # By the hashes of its messages a ballot is known from all others; the rest of it is noughts for
    # the most part, of which the files are full.
    ballots = [b"".join(ballot.seen) for ballot in opened if any(ballot.choices)]
    assert len(ballots) == 12
    during = await files_of(station)
    await station.close()
    await station.pass_time()
    after = await files_of(station)
    for content in (*ballots, secret[:32], secret[32:]):
        assert not any(content in file for file in (*during.values(), *after.values()))
    assert any(
        content in file for content in sealed.values() for file in during.values()
    )  # it looked at the right files
    tables = [
        file for path, file in after.items() if "pg_wal" not in path.parts
    ]  # which PostgreSQL writes over in time
    assert not any(
        content in file for pair in list(sealed.items())[::9] for content in pair for file in tables
    )


async def files_of(station: PollingStation) -> dict[Path, bytes]:
    """Every file of the database, as a thief of the disk has them, without the noughts at its end:
    most of a log of PostgreSQL is still to be written.
    """
    folder, others = data(station).parent, set[Path]()
    if not station.services.database.is_sqlite:
        engine = create_engine(station.services.database.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
            own = connection.execute(
                text("SELECT oid::text FROM pg_database WHERE datname = current_database()")
            )
            name = own.scalar_one()
            others = {path for path in (folder / "base").iterdir() if path.name != name}
        engine.dispose()
    return {
        path: path.read_bytes().rstrip(b"\0")
        for path in folder.rglob("*")
        if path.is_file() and path.parent not in others
    }


async def test_a_backup_taken_during_the_poll_stays_shut_for_ever(
    sqlite_station: PollingStation, tmp_path: Path
) -> None:
    await sqlite_station.open()
    await sqlite_station.click(MEMBERS[0], 4)
    copy = sqlite3.connect(tmp_path / "backup.db")
    with sqlite3.connect(data(sqlite_station)) as connection:
        connection.backup(copy)
    (key_file,) = sqlite_station.key_files()
    assert key_file.is_relative_to(tmp_path / "keys")  # which no backup holds
    await sqlite_station.close()
    await sqlite_station.pass_time()
    found = copy.execute("SELECT name, sealed FROM poll_cell").fetchall()
    copy.close()
    assert len(found) == len(sample_lines()) - 2  # all but the guests
    assert not key_file.exists()
    assert sqlite_station.key_files() == []


async def test_a_vote_leaves_no_row_no_line_and_no_time_of_its_own(station: PollingStation) -> None:
    await station.open()
    await station.services.write(lambda work: work.session.execute(text("SELECT 1")))
    before = await _contents(station)
    key_files = [(path, path.stat().st_mtime_ns) for path in station.key_files()]
    station.clock.moment += timedelta(seconds=17)
    with capture_logs() as logs:
        await station.click("m02", 4, message="unmistakable-click")
        await station.type("m03", "测评 差", message="unmistakable-text")
        await station.type("m04", "测评 差", group=True, message="unmistakable-group")
        await station.click("m03", 1, message="unmistakable-change")
    after = await _contents(station)
    assert [(path, path.stat().st_mtime_ns) for path in station.key_files()] == key_files
    assert logs == []
    assert "sqlite_sequence" not in METADATA.tables  # no table counts its rows for life
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"poll_roll", "poll_cell"}
    assert [len(before[table]) for table in before] == [len(after[table]) for table in after]
    assert "unmistakable" not in str(after)
    assert "06:00:17" not in str(after)


async def _contents(station: PollingStation) -> dict[str, list[tuple[object, ...]]]:
    def read(work: UnitOfWork) -> dict[str, list[tuple[object, ...]]]:
        return {
            name: sorted(
                tuple(row) for row in work.session.execute(text(f'SELECT * FROM "{name}"'))
            )
            for name in METADATA.tables
        }

    return await station.services.read(read)


async def test_the_order_of_arrival_is_not_the_order_in_the_file(
    file_of_a_station: Path, tmp_path: Path
) -> None:
    """Over several polls the rank correlation of arrival and place in the file stays within chance."""
    found = []
    for seed in range(6):
        station = station_like(file_of_a_station, tmp_path / str(seed))
        found.append(await arrival_and_place(station, seed))
    chance = 1 / (53 - 1) ** 0.5  # the deviation of one correlation of 53 votes
    assert abs(statistics.mean(found)) < 3 * chance / len(found) ** 0.5
    assert all(abs(one) < 4 * chance for one in found)


async def arrival_and_place(station: PollingStation, seed: int) -> float:
    """The rank correlation of arrival with the place of the voter's cell in the file of the open poll."""
    await station.open("s01")
    voters = [line.account for line in sample_lines() if line.category and line.account != "s01"]
    random.Random(seed).shuffle(voters)
    for number, account in enumerate(voters):
        assert (await station.click(account, number % 4 + 1)).accepted
    (key_file,) = station.key_files()
    keys = station.services.keys.load(key_file.stem)
    roster = await station.look(lambda work, cycle: people.roster(work, cycle.department))
    ids = {person.account: person.id for person in roster.people}
    cell_names = [keys.cell_of(1, ids[account]) for account in voters]
    sealed = sealed_cells(station)
    with sqlite3.connect(data(station)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = data(station).read_bytes()
    station.services.database.stop()
    return rank_correlation([content.index(sealed[name]) for name in cell_names])


def rank_correlation(places: list[int]) -> float:
    """Spearman's, of arrival (the index) with place."""
    ranks = {place: rank for rank, place in enumerate(sorted(places))}
    return statistics.correlation(range(len(places)), [ranks[place] for place in places])


async def test_after_the_count_the_roll_tells_no_order(station: PollingStation) -> None:
    """Also on PostgreSQL, where every changed row moves and carries its transaction's number until then."""
    await station.open()
    for member in reversed(MEMBERS[:20]):
        await station.click(member, 2)
    await station.close()
    await station.pass_time()
    if station.services.database.is_sqlite:
        return
    rows = await station.services.read(
        lambda work: work.session.execute(
            text("SELECT person_id, xmin::text FROM poll_roll ORDER BY ctid")
        ).all()
    )
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len({row[1] for row in rows}) == 1
    assert (
        await station.services.read(
            lambda work: work.session.execute(text("SELECT count(*) FROM poll_cell")).scalar()
        )
        == 0
    )


async def test_nobody_learns_anything_but_the_turnout_before_the_release(
    station: PollingStation,
) -> None:
    await station.open()
    for number, member in enumerate(MEMBERS[:12]):
        await station.click(member, 4 if number < 7 else 3)
    for _ in range(2):
        status = await station.status()
        assert (status.voted, status.released) == (12, None)
        (missing,) = await station.do(polls.missing)
        assert not missing.is_over
        texts = "".join(str(message) for message in await station.said())
        assert "差 7" not in texts
        if status.state == "open":
            await station.close()
            await station.pass_time()
            missing_after = (await station.do(polls.missing))[0]
            assert (missing_after.is_over, missing_after.number) == (True, 41)
            break
