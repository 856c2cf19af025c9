"""Rule: no body, no file content, no choice in a log, whatever happens; and every line of one message can be found."""

import json
import logging

import pytest
import structlog

from bot import logs
from bot.dispatch.context import Context
from bot.messages import Message
from bot.sample import sample_report
from tests.cast import LI, MEMBER, ORGANISER, THIRD, WANG, ZHANG
from tests.core import Core
from tests.dispatch.test_worker import hearing
from tests.fakes import FakeFetcher, pressed, update

SECRET = "秘密的一句话"


def quoting(context: Context) -> Message:
    """A bug of the worst kind: its exception, and what caused it, quote what somebody wrote."""
    try:
        context.work.session.connection().exec_driver_sql("SELECT ? FROM nowhere", (SECRET,))
    except Exception as error:
        raise ValueError(SECRET, error) from error
    raise AssertionError


async def test_a_traceback_tells_places_and_no_words(
    core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    intake = hearing(core, quoting)
    await intake.accept(update(LI, "状态"))
    await intake.settle()
    said = capsys.readouterr().err
    assert "in quoting" in said
    assert "OperationalError sqlite_errorname=SQLITE_ERROR" in said
    assert "ValueError" in said
    assert SECRET not in said


async def test_a_conversation_leaves_no_words_and_every_line_its_number(
    core: Core, capsys: pytest.CaptureFixture[str]
) -> None:
    fetcher = FakeFetcher(sample_report(THIRD, year=2026))
    fetcher.gate.set()
    core.program.services.fetchers = {"sandbox": fetcher}
    await core.hear(
        update(ZHANG, f"我想说 {SECRET}"),
        update(ZHANG, f"请看 {SECRET}", file=f"{SECRET}.docx"),
        update(ORGANISER, f"退回 第三支部 {SECRET}"),
        update("stranger", f"绑定 {SECRET}"),
        update(MEMBER, "测评 好"),
        update(LI, file=f"{SECRET}.docx", message_id="twice"),
        update(LI, file=f"{SECRET}.docx", message_id="twice"),
    )
    await core.press(pressed(WANG, SECRET, SECRET))
    said = capsys.readouterr().err
    assert SECRET not in said
    assert "第三支部" not in said
    assert "好" not in said
    lines = [json.loads(line) for line in said.splitlines()]
    assert {line["update"] for line in lines if line["event"] != "update.repeated"} == {
        1,
        2,
        3,
        4,
        5,
    }


def test_libraries_tell_their_first_line_and_places(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="INFO", form="console")
    try:
        int(SECRET)
    except ValueError:
        logging.getLogger("asyncio").exception(
            "Task exception was never retrieved\nfuture: %r", SECRET
        )
    said = capsys.readouterr().err
    assert "ERROR asyncio Task exception was never retrieved\n" in said
    assert "test_libraries_tell" in said
    assert SECRET not in said


@pytest.mark.parametrize("form", ["console", "json"])
def test_both_forms_tell_the_codes_of_an_error(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(level="INFO", form=form)
    try:
        open(f"/nowhere/{SECRET}")  # noqa: PTH123, SIM115 - it fails
    except OSError:
        structlog.get_logger().exception("file.missing", row=7)
    said = capsys.readouterr().err
    assert "FileNotFoundError errno=2" in said
    assert SECRET not in said


def test_what_is_below_the_level_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level="WARNING", form="json")
    structlog.get_logger().info("quiet")
    assert capsys.readouterr().err == ""
