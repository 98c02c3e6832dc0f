"""Small pieces of English that several parts write."""

from __future__ import annotations


def counted(number: int, thing: str) -> str:
    """How many of a thing: `1 session`, `3 sessions`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def small_first(text: str) -> str:
    """With a small first letter, to go on in the middle of a sentence."""
    return text[:1].lower() + text[1:]
