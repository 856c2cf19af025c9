"""Makes the font of the pictures: of Noto Sans CJK what Chinese names and words need, in all its weights.

    python scripts/make_font.py NotoSansCJK-VF.otf.ttc

The whole collection is eight times as large. Needs fonttools. The characters are those of GB 2312 and of
further-characters.txt beside the font, which holds the rest of the Table of General Standard Chinese Characters.
"""

import argparse
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

from bot.exports.fonts import FAMILY, FONT, characters

UNUSED = ["VORG", "vhea", "vmtx", "VVAR", "GPOS", "GSUB", "BASE"]  # upright text, set in one line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collection", type=Path)
    fonts = TTCollection(parser.parse_args().collection).fonts
    font = next(font for font in fonts if font["name"].getDebugName(1) == FAMILY)
    options = subset.Options(hinting=False, name_IDs=["*"], notdef_outline=True)
    options.drop_tables += UNUSED
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(characters()))
    subsetter.subset(font)
    font.save(FONT)


if __name__ == "__main__":
    main()
