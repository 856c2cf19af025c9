"""An earlier year out of an archive: what is believed of it, what is told, and what is refused."""

import asyncio
import io
import json
import struct
import zipfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.actions import cycles
from bot.actions.exporting import adopting
from bot.actions.exporting.starting import sealed
from bot.actions.rectification import ledger
from bot.actions.unit_of_work import UnitOfWork
from bot.cli.adopting import adopt as command
from bot.cli.failures import CommandFailed
from bot.domain.planfile import render, sample_plan
from tests.actions.office import SAMPLE, Office
from tests.cast import FIRST, SECOND
from tests.chat import Chat

NUMBERED = "校验和数据"


def item(branch: str = FIRST, **changes: Any) -> dict[str, Any]:
    return {
        "branches": [branch],
        "source": "promise",
        "origin": "12月21日作出的整改承诺",
        "problem": "谈心谈话偏少",
        "cause": "",
        "measure": "逐一谈话",
        "due": "2026-06-30",
        "created_at": "2025-12-21T16:00:00+08:00",
        "said": [{"at": "2026-05-04T10:00:00+08:00", "kind": "done", "text": "逐一谈过"}],
        "closed_at": "2026-05-06T10:00:00+08:00",
        "closed_by": "何勤样",
        "revisit": None,
        **changes,
    }


def archive(*items: dict[str, Any], **changes: Any) -> bytes:
    plain = {
        "format": 1,
        "unit": "示例系",
        "year": 2025,
        "plan": render(sample_plan(2025)),
        "grades": [],
        "secretaries": {FIRST: "王文例"},
        "items": list(items or (item(),)),
        **changes,
    }
    return sealed(plain)


def zipped(content: bytes, *, manifest: bytes | None = None) -> bytes:
    path = f"{NUMBERED}/archive.json"
    hashes = json.dumps({path: sha256(content).hexdigest()}).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as whole:
        whole.writestr(path, content)
        whole.writestr(f"{NUMBERED}/manifest.json", hashes if manifest is None else manifest)
    return stream.getvalue()


def adopted(office: Office, content: bytes, **options: Any) -> adopting.Adopted:
    """What came; of what is refused nothing stays."""
    work = office.work
    with work.step():
        return adopting.adopt(work, SAMPLE, content, **options)


async def run(data: Path, *arguments: str) -> Result:
    """The command, beside the running program, on its data."""
    return await asyncio.to_thread(
        lambda: CliRunner(env={"SHUZHI_DATA_DIR": str(data)}).invoke(
            command, [*arguments, "--department", "sample"]
        )
    )


def years_of(work: UnitOfWork) -> list[int]:
    return [cycle.year for cycle in cycles.every(work, SAMPLE)]


async def years(chat: Chat) -> list[int]:
    return await chat.program.services.read(years_of)


def test_what_was_promised_done_and_verified_comes_along(office: Office) -> None:
    adopted(office, archive())
    items = ledger.of_branch(office.work, SAMPLE, office.branch(FIRST), archived=True)
    (entry,) = ledger.entries(office.work, items)
    assert [(event.kind.value, event.text) for event in entry.events] == [
        ("done", "逐一谈过"),
        ("adopted", "何勤样核验"),
    ]


def test_branch_of_another_name_is_found_by_who_answers_for_it(office: Office) -> None:
    renamed = archive(item("教工第一党支部"), secretaries={"教工第一党支部": "王文例"})
    came = adopted(office, renamed)
    assert came.matched == (("教工第一党支部", FIRST),)
    assert (came.items, came.unknown) == (1, ())


def test_branch_that_is_not_on_the_roster_is_told(office: Office) -> None:
    came = adopted(office, archive(item(), item("撤销的支部", problem="另一条")))
    assert (came.items, came.left_out, came.unknown) == (1, 1, ("撤销的支部",))


def test_same_archive_once_more_changes_nothing(office: Office) -> None:
    adopted(office, archive())
    again = adopted(office, archive())
    assert (again.is_new, years_of(office.work)) == (False, [2025, 2026])
    with pytest.raises(adopting.ArchiveUnusable, match="没有重复读入"):
        adopted(office, archive(item(problem="别的一条")))


def test_archive_of_another_unit_is_refused_unless_it_was_renamed(office: Office) -> None:
    foreign = archive(unit="别的系")
    with pytest.raises(adopting.ArchiveUnusable, match="别的系"):
        adopted(office, foreign)
    assert (adopted(office, foreign, other_unit=True)).items == 1


def test_archive_without_a_known_branch_is_refused(office: Office) -> None:
    with pytest.raises(adopting.ArchiveUnusable, match="都对不上"):
        adopted(office, archive(item("撤销的支部")))
    assert years_of(office.work) == [2026]


def test_older_archive_is_read_and_its_missing_checksum_told(office: Office) -> None:
    plain = json.loads(archive())
    for key in ("checksum", "secretaries"):
        del plain[key]
    for key in ("said", "closed_by", "revisit"):
        del plain["items"][0][key]
    came = adopted(office, json.dumps(plain).encode())
    assert (came.items, came.has_checksum) == (1, False)


def test_changed_archive_is_refused(office: Office) -> None:
    changed = archive().replace("谈心谈话偏少".encode(), "谈心谈话很多".encode())
    with pytest.raises(adopting.ArchiveUnusable, match="被改动过"):
        adopted(office, changed)
    assert years_of(office.work) == [2026]


@pytest.mark.parametrize(
    "changes",
    [
        {"created_at": "2025-12-21T16:00:00"},  # of no zone
        {"created_at": None},
        {"closed_at": "yesterday"},
        {"problem": "一" * 5000},
        {"problem": ["一"]},
        {"branches": FIRST},
        {"source": "rumour"},
        {"said": [{"at": "2026-05-04T10:00:00+08:00", "kind": "verified", "text": "x"}]},
        {"due": "2026-02-30"},
    ],
)
def test_hostile_item_is_refused_and_leaves_nothing(
    office: Office, changes: dict[str, Any]
) -> None:
    with pytest.raises(adopting.ArchiveUnusable, match="没有读入"):
        adopted(office, archive(item(), item(**changes)))
    assert years_of(office.work) == [2026]


@pytest.mark.parametrize(
    "changes",
    [{"year": True}, {"year": 2024}, {"plan": "year ="}, {"plan": 3}, {"items": {}}, {"unit": 5}],
)
def test_hostile_archive_is_refused(office: Office, changes: dict[str, Any]) -> None:
    with pytest.raises(adopting.ArchiveUnusable):
        adopted(office, archive(**changes))


def test_nested_without_end_is_refused(office: Office) -> None:
    with pytest.raises(adopting.ArchiveUnusable):
        adopted(office, b"[" * 200_000)


def test_characters_that_do_not_show_are_left_out(office: Office) -> None:
    adopted(office, archive(item(problem="谈话\u202e偏少\u0007")))
    items = ledger.of_department(office.work, SAMPLE, archived=True)
    assert [item.problem for item in items] == ["谈话偏少"]


async def test_dry_run_tells_what_would_come_and_writes_nothing(
    chat: Chat, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "材料.zip"
    file.write_bytes(zipped(archive(item(), item("撤销的支部", problem="另一条"))))
    tried = await run(data, str(file), "--dry-run")
    assert tried.exit_code == 0, tried.exception
    assert "试读：将读入示例系2025年度的归档，整改事项1条" in tried.output
    assert "名册里没有：撤销的支部" in tried.output
    assert await years(chat) == [2026]
    done = await run(data, str(file))
    assert "已读入示例系2025年度的归档，整改事项1条" in done.output
    assert "已经读入过" in (await run(data, str(file))).output
    assert await years(chat) == [2025, 2026]


@pytest.mark.parametrize("content", [b"PK", b"", b"\x00" * 100])
async def test_what_is_no_file_of_ours_is_refused_in_one_sentence(
    chat: Chat, data: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(content)
    refused = await run(data, str(file))
    assert isinstance(refused.exception, CommandFailed)
    assert "\n" not in str(refused.exception)
    assert await years(chat) == [2026]


async def test_zip_whose_manifest_tells_another_checksum_is_refused(
    data: Path, tmp_path: Path, chat: Chat
) -> None:
    path = f"{NUMBERED}/archive.json"
    for manifest in (json.dumps({path: "0" * 64}).encode(), b"{}", b"[]", b"\xff"):
        file = tmp_path / "材料.zip"
        file.write_bytes(zipped(archive(), manifest=manifest))
        refused = await run(data, str(file))
        assert "被改动过" in str(refused.exception)
    assert await years(chat) == [2026]


async def test_zip_bomb_is_refused_before_it_is_unpacked(
    data: Path, tmp_path: Path, chat: Chat
) -> None:
    file = tmp_path / "bomb.zip"
    file.write_bytes(zipped(b" " * (64 * 1024 * 1024)))
    refused = await run(data, str(file))
    assert "过大" in str(refused.exception)
    # One that lies about its size is cut off at the same place.
    whole = bytearray(file.read_bytes())
    central = whole.index(b"PK\x01\x02")
    whole[central + 24 : central + 28] = struct.pack("<I", 10)
    file.write_bytes(whole)
    assert isinstance((await run(data, str(file))).exception, CommandFailed)
    assert await years(chat) == [2026]


async def test_encrypted_zip_is_refused(data: Path, tmp_path: Path, chat: Chat) -> None:
    file = tmp_path / "locked.zip"
    whole = bytearray(zipped(archive()))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = whole.index(mark)
        whole[start + place] |= 1
    file.write_bytes(whole)
    assert "没有读入" in str((await run(data, str(file))).exception)
    assert await years(chat) == [2026]


def test_branches_of_both_names_are_not_mixed(office: Office) -> None:
    """A branch that the archive names itself is not taken for another by its secretary."""
    moved = archive(
        item(FIRST),
        item("旧支部", problem="另一条"),
        secretaries={"旧支部": "王文例", SECOND: "李思样"},
    )
    came = adopted(office, moved)
    assert (came.matched, came.unknown) == ((), ("旧支部",))
