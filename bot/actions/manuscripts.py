"""The extracted texts of reports.

They are kept by content hash, so judging again never reads a file again.
"""

from functools import lru_cache

from bot.actions.unit_of_work import UnitOfWork
from bot.documents.wire import decode, encode
from bot.domain.cycle import Cycle
from bot.domain.manuscript import Manuscript
from bot.domain.report import Imprint
from bot.storage import submissions
from bot.storage.files import FileStore

IMPRINTS = 128  # of kept texts in memory, some 100 KB each


def keep(files: FileStore, manuscript: Manuscript) -> str:
    """Stores a text and returns its hash."""
    return files.put(encode(manuscript))


def read(files: FileStore, sha256: str) -> Manuscript:
    """Returns a text that was kept."""
    manuscript = decode(files.read(sha256))
    assert isinstance(manuscript, Manuscript), "only texts are kept"
    return manuscript


def of_version(work: UnitOfWork, cycle: Cycle, branch_id: int, version: int) -> Manuscript:
    """Returns what was read of that version of a branch's report."""
    versions = submissions.versions(work.session, cycle.id, branch_id)
    (submission,) = (kept for kept in versions if kept.version == version)
    return read(work.files, submission.manuscript)


@lru_cache(maxsize=IMPRINTS)
def imprint(files: FileStore, sha256: str) -> Imprint:
    """Returns the imprint of a kept text.

    Each report is compared with every later one, and its text never changes.
    """
    return Imprint.of(read(files, sha256).text)
