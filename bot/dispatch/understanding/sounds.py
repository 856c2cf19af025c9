"""Words by their sound: what a pinyin keyboard or a voice input turns into the wrong characters (谁没教 → 谁没交).

Sounds are compared without tones and without the differences that many speakers do not make (zh/z, n/l, ing/in).
"""

from functools import lru_cache

from bot.domain.patterns import pattern

MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
Sound = tuple[str, ...]


INITIALS = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
FINALS = "iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aeiouv]"
SPELLED = pattern(rf"(?:{INITIALS})(?:{FINALS})(?![aeiouv])|(?:ai|ei|ao|ou|an|en|er|a|e|o)")
LETTERS = pattern("[a-z]+")


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """The merged sound of one character; a character that is not Chinese sounds like itself."""
    spelled = character
    if "\u4e00" <= character <= "\u9fff":
        spelled = _pinyin(character)[0]
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
    return spelled.removesuffix("g") if spelled.endswith(("ang", "eng", "ing")) else spelled


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
    return tuple(map(syllable, text))


@lru_cache(maxsize=1024)
def spelling(word: str) -> str:
    """Pinyin in Latin letters, as somebody types who never switched the keyboard: zhuangtai."""
    return "".join(_pinyin(word))


def _pinyin(word: str) -> list[str]:
    # Its table of characters is read when the first word is compared by its sound.
    from pypinyin import lazy_pinyin  # noqa: PLC0415

    return lazy_pinyin(word)
