"""Cut the full Noto Sans SC down to what maps of the province can say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from fontTools import subset
from fontTools.ttLib import TTFont

from build_support.characters import (
    CODE_FOLDERS,
    CODE_SUFFIXES,
    DATA_FOLDERS,
    DATA_SUFFIXES,
    characters_of,
    gb2312,
    wanted_characters,
)
from build_support.errors import AssetBuildError

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path("@expo-google-fonts/noto-sans-sc")
SOURCES = {
    "NotoSansSC-Regular.ttf": PACKAGE / "400Regular" / "NotoSansSC_400Regular.ttf",
    "NotoSansSC-Bold.ttf": PACKAGE / "700Bold" / "NotoSansSC_700Bold.ttf",
}
LICENCE = PACKAGE / "LICENSE_FONT"

_SHOWN = 20


def required_characters(root: Path) -> dict[str, str]:
    """Return the characters no font may lack, each with where it comes from.

    GB 2312 and every visible character of the text files in `geodata/` and `maps/`.
    """
    required = characters_of(root, DATA_FOLDERS, DATA_SUFFIXES)
    for character in sorted(gb2312()):
        required.setdefault(character, "GB 2312")
    return required


def optional_characters(root: Path) -> frozenset[str]:
    """Return the characters taken where the font has them: Latin, symbols, the code's own texts."""
    return wanted_characters() | characters_of(root, CODE_FOLDERS, CODE_SUFFIXES).keys()


def check_characters(font_name: str, held: set[int], required: Mapping[str, str]) -> None:
    """Raise AssetBuildError when the font lacks a required character, naming each with its file."""
    missing = {
        character: where for character, where in required.items() if ord(character) not in held
    }
    if not missing:
        return
    shown = "; ".join(
        f"{character} U+{ord(character):04X} ({where})"
        for character, where in list(missing.items())[:_SHOWN]
    )
    more = f"; and {len(missing) - _SHOWN} more" if len(missing) > _SHOWN else ""
    msg = (
        f"{font_name} lacks {len(missing)} character(s) that the maps need: {shown}{more}. "
        "Replace them in the data, or choose a font that has them in build_support/fonts.py."
    )
    raise AssetBuildError(msg)


def subset_font(
    source: Path, target: Path, required: Mapping[str, str], optional: frozenset[str]
) -> None:
    """Write the subset of `source` to `target`: TrueType outlines, no hints, the source's own date.

    Parameters
    ----------
    source : Path
        The full font.
    target : Path
        Where the subset goes.
    required : mapping of str to str
        Characters that must be there, and where each comes from.
    optional : frozenset of str
        Characters taken where the font has them.

    Raises
    ------
    AssetBuildError
        The font is not there, or lacks a required character.
    """
    if not source.is_file():
        msg = f"The font {source.name} is not in the npm package it should be in ({PACKAGE})."
        raise AssetBuildError(msg)
    with TTFont(source, recalcTimestamp=False) as font:
        held = set(font.getBestCmap())
        check_characters(source.name, held, required)
        subsetter = subset.Subsetter(_options())
        subsetter.populate(unicodes=held & {ord(c) for c in optional.union(required)})
        subsetter.subset(font)
        font.save(target, reorderTables=True)


def _options() -> Any:  # noqa: ANN401 - fontTools has no types
    options = subset.Options()
    options.hinting = False
    options.layout_features = ["ccmp", "kern", "mark", "mkmk"]
    options.name_IDs = ["*"]
    options.name_languages = ["*"]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.drop_tables += ["BASE", "STAT", "vhea", "vmtx"]  # vertical setting: not used on maps
    return options
