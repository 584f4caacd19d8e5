"""Tells whether a text is in a language that can be read: by its commonest words, and only in doubt by a model."""

from __future__ import annotations

import re
from functools import cache

from kg.model import Article

__all__ = ["SUPPORTED", "foreign"]

SUPPORTED = ("en",)
"""Languages that there is a lexicon for."""

ENOUGH = 10
"""Words below which nothing is told from the words: shorter texts pass. Of 1,500 English sentences that are longer the
model takes none for another language."""

_SURE, _SAMPLE = 0.15, 3000
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    (
        *("the", "of", "and", "to", "in", "a", "is", "was", "that", "for", "on", "with", "as", "by", "at", "from"),
        *("has", "have", "had", "it", "its", "be", "are", "were", "said", "which", "not", "an"),
    )
)
_NAMES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sr": "Serbian", "sv": "Swedish",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def foreign(article: Article) -> str | None:
    """The language of an article that cannot be read, named; None for one that can, or whose text is too short to tell.

    What the words say goes before what the article says of itself, since pages often name a wrong language.
    """
    declared = article.language.replace("_", "-").partition("-")[0].lower()
    sample = article.text[:_SAMPLE]
    words = _WORD.findall(sample.lower())
    dense = len(sample) >= 100 and len(words) * 12 < len(sample)  # scripts that put no blanks between words
    if len(words) >= ENOUGH or dense:
        if sum(word in _COMMON for word in words) >= _SURE * len(words):
            return None
        found = _told(sample)
    else:
        found = declared
    return None if found in (*SUPPORTED, "und", "mul", "") else _NAMES.get(found, found)


def _told(text: str) -> str:
    return str(_classifier().classify(text)[0])


@cache
def _classifier():  # type: ignore[no-untyped-def]
    """Loaded only when a text is in doubt: most runs never need it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(sorted(_NAMES))
    return identifier
