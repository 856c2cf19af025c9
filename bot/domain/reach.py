"""Whom the bot can write to of its own accord, in single chat, and what stands in the way."""

from enum import StrEnum

from bot.domain.people import Person

OUTSIDE = "outside:"  # begins the account of somebody whom the platform knows as no member


class FirstWord(StrEnum):
    """When a platform lets the bot say the first word in a single chat."""

    ALWAYS = "always"
    ONCE_SPOKEN = "once spoken"  # once its owner has written there
    NEVER = "never"  # it can only answer


class Hindrance(StrEnum):
    """Why a person hears nothing that he did not ask for."""

    UNBOUND = "unbound"  # the roster has no account of his
    OUTSIDE = "outside"  # he is no member of the organisation on the platform
    SILENT = "silent"  # he has never written to the bot
    ANSWERS_ONLY = "answers only"  # the platform lets the bot write to nobody


def hindrance(person: Person, first_word: FirstWord, *, has_written: bool) -> Hindrance | None:
    """What keeps the bot from writing to this person; None where nothing does."""
    if not person.account:
        return Hindrance.UNBOUND
    if person.account.startswith(OUTSIDE):
        return Hindrance.OUTSIDE
    if first_word is FirstWord.NEVER:
        return Hindrance.ANSWERS_ONLY
    if first_word is FirstWord.ONCE_SPOKEN and not has_written:
        return Hindrance.SILENT
    return None
