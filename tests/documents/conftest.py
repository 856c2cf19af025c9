from collections.abc import Iterator

import pytest

from bot.documents.reader import DocumentReader


@pytest.fixture(scope="session")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader(workers=2) as shared:
        yield shared
