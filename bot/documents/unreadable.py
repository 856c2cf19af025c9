from bot.domain.manuscript import Unreadable


class UnreadableFile(Exception):
    """A file gave no text; `code` is an error code of docs/interface.md.

    Carries nothing of the file's content.
    """

    def __init__(self, code: Unreadable) -> None:
        super().__init__(code.value)
        self.code = code
