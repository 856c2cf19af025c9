"""Files on their way out: what the file store holds of them."""

from bot.messages import OutFile
from bot.ports import FileSource, SendFailed


async def content_of(files: FileSource, file: OutFile) -> bytes:
    """Returns the file's content. Raises SendFailed, permanent, where it is no longer kept."""
    try:
        return await files.open(file)
    except FileNotFoundError:
        raise SendFailed(f"文件“{file.name}”已不在文件库中", permanent=True) from None
