"""Whether phrases were read as they are meant, and the report of how many."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bot.dispatch.understanding.writing import plain
from tests.dispatch.understanding.foreign_phrases import Row


@dataclass(frozen=True)
class Verdict:
    row: Row
    intent: bool
    right: bool
    critical: bool
    said: str


def holds(understood: str, expected: str, message: str) -> bool:
    """Whether a text holds what was expected and little more, and is not the whole message."""
    core, text = _core(expected), _core(understood)
    whole = len(text) >= len(_core(message)) and text != core
    return core in text and len(text) - len(core) <= 12 and not whole


def _core(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in plain("。" + folded) if letter.isalnum())


def report(verdicts: list[Verdict], *, misses: bool) -> Iterator[str]:
    total = len(verdicts)
    intents = sum(verdict.intent for verdict in verdicts)
    right = sum(verdict.right for verdict in verdicts)
    critical = sum(verdict.critical for verdict in verdicts)
    yield f"intents {intents / total:.1%}, right {right / total:.1%} of {total}, critical {critical}"
    by_intent: Counter[str] = Counter()
    by_tag: Counter[str] = Counter()
    of_intent: Counter[str] = Counter()
    of_tag: Counter[str] = Counter()
    for verdict in verdicts:
        by_intent[verdict.row.intent] += verdict.right
        of_intent[verdict.row.intent] += 1
        for tag in verdict.row.tags.split(","):
            by_tag[tag] += verdict.right
            of_tag[tag] += 1
    for right_of, of in ((by_intent, of_intent), (by_tag, of_tag)):
        short = [f"{key} {right_of[key]}/{of[key]}" for key in of if right_of[key] < of[key]]
        yield "; ".join(short)
    if misses:
        for verdict in verdicts:
            if not verdict.right or verdict.critical:
                mark = "!!" if verdict.critical else "i" if not verdict.intent else "a"
                row = verdict.row
                yield f"{mark} {row.id} [{row.role}] {row.context and '(' + row.context + ')'} {row.text} => {row.intent} {row.args} [{row.acts}]\n      {verdict.said}"
