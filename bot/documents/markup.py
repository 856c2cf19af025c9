"""XML of a package part, parsed without entities, DTDs or network."""

from lxml import etree

from bot.documents.archive import Archive
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Unreadable

NO_MEMORY = 2  # XML_ERR_NO_MEMORY of libxml2
NESTED_TOO_DEEPLY = frozenset({89, 114})  # XML_ERR_ENTITY_LOOP, XML_ERR_RESOURCE_LIMIT


def parse(content: bytes) -> etree._Element:
    """Returns the root element.

    Raises `UnreadableFile`: corrupt, too_large; a DOCTYPE is unsafe, no office program writes one.
    """
    # A parser of its own per part: lxml's parsers keep the error log and names of what they parsed.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        code = getattr(error, "code", 0)  # lxml sets it, its stubs do not know it
        reason = Unreadable.CORRUPT
        if code == NO_MEMORY:
            reason = Unreadable.TOO_LARGE
        elif code in NESTED_TOO_DEEPLY or b"<!DOCTYPE" in content[:4096]:
            reason = Unreadable.UNSAFE
        raise UnreadableFile(reason) from error
    except ValueError as error:
        raise UnreadableFile(Unreadable.CORRUPT) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(Unreadable.UNSAFE)
    return root


class Parts:
    """The parts of one package that are parsed, counted together against a limit of bytes."""

    def __init__(self, archive: Archive, *, inflated_bytes: int) -> None:
        self._archive = archive
        self._left = inflated_bytes

    def parse(self, name: str) -> etree._Element | None:
        """Returns the root of a part; None where there is none of this name, or no name.

        Raises `UnreadableFile` as `parse`, and too_large beyond the limit.
        """
        if not name:
            return None
        content = self._archive.read(name)
        if content is None:
            return None
        self._left -= len(content)
        if self._left < 0:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        return parse(content)
