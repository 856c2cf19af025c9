"""Whom a message names for help."""

from collections.abc import Callable

import pytest

from bot.texts import contacts


@pytest.mark.parametrize("words", [contacts.also, contacts.in_need, contacts.in_doubt])
def test_a_contact_is_named_where_the_plan_has_one(words: Callable[[str], str]) -> None:
    assert "联系组织员小李" in words("组织员小李")
    assert words("") == ""
