"""How a command ends when it cannot do what it was asked."""


class CommandFailed(Exception):
    """Ends the command with this sentence."""

    def __init__(self, sentence: str, *, exit_code: int = 2) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code
