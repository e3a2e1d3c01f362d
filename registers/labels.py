"""What a clerk reads, in the three languages of the product."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict, model_validator

LANGUAGES = ("zh_CN", "zh_HK", "en")


class Label(BaseModel):
    """One wording per language; in YAML a mapping, or one text where all three are the same."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    languages: ClassVar[tuple[str, ...]] = LANGUAGES

    zh_CN: str
    zh_HK: str
    en: str

    @model_validator(mode="before")
    @classmethod
    def _one_text_for_all(cls, value: object) -> object:
        return dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value

    def text(self, lang: str) -> str:
        """The wording in `lang`; a language the product does not know reads as zh_CN."""
        if lang == "en":
            return self.en
        return self.zh_HK if lang == "zh_HK" else self.zh_CN

    @property
    def texts(self) -> tuple[str, str, str]:
        return (self.zh_CN, self.zh_HK, self.en)
