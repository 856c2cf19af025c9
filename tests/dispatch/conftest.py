from collections.abc import Iterator

import pytest

from bot import logs
from tests.actions.begun import beginnings, office
from tests.core import core
from tests.logs import log_plainly

__all__ = ["beginnings", "core", "office"]


@pytest.fixture(autouse=True)
def _logs(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """As the running service logs, into the captured stderr of the test."""
    logs.configure(level="DEBUG", form="json")
    yield
    log_plainly()
