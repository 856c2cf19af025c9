"""Words by their sound: what a pinyin keyboard or a voice input turns into the wrong characters (谁没教 → 谁没交).

Sounds are compared without tones and without the differences that many speakers do not make (zh/z, n/l, ing/in).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
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


def by_sound(words: Iterable[str]) -> dict[Sound, str]:
    return {sound(word): word for word in words}


def corrections(
    text: str, words: Collection[str], sounds: Mapping[Sound, str]
) -> Iterator[tuple[int, str]]:
    """Where `text` sounds like a word but is written otherwise: position and the word, longest first.

    `words` are those that may stay as they are: a correction never cuts one of them in two.
    """
    heard, known = sound(text), _written(text, words)
    at = 0
    while at < len(text):
        word = _at(heard, at, sounds, known)
        if word:
            yield at, word
        at += len(word) if word else 1


def corrected(text: str, words: Collection[str], sounds: Mapping[Sound, str]) -> str:
    for at, word in corrections(text, words, sounds):
        text = text[:at] + word + text[at + len(word) :]
    return text


def _written(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Where words stand that are written as they should be."""
    starts = range(len(text) - 1)
    ends = [(at, at + length) for length in (4, 3, 2) for at in starts if at + length <= len(text)]
    return [(at, end) for at, end in ends if text[at:end] in words]


def _at(heard: Sound, at: int, sounds: Mapping[Sound, str], known: list[tuple[int, int]]) -> str:
    for length in (4, 3, 2):
        word = sounds.get(heard[at : at + length], "")
        if word and all(_apart(at, at + length, span) for span in known):
            return word
    return ""


def _apart(start: int, end: int, span: tuple[int, int]) -> bool:
    """Whether a known word lies outside [start, end), or is a part of it only."""
    return (
        span[1] <= start
        or end <= span[0]
        or (start <= span[0] and span[1] <= end and span != (start, end))
    )
