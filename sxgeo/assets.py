"""The scripts, style sheets and fonts that the build put beside the code."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sxgeo.errors import AssetError, UnknownNameError

Weight = Literal["regular", "bold"]

FONT_FAMILY = "Noto Sans SC"
"""Name of the bundled family, as the font files give it."""

_ASSETS = Path(__file__).resolve().parent / "_assets"
_FONTS: dict[str, str] = {
    "regular": "fonts/NotoSansSC-Regular.ttf",
    "bold": "fonts/NotoSansSC-Bold.ttf",
}
_HOW = "Run `pip install -e .` in a checkout, or install the wheel again."


def asset_path(name: str) -> Path:
    """Return the path of a bundled asset.

    Parameters
    ----------
    name : str
        Path below the folder of assets, with forward slashes (``"leaflet.js"``).

    Returns
    -------
    Path
        An existing file.

    Raises
    ------
    AssetError
        The assets were not built, or none has that name.
    """
    path = _ASSETS / name
    if path.is_file():
        return path
    if not (_ASSETS / "manifest.json").is_file():
        msg = f"The bundled assets were not built, so {name} is missing. {_HOW}"
        raise AssetError(msg)
    known = [file for file in asset_names() if file != "manifest.json"]
    unknown = UnknownNameError("asset", name, known)
    msg = f"{unknown} If it should be there: {_HOW}"
    raise AssetError(msg)


def asset_text(name: str) -> str:
    """Return the text of a bundled asset (see `asset_path`)."""
    return asset_path(name).read_text(encoding="utf-8")


def asset_names() -> list[str]:
    """Return the name of every bundled asset, sorted; empty when none was built."""
    return sorted(
        path.relative_to(_ASSETS).as_posix() for path in _ASSETS.rglob("*") if path.is_file()
    )


def font_path(weight: Weight = "regular") -> Path:
    """Return the path of the bundled Chinese font.

    Parameters
    ----------
    weight : {"regular", "bold"}
        Weight of the strokes.

    Returns
    -------
    Path
        A TrueType file of `FONT_FAMILY` that holds GB 2312 and every character of the data.

    Raises
    ------
    UnknownNameError
        There is no such weight.
    AssetError
        The assets were not built.
    """
    if weight not in _FONTS:
        raise UnknownNameError("weight", weight, list(_FONTS))
    return asset_path(_FONTS[weight])
