"""How a command ends when it cannot do what it was asked."""

from bot.domain.words import STANDARD, filled


class CommandFailed(Exception):
    """Ends the command with this sentence."""

    def __init__(self, sentence: str, *, exit_code: int = 2) -> None:
        # It may hold placeholders for a unit's words, and no plan is known here (decision 0022).
        super().__init__(filled(sentence, STANDARD))
        self.exit_code = exit_code
