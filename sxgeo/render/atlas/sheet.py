"""A sheet of paper measured in millimetres: the one place that makes matplotlib figures."""

from __future__ import annotations

import gc
import math
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sxgeo.render.atlas.greyscale import turn_grey
from sxgeo.render.atlas.lettering import (
    ASCENT,
    DESCENT,
    MM_PER_POINT,
    descent_of,
    font,
    halo_rings,
    straight,
    text_width,
    with_apostrophes,
)
from sxgeo.render.atlas.rect import Rect
from sxgeo.render.atlas.trim import PLAIN, Press, bled, crop_marks, media_box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.path import Path
    from matplotlib.text import Text
    from matplotlib.transforms import TransformedBbox
    from numpy.typing import NDArray

    from sxgeo.assets import Weight
    from sxgeo.data.theme import AtlasStyle, Language, Strings, Theme

Align = Literal["left", "center", "right"]
_SMALLEST_MM = 210.0
_MARK_COLOR, _MARK_POINTS = "black", 0.25  # a printer's marks: no colour of the theme
_SETTINGS: dict[Any, Any] = {
    "path.simplify": False,
    "path.sketch": None,
    "lines.scale_dashes": True,
    "lines.antialiased": True,
    "patch.antialiased": True,
    "pdf.fonttype": 42,  # TrueType: the text stays text
    "ps.fonttype": 42,  # by this matplotlib decides how many characters a font of a PDF may have
    "pdf.compression": 6,
    "pdf.use14corefonts": False,
    "svg.fonttype": "path",  # Inkscape and Illustrator take no embedded fonts
    "svg.hashsalt": "sxgeo",
    "text.usetex": False,
    "text.hinting": "no_hinting",
    "text.antialiased": True,
    "text.parse_math": False,
    "agg.path.chunksize": 0,
}


class Level:
    """What lies on what, from the bottom up."""

    LAND, CHOROPLETH, GRATICULE, UNITS, AREAS, BANDS, LINES, VEIL, OUTLINE = range(1, 10)
    POINTS, LEADERS, HALOS, LABELS, MASK, FRAME, PANEL, TEXT = range(11, 19)
    ABOVE = 30


@dataclass(frozen=True)
class TextStyle:
    """How a line of text looks; `size` is points, `halo` a colour or empty, `spacing` ems."""

    size: float
    color: str
    weight: Weight = "regular"
    halo: str = ""
    spacing: float = 0.0

    @property
    def height(self) -> float:
        """Millimetres from below a descender to above hanzi."""
        return (ASCENT + DESCENT) * self.size * MM_PER_POINT

    @property
    def leading(self) -> float:
        """Millimetres from line to line of a paragraph."""
        return 1.42 * self.size * MM_PER_POINT

    def width_of(self, text: str) -> float:
        """Return the width of one line, in millimetres."""
        return text_width(text, self.size, self.weight, spacing=self.spacing)

    def scaled(self, by: float) -> TextStyle:
        """Return the style at another size."""
        return replace(self, size=self.size * by)


@contextmanager
def drawing_settings() -> Iterator[None]:
    """Draw the same whatever the user's own settings of matplotlib are.

    Garbage waits until the context ends: a figure is many thousands of objects, and looking through
    them again and again while they are made took a third of a page's time.
    """
    import matplotlib as mpl

    settings: dict[Any, Any] = dict(mpl.rcParamsDefault.items())
    settings.pop("backend", None)
    collecting = gc.isenabled()
    gc.disable()
    try:
        with mpl.rc_context({**settings, **_SETTINGS}):
            yield
    finally:
        if collecting:
            gc.enable()


class Sheet:
    """One sheet of paper and the figure that holds it.

    Parameters
    ----------
    width, height : float
        Millimetres.
    theme : Theme
        Colours and lines.
    strings : Strings
        Words in both languages.
    language : {'zh', 'en'}
        Which of the words.
    press : Press
        Whether colours run on over the paper's edge, and whether there are colours.

    Attributes
    ----------
    figure : Figure
        A matplotlib figure; its one pair of axes is in millimetres from the lower left corner.
    factor : float
        How much larger type and furniture are than on the smallest paper.
    """

    def __init__(
        self,
        width: float,
        height: float,
        *,
        theme: Theme,
        strings: Strings,
        language: Language,
        press: Press = PLAIN,
    ) -> None:
        from matplotlib.figure import Figure
        from matplotlib.path import Path
        from matplotlib.transforms import IdentityTransform, TransformedPath

        self.width, self.height, self.press = width, height, press
        media = media_box(width, height, press.bleed)
        self.theme, self.strings, self.language = theme, strings, language
        self.factor = math.sqrt(min(width, height) / _SMALLEST_MM)
        self.figure: Figure = Figure(figsize=(media.width / 25.4, media.height / 25.4), dpi=100)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(media.left, media.right)
        self.axes.set_ylim(media.bottom, media.top)
        self.axes.set_axis_off()
        self.axes.set_autoscale_on(False)
        self._halos: dict[tuple[str, int], list[NDArray[np.float64]]] = {}
        self._raised = 0
        self._clips: dict[Rect, TransformedBbox] = {}
        self._no_clip = TransformedPath(Path.unit_rectangle(), IdentityTransform())

    @contextmanager
    def raised(self) -> Iterator[None]:
        """Draw above everything drawn so far, as on a sheet of its own."""
        self._raised += Level.ABOVE
        try:
            yield
        finally:
            self._raised -= Level.ABOVE

    @contextmanager
    def smaller(self, by: float) -> Iterator[None]:
        """Write and draw at a fraction of the usual size."""
        usual, self.factor = self.factor, self.factor * by
        try:
            yield
        finally:
            self.factor = usual

    @property
    def look(self) -> AtlasStyle:
        """The atlas part of the theme."""
        return self.theme.atlas

    def word(self, key: str, **values: object) -> str:
        """Return a phrase of `maps/strings.toml` in the sheet's language, with values put in."""
        return self._narrow(self.strings.get(key, self.language).format(**values))

    def pick(self, zh: str, en: str) -> str:
        """Return the text in the sheet's language; Chinese where there is no English."""
        return zh if self.language == "zh" or not en else self._narrow(en)

    def _narrow(self, text: str) -> str:
        return with_apostrophes(text) if self.language == "zh" else straight(text)

    def style(
        self, name: str, color: str = "", weight: Weight = "regular", halo: str = ""
    ) -> TextStyle:
        """Return the type style `name` of the theme at the sheet's size."""
        size = float(getattr(self.look, name)) * self.factor
        return TextStyle(size, color or self.look.ink, weight, halo)

    def _clip_to(self, rect: Rect) -> TransformedBbox:
        """Return a box that artists clip themselves to, the same one for the same rectangle."""
        from matplotlib.transforms import Bbox, TransformedBbox

        if rect not in self._clips:
            corners = Bbox([[rect.left, rect.bottom], [rect.right, rect.top]])
            self._clips[rect] = TransformedBbox(corners, self.axes.transData)
        return self._clips[rect]

    def text(
        self,
        at: tuple[float, float],
        text: str,
        style: TextStyle,
        *,
        align: Align = "left",
        angle: float = 0.0,
        level: int = Level.TEXT,
    ) -> Rect:
        """Write one line.

        Parameters
        ----------
        at : tuple of float
            The baseline's left end, middle or right end, in millimetres.
        text : str
            One line; nothing in it is markup.
        style : TextStyle
            Size, colour, weight, halo.
        align : {"left", "center", "right"}
            Which end of the baseline `at` is.
        angle : float
            Degrees counter-clockwise about the baseline's left end.
        level : int
            See `Level`.

        Returns
        -------
        Rect
            What the line covers (of an unrotated line).
        """
        text = self._narrow(text)
        width = style.width_of(text)
        left = at[0] - {"left": 0.0, "center": width / 2, "right": width}[align]
        if text:
            self.add(self._text_artist(left, at[1], text, style, angle, level))
            if style.halo:
                self._add_halo(left, at[1], text, style, angle)
        em = style.size * MM_PER_POINT
        return Rect(left, at[1] - descent_of(text) * em, left + width, at[1] + ASCENT * em)

    def paragraph(
        self, at: tuple[float, float], lines: Sequence[str], style: TextStyle, *, leading: float = 0
    ) -> float:
        """Write lines downwards from a top left corner; return where they end."""
        x, y = at
        em = style.size * MM_PER_POINT
        for line in lines:
            self.text((x, y - ASCENT * em), line, style)
            y -= leading or style.leading
        return y

    def lines(
        self,
        lines: Sequence[NDArray[np.float64]],
        *,
        color: str,
        width: float,
        level: int,
        clip: Rect | None = None,
        **options: object,
    ) -> None:
        """Draw polylines of one look: arrays (n, 2) of millimetres; `width` is points.

        `options` are those of a matplotlib patch: `linestyle`, `capstyle`, `joinstyle`, `alpha`.
        """
        from matplotlib.patches import PathPatch

        if lines:
            look = {"capstyle": "butt", "joinstyle": "round", **options}
            path = joined_path(lines, closed=False)
            self.add(
                PathPatch(path, fill=False, edgecolor=color, linewidth=width, zorder=level, **look),
                clip,
            )

    def rectangle(
        self, rect: Rect, *, fill: str = "none", color: str = "none", width: float = 0, level: int
    ) -> None:
        """Draw a rectangle; `width` of its outline is points.

        A filled one that reaches the paper's edge runs on into the bleed.
        """
        from matplotlib.patches import Rectangle

        if fill != "none":
            rect = bled(rect, self.width, self.height, self.press.bleed)
        self.add(
            Rectangle(
                (rect.left, rect.bottom),
                rect.width,
                rect.height,
                facecolor=fill,
                edgecolor=color,
                linewidth=width,
                zorder=level,
                joinstyle="miter",
            )
        )

    def add(self, artist: Artist, clip: Rect | None = None) -> None:
        """Add a matplotlib artist whose data are millimetres, clipped to a rectangle if asked."""
        artist.set_zorder(artist.get_zorder() + self._raised)
        artist.set_clip_path(self._no_clip)  # else the axes make one of their own for each artist
        self.axes.add_artist(artist)
        artist.set_clip_path(None)
        if clip is None:
            artist.set_clip_on(False)
        else:
            artist.set_clip_box(self._clip_to(clip))

    def finished(self) -> Figure:
        """Return the figure, with the halos gathered below their text, and crop marks around."""
        from matplotlib.patches import PathPatch

        for (color, raised), rings in self._halos.items():
            level = Level.HALOS + raised
            self.add(PathPatch(rings_path(rings), facecolor=color, edgecolor="none", zorder=level))
        self._halos = {}
        if self.press.greyscale:
            turn_grey(self.figure)
        if self.press.bleed:
            marks = crop_marks(self.width, self.height, self.press.bleed)
            self.lines(marks, color=_MARK_COLOR, width=_MARK_POINTS, level=3 * Level.ABOVE)
        return self.figure

    def _text_artist(
        self, left: float, baseline: float, text: str, style: TextStyle, angle: float, level: int
    ) -> Text:
        from sxgeo.render.atlas.text_line import TextLine

        return TextLine(
            left,
            baseline,
            text,
            fontproperties=font(style.size, style.weight),
            color=style.color,
            rotation=angle,
            zorder=level,
        )

    def _add_halo(
        self, left: float, baseline: float, text: str, style: TextStyle, angle: float
    ) -> None:
        turn = np.radians(angle)
        matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        rings = halo_rings(text, style.size, style.weight, spacing=style.spacing)
        self._halos.setdefault((style.halo, self._raised), []).extend(
            ring @ matrix + (left, baseline) for ring in rings
        )


def joined_path(lines: Sequence[NDArray[np.float64]], *, closed: bool) -> Path:
    """Return one matplotlib path of many lines (n, 2), or of many closed rings."""
    from matplotlib.path import Path

    vertices = np.concatenate(lines) if lines else np.empty((0, 2))
    codes = np.full(len(vertices), Path.LINETO, dtype=Path.code_type)
    ends = np.cumsum([len(line) for line in lines])
    codes[np.concatenate([[0], ends[:-1]]).astype(int)] = Path.MOVETO
    if closed:
        codes[ends - 1] = Path.CLOSEPOLY
    return Path(vertices, codes)


def rings_path(rings: Sequence[NDArray[np.float64]]) -> Path:
    """Return one matplotlib path of many closed rings."""
    return joined_path(rings, closed=True)
