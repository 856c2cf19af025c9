from collections.abc import Iterator

import pytest

from bot.documents.reader import DocumentReader
from tests.documents.confined import Confined, confining
from tests.readings import HANGS


@pytest.fixture(scope="session")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader(workers=2, seconds=HANGS) as shared:
        yield shared


@pytest.fixture(scope="session")
def confined() -> Iterator[Confined]:
    with confining() as shared:
        yield shared
