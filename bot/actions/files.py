"""Files on their way: what was sent is fetched from its platform, stored under its content hash, and
its text read in the sandbox; what was made here is stored to be sent.
"""

from bot.actions.services import Services
from bot.actions.unit_of_work import UnitOfWork
from bot.documents.unreadable import UnreadableFile
from bot.domain.manuscript import Manuscript
from bot.domain.refusals import FetchFailed, FileTooLarge, FileUnreadable
from bot.domain.values import dataclass
from bot.messages import Attachment, OutFile
from bot.ports import FetchError
from bot.storage.files import FileStoreFull

LONGEST_NAME = 80  # characters that are shown of it


@dataclass(frozen=True)
class Incoming:
    """A file that has arrived in the file store. `name` is for showing only."""

    sha256: str
    name: str
    size: int


NO_FILE = Incoming("", "", 0)  # as it is stored beside words that came alone


async def fetch(
    services: Services, platform: str, attachment: Attachment, *, limit: int
) -> Incoming:
    """Brings a file into the store. Raises FileTooLarge or FetchFailed, and leaves nothing then."""
    try:
        fetched = await services.fetchers[platform].fetch(attachment, limit=limit)
        sha256, size = await services.files.receive(fetched.content, limit=limit)
    except FileStoreFull:
        raise FileTooLarge(limit) from None
    except FetchError as error:
        if error.reason == "too_large":
            raise FileTooLarge(limit) from None
        raise FetchFailed(error.reason) from None
    return Incoming(sha256, clean_name(fetched.name or attachment.name), size)


async def read(services: Services, file: Incoming) -> Manuscript:
    """Returns the file's text, read in the sandbox. Raises FileUnreadable."""
    try:
        return await services.reader.read(services.files.path(file.sha256), name=file.name)
    except UnreadableFile as error:
        raise FileUnreadable(error.code, file.name) from None


def stored(work: UnitOfWork, content: bytes, name: str, *, picture: bool = False) -> OutFile:
    """Puts a file that was made here into the store, from where it can be sent. The same content
    is stored once.
    """
    return OutFile(work.files.put(content), name, len(content), picture=picture)


def clean_name(name: str) -> str:
    """Makes a name fit to be shown: one line, no path, nothing that reorders text, not too long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip()
    if len(shown) <= LONGEST_NAME:
        return shown or "未命名文件"
    stem, dot, ending = shown.rpartition(".")
    # The ending stays, for people tell by it what a file is.
    if dot and len(ending) < 6:
        return f"{stem[: LONGEST_NAME - 10]}….{ending}"
    return shown[:LONGEST_NAME]
