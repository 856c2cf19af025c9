"""Papers as they come out of the chat, read back by a reader that the program does not use itself."""

import io
import re
import zipfile

import docx

from tests.cast import ORGANISER
from tests.chat import Chat

# What no paper may show: marks of the chat, blanks beside numbers, half-width brackets in Chinese.
CHATTY = re.compile(
    r"[「」]|[\u4e00-\u9fff] +\d|\d +[\u4e00-\u9fff]|\([^)]*[\u4e00-\u9fff][^)]*\)"
    r"|[\U000f0001-\U000f0009]"
)


async def materials(
    chat: Chat, who: str = ORGANISER, said: str = "材料"
) -> tuple[str, dict[str, bytes]]:
    """What is answered to 材料, and the files of the archive."""
    files = [entry for entry in await chat.say(who, said) if entry["file"]]
    answer = next(entry for entry in files if entry["file"]["name"].endswith(".zip"))
    with zipfile.ZipFile(io.BytesIO(await chat.content(answer))) as archive:
        return answer["text"], {name: archive.read(name) for name in archive.namelist()}


def text_of(content: bytes) -> str:
    """Paragraphs and cells of a Word file."""
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
