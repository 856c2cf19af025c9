"""Structured logs.

Every line of one message's work carries its update id; none carries a body, a file's content or a
choice.

An exception may quote what somebody wrote, so a traceback tells places, types and codes and never
the exception's own words.
"""

import logging
import sys
import traceback
from typing import Any

import structlog
from structlog.processors import ExceptionRenderer
from structlog.typing import ExcInfo
from typing_extensions import override

CODES = ("errno", "sqlite_errorname", "sqlstate")  # say what happened without quoting anybody


def configure(*, level: str, form: str) -> None:
    """`form` is `console` or `json`. Also tames the libraries' own loggers."""
    renderer: structlog.typing.Processor
    if form == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            ExceptionRenderer(places),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def places(exc_info: ExcInfo) -> str:
    """Where it happened and what kind of error it was, causes first."""
    errors: list[BaseException] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        errors.append(error)
        if error.__cause__ is None and not error.__suppress_context__:
            error = error.__context__
        else:
            error = error.__cause__
    return "\n".join(map(_place, reversed(errors)))


def _place(error: BaseException) -> str:
    codes = [f" {name}={value}" for name in CODES if (value := getattr(error, name, None))]
    return "".join([*traceback.format_tb(error.__traceback__), type(error).__qualname__, *codes])


class _Formatter(logging.Formatter):
    """For libraries: the first line of what they say (the next ones may quote an exception),
    and places.
    """

    @override
    def format(self, record: logging.LogRecord) -> str:
        record.msg, record.args = record.getMessage().partition("\n")[0], None
        return super().format(record)

    @override
    def formatException(self, ei: Any) -> str:
        return places(ei)
