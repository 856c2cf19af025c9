"""Whom a message names for help: the contact of the plan, and nothing where the plan names nobody."""


def also(contact: str) -> str:
    """Continues a sentence that says what to do here."""
    if not contact:
        return ""
    return f"，也可以联系{contact}"


def in_need(contact: str) -> str:
    if not contact:
        return ""
    return f"需要帮助请联系{contact}。"


def in_doubt(contact: str) -> str:
    if not contact:
        return ""
    return f"有疑问可以联系{contact}。"
