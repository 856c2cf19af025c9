"""Numbers of items, as people write one or list several: 「第1条」, 「第1条和第3条」, 「1、2 都有记录」."""

NUMERAL = r"(?:\d{1,3}|[一二三四五六七八九十]{1,3})"
N = rf"(?P<n>{NUMERAL})"
ITEM = rf"第?\s?{N}"
NTH = rf"第\s*{N}\s*[条项]"  # as people put it when they speak of one item
FURTHER = r"(?:\s?[、，,和]\s?第?\s?\d{1,3}\s?[条项]?){0,40}"
LISTED = rf"第?\s?{NUMERAL}\s?[条项]?(?:\s?[、，,和及与]\s?第?\s?{NUMERAL}\s?[条项]?){{1,30}}"
