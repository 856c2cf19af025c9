"""Every file of the shared corpus through the real worker: expected text or expected code, and none hangs."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.documents.reader import DocumentReader, UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable
from tests.documents.corpus import FOLDER, Sample, complaints, samples

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the shared corpus lies beside the project, not in it"
)


def read(reader: DocumentReader, sample: Sample) -> tuple[Sample, Manuscript | Unreadable, float]:
    started = time.perf_counter()
    try:
        outcome: Manuscript | Unreadable = reader.read_file(sample.path, sample.path.name)
    except UnreadableFile as error:
        outcome = error.code
    return sample, outcome, time.perf_counter() - started


@pytest.fixture(scope="module")
def outcomes(reader: DocumentReader) -> list[tuple[Sample, Manuscript | Unreadable, float]]:
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda sample: read(reader, sample), samples()))


@pytest.mark.parametrize("expected", ["text-ok", "refuse", "encrypted", "no-text", "either-safe"])
def test_files_end_as_the_manifest_expects(
    outcomes: list[tuple[Sample, Manuscript | Unreadable, float]], expected: str
) -> None:
    meant = [outcome for outcome in outcomes if outcome[0].expected == expected]
    wrong = {str(sample.path.relative_to(FOLDER)): found for sample, outcome, seconds in meant
             if (found := complaints(sample, outcome, seconds))}  # fmt: skip
    assert meant
    assert wrong == {}


def test_all_formats_are_among_them(
    outcomes: list[tuple[Sample, Manuscript | Unreadable, float]],
) -> None:
    kinds = Counter(outcome.kind for _, outcome, _ in outcomes if isinstance(outcome, Manuscript))
    assert {"docx", "doc", "rtf", "odt", "pdf", "txt"} <= kinds.keys()


def test_no_answer_shows_files_of_the_system(
    outcomes: list[tuple[Sample, Manuscript | Unreadable, float]],
) -> None:
    texts = [outcome.text for _, outcome, _ in outcomes if isinstance(outcome, Manuscript)]
    assert not [text for text in texts if "root:x:" in text]
