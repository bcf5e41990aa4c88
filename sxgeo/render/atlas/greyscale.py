"""Pages for printers without colour: every colour becomes the grey that is as light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.typing import ArrayLike, NDArray

_SHARES = np.array([0.2126, 0.7152, 0.0722])  # of red, green and blue in luminance (IEC 61966-2-1)


def grey_of(colors: ArrayLike) -> NDArray[np.float64]:
    """Return colours as greys of the same luminance.

    Parameters
    ----------
    colors : array_like
        Red, green, blue and opacity, 0 to 1, along the last axis.

    Returns
    -------
    ndarray of float
        Of the same shape; opacity stays.

    Examples
    --------
    >>> grey_of([0.0, 1.0, 0.0, 0.5]).round(3)
    array([0.862, 0.862, 0.862, 0.5  ])
    """
    rgba = np.array(colors, dtype=np.float64)
    light = luminance(rgba[..., :3])[..., None]
    rgba[..., :3] = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return rgba


def luminance(colors: ArrayLike) -> NDArray[np.float64]:
    """Return the light of sRGB colours (red, green and blue, 0 to 1, along the last axis)."""
    part = np.asarray(colors, dtype=np.float64)
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ _SHARES)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours ``#rrggbb``, 1 to 21, as WCAG 2.2 measures it.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    parts = [[int(each[at : at + 2], 16) / 255 for at in (1, 3, 5)] for each in (one, other)]
    dark, light = sorted(float(each) for each in luminance(parts))
    return (light + 0.05) / (dark + 0.05)


def turn_grey(figure: Figure) -> None:
    """Replace the colour of everything a sheet holds: paths, lines, text."""
    from matplotlib.collections import Collection
    from matplotlib.colors import to_rgba
    from matplotlib.patches import Patch
    from matplotlib.text import Text

    for text in figure.findobj(Text):
        if isinstance(text, Text):
            text.set_color(_grey(to_rgba(text.get_color())))
    for artist in figure.findobj(lambda each: isinstance(each, Collection | Patch)):
        if isinstance(artist, Collection | Patch):
            face, edge = artist.get_facecolor(), artist.get_edgecolor()
            artist.set_alpha(None)  # both colours hold it, and what is not drawn would take it on
            artist.set_facecolor(_grey(face))
            artist.set_edgecolor(_grey(edge))


def _grey(colors: ArrayLike) -> Any:  # noqa: ANN401 - one colour or rows of them, as it came
    found = grey_of(colors)
    return tuple(float(each) for each in found) if found.ndim == 1 else found
