"""`adopt`: an earlier year out of an exported folder or archive, as this year's starting point."""

import json
import zipfile
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PurePosixPath

import click

from bot.actions.exporting import adopting
from bot.actions.exporting.adopting import ArchiveUnusable
from bot.actions.exporting.starting import ARCHIVE
from bot.cli.failures import CommandFailed
from bot.cli.offline import changing, choose_department
from bot.cli.options import of_department
from bot.exports.archive import MANIFEST
from bot.texts.exporting import starting as texts

LARGEST = 20 * 1024 * 1024  # bytes of an archive of a year: a hundred times what a large unit has
MOST_FILES = 20_000  # in a .zip


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", type=click.Path(exists=True, path_type=Path), metavar="FILE")
@of_department
@click.option("--dry-run", is_flag=True, help="只看会读入什么，不写入")
@click.option("--other-unit", is_flag=True, help="归档里的单位名称不同（改过名称）也读入")
def adopt(source: Path, department_id: str | None, *, dry_run: bool, other_unit: bool) -> None:
    """读入上一年度的归档，供「准备」、评价意见和报告检查对照。

    FILE 是以前导出的目录、发到聊天里的压缩包（.zip），或其中的 archive.json。
    校验值对不上的不读；同一份归档再读一次不会重复。
    """
    content = _content(source)
    read_in, sentence = adopting.adopt, texts.adopted
    if dry_run:
        read_in, sentence = adopting.preview, texts.previewed
    try:
        with changing() as reached:
            adopted = reached.write(
                lambda work: read_in(
                    work,
                    choose_department(work, department_id).id,
                    content,
                    other_unit=other_unit,
                )
            )
    except ArchiveUnusable as unusable:
        raise CommandFailed(unusable.reason) from None
    if not adopted.is_new:
        click.echo(texts.known_before(adopted.year))
        return
    click.echo(sentence(adopted.year, adopted.unit, adopted.items))
    for before, now in adopted.matched:
        click.echo(texts.matched(before, now))
    if adopted.unknown:
        click.echo(texts.left_out(adopted.unknown, adopted.left_out))
    if not adopted.has_checksum:
        click.echo(texts.NO_CHECKSUM)


def _content(source: Path) -> bytes:
    """Returns the archive of a year, after its checksum where a manifest tells one.

    Raises CommandFailed.
    """
    if source.is_dir():
        # Earlier versions put the archive at the top of the folder.
        archives = sorted(source.rglob(ARCHIVE), key=lambda path: len(path.parts))
        if not archives:
            raise CommandFailed(f"{source} 里没有 {ARCHIVE}，请给出以前用 shuzhi export 导出的目录")
        content = _bounded(archives[0])
        manifest = source / MANIFEST
        if manifest.is_file():
            _check(content, archives[0].relative_to(source).as_posix(), _bounded(manifest))
        return content
    # It is told by its bytes, for a name may say anything.
    if zipfile.is_zipfile(source):
        return _of_zip(source)
    return _bounded(source)


def _of_zip(file: Path) -> bytes:
    """Reads two members and unpacks nothing, whatever else the file claims to hold."""
    try:
        with zipfile.ZipFile(file) as whole:
            members = whole.infolist()
            if len(members) > MOST_FILES:
                raise CommandFailed(texts.TOO_LARGE)
            archive = _member(members, ARCHIVE)
            manifest = _member(members, MANIFEST)
            if archive is None or manifest is None:
                raise CommandFailed(texts.NO_ARCHIVE)
            content = _unpacked(whole, archive)
            _check(content, archive.filename, _unpacked(whole, manifest))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        # Damaged, encrypted, or packed in a way that exports never are.
        raise CommandFailed(texts.ARCHIVE_DAMAGED) from None
    return content


def _member(members: list[zipfile.ZipInfo], name: str) -> zipfile.ZipInfo | None:
    """Returns the one of this name that lies least deep; None where there is none."""
    named = [member for member in members if PurePosixPath(member.filename).name == name]
    return min(named, key=lambda member: member.filename.count("/"), default=None)


def _unpacked(whole: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Raises CommandFailed where more comes out than the largest archive has."""
    with whole.open(member) as stream:
        return _at_most(stream.read)


def _bounded(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return _at_most(stream.read)
    except OSError:
        raise CommandFailed(f"{path} 读不出来，请检查文件权限") from None


def _at_most(read: Callable[[int], bytes]) -> bytes:
    # One byte more tells that there is more.
    content = read(LARGEST + 1)
    if len(content) > LARGEST:
        raise CommandFailed(texts.TOO_LARGE)
    return content


def _check(content: bytes, path: str, manifest: bytes) -> None:
    """Raises CommandFailed where the manifest tells another checksum, or none."""
    try:
        hashes = json.loads(manifest.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise CommandFailed(texts.ARCHIVE_DAMAGED) from None
    if not isinstance(hashes, dict) or hashes.get(path) != sha256(content).hexdigest():
        raise CommandFailed(texts.ARCHIVE_DAMAGED)
