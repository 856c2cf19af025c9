"""Words by their sound: what a pinyin keyboard or a voice input turns into the wrong characters (谁没教 → 谁没交).

Sounds are compared without tones and without the differences that many speakers do not make (zh/z, n/l, ing/in).
"""

from functools import cache, lru_cache
from pathlib import Path

from bot.domain.patterns import pattern

SYLLABLES = Path(__file__).with_name("syllables.tsv")  # made by scripts/learn_sounds.py
FIRST, LAST = "\u4e00", "\u9fff"  # of the characters whose sounds are known
MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
Sound = tuple[str, ...]


INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
FINALS = "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aeiouv]"
SPELLED = pattern(rf"(?:{INITIALS})(?:{FINALS})(?![aeiouv])|(?:ai|ei|ao|ou|an|en|er|a|e|o)")
LETTERS = pattern("[a-z]+")


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """The merged sound of one character; a character that is not Chinese sounds like itself."""
    spelled = _pinyin(character)
    if spelled == character:
        return character
    return merged(spelled)


def merged(spelled: str) -> str:
    """A syllable without the differences that many speakers do not make."""
    for written, merged in MERGED:
        if spelled.startswith(written):
            spelled = merged + spelled[2:]
    if spelled.startswith("n"):
        spelled = "l" + spelled[1:]
    if spelled.endswith(("ang", "eng", "ing")):
        spelled = spelled.removesuffix("g")
    return spelled


def spoken(text: str) -> list[str]:
    """The sounds of a text, in which Latin letters may spell Chinese: 「gongbu结果」."""
    sounds: list[str] = []
    at = 0
    while at < len(text):
        run = LETTERS.match(text, at)
        if run is None:
            sounds.append(syllable(text[at]))
            at += 1
            continue
        spelled = SPELLED.findall(run[0])
        if "".join(spelled) == run[0]:
            sounds += map(merged, spelled)
        else:
            sounds += run[0]
        at = run.end()
    return sounds


def sound(text: str) -> Sound:
    """The sounds of all characters of a text, by which names are compared."""
    return tuple(map(syllable, text))


def spelling(text: str) -> str:
    """Pinyin in Latin letters, as somebody types who never switched the keyboard: zhuangtai."""
    return "".join(map(_pinyin, text))


# Kept for the program's own words alone: what people say stays in no memory whole.
spelling_of_word = lru_cache(maxsize=1024)(spelling)


@cache
def _table() -> str:
    """Returns the lines of the table, each a syllable and the characters that are read so. It is searched
    as it stands: there are far fewer characters than a message has features, and each is looked up once.
    """
    return SYLLABLES.read_text(encoding="utf-8")


def _pinyin(character: str) -> str:
    """Returns the commonest reading of a character; the character itself where it has none."""
    if not FIRST <= character <= LAST:
        return character
    table = _table()
    at = table.find(character)
    if at < 0:
        return character
    line = table.rfind("\n", 0, at) + 1
    return table[line : table.index("\t", line)]
