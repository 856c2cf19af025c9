"""`shuzhi audit`: what was changed past the program is found."""

from pathlib import Path

from tests.cli.at_work import GOOD, handed_in, shown, tamper
from tests.cli.conftest import Shuzhi
from tests.conftest import Run


async def test_audit_finds_a_changed_line_and_a_changed_file(
    at: Shuzhi, run: Run, data: Path
) -> None:
    await handed_in(run, data)
    intact = at("audit", "--json")
    told = shown(intact)
    assert (intact.code, told["ok"], told["breaches"]) == (0, True, {"sample": [], "second": []})
    assert all(len(end["hash"]) == 64 and end["lines"] > 0 for end in told["trails"].values())
    (stored,) = [
        path for path in (data / "files").rglob("*") if path.is_file() and path.read_bytes() == GOOD
    ]
    stored.write_bytes(GOOD + b" ")
    tamper(data, "UPDATE audit SET facts = '{}' WHERE verb = 'report.handed_in'")
    found = at("audit", "--json")
    assert found.code == 1
    chain, file = shown(found)["breaches"]["sample"]
    assert "审计链" in chain
    assert "述职报告.docx" in file
    assert shown(found)["breaches"]["second"] == []
    told = at("audit")
    assert (told.code, "2 处不符" in told.out, "second" in told.out) == (1, True, True)


async def test_audit_compares_with_an_end_that_was_noted_elsewhere(
    at: Shuzhi, run: Run, data: Path, tmp_path: Path
) -> None:
    """Whoever cuts off the last lines and mends what is noted beside them cannot mend a backup or an export."""
    await handed_in(run, data)
    noted = tmp_path / "noted.json"
    noted.write_text(at("audit", "--json").out, encoding="utf-8")
    assert at("backup", tmp_path / "backup.tar.gz").code == 0
    assert at("export", tmp_path / "out", "--department", "sample").code == 0
    copies = (noted, tmp_path / "backup.tar.gz", tmp_path / "out" / "校验和数据" / "audit.json")
    assert [at("audit", "--against", copy).code for copy in copies] == [0, 0, 0]
    tamper(
        data,
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit WHERE department_id = 'sample')",
    )
    assert "审计链的末尾不符" in at("audit").out
    tamper(
        data,
        "UPDATE audit_head SET lines = lines - 1, hash = (SELECT hash FROM audit WHERE department_id = 'sample' "
        "ORDER BY id DESC LIMIT 1) WHERE department_id = 'sample'",
    )
    assert "审计链里没有" in at("audit").out  # the facts whose line was cut off
    assert ["以前记下的" in at("audit", "--against", copy).out for copy in copies] == [
        True,
        True,
        True,
    ]
    wrong = at("audit", "--against", tmp_path / "out" / "manifest.json")
    assert (wrong.code, "audit.json" in wrong.err) == (2, True)


async def test_audit_finds_a_file_whose_hash_was_changed_in_the_database(
    at: Shuzhi, run: Run, data: Path
) -> None:
    await handed_in(run, data)
    tamper(data, "UPDATE submission SET sha256 = '../../etc/passwd'")
    found = at("audit")
    assert found.code == 1
    assert "述职报告.docx" in found.out
