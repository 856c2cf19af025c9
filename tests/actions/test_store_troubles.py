"""Why the database cannot be used, in words."""

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from bot.actions.services import StoreUnavailable
from bot.actions.store_troubles import why_unusable


def of_driver(name: str) -> OperationalError:
    driver = sqlite3.OperationalError()
    driver.sqlite_errorname = name
    return OperationalError("", {}, driver)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SQLITE_BUSY", "占用"),
        ("SQLITE_FULL", "磁盘已满"),
        ("SQLITE_READONLY", "不能写入"),
        ("SQLITE_CORRUPT", "恢复备份"),
        ("SQLITE_IOERR", "一时用不了"),
    ],
)
def test_the_driver_is_translated_also_behind_the_error_of_the_program(
    name: str, words: str
) -> None:
    unavailable = StoreUnavailable()
    unavailable.__cause__ = of_driver(name)
    assert words in why_unusable(of_driver(name))
    assert words in why_unusable(unavailable)


def test_anything_else_is_named_by_no_class() -> None:
    assert why_unusable(KeyError("secret")) == "一时用不了，原因在日志里"
