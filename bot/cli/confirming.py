"""What a command would change is shown first, and done only when somebody says so."""

from collections.abc import Sequence

import click


def confirmed(changes: Sequence[str], *, yes: bool) -> bool:
    """Prints the changes and tells whether they are wanted. It does not ask where `yes` was given."""
    click.echo("\n".join(changes))
    return yes or click.confirm("确认这样改吗", prompt_suffix="？")
