"""An archive: files by path, with a manifest of their hashes, in a folder or in one .zip. Names are made safe here."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"
ZIP_DAY = (2000, 1, 1, 0, 0, 0)  # a fixed day: the same files give the same bytes
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
LONGEST = 80


@dataclass(frozen=True)
class ArchivedFile:
    """`path` has at most one folder; both parts have gone through `safe`."""

    path: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def safe(name: str) -> str:
    """A name that no system takes for a path, whoever chose it; long ones keep their ending."""
    cleaned = _UNSAFE.sub("_", name).strip(" .") or "_"
    if len(cleaned) <= LONGEST:
        return cleaned
    stem, dot, ending = cleaned.rpartition(".")
    return (
        f"{stem[: LONGEST - len(ending) - 1]}{dot}{ending}"
        if dot and len(ending) < 8
        else cleaned[:LONGEST]
    )


def manifest(files: Iterable[ArchivedFile]) -> bytes:
    """{path: sha256} as JSON."""
    hashes = {file.path: file.sha256 for file in sorted(files, key=lambda file: file.path)}
    return (json.dumps(hashes, ensure_ascii=False, indent=2) + "\n").encode()


def packed(files: Iterable[ArchivedFile], *, manifest_in: str = "") -> bytes:
    """One .zip with the manifest in it, in a folder of its own where one is named."""
    kept, stream = list(files), io.BytesIO()
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
    """Writes them under `folder` with the manifest last, so that an archive with a manifest is complete; how many files."""
    kept = list(files)
    for file in (*kept, ArchivedFile(MANIFEST, manifest(kept))):
        target = folder / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
    return len(kept)
