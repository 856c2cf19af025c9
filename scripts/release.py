"""Builds what is handed to a department: the wheel, the source distribution and the release archive, byte for byte alike.

What is built is the commit, not the folder: files that nobody committed stay out. The time written into every file is
the commit's (SOURCE_DATE_EPOCH says another), so that whoever builds the same commit gets the same bytes and can compare
them with SHA256SUMS.

    .venv/bin/python scripts/release.py dist
"""

import argparse
import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CARRIED = (  # beside the wheel: what is read, compared and filled in before anything is installed
    "requirements.lock",
    "README.md",
    "README.zh-CN.md",
    "CHANGELOG.md",
    "LICENSE",
    "docs",
    "deploy",
)
# One run makes both. The backend would pack the source distribution as tightly as it can, only for it to
# be packed anew.
BUILD = """
import sys
from setuptools import setup
folder = ["--dist-dir", {0!r}]
sys.argv[1:] = ["--quiet", "bdist_wheel", *folder, "sdist", "--formats=tar", *folder]
setup()
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT / "dist")
    folder = parser.parse_args().folder.resolve()
    for made in build(folder):
        print(f"{digest(made)}  {made.name}")


def build(folder: Path, commit: str = "HEAD") -> list[Path]:
    """Makes the three files in the folder, replacing earlier ones. Raises SystemExit where they would not be true."""
    version = _version(commit)
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct", commit))
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = _checkout(commit, Path(scratch) / "source")
        wheel, sdist = _distributions(source, Path(scratch) / "made", epoch)
        sdist = _packed(sdist, epoch)
        bundle = Path(scratch) / f"shuzhi-{version}"
        _bundle(source, wheel, bundle)
        archive = Path(scratch) / f"shuzhi-{version}-release.tar.gz"
        archive.write_bytes(_tarred(bundle, epoch))
        return [Path(shutil.copy(made, folder)) for made in (wheel, sdist, archive)]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _version(commit: str) -> str:
    """pyproject.toml alone says it. A final one needs its own section in the changelog."""
    project = tomllib.loads(_git("show", f"{commit}:pyproject.toml"))["project"]
    version = str(project["version"])
    is_final = version.replace(".", "").isdigit()
    if is_final and f"## {version}" not in _git("show", f"{commit}:CHANGELOG.md"):
        raise SystemExit(f"CHANGELOG.md has no section for {version}")
    return version


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - arguments of this file
        ["git", "-C", str(ROOT), *arguments],  # noqa: S607
        capture_output=True,
        check=True,
        text=True,
    )
    return done.stdout


def _checkout(commit: str, target: Path) -> Path:
    """The commit's files with modes that no umask of this machine changes."""
    packed = subprocess.run(  # noqa: S603
        ["git", "-C", str(ROOT), "-c", "tar.umask=022", "archive", commit],  # noqa: S607
        capture_output=True,
        check=True,
    )
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(target)  # noqa: S202 - our own commit
    return target


def _distributions(source: Path, made: Path, epoch: int) -> tuple[Path, Path]:
    """The wheel, and the source distribution as an unpacked tar.

    Setuptools, the build backend of pyproject.toml, makes them, as the lock installed it.
    """
    made.mkdir()
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch), "PYTHONHASHSEED": "0"}
    built = subprocess.run(  # noqa: S603
        [sys.executable, "-c", BUILD.format(str(made))],
        cwd=source,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        umask=0o022,
    )
    if built.returncode:
        raise SystemExit(built.stderr)
    (wheel,) = made.glob("*.whl")
    (sdist,) = made.glob("*.tar")
    return wheel, sdist


def _packed(sdist: Path, epoch: int) -> Path:
    """Packs it without the present time and account, which the backend writes into it."""
    packed = sdist.with_name(f"{sdist.name}.gz")
    plainly = io.BytesIO()
    with tarfile.open(sdist) as made, _plain_tar(plainly) as archive:
        for member in sorted(made, key=lambda member: Path(member.name)):
            archive.addfile(_plain(member, epoch), made.extractfile(member))
    packed.write_bytes(_compressed(plainly.getvalue(), epoch))
    return packed


def _bundle(source: Path, wheel: Path, bundle: Path) -> None:
    """What the archive holds: INSTALL.md on top says what to do with it, SHA256SUMS what it should be."""
    bundle.mkdir()
    shutil.copy(wheel, bundle)
    for name in CARRIED:
        original = source / name
        if original.is_dir():
            shutil.copytree(original, bundle / name)
        else:
            shutil.copy(original, bundle)
    shutil.copy(source / "deploy/env.example", bundle / ".env.example")
    shutil.copy(source / "deploy/release/INSTALL.md", bundle)
    sums = [f"{digest(file)}  {file.relative_to(bundle)}\n" for file in _files(bundle)]
    (bundle / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _tarred(folder: Path, epoch: int) -> bytes:
    """A .tar.gz of the folder that depends on nothing but names, contents and the given time."""
    plainly = io.BytesIO()
    with _plain_tar(plainly) as archive:
        for path in (folder, *sorted(folder.rglob("*"))):
            name = str(path.relative_to(folder.parent))
            archive.add(path, name, recursive=False, filter=lambda member: _plain(member, epoch))
    return _compressed(plainly.getvalue(), epoch)


def _plain_tar(target: io.BytesIO) -> tarfile.TarFile:
    return tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT)


def _plain(member: tarfile.TarInfo, epoch: int) -> tarfile.TarInfo:
    """As it would be on any machine: the given time, nobody's, and one of two modes."""
    member.pax_headers = {}
    member.mtime, member.uid, member.gid = epoch, 0, 0
    member.uname = member.gname = ""
    is_program = member.isdir() or member.mode & 0o100
    member.mode = 0o755 if is_program else 0o644
    return member


def _compressed(plainly: bytes, epoch: int) -> bytes:
    packed = io.BytesIO()
    # The tightest takes twice as long for half a hundredth.
    with gzip.GzipFile(
        fileobj=packed, mode="wb", compresslevel=6, mtime=epoch, filename=""
    ) as compressed:
        compressed.write(plainly)
    return packed.getvalue()


if __name__ == "__main__":
    main()
