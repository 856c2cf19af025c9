"""Invented reports of the sample department, so that everything can be tried before the first real one is handed in."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.exports.documents import Block, Heading, OfficialDocument, Text, official_document
from bot.sample.roster import BRANCHES, SAMPLE_DEPARTMENT

_PAIRS = 6  # of problem, cause and measure: as many as real reports have


@cache
def sample_report(branch_name: str, *, year: int, good: bool = True) -> bytes:
    """Returns a .docx report as the plan wants it: about 3,000 characters, problems, causes and
    measures one to one, a promise.

    The flawed one has more than 3,500 characters, spends over a third on achievements and lacks the last measure
    (S21, S26, S19). Reports of different branches of the sample department differ.
    """
    place = 0  # of a branch that is none of the sample's
    if branch_name in BRANCHES:
        place = BRANCHES.index(branch_name)
    chosen = _filled(_chosen(place, good=good), _words(branch_name, place, year))
    achievements: list[Block] = []
    for area in chosen["areas"]:
        achievements.append(Heading(area["heading"], 2))
        achievements += [Text(text) for text in area["texts"]]
    achievements += [Text(text) for text in chosen["boasts"]]
    pairs = chosen["pairs"]
    measures = [pair["measure"] for pair in pairs]
    if not good:
        measures.pop()
    blocks = (
        Heading("一、履职情况"),
        *achievements,
        Heading("二、存在问题及原因"),
        Heading("（一）存在问题", 2),
        *_numbered([pair["problem"] for pair in pairs]),
        Heading("（二）原因分析", 2),
        *_numbered([pair["cause"] for pair in pairs]),
        Heading("三、下一步措施"),
        *_numbered(measures),
        Heading("四、整改承诺"),
        Text(chosen["promise"]),
    )
    signature = f"{SAMPLE_DEPARTMENT.name}{branch_name}书记"
    return official_document(
        OfficialDocument(chosen["title"], (Text(chosen["basics"]), *blocks), signature=signature)
    )


def _words(branch_name: str, place: int, year: int) -> dict[str, object]:
    """Returns what is filled into the pieces of a branch's report."""
    # Other numbers in each report: what two have in common would be shown as copied.
    return {
        "branch": branch_name,
        "year": year,
        "last": year - 1,
        "next": year + 1,
        "count": _PAIRS,
        "solved": 6 + place,
        "rate": 89 + place % 8,
        "party": 14 + place,
        "lectures": 4 + place % 3,
        "visits": 10 + place,
        "talks": 21 + 2 * place,
    }


def _chosen(place: int, *, good: bool) -> dict[str, Any]:
    """Returns the pieces of this branch: other wordings and problems than its neighbours'.

    A flawed report has both wordings of each area, and boasts beside them.
    """
    pieces = tomllib.loads((files("bot.sample") / "report.toml").read_text("utf-8"))
    pairs = [pieces["pairs"][(place + number) % len(pieces["pairs"])] for number in range(_PAIRS)]
    areas = []
    boasts = []
    for number, area in enumerate(pieces["areas"]):
        texts = area["texts"]
        if good:
            texts = [texts[(place + number) % 2]]
        areas.append({"heading": area["heading"], "texts": texts})
    if not good:
        boasts = [boast["text"] for boast in pieces["boasts"]]
    return {**pieces, "areas": areas, "pairs": pairs, "boasts": boasts}


def _filled(piece: Any, words: dict[str, object]) -> Any:
    if isinstance(piece, str):
        return piece.format(**words)
    if isinstance(piece, list):
        return [_filled(part, words) for part in piece]
    return {name: _filled(part, words) for name, part in piece.items()}


def _numbered(texts: list[str]) -> list[Text]:
    return [Text(f"{number}．{text}") for number, text in enumerate(texts, 1)]
