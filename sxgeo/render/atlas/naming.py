"""Which names a map wants, in which type, and the order in which they choose their places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from sxgeo.render.atlas.anchors import anchor, middle_of
from sxgeo.render.atlas.base import border_arrays
from sxgeo.render.atlas.features import by_symbol
from sxgeo.render.atlas.greyscale import contrast
from sxgeo.render.atlas.label_field import LabelField
from sxgeo.render.atlas.labels import Label, LabelKind, LabelRequest, place_points, place_units
from sxgeo.render.atlas.lettering import MM_PER_POINT
from sxgeo.render.atlas.line_labels import place_lines
from sxgeo.render.atlas.outlines import line_arrays
from sxgeo.render.atlas.page import named_levels

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from sxgeo.domain.scene import SceneLayer
    from sxgeo.domain.symbology import Symbol
    from sxgeo.render.atlas.ground import PageLayer
    from sxgeo.render.atlas.inset import Inset
    from sxgeo.render.atlas.rect import Rect
    from sxgeo.render.atlas.sheet import Sheet, TextStyle

_LEAST_SEEN = 40.0  # square millimetres of a unit, for its name to be wanted
_OF_A_UNIT, _CROWDED, _PARENT = 0.92, 0.74, 0.94  # of the usual size of a unit's name
_LEGIBLE = 5.0  # contrast of a name with the land; WCAG 2.2 asks for 4.5
_SHARES_OF_INK = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_KINDS: dict[int, LabelKind] = {0: "point", 1: "line", 2: "unit"}


@dataclass
class Naming:
    """The names of one window.

    Attributes
    ----------
    field : LabelField
        What is taken, for more to be placed.
    start : tuple of int
        The field's state before any name was placed.
    labels : list of Label
        Names in their places; no two overlap.
    refused : list of LabelRequest
        Names that found no room; those of lines as of a point.
    features : dict of str to LabelRequest
        What was wanted for features, by name; of lines as of a point.
    neighbours : list of LabelRequest
        Units around the focus, to be named last of all.
    """

    field: LabelField
    start: tuple[int, int]
    labels: list[Label]
    refused: list[LabelRequest]
    features: dict[str, LabelRequest]
    neighbours: list[LabelRequest]

    def give_up(self, label: Label) -> None:
        """Take a feature's name away and count it as refused."""
        self.labels = [each for each in self.labels if each is not label]
        self.field.back_to(self.start)
        for each in self.labels:
            self.field.take_label(each)
        self.refused.append(self.features[label.text])

    def name_neighbours(self) -> None:
        """Name the units around the focus where there is still room."""
        self.labels += place_units(self.field, self.neighbours)[0]


def name_everything(
    sheet: Sheet,
    window: Rect,
    layers: Sequence[PageLayer],
    units: dict[str, gpd.GeoDataFrame],
    focus: shapely.Geometry | None,
    inset: Inset | None = None,
    *,
    margin: float = 0.0,
) -> Naming:
    """Place the names of a map: units first, then names along lines, then marks.

    Parameters
    ----------
    sheet : Sheet
        Gives the type.
    window : Rect
        The map.
    layers : sequence of PageLayer
        Features on the page.
    units : dict of str to GeoDataFrame
        Admin levels drawn, coarse to fine, in millimetres on paper.
    focus : Geometry, optional
        Names of features and of the finest units are only wanted here.
    inset : Inset, optional
        Nothing may cover it, and the marks it names are not named twice.
    margin : float
        Marks nearer to the window's edge, in millimetres, are not named.
    """
    wanted = _feature_requests(sheet, layers, window, focus)
    inner = shapely.box(*window.shrunk(margin))
    marks = [each for each in wanted if each.kind == "point" and shapely.covers(inner, each.shape)]
    field = _prepared_field(window, layers, units, marks)
    field.take_marks(_mark_boxes(sheet, layers, window))
    if inset is not None:
        tab = 4.0 * sheet.factor
        taken = inset.frame.rect
        field.take(np.array([taken._replace(top=taken.top + tab)]).astype(np.float64))
        marks = [each for each in marks if not inset.names(*middle_of(each.shape))]
    own = _unit_requests(sheet, units, focus, window)
    areas = [each for each in wanted if each.kind == "unit"]
    lines = [each for each in wanted if each.kind == "line"]
    # In an inset, drawn for its marks, they choose first.
    steps = [(place_units, own), (place_units, areas), (_place_along, lines), (place_points, marks)]
    if margin:
        steps = [steps[3], steps[2], steps[0], steps[1]]
    start = field.state()
    labels: list[Label] = []
    refused: list[LabelRequest] = []
    for place, requests in steps:
        placed, left = place(field, requests)
        labels += placed
        refused += left
    features = {each.text: each for each in [*areas, *map(_at_middle, lines), *marks]}
    neighbours = _neighbour_requests(sheet, units, focus, window)
    return Naming(field, start, labels, refused, features, neighbours)


def _place_along(
    field: LabelField, requests: Sequence[LabelRequest]
) -> tuple[list[Label], list[LabelRequest]]:
    """Place names along their lines, or else led from the middle of them."""
    placed, unplaced = place_lines(field, requests)
    led, refused = place_points(field, [_at_middle(each) for each in unplaced])
    return [*placed, *led], refused


def _prepared_field(
    window: Rect,
    layers: Sequence[PageLayer],
    units: dict[str, gpd.GeoDataFrame],
    marks: Sequence[LabelRequest],
) -> LabelField:
    field = LabelField(window.shrunk(0.8))
    for level in units.values():
        field.add_lines(border_arrays(level, window), 0.25)
    for each in layers:
        field.add_lines(line_arrays(shapely.clip_by_rect(each.shapes, *window)), 1.0)
    if marks:
        at = np.array([middle_of(each.shape) for each in marks])
        radii = np.array([each.radius for each in marks])[:, None]
        field.add_discs(at, 4.5, 0.12)
        field.take_marks(np.hstack([at - radii, at + radii]))
    return field


def _mark_boxes(sheet: Sheet, layers: Sequence[PageLayer], window: Rect) -> np.ndarray:
    """Return what the marks of layers whose features are not named cover, (n, 4)."""
    boxes = [np.empty((0, 4))]
    for each in layers:
        if each.layer.descriptor.symbology.label:
            continue
        for symbol, shapes in by_symbol(each):
            if symbol.geometry == "point":
                at = shapely.get_coordinates(shapes)
                half = (symbol.size + symbol.width) / 2 * MM_PER_POINT * sheet.factor
                inside = shapely.intersects_xy(shapely.box(*window), *at.T)
                boxes.append(np.hstack([at[inside] - half, at[inside] + half]))
    return np.concatenate(boxes)


def _feature_requests(
    sheet: Sheet, layers: Sequence[PageLayer], window: Rect, focus: shapely.Geometry | None
) -> list[LabelRequest]:
    """Return a request for every feature of the layers that are named, each name and place once."""
    here = shapely.box(*window)
    found: dict[tuple[str, int, int], LabelRequest] = {}
    for each in layers:
        if not each.layer.descriptor.symbology.label:
            continue
        for place, shape in enumerate(each.shapes):
            part = shapely.intersection(shape, here)
            if focus is not None and shapely.get_dimensions(part) == 1:
                part = shapely.intersection(part, focus)
            if part.is_empty:
                continue
            request = _request(sheet, each.layer, place, part)
            x, y = middle_of(part)
            found.setdefault((request.text, round(x), round(y)), request)
    return list(found.values())


def _request(sheet: Sheet, layer: SceneLayer, place: int, shape: shapely.Geometry) -> LabelRequest:
    feature = layer.frame.iloc[place]
    symbol = layer.symbol_of(place)
    kind = _KINDS[int(shapely.get_dimensions(shape))]
    size = symbol.size + symbol.width if kind == "point" else symbol.width
    if kind == "line" and symbol.band_width:
        size = symbol.width * symbol.band_width * 0.7
    return LabelRequest(
        sheet.pick(feature["name"], feature["name_en"]),
        _feature_style(sheet, layer, symbol, kind),
        kind,
        shapely.centroid(shape) if kind == "point" else shape,
        size / 2 * MM_PER_POINT * sheet.factor,
        layer.descriptor.symbology.priority,
    )


def _feature_style(sheet: Sheet, layer: SceneLayer, symbol: Symbol, kind: LabelKind) -> TextStyle:
    look = sheet.look
    halo = sheet.theme.boundary["label"].halo or look.veil
    if kind == "line" and layer.descriptor.theme in look.water_themes:
        return replace(
            sheet.style("feature_label", look.water, halo=halo),
            spacing=0.45 if sheet.language == "zh" else 0.08,
        )
    color = _legible(symbol.color, look.ink, look.land)
    style = sheet.style("feature_label", color, halo=halo)
    return replace(style, spacing=0.1) if kind == "line" and sheet.language == "zh" else style


def _unit_requests(
    sheet: Sheet,
    units: dict[str, gpd.GeoDataFrame],
    focus: shapely.Geometry | None,
    window: Rect,
) -> list[LabelRequest]:
    """Return requests for the finest units of which enough is seen.

    On a map of the whole region that draws more than two levels, also for those they belong to.
    """
    *parents, finest = named_levels(list(units), whole=focus is None)
    level = units[finest]
    if parents:
        above = _units_as_requests(sheet, units[parents[0]], by=_PARENT)
        below = _units_as_requests(sheet, level, by=_CROWDED)
        strong = [replace(each.style, weight="bold", color=sheet.look.accent) for each in above]
        named = [
            replace(each, style=style, priority=-1)
            for each, style in zip(above, strong, strict=True)
        ]
        return [*named, *below]
    inside = _inside(level, focus)
    seen = shapely.area(shapely.clip_by_rect(level.geometry.to_numpy(), *window))
    whole = shapely.area(level.geometry.to_numpy())
    shown = inside & ((seen > _LEAST_SEEN * sheet.factor) | (seen > 0.5 * whole))
    return _units_as_requests(sheet, level[shown], by=1.0 if focus is None else _OF_A_UNIT)


def _neighbour_requests(
    sheet: Sheet,
    units: dict[str, gpd.GeoDataFrame],
    focus: shapely.Geometry | None,
    window: Rect,
) -> list[LabelRequest]:
    """Return requests for the units around the focus, of the level above the finest."""
    if focus is None or len(units) < 2:
        return []
    level = units[list(units)[-2]]
    around = level[~_inside(level, focus)]
    requests = _units_as_requests(sheet, around)
    visible = [
        replace(
            each,
            style=replace(each.style, color=sheet.look.muted),
            shape=shapely.difference(shapely.clip_by_rect(each.shape, *window), focus),
        )
        for each in requests
    ]
    return [each for each in visible if float(shapely.area(each.shape)) > 60 * sheet.factor]


def _inside(level: gpd.GeoDataFrame, focus: shapely.Geometry | None) -> np.ndarray:
    shapes = level.geometry.to_numpy()
    if focus is None:
        return np.ones(len(shapes), dtype=bool)
    return np.asarray(shapely.intersects(shapely.point_on_surface(shapes), focus))


def _units_as_requests(
    sheet: Sheet, units: gpd.GeoDataFrame, *, by: float = 1.0
) -> list[LabelRequest]:
    label = sheet.theme.boundary["label"]
    style = sheet.style("unit_label", label.color or "", halo=label.halo or "").scaled(by)
    if sheet.language == "en":
        style = style.scaled(0.82)
    names = zip(units["name"], units["name_en"], units.geometry, strict=True)
    return [LabelRequest(sheet.pick(zh, en), style, "unit", shape) for zh, en, shape in names]


def _at_middle(request: LabelRequest) -> LabelRequest:
    """Return the request for a line that cannot carry its name: named from its middle."""
    middle = anchor(request.shape)
    return replace(request, shape=middle, style=replace(request.style, spacing=0.0))


def _legible(color: str, ink: str, ground: str) -> str:
    """Return a symbol's colour drawn as far towards the ink as its name needs on the ground."""
    mixed = (_mixed(color, ink, share) for share in _SHARES_OF_INK)
    return next((each for each in mixed if contrast(each, ground) >= _LEGIBLE), ink)


def _mixed(color: str, ink: str, share: float) -> str:
    pairs = [(int(color[i : i + 2], 16), int(ink[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(one + share * (other - one)):02x}" for one, other in pairs)
