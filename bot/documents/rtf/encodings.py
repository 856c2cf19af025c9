"""Code pages and font character sets of RTF -> Python's codecs."""

BY_CHARSET = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip
SYMBOL_CHARSET = 2
FAR_EASTERN_CHARSETS = frozenset({128, 129, 134, 136})
BY_CODE_PAGE = {
    936: "gb18030",
    950: "big5hkscs",
    54936: "gb18030",
    65001: "utf-8",
    10000: "mac_roman",
}
KNOWN_CODE_PAGES = frozenset({437, 850, 852, 866, 874, 932, 949, *range(1250, 1259)})
WESTERN = "cp1252"


def of_code_page(number: int) -> str:
    """Returns the codec of a code page, that of western Windows for an unknown one."""
    if number in KNOWN_CODE_PAGES:
        return f"cp{number}"
    return BY_CODE_PAGE.get(number, WESTERN)


def decode(content: bytes, candidates: tuple[str, ...]) -> str:
    """Decodes by the first encoding that fits; what fits none becomes replacement characters."""
    if content.isascii():
        return content.decode("ascii")
    for encoding in candidates:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode(candidates[0], "replace")
