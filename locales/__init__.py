"""Words: the lowest layer. Everything above asks for a sentence by its msgid."""

from locales.catalogue import (
    FALLBACK,
    LANGUAGES,
    author,
    catalogue,
    fill,
    known_language,
    placeholders,
    sentence,
    spoken,
    words,
)
from locales.refusals import refused

__all__ = [
    "FALLBACK",
    "LANGUAGES",
    "author",
    "catalogue",
    "fill",
    "known_language",
    "placeholders",
    "refused",
    "sentence",
    "spoken",
    "words",
]
