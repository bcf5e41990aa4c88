"""How maps look (`maps/theme.toml`) and the words both renderers use (`maps/strings.toml`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from sxgeo.data.toml import Model, parse_model, read_toml
from sxgeo.errors import UnknownNameError
from sxgeo.paths import project_root

if TYPE_CHECKING:
    from pathlib import Path

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
_COLOUR, _RAMP, _PHRASE = (
    "colour of maps/theme.toml",
    "ramp of maps/theme.toml",
    "phrase of maps/strings.toml",
)
_HEX = r"^#[0-9A-Fa-f]{6}$"


class ThemeTitle(Model):
    """A theme's name in both languages."""

    title: str
    title_en: str


class BoundaryStyle(Model):
    """Line of an admin level, or fill of the land, or colours of its names."""

    color: str | None = Field(default=None, pattern=_HEX)
    width: float | None = Field(default=None, gt=0)
    fill: str | None = Field(default=None, pattern=_HEX)
    halo: str | None = Field(default=None, pattern=_HEX)


class Inexact(Model):
    """What an inexact position does to a symbol."""

    band_opacity: float = Field(ge=0, le=1)
    band_width: float = Field(gt=1)
    point_fill: str = Field(pattern=_HEX)


class Compliance(Model):
    """What a map says of its review by the map authority: none yet, or the number it was given."""

    unreviewed: str
    unreviewed_en: str
    reviewed: str
    reviewed_en: str


class Paper(Model):
    """A paper size in portrait, in millimetres."""

    width_mm: float = Field(gt=0)
    height_mm: float = Field(gt=0)


class AtlasStyle(Model):
    """Colours and type of a printed page; sizes are points on the smallest paper.

    Attributes
    ----------
    ink, muted, rule, wash : str
        Text, secondary text, thin lines, and the soft ground of panels.
    land : str
        What a map is about; land around it is tinted as on screen.
    graticule, water, veil : str
        Lines of the graticule, names along lines of water, what dims the land around the focus.
    accent : str
        The mark of a title.
    water_themes : tuple of str
        Themes whose names along lines are spaced and coloured as water.
    title, heading, body, small : float
        Type sizes.
    unit_label, feature_label : float
        Type sizes of names on the map.
    """

    ink: str = Field(pattern=_HEX)
    muted: str = Field(pattern=_HEX)
    rule: str = Field(pattern=_HEX)
    wash: str = Field(pattern=_HEX)
    land: str = Field(pattern=_HEX)
    graticule: str = Field(pattern=_HEX)
    water: str = Field(pattern=_HEX)
    veil: str = Field(pattern=_HEX)
    accent: str = Field(pattern=_HEX)
    water_themes: tuple[str, ...] = ()
    title: float = Field(gt=0)
    heading: float = Field(gt=0)
    body: float = Field(gt=0)
    small: float = Field(gt=0)
    unit_label: float = Field(gt=0)
    feature_label: float = Field(gt=0)


class Theme(Model):
    """The whole of `maps/theme.toml`."""

    themes: dict[str, ThemeTitle]
    palette: dict[str, str]
    ramps: dict[str, tuple[str, ...]]
    missing: str = Field(pattern=_HEX)
    boundary: dict[str, BoundaryStyle]
    status_dash: dict[str, tuple[float, ...]]
    inexact: Inexact
    compliance: Compliance
    paper: dict[str, Paper]
    atlas: AtlasStyle

    def color(self, name: str) -> str:
        """Return a palette entry as ``#rrggbb``.

        Raises
        ------
        UnknownNameError
            No such entry.
        """
        if name not in self.palette:
            raise UnknownNameError(_COLOUR, name, sorted(self.palette))
        return self.palette[name]

    def ramp(self, name: str) -> tuple[str, ...]:
        """Return a ramp's colours, light to dark.

        Raises
        ------
        UnknownNameError
            No such ramp.
        """
        if name not in self.ramps:
            raise UnknownNameError(_RAMP, name, sorted(self.ramps))
        return self.ramps[name]


class Words(Model):
    """One phrase in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the phrase in that language."""
        return self.zh if language == "zh" else self.en


class Strings(Model):
    """The whole of `maps/strings.toml`."""

    words: dict[str, Words]

    def get(self, key: str, language: Language = "zh") -> str:
        """Return the phrase for `key`."""
        if key not in self.words:
            raise UnknownNameError(_PHRASE, key, sorted(self.words))
        return self.words[key].in_language(language)


def read_theme(root: str | Path | None = None) -> Theme:
    """Return the theme of a root (see `sxgeo.paths.project_root`)."""
    folder = project_root(root)
    path = folder / "maps" / "theme.toml"
    return parse_model(Theme, read_toml(path, root=folder), path, root=folder)


def read_strings(root: str | Path | None = None) -> Strings:
    """Return the phrases of a root."""
    folder = project_root(root)
    path = folder / "maps" / "strings.toml"
    return parse_model(Strings, {"words": read_toml(path, root=folder)}, path, root=folder)
