"""What commands print for other programs."""

import json

import click


def echo_json(value: object) -> None:
    """Prints a value as JSON that a person can read too: indented, its Chinese as it is."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
