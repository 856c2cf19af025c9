"""Long text in pieces: platforms limit a message by its bytes, and nothing is cut without a word."""


def split(text: str, most: int) -> list[str]:
    """Returns pieces of at most `most` bytes of UTF-8, at line ends where possible."""
    pieces: list[str] = []
    rest = text.strip("\n")
    while len(rest.encode()) > most:
        # A character that the limit cuts in two is left to the next piece.
        head = rest.encode()[:most].decode(errors="ignore")
        cut = head.rfind("\n")
        # A line end far in front would make many small pieces.
        if cut > len(head) // 2:
            head = head[:cut]
        pieces.append(head)
        rest = rest[len(head) :].lstrip("\n")
    if rest.strip():
        pieces.append(rest)
    return pieces
