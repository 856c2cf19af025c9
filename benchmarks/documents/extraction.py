"""How long a typical report takes to read and to judge, beside the bare text extraction of published libraries.

    python -m benchmarks.documents.extraction [--peers PYTHON] [FILE.docx …]

Without files three of about 3,500 characters are measured, see `reports`. The peers get an environment of their own.
All work from bytes in memory, in one warm process; ours once more through the sandboxed worker, as the program reads.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.documents.reports import YEAR, reports
from benchmarks.documents.timing import Times, times
from bot.documents.extraction import extract
from bot.documents.reader import DocumentReader
from bot.domain.planfile import default_plan
from bot.domain.report.judge import judge

HERE = Path(__file__).resolve().parent
PEERS = (
    "docx2txt",
    "docxpy",
    "python-docx",
    "docx2python",
    "mammoth",
    "office-oxide",
    "undoc",
    "kreuzberg",
)
FACTOR = 1.5  # the aim: ours in process at most so many times the fastest


def install_peers(folder: Path) -> str:
    """Their Python."""
    subprocess.run([sys.executable, "-m", "venv", folder / "peers"], check=True)
    python = str(folder / "peers" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PEERS], check=True)
    return python


def of_peers(python: str, path: Path) -> dict[str, Times]:
    answer = subprocess.run(
        [python, "-W", "ignore", HERE / "peers.py", path],
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, dict[str, Times]] = json.loads(answer.stdout)
    return told[str(path)]


def ours(path: Path, content: bytes) -> dict[str, Times]:
    rules = default_plan(YEAR).report
    manuscript = extract(content, ".docx")
    with DocumentReader(workers=1) as reader:
        return {
            "extraction": times(lambda: extract(content, ".docx")),
            "judgement": times(lambda: judge(manuscript, rules, year=YEAR)),
            "both": times(lambda: judge(extract(content, ".docx"), rules, year=YEAR)),
            "both, through the worker": times(
                lambda: judge(reader.read_file(path, "report.docx"), rules, year=YEAR)
            ),
        }


def show(figures: Mapping[str, Times], fastest: float) -> None:
    for name, (least, median) in figures.items():
        print(f"  {name:26} {least:8.2f} {median:8.2f} ms   {least / fastest:5.2f}")


def compare(python: str, files: Iterable[tuple[str, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.docx"
        for name, content in files:
            path.write_bytes(content)
            theirs, own = of_peers(python, path), ours(path, content)
            fastest = min(least for least, _ in theirs.values())
            load, length = os.getloadavg()[0], len(extract(content, ".docx").text)
            print(
                f"{name}: {length} characters (load {load:.1f}); least, median, times the fastest library"
            )
            show(theirs, fastest)
            show(own, fastest)
            print(
                f"  {own['both'][0] / fastest:.1f} times the fastest; the aim is {FACTOR}",
                flush=True,
            )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument(
        "--peers", help="the Python of an environment that has them; by default a new one is made"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="documents-") as folder:
        files = [(path.name, path.read_bytes()) for path in given.files] or reports()
        compare(given.peers or install_peers(Path(folder)), files)


if __name__ == "__main__":
    main()
