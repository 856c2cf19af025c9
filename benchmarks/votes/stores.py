"""How the peers keep votes, durably before they answer: a row for each voter, or one document that is swapped."""

import json
import sqlite3
from pathlib import Path


def connect(folder: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        folder / "votes.db", timeout=60, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    return connection


class Rows:
    SCHEMA = "CREATE TABLE vote (poll TEXT, voter TEXT, choice TEXT, PRIMARY KEY (poll, voter))"

    @staticmethod
    def put(connection: sqlite3.Connection, poll: str, voter: str, choice: str) -> None:
        connection.execute(
            "INSERT INTO vote VALUES (?, ?, ?) ON CONFLICT (poll, voter) DO UPDATE SET choice = excluded.choice",
            (poll, voter, choice),
        )


class Document:
    """Compare and swap: read the poll's document, change it, write it back if nobody was faster, else once more."""

    SCHEMA = "CREATE TABLE document (poll TEXT PRIMARY KEY, version INTEGER, body TEXT)"

    @staticmethod
    def put(connection: sqlite3.Connection, poll: str, voter: str, choice: str) -> None:
        connection.execute(
            "INSERT INTO document VALUES (?, 0, '{}') ON CONFLICT DO NOTHING", (poll,)
        )
        while True:
            found = connection.execute("SELECT version, body FROM document WHERE poll = ?", (poll,))
            ((version, body),) = found.fetchall()
            votes = json.loads(body) | {voter: choice}
            swapped = connection.execute(
                "UPDATE document SET version = ?, body = ? WHERE poll = ? AND version = ?",
                (version + 1, json.dumps(votes), poll, version),
            )
            if swapped.rowcount:
                return


STORES = {"rows": Rows, "document": Document}
