"""The shared corpus of real and hostile files, read in place; see its own README for what `expected` means."""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from bot.documents import limits
from bot.domain.manuscript import Manuscript, Reservation, Unreadable

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "corpus"
HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]")
SECONDS = 10.0  # of the processor, which other work on the machine does not lengthen
# By the clock a reading ends by itself, later where other work keeps its worker waiting. What takes
# twice as long as it may even then hangs.
HANGS = 2 * limits.SECONDS * limits.PATIENCE


@dataclass(frozen=True)
class Took:
    """How long a reading took, by the clock and of the processor, in seconds."""

    waited: float
    worked: float


@dataclass(frozen=True)
class Sample:
    path: Path
    kind: str
    expected: str
    phrases: tuple[str, ...]
    fewest_han: int
    most_han: int


def samples() -> list[Sample]:
    manifest = FOLDER / "manifest.tsv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8", newline="") as stream:
        return [_sample(row) for row in csv.DictReader(stream, delimiter="\t")]


def _sample(row: dict[str, str]) -> Sample:
    phrases = tuple(filter(None, row["key_phrases"].split("|")))
    exact = row["exact_han"]
    fewest, most = exact or row["han_min"] or "0", exact or row["han_max"] or "1000000000"
    return Sample(
        FOLDER / row["path"], row["kind"], row["expected"], phrases, int(fewest), int(most)
    )


def complaints(sample: Sample, outcome: Manuscript | Unreadable, took: Took) -> list[str]:
    """Why the outcome is not what the manifest expects; empty when it is."""
    found = []
    if took.worked > SECONDS:
        found.append(f"took {took.worked:.1f} s of the processor")
    if took.waited > HANGS:
        found.append(f"hung for {took.waited:.1f} s")
    match sample.expected:
        case "text-ok":
            found += _text_complaints(sample, outcome)
        case "refuse" if isinstance(outcome, Manuscript):
            found.append(f"text instead of a refusal: {outcome.text[:40]!r}")
        case "encrypted" if outcome is not Unreadable.ENCRYPTED:
            found.append(f"not encrypted but {label(outcome)}")
        case "no-text" if outcome is not Unreadable.NO_TEXT:
            found.append(f"not no_text but {label(outcome)}")
    return found


def _text_complaints(sample: Sample, outcome: Manuscript | Unreadable) -> list[str]:
    if isinstance(outcome, Unreadable):
        return [f"no text but {outcome.value}"]
    everything = outcome.text + "".join(outcome.footnotes)
    dense = "".join(everything.split())
    found = [
        f"missing {phrase!r}" for phrase in sample.phrases if "".join(phrase.split()) not in dense
    ]
    han = len(HAN.findall(everything))
    # The reference counts include the entries of a table of contents, which is no part of the text and less than a fifth.
    fewest = (
        sample.fewest_han * (4 if Reservation.TABLE_OF_CONTENTS in outcome.reservations else 5) // 5
    )
    if not fewest <= han <= sample.most_han:
        found.append(f"{han} Han instead of {sample.fewest_han}..{sample.most_han}")
    return found


def label(outcome: Manuscript | Unreadable) -> str:
    return (
        outcome.value
        if isinstance(outcome, Unreadable)
        else f"text of {len(outcome.text)} characters"
    )
