"""How a command ends when it cannot do what it was asked."""

from bot.domain.words import STANDARD, filled


class CommandFailed(Exception):
    """Ends the command with this sentence."""

    def __init__(self, sentence: str, *, exit_code: int = 2) -> None:
        super().__init__(filled(sentence, STANDARD))
        self.exit_code = exit_code
