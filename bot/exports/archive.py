"""An archive: files by path, with a manifest of their hashes, in a folder or in one .zip. Names are made safe here."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from bot.domain.patterns import pattern
from bot.domain.values import dataclass

MANIFEST = "manifest.json"
ZIP_DAY = (2000, 1, 1, 0, 0, 0)  # a fixed day: the same files give the same bytes
_UNSAFE = pattern(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
LONGEST = 80  # characters of a name; systems take 255 bytes, and a Chinese character has three

LONGEST_ENDING = 7  # what is longer behind a full stop is no ending but the rest of a sentence


@dataclass(frozen=True)
class ArchivedFile:
    """`path` has at most one folder; both parts have gone through `safe`."""

    path: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def safe(name: str) -> str:
    """Returns a name that no system takes for a path, whoever chose it; long ones keep their ending."""
    # Windows drops a blank or a full stop at the end: two names could become one.
    cleaned = _UNSAFE.sub("_", name).strip(" .") or "_"
    if len(cleaned) <= LONGEST:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    if not dot or len(ending) > LONGEST_ENDING:
        return cleaned[:LONGEST]
    return f"{stem[: LONGEST - len(ending) - 1]}{dot}{ending}"


def manifest(files: Iterable[ArchivedFile]) -> bytes:
    """Returns {path: sha256} as JSON, in the order of the paths."""
    hashes = {file.path: file.sha256 for file in sorted(files, key=lambda file: file.path)}
    return (json.dumps(hashes, ensure_ascii=False, indent=2) + "\n").encode()


def packed(files: Iterable[ArchivedFile], *, manifest_in: str = "") -> bytes:
    """Returns one .zip with the manifest in it, in a folder of its own where one is named."""
    kept = list(files)
    stream = io.BytesIO()
    path = MANIFEST
    if manifest_in:
        path = f"{manifest_in}/{MANIFEST}"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in (*kept, ArchivedFile(path, manifest(kept))):
            archive.writestr(
                zipfile.ZipInfo(file.path, ZIP_DAY), file.content, zipfile.ZIP_DEFLATED
            )
    return stream.getvalue()


def written(files: Iterable[ArchivedFile], folder: Path) -> int:
    """Writes the files under `folder`, and returns how many they are.

    The manifest comes last: an archive with a manifest is complete.
    """
    kept = list(files)
    for file in (*kept, ArchivedFile(MANIFEST, manifest(kept))):
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return len(kept)
