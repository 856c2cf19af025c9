"""A backup's content into an empty folder, whatever the archive claims.

The interpreter's own unpacking is not used: what it refuses differs from one Python to the next. Here only regular
files and folders are made, only under names that a backup has, each new, and no larger than there is room for.
"""

import gzip
import os
import shutil
import tarfile
import zlib
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from bot.cli.failures import CommandFailed
from bot.cli.owner_only import NEW
from bot.cli.sealed_backups import Archive, CutOff

PIECE = 1024 * 1024
RESERVE = 64 * 1024 * 1024  # bytes of disk that stay free
FOLDER_MODE, FILE_MODE = 0o700, 0o600


class NotOfABackup(Exception):
    """The archive holds something that no backup of this program has."""


def unpack(
    archive: Archive, folder: Path, *, single: frozenset[str], folders: frozenset[str]
) -> None:
    """Writes the files named in `single` and what lies under `folders` into `folder`; leaves other files out.

    Raises CommandFailed, and then nothing was written outside `folder`.
    """
    try:
        with archive.open() as content:
            _read_to_the_end(content, archive.file, folder)
        with archive.open() as content, tarfile.open(fileobj=content, mode="r:gz") as members:
            for member in members:
                path = _path(member)
                if str(path) in single or path.parts[0] in folders:
                    _write(members, member, folder.joinpath(*path.parts))
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, CutOff):
        raise CommandFailed(f"{archive.file} 不是完整的备份文件，没有恢复") from None
    except (NotOfABackup, FileExistsError, NotADirectoryError, IsADirectoryError):
        raise CommandFailed(
            f"{archive.file} 里有不属于备份的内容，没有恢复。请换一份可靠的备份"
        ) from None


def _read_to_the_end(content: BinaryIO, file: Path, folder: Path) -> None:
    """Tries the whole archive before anything of it is written: its checksum stands at the end, and
    nobody knows earlier how much it is. Raises CommandFailed where the disk would not hold it.
    """
    room = shutil.disk_usage(folder).free - RESERVE
    size = 0
    with gzip.open(content) as whole:
        while piece := whole.read(PIECE):
            size += len(piece)
            if size > room:
                raise CommandFailed(f"磁盘放不下 {file} 的内容，没有恢复。请清理磁盘后再试")


def _path(member: tarfile.TarInfo) -> PurePosixPath:
    """Returns where a member belongs in the folder. Raises NotOfABackup where it leads elsewhere,
    or is neither a plain file nor a folder.
    """
    path = PurePosixPath(member.name)
    plain = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    strange = path.is_absolute() or ".." in path.parts or not path.parts or "\\" in member.name
    if strange or not (plain or member.isdir()):
        raise NotOfABackup
    return path


def _write(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    if member.isdir():
        target.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        return
    target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    source = archive.extractfile(member)
    assert source is not None, "a plain file has content"
    with source, os.fdopen(os.open(target, NEW, FILE_MODE), "wb") as made:
        shutil.copyfileobj(source, made, PIECE)
