"""Invented reports of the sample department, so that everything can be tried before the first real one is handed in."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.exports.documents import Block, Heading, OfficialDocument, Text, official_document
from bot.sample.roster import BRANCHES, SAMPLE_DEPARTMENT

_PAIRS = 6


@cache
def sample_report(branch_name: str, *, year: int, good: bool = True) -> bytes:
    """A .docx report as the plan wants it: about 3,000 characters, problems, causes and measures one to one, a promise.

    The flawed one has more than 3,500 characters, spends over a third on achievements and lacks the last measure
    (S21, S26, S19). Reports of different branches of the sample department differ.
    """
    words = _words(branch_name, year)
    chosen = _filled(_chosen(_place(branch_name), good=good), words)
    blocks = (
        *_achievements(chosen),
        *_shortcomings(chosen, complete=good),
        Heading("四、整改承诺"),
        Text(chosen["promise"]),
    )
    signature = f"{SAMPLE_DEPARTMENT.name}{branch_name}书记"
    return official_document(
        OfficialDocument(chosen["title"], (Text(chosen["basics"]), *blocks), signature=signature)
    )


@cache
def _pieces() -> dict[str, Any]:
    return tomllib.loads((files("bot.sample") / "report.toml").read_text("utf-8"))


def _place(branch_name: str) -> int:
    return BRANCHES.index(branch_name) if branch_name in BRANCHES else 0


def _words(branch_name: str, year: int) -> dict[str, object]:
    place = _place(branch_name)
    numbers = {
        "party": 14 + place,
        "lectures": 4 + place % 3,
        "visits": 10 + place,
        "talks": 21 + 2 * place,
    }
    years = {"year": year, "last": year - 1, "next": year + 1}
    return {
        "branch": branch_name,
        "count": _PAIRS,
        "solved": 6 + place,
        "rate": 89 + place % 8,
        **numbers,
        **years,
    }


def _chosen(place: int, *, good: bool) -> dict[str, Any]:
    """The pieces of this branch: other wordings and other problems than its neighbours'."""
    pieces = _pieces()
    areas = [
        {
            "heading": area["heading"],
            "texts": [area["texts"][(place + number) % 2]] if good else area["texts"],
        }
        for number, area in enumerate(pieces["areas"])
    ]
    pairs = [pieces["pairs"][(place + number) % len(pieces["pairs"])] for number in range(_PAIRS)]
    boasts = [] if good else [boast["text"] for boast in pieces["boasts"]]
    return {**pieces, "areas": areas, "pairs": pairs, "boasts": boasts}


def _filled(piece: Any, words: dict[str, object]) -> Any:
    if isinstance(piece, str):
        return piece.format(**words)
    if isinstance(piece, list):
        return [_filled(part, words) for part in piece]
    return {name: _filled(part, words) for name, part in piece.items()}


def _achievements(chosen: dict[str, Any]) -> list[Block]:
    blocks: list[Block] = [Heading("一、履职情况")]
    for area in chosen["areas"]:
        blocks += [Heading(area["heading"], 2), *(Text(text) for text in area["texts"])]
    return [*blocks, *(Text(text) for text in chosen["boasts"])]


def _shortcomings(chosen: dict[str, Any], *, complete: bool) -> list[Block]:
    pairs = chosen["pairs"]
    measures = [pair["measure"] for pair in pairs]
    return [
        Heading("二、存在问题及原因"),
        Heading("（一）存在问题", 2),
        *_numbered([pair["problem"] for pair in pairs]),
        Heading("（二）原因分析", 2),
        *_numbered([pair["cause"] for pair in pairs]),
        Heading("三、下一步措施"),
        *_numbered(measures if complete else measures[:-1]),
    ]


def _numbered(texts: list[str]) -> list[Text]:
    return [Text(f"{number}．{text}") for number, text in enumerate(texts, 1)]
