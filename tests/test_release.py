"""What is handed to a department: complete, and the same bytes for whoever builds the same commit."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
OLDEST = "3.11"
KINDS = {"wheel": "*.whl", "sdist": "*[!e].tar.gz", "archive": "*-release.tar.gz"}


def built(folder: Path, umask: int, zone: str) -> dict[str, Path]:
    """The three files, made by the script under another umask and time zone, by their kinds."""
    subprocess.run(
        [sys.executable, ROOT / "scripts/release.py", folder],
        env=os.environ | {"TZ": zone},
        umask=umask,
        check=True,
        capture_output=True,
    )
    return {kind: file for kind in KINDS for file in folder.glob(KINDS[kind])}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return built(tmp_path_factory.mktemp("first"), 0o077, "UTC")


@pytest.fixture(scope="module")
def packed(release: dict[str, Path]) -> Iterator[tarfile.TarFile]:
    with tarfile.open(release["archive"]) as archive:
        yield archive


def content(archive: tarfile.TarFile, name: str) -> bytes:
    (member,) = (one for one in archive.getmembers() if one.name.partition("/")[2] == name)
    file = archive.extractfile(member)
    assert file is not None
    return file.read()


def test_two_builds_of_one_commit_are_the_same_bytes(
    release: dict[str, Path], tmp_path: Path
) -> None:
    again = built(tmp_path, 0o022, "Asia/Shanghai")
    assert again.keys() == release.keys() == KINDS.keys()
    for name, file in release.items():
        assert file.read_bytes() == again[name].read_bytes(), name


def test_the_wheel_holds_what_installing_needs(release: dict[str, Path]) -> None:
    names = set(zipfile.ZipFile(release["wheel"]).namelist())
    for needed in (
        "deploy/env.example",
        "deploy/systemd/shuzhi.service",
        "deploy/systemd/shuzhi-backup.timer",
        "deploy/nginx/shuzhi.conf",
        "deploy/container/Dockerfile",
        "deploy/monitoring/alerts.yml",
        "bot/storage/migrations/script.py.mako",
    ):
        assert needed in names, needed


def test_the_archive_holds_wheel_lock_guides_and_sums_that_are_right(
    packed: tarfile.TarFile,
) -> None:
    names = {member.name.partition("/")[2] for member in packed.getmembers()}
    assert {"INSTALL.md", "requirements.lock", ".env.example", "docs/administration.md"} <= names
    sums = content(packed, "SHA256SUMS").decode().splitlines()
    summed = {line.split("  ")[1]: line.split("  ")[0] for line in sums}
    files = {member.name.partition("/")[2] for member in packed.getmembers() if member.isfile()} - {
        "SHA256SUMS"
    }
    assert set(summed) == files
    for name in files:
        assert hashlib.sha256(content(packed, name)).hexdigest() == summed[name], name


def test_nothing_that_nobody_committed_and_no_account_gets_in(packed: tarfile.TarFile) -> None:
    for member in packed.getmembers():
        assert (member.uid, member.gid, member.uname) == (0, 0, "")
        assert "__pycache__" not in member.name
        assert not member.name.endswith((".db", ".env"))


def test_the_version_is_said_in_one_place_and_is_a_real_one() -> None:
    version = PROJECT["project"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+(rc\d+)?", version)
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")]
    assert not [text for text in sources if f'"{version}"' in text]


@pytest.mark.parametrize(
    ("file", "pattern"),
    [
        ("README.md", r"Python (\d\.\d+) or newer"),
        ("README.zh-CN.md", r"Python (\d\.\d+) 以上"),
        ("CONTRIBUTING.md", r"Python (\d\.\d+) or newer"),
        ("Makefile", r"需要 Python (\d\.\d+) 或更新"),
        (".ci/run", r"command -v python(\d\.\d+)"),
        ("Makefile", r"--python-version (\d\.\d+)"),
        ("docs/administration.md", r"Python (\d\.\d+) 以上"),
        ("docs/computer-room.md", r"Python (\d\.\d+) 以上"),
        ("docs/when-it-fails.md", r"Python (\d\.\d+) 或更新"),
        ("deploy/release/INSTALL.md", r"Python (\d\.\d+) 以上"),
        ("pyproject.toml", r'requires-python = ">=(\d\.\d+)"'),
    ],
)
def test_every_page_names_the_same_oldest_python(file: str, pattern: str) -> None:
    named = re.findall(pattern, (ROOT / file).read_text(encoding="utf-8"))
    assert set(named) == {OLDEST}


def test_tools_and_image_fit_the_oldest_python() -> None:
    assert PROJECT["tool"]["ruff"]["target-version"] == "py" + OLDEST.replace(".", "")
    assert "sys.version_info < (3, 11)" in (ROOT / "Makefile").read_text(encoding="utf-8")
    image = re.findall(
        r"^FROM python:(\d)\.(\d+)",
        (ROOT / "deploy/container/Dockerfile").read_text(),
        re.MULTILINE,
    )
    oldest = tuple(map(int, OLDEST.split(".")))
    assert image
    assert all((int(major), int(minor)) >= oldest for major, minor in image)
