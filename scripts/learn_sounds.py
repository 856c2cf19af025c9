"""Writes how characters are read: `.venv/bin/python scripts/learn_sounds.py`.

Takes the commonest reading of each character from pypinyin, of whose tables and dictionaries the program
needs nothing else, and writes `bot/dispatch/understanding/syllables.tsv`: a line for each syllable.
"""

import os
from collections import defaultdict

os.environ["PYPINYIN_NO_PHRASES"] = "true"  # a character is read alone

from pypinyin import lazy_pinyin

from bot.dispatch.understanding.sounds import FIRST, LAST, SYLLABLES

SOURCE = "# The commonest reading of each character, from pypinyin 0.55 (MIT, Copyright mozillazg)."


def table() -> str:
    characters = defaultdict[str, str](str)
    for number in range(ord(FIRST), ord(LAST) + 1):
        character = chr(number)
        spelled = lazy_pinyin(character)[0]
        if spelled != character:
            characters[spelled] += character
    lines = [f"{spelled}\t{said}" for spelled, said in sorted(characters.items())]
    return "\n".join([SOURCE, *lines]) + "\n"


if __name__ == "__main__":
    SYLLABLES.write_text(table(), encoding="utf-8")
