"""Words by their sound: what a pinyin keyboard or a voice input turns into the wrong characters (谁没教 → 谁没交).

Sounds are compared without tones and without the differences that many speakers do not make (zh/z, n/l, ing/in).
"""

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from pypinyin import lazy_pinyin

MERGED = (("zh", "z"), ("ch", "c"), ("sh", "s"))
Sound = tuple[str, ...]


@lru_cache(maxsize=16384)
def syllable(character: str) -> str:
    """The merged sound of one character; a character that is not Chinese sounds like itself."""
    spelled = lazy_pinyin(character)[0] if "\u4e00" <= character <= "\u9fff" else character
    if spelled == character:
        return character
    for written, merged in MERGED:
        if spelled.startswith(written):
            spelled = merged + spelled[2:]
    if spelled.startswith("n"):
        spelled = "l" + spelled[1:]
    return spelled.removesuffix("g") if spelled.endswith(("ang", "eng", "ing")) else spelled


def sound(text: str) -> Sound:
    return tuple(map(syllable, text))


@lru_cache(maxsize=1024)
def spelling(word: str) -> str:
    """Pinyin in Latin letters, as somebody types who never switched the keyboard: zhuangtai."""
    return "".join(lazy_pinyin(word))


def by_sound(words: Collection[str]) -> dict[Sound, str]:
    return {sound(word): word for word in words}


def corrections(text: str, words: Collection[str], sounds: Mapping[Sound, str]) -> Iterator[tuple[int, str]]:
    """Where `text` sounds like one of `words` but is written otherwise: position and the word, longest first."""
    heard, taken = sound(text), _written(text, words)
    at = 0
    while at < len(text):
        word = _at(heard, at, sounds, taken)
        if word:
            yield at, word
        at += len(word) if word else 1


def corrected(text: str, words: Collection[str], sounds: Mapping[Sound, str]) -> str:
    for at, word in corrections(text, words, sounds):
        text = text[:at] + word + text[at + len(word) :]
    return text


def _written(text: str, words: Collection[str]) -> set[int]:
    """The positions that belong to a word that is written as it should be."""
    taken: set[int] = set()
    for length in (4, 3, 2):
        for at in range(len(text) - length + 1):
            if text[at : at + length] in words:
                taken.update(range(at, at + length))
    return taken


def _at(heard: Sound, at: int, sounds: Mapping[Sound, str], taken: set[int]) -> str:
    for length in (4, 3, 2):
        word = sounds.get(heard[at : at + length], "")
        if word and taken.isdisjoint(range(at, at + length)):
            return word
    return ""
