"""What the program logs in a test: kept by pytest and shown where the test fails.

Colours and columns take a twentieth of the time of a message.
"""

from typing import Any

import structlog


def log_plainly() -> None:
    structlog.reset_defaults()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            _in_one_line,
        ],
        logger_factory=structlog.PrintLoggerFactory(),
    )


def _in_one_line(_logger: Any, _method: str, event: structlog.typing.EventDict) -> str:
    level, name = event.pop("level"), event.pop("event")
    traceback = event.pop("exception", "")
    facts = " ".join(f"{key}={value!r}" for key, value in event.items())
    return f"{level} {name} {facts}\n{traceback}".rstrip()
