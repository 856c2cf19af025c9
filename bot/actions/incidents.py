"""What a bug is called towards people: a short number, under which the log tells what happened."""

import secrets

import structlog

log = structlog.get_logger(__name__)


def report(event: str, error: Exception) -> str:
    """Logs the error with its traceback; returns the incident's number."""
    incident = _new_number()
    log.error(event, incident=incident, exc_info=error)
    return incident


def report_without_traceback(event: str, **facts: str | int) -> str:
    """Logs these facts alone; returns the incident's number.

    For what people say in secret: a traceback could hold a choice or an anonymous text.
    """
    incident = _new_number()
    log.error(event, incident=incident, **facts)
    return incident


def _new_number() -> str:
    return secrets.token_hex(2).upper()
