"""Bech32: keys as words that a person can copy, with a checksum that notices a slip.

BIP 173 without its limit of 90 characters, as age uses it.
"""

from collections.abc import Iterable, Sequence

LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
CHECKSUM = 6  # letters at the end


def encode(prefix: str, content: bytes) -> str:
    """Returns the word of this content, in small letters."""
    values = _regroup(content, 8, 5, pad=True)
    sought = _remainder([*_expanded(prefix), *values, *[0] * CHECKSUM]) ^ 1
    checksum = [sought >> 5 * (CHECKSUM - 1 - place) & 31 for place in range(CHECKSUM)]
    return f"{prefix}1{''.join(LETTERS[value] for value in [*values, *checksum])}"


def decode(word: str) -> tuple[str, bytes]:
    """Returns the prefix in small letters, and the content. Raises ValueError for every slip."""
    if word not in (word.lower(), word.upper()):
        raise ValueError("mixed letters")
    prefix, separator, letters = word.lower().rpartition("1")
    if not separator or not prefix or len(letters) < CHECKSUM:
        raise ValueError("too short")
    values = [LETTERS.index(letter) for letter in letters]
    if _remainder([*_expanded(prefix), *values]) != 1:
        raise ValueError("checksum")
    return prefix, bytes(_regroup(values[:-CHECKSUM], 5, 8, pad=False))


def _expanded(prefix: str) -> list[int]:
    codes = [ord(letter) for letter in prefix]
    return [*(code >> 5 for code in codes), 0, *(code & 31 for code in codes)]


def _remainder(values: Iterable[int]) -> int:
    """Divides by the code's generator, a polynomial over 32 elements."""
    remainder = 1
    for value in values:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(GENERATOR):
            if top >> place & 1:
                remainder ^= term
    return remainder


def _regroup(values: Sequence[int], before: int, after: int, *, pad: bool) -> list[int]:
    """Cuts a row of bits into groups of another size.

    Raises ValueError where bits are left over.
    """
    collected, bits = 0, 0
    groups: list[int] = []
    for value in values:
        collected = collected << before | value
        bits += before
        while bits >= after:
            bits -= after
            groups.append(collected >> bits & (1 << after) - 1)
    rest = collected & (1 << bits) - 1
    if pad and bits:
        groups.append(rest << after - bits)
    if not pad and (bits >= before or rest):
        raise ValueError("padding")
    return groups
