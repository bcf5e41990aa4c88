"""One page of an atlas: what the plan says of it, and the figure it becomes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sxgeo.errors import SxgeoError
from sxgeo.render.atlas.trim import media_box

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from sxgeo.data.recipe import Content
    from sxgeo.render.atlas.frame import MapFrame
    from sxgeo.render.atlas.ground import Focus
    from sxgeo.render.atlas.layout import Layout
    from sxgeo.render.atlas.map_page import DrawnMap
    from sxgeo.render.atlas.rect import Rect

_LEVELS_OF_A_THEME = 2
PageKind = Literal[
    "cover",
    "contents",
    "reading",
    "index_map",
    "map",
    "unit_table",
    "figures",
    "place_index",
    "stroke_index",
    "sources",
]


class NoMapError(SxgeoError, ValueError):
    """A page without a map was asked where something lies on it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Page {number} has no map, so degrees have no place on it.")


@dataclass(frozen=True)
class PagePlan:
    """A page before it is drawn.

    Attributes
    ----------
    number : int
        From 1, the cover included.
    kind : str
        What kind of page.
    title, title_en : str
        In both languages.
    slug : str
        For file names: ASCII.
    content : Content, optional
        What a map shows.
    focus : Focus, optional
        The unit a map is about.
    levels : tuple of str
        Admin levels a map draws.
    layout : Layout, optional
        How a map's sheet is divided.
    part : int
        Which page of several of one kind, from 0.
    tabled : bool
        Whether a full table of the unit follows its map.
    """

    number: int
    kind: PageKind
    title: str
    title_en: str
    slug: str
    content: Content | None = None
    focus: Focus | None = None
    levels: tuple[str, ...] = ()
    layout: Layout | None = None
    part: int = 0
    tabled: bool = False

    @property
    def frame(self) -> MapFrame:
        """The map's window.

        Raises
        ------
        ValueError
            The page has no map.
        """
        if self.layout is None:
            raise NoMapError(self.number)
        return self.layout.frame

    @property
    def named_levels(self) -> tuple[str, ...]:
        """The levels whose units a map names: the finest, and on the region's own map two."""
        return named_levels(self.levels, whole=self.focus is None)

    def title_in(self, language: str) -> str:
        """Return the title in ``zh`` or ``en``."""
        return self.title if language == "zh" else self.title_en


def named_levels(levels: Sequence[str], *, whole: bool) -> tuple[str, ...]:
    """Return which of the levels drawn are named, coarse to fine.

    Examples
    --------
    >>> named_levels(["province", "prefecture", "county"], whole=True)
    ('prefecture', 'county')
    >>> named_levels(["province", "prefecture", "county"], whole=False)
    ('county',)
    """
    count = 2 if whole and len(levels) > _LEVELS_OF_A_THEME else 1
    return tuple(levels[-count:])


@dataclass(frozen=True)
class Link:
    """A rectangle of a page that leads to another page."""

    rect: Rect
    page: int


@dataclass
class AtlasPage:
    """A drawn page.

    Attributes
    ----------
    number : int
        From 1.
    title : str
        In the atlas' language.
    slug : str
        For file names.
    figure : Figure
        Its one pair of axes is in millimetres from the paper's lower left corner.
    width, height : float
        Of the paper, millimetres, once it is cut.
    frame : MapFrame, optional
        The map's window: projection, scale, `to_paper` and `to_degrees`.
    drawn : DrawnMap, optional
        Layers and labels of the map.
    links : list of Link
        To other pages.
    bleed : float
        By how many millimetres colours run on over the paper's edge; with any, the figure is of
        the larger sheet the paper is cut from, and millimetres still count from the paper's corner.
    """

    number: int
    title: str
    slug: str
    figure: Figure
    width: float
    height: float
    frame: MapFrame | None = None
    drawn: DrawnMap | None = None
    links: list[Link] = field(default_factory=list)
    bleed: float = 0.0

    @property
    def media(self) -> Rect:
        """The sheet the paper is cut from, in millimetres from the paper's lower left corner."""
        return media_box(self.width, self.height, self.bleed)

    @property
    def scale(self) -> int | None:
        """The N of 1:N; None on a page without a map."""
        return self.frame.scale if self.frame is not None else None

    @property
    def grid(self) -> tuple[int, int] | None:
        """Columns and rows of the reference grid; None on a page without a map."""
        return self.frame.cells if self.frame is not None else None

    def close(self) -> None:
        """Free what the figure holds; the page cannot be drawn again.

        Parts of a figure point at one another, so without this they wait for the garbage collector
        while the next pages pile up.
        """
        self.figure.clear()

    def to_paper(self, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return WGS-84 degrees as millimetres on the page, for drawing more into `figure`.

        Raises
        ------
        ValueError
            The page has no map.
        """
        if self.frame is None:
            raise NoMapError(self.number)
        return self.frame.to_paper(lon, lat)
