"""Lengths in English Metric Units, as files of Word count them.

python-docx has the same, and would come along with every value that has a length.
"""

_MILLIMETRE, _POINT = 36_000, 12_700  # 914,400 to the inch


class Length(int):
    @property
    def pt(self) -> float:
        return self / _POINT


def millimetres(number: float) -> Length:
    return Length(int(number * _MILLIMETRE))


def points(number: float) -> Length:
    return Length(int(number * _POINT))
