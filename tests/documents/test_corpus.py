"""Every file of the shared corpus through the real worker: expected text or expected code, in time."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.documents.reader import DocumentReader, UnreadableFile
from bot.domain.manuscript import Manuscript, Unreadable
from tests.documents.corpus import FOLDER, Sample, Took, complaints, samples
from tests.documents.workers import processor

pytestmark = pytest.mark.skipif(
    not FOLDER.exists(), reason="the shared corpus lies beside the project, not in it"
)


Outcome = tuple[Sample, Manuscript | Unreadable, Took]


def read(reader: DocumentReader, sample: Sample) -> Outcome:
    started, worked_before = time.perf_counter(), processor()
    try:
        outcome: Manuscript | Unreadable = reader.read_file(sample.path, sample.path.name)
    except UnreadableFile as error:
        outcome = error.code
    # Of the other thread's file too: a reading that is quick enough with it is so alone.
    took = Took(time.perf_counter() - started, processor() - worked_before)
    return sample, outcome, took


@pytest.fixture(scope="module")
def outcomes(reader: DocumentReader) -> list[Outcome]:
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda sample: read(reader, sample), samples()))


@pytest.mark.parametrize("expected", ["text-ok", "refuse", "encrypted", "no-text", "either-safe"])
def test_files_end_as_the_manifest_expects(outcomes: list[Outcome], expected: str) -> None:
    meant = [outcome for outcome in outcomes if outcome[0].expected == expected]
    wrong = {str(sample.path.relative_to(FOLDER)): found for sample, outcome, took in meant
             if (found := complaints(sample, outcome, took))}  # fmt: skip
    assert meant
    assert wrong == {}


def test_all_formats_are_among_them(
    outcomes: list[Outcome],
) -> None:
    kinds = Counter(outcome.kind for _, outcome, _ in outcomes if isinstance(outcome, Manuscript))
    assert {"docx", "doc", "rtf", "odt", "pdf", "txt"} <= kinds.keys()


def test_no_answer_shows_files_of_the_system(
    outcomes: list[Outcome],
) -> None:
    texts = [outcome.text for _, outcome, _ in outcomes if isinstance(outcome, Manuscript)]
    assert not [text for text in texts if "root:x:" in text]
