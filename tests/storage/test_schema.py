import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlmodel import Session

from bot.domain.polls.poll import PollState
from bot.storage import audit, schema, soundness
from bot.storage.database import Database
from bot.storage.people import PersonRow
from bot.storage.polls import polls
from bot.storage.revisions import MIGRATIONS, revisions
from bot.storage.schema import METADATA, SchemaMisfit, migrate
from tests.migrated import run_migrations
from tests.postgres import create_database
from tests.storage.test_audit import append

MIGRATE_TWICE = """
import os, sys
from alembic import command
from bot.storage.database import Database
from bot.storage.schema import migrate
other = os.fork()
print(migrate(Database(sys.argv[1])), flush=True)
if other:
    os.waitpid(other, 0)
"""


@pytest.fixture(autouse=True)
def _migrations_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here every database is made by the migrations themselves."""
    monkeypatch.setattr(schema, "upgrade", run_migrations)


def test_the_files_tell_the_chain_that_alembic_follows() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    walked = ScriptDirectory.from_config(config).walk_revisions()
    assert list(revisions()) == [script.revision for script in walked][::-1]


def test_migrating_again_does_nothing(url: str) -> None:
    database = Database(url)
    assert not migrate(database)
    database.stop()


def test_an_older_database_learns_where_its_audit_trails_end(url: str) -> None:
    database = Database(url)
    for number, department in enumerate(("a", "b", "a", "a")):
        database.change(partial(append, number=number, department=department))
    before = database.look(ends)
    with database.writer.begin() as connection:
        command.downgrade(alembic(connection), "0002")
    assert migrate(database)
    assert database.look(ends) == before
    assert [head.lines for head in before] == [3, 1, 0]
    database.stop()


def alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def ends(session: Session) -> list[audit.Head]:
    return [audit.head(session, department) for department in "abc"]


FIRST_RELEASE = """
INSERT INTO department VALUES ('d', '甲系', 'sandbox', '');
INSERT INTO cycle VALUES (1, 'd', 2026, 'active', '', 1, '2026-11-10 00:00:00+00:00');
INSERT INTO person (id, department_id, name, roles, category, note, position, active)
VALUES (1, 'd', '何勤样', '组织员', 'B', '', 1, true);
INSERT INTO poll (id, department_id, cycle_id, state, terms, digest, key_id, opened_at, opened_by, reminded, withheld, destroyed)
VALUES (1, 'd', 1, 'open', '{}', '', 'k', '2026-12-21 06:00:00+00:00', 1, false, '', '');
INSERT INTO poll_roll VALUES (1, 1, 'B', 1, 0, 0, '0')
"""
ACQUAINTANCES = """
INSERT INTO department VALUES ('e', '乙系', 'wecom', '');
INSERT INTO person (id, department_id, name, account, roles, category, note, position, active)
VALUES (11, 'e', '甲', 'a', '', '', '', 1, true), (12, 'e', '乙', 'b', '', '', '', 2, true),
       (13, 'e', '丙', 'c', '', '', '', 3, true), (14, 'e', '丁', 'd', '', '', '', 4, true);
INSERT INTO inbox (platform, message_id, sender, payload, received_at, state, attempts, incident)
VALUES ('wecom', '1', 'a', '{}', '2026-12-02 01:00:00.000000', 'done', 1, ''),
       ('wecom', '2', 'd', '{}', '2026-12-04 01:00:00.000000', 'pending', 0, '');
INSERT INTO outbox (key, department_id, platform, chat_kind, chat_id, payload, reply_token, priority, prompted,
                    created_at, due_at, state, attempts, sent_at, reason)
VALUES ('1', 'e', 'wecom', 'direct', 'b', '{}', '', 5, false, '2026-12-01 01:00:00.000000',
        '2026-12-01 01:00:00.000000', 'sent', 1, '2026-12-01 01:00:00.000000', ''),
       ('2', 'e', 'wecom', 'direct', 'c', '{}', '', 5, false, '2026-12-01 01:00:00.000000',
        '2026-12-01 01:00:00.000000', 'failed', 1, NULL, '')
"""
GROWN = {"0001": FIRST_RELEASE, "0003": ACQUAINTANCES}  # what was written when the schema was this


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def grown(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database that began with the first release, and was brought up to date with its rows."""
    url = f"sqlite:///{tmp_path_factory.mktemp('grown') / 'shuzhi.db'}"
    if request.param == "postgres":
        url = create_database(request.getfixturevalue("postgres"), "grown")
    database = Database(url)
    for version, rows in GROWN.items():
        with database.writer.begin() as connection:
            command.upgrade(alembic(connection), version)
            for statement in rows.split(";\n"):
                connection.execute(text(statement))
    assert migrate(database)
    yield database
    database.stop()


def differences(database: Database) -> object:
    with database.reader.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), METADATA)


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    assert differences(database) == []


def test_a_database_that_grew_with_the_migrations_has_the_same_tables(grown: Database) -> None:
    assert differences(grown) == []


def test_polls_of_the_first_release_are_evaluations(grown: Database) -> None:
    with Session(grown.reader) as session:
        assert [row.id for row in polls.of_department(session, "d", (PollState.OPEN,))] == [1]
        assert polls.of_branches(session, "d", (PollState.OPEN,)) == []


def test_who_was_spoken_with_before_an_update_is_not_greeted_anew(grown: Database) -> None:
    """Greeted are those who were never answered and never reached: the third and the fourth."""
    with Session(grown.reader) as session:
        met = [session.get_one(PersonRow, number).met_at is not None for number in (11, 12, 13, 14)]
    assert met == [True, True, False, False]


def test_of_two_processes_that_start_at_once_one_migrates(postgres: str) -> None:
    """SQLite has always had one writer at a time."""
    empty_url = create_database(postgres, "at_once")
    command = [sys.executable, "-c", MIGRATE_TWICE, empty_url]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    assert sorted(done.stdout.split()) == ["False", "True"]


def test_tables_that_are_not_what_they_say_are_named(own_url: str) -> None:
    database = Database(own_url)
    with database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE poll DROP COLUMN purpose"))
        connection.execute(text("DROP TABLE quota"))
    with pytest.raises(SchemaMisfit) as told:
        migrate(database)
    assert sorted(told.value.missing) == ["poll.purpose", "quota"]
    database.stop()


DANGLING = "INSERT INTO branch (department_id, name, position, active, personal) VALUES ('-', '无', 1, 1, 0)"


def add_a_dangling_row(file: Path) -> None:
    """As somebody does who changes the database by other means, where nothing enforces references."""
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(DANGLING)


def test_references_are_looked_at_where_tables_are_built_anew(
    migrated_file: Path, tmp_path: Path
) -> None:
    """Not at every start, which would take longer from year to year; `audit` looks at night."""
    file = shutil.copyfile(migrated_file, tmp_path / "shuzhi.db")
    database = Database(f"sqlite:///{file}")
    with database.writer.begin() as connection:
        command.downgrade(alembic(connection), revisions()[-2])
    add_a_dangling_row(file)
    with pytest.raises(SchemaMisfit) as told:
        migrate(database)
    assert told.value.missing == ("branch",)
    with database.writer.begin() as connection:
        connection.execute(text("DELETE FROM branch"))
    assert migrate(database)
    add_a_dangling_row(file)
    assert not migrate(database)
    assert soundness.dangling(file) == ("branch",)
    database.stop()
