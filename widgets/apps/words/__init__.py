"""What the apps say, in Indonesian and English; one line a word, so that both are seen together. A module a sheet."""

from typing import Any

from widgets.apps.words import audit, bandingkan, batas, data, lokakarya, page, rantai, rencana, struktur

_WORDS: dict[str, tuple[str, str]] = {
    **page.WORDS,
    **rencana.WORDS,
    **batas.WORDS,
    **bandingkan.WORDS,
    **rantai.WORDS,
    **audit.WORDS,
    **data.WORDS,
    **struktur.WORDS,
    **lokakarya.WORDS,
}


class Words:
    """The catalogue in one language: `t("bar.step", at=3, of=3)`."""

    def __init__(self, lang: str) -> None:
        self.lang = "en" if lang == "en" else "id"
        self._column = 1 if self.lang == "en" else 0

    def __call__(self, key: str, **values: Any) -> str:
        text = _WORDS[key][self._column]
        return text.format(**values) if values else text

    def keys(self, start: str) -> list[str]:
        """The keys that begin so."""
        return [key for key in _WORDS if key.startswith(start)]
