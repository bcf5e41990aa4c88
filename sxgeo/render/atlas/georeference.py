"""Where the pixels of a page lie on earth: world file, projection, the keys of a GeoTIFF."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from sxgeo.errors import SxgeoError
from sxgeo.render.atlas.frame import crs_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyproj import CRS

    from sxgeo.render.atlas.page import AtlasPage

# Keys of OGC GeoTIFF 1.1, and its values for "not one of the listed", degrees and metres.
_MODEL, _RASTER, _GEODETIC, _GEODETIC_NAME, _DATUM, _ELLIPSOID = 1024, 1025, 2048, 2049, 2050, 2056
_ANGULAR_UNIT, _SEMI_MAJOR, _INVERSE_FLATTENING = 2054, 2057, 2059
_PROJECTED, _PROJECTED_NAME, _PROJECTION, _METHOD, _LINEAR_UNIT = 3072, 3073, 3074, 3075, 3076
_OWN, _DEGREE, _METRE = 32767, 9102, 9001
_IS_PROJECTED, _PIXEL_IS_AREA = 1, 1
# By EPSG's number of the method: GeoTIFF's number, and its key for each of EPSG's parameters.
_METHODS = {
    "9807": (1, {"8801": 3081, "8802": 3080, "8805": 3092, "8806": 3082, "8807": 3083}),
    "9802": (
        8,
        {"8821": 3085, "8822": 3084, "8823": 3078, "8824": 3079, "8826": 3086, "8827": 3087},
    ),
    "9822": (
        11,
        {"8821": 3081, "8822": 3080, "8823": 3078, "8824": 3079, "8826": 3082, "8827": 3083},
    ),
}
_USUAL = (4326, 4490)  # geodetic CRS, WGS-84 and CGCS2000: degrees are in one of them
_PIXEL_SCALE, _TIE_POINT, _KEYS, _DOUBLES, _TEXTS = 33550, 33922, 34735, 34736, 34737

Tags = dict[int, tuple[int, ...] | tuple[float, ...] | str]


class PixelGrid(NamedTuple):
    """How an image's pixels lie on the ground, in metres of the page's CRS.

    `west` and `north` are the outer corner of the first pixel; `across` and `down` a pixel's sides.
    """

    west: float
    north: float
    across: float
    down: float


def image_size(page: AtlasPage, dpi: int) -> tuple[int, int]:
    """Return the pixels of a page's image: the whole sheet, to the nearest pixel."""
    media = page.media
    return round(media.width / 25.4 * dpi), round(media.height / 25.4 * dpi)


def pixel_grid(page: AtlasPage, dpi: int) -> PixelGrid | None:
    """Return where the pixels of a page's image lie, or None without a map.

    Parameters
    ----------
    page : AtlasPage
        Its sheet fills whole pixels, so a pixel is a little more or less than an inch by `dpi`.
    dpi : int
        Pixels an inch.
    """
    frame, media = page.frame, page.media
    if frame is None:
        return None
    size = image_size(page, dpi)
    k = frame.mm_per_metre
    return PixelGrid(
        frame.centre[0] + (media.left - frame.rect.centre[0]) / k,
        frame.centre[1] + (media.top - frame.rect.centre[1]) / k,
        media.width / size[0] / k,
        media.height / size[1] / k,
    )


def world_file(page: AtlasPage, dpi: int = 300) -> str | None:
    """Return a page's world file (six lines, metres of its CRS), or None without a map."""
    grid = pixel_grid(page, dpi)
    if grid is None:
        return None
    middle = (grid.west + grid.across / 2, grid.north - grid.down / 2)
    numbers = (grid.across, 0.0, 0.0, -grid.down, *middle)
    return "".join(f"{number:.6f}\n" for number in numbers)


def projection_file(page: AtlasPage) -> str | None:
    """Return the WKT of a page's CRS (a ``.prj`` file), or None without a map."""
    return crs_of(page.frame.crs).to_wkt("WKT1_ESRI") if page.frame is not None else None


def auxiliary_file(page: AtlasPage) -> str | None:
    """Return the CRS as GDAL reads it beside a PNG (``.png.aux.xml``), or None without a map.

    GDAL, and with it QGIS, takes the place of a PNG from its world file but heeds no ``.prj``.
    """
    if page.frame is None:
        return None
    words = escape(crs_of(page.frame.crs).to_wkt("WKT1_GDAL"), quote=False)
    return f"<PAMDataset>\n  <SRS>{words}</SRS>\n</PAMDataset>\n"


def geotiff_tags(page: AtlasPage, dpi: int) -> Tags:
    """Return the tags that place a page's image (OGC GeoTIFF 1.1); none without a map.

    Raises
    ------
    SxgeoError
        GeoTIFF's keys have no words for the projection.
    """
    grid = pixel_grid(page, dpi)
    if grid is None or page.frame is None:
        return {}
    entries: list[tuple[int, ...]] = []
    doubles: list[float] = []
    texts = ""
    for key, value in geo_keys(crs_of(page.frame.crs)):
        if isinstance(value, int):
            entries.append((key, 0, 1, value))
        elif isinstance(value, float):
            entries.append((key, _DOUBLES, 1, len(doubles)))
            doubles.append(value)
        else:
            entries.append((key, _TEXTS, len(value) + 1, len(texts)))
            texts += f"{value}|"
    tags: Tags = {
        _PIXEL_SCALE: (grid.across, grid.down, 0.0),
        _TIE_POINT: (0.0, 0.0, 0.0, grid.west, grid.north, 0.0),
        _KEYS: (1, 1, 0, len(entries), *(each for entry in entries for each in entry)),
    }
    if doubles:
        tags[_DOUBLES] = tuple(doubles)
    return tags | ({_TEXTS: texts} if texts else {})


def geo_keys(crs: CRS) -> Iterator[tuple[int, int | float | str]]:
    """Yield the keys that say what a projected CRS is, ascending.

    Parameters
    ----------
    crs : CRS
        With an EPSG number, or transverse Mercator, Lambert's conic with two parallels, or Albers'.

    Raises
    ------
    SxgeoError
        It is neither.
    """
    yield _MODEL, _IS_PROJECTED
    yield _RASTER, _PIXEL_IS_AREA
    code = crs.to_epsg()
    if code is not None:
        yield _PROJECTED, code
        return
    operation = crs.coordinate_operation
    if operation is None or operation.method_code not in _METHODS:
        msg = (
            f"A GeoTIFF cannot name the projection {crs.name!r}; it can one with an EPSG number, "
            "transverse Mercator, Lambert conformal conic with two parallels, and Albers. "
            "PNG pages with their world files place any."
        )
        raise SxgeoError(msg)
    yield from _geodetic_keys(crs)
    method, names = _METHODS[operation.method_code]
    yield _PROJECTED, _OWN
    yield _PROJECTED_NAME, operation.method_name
    yield _PROJECTION, _OWN
    yield _METHOD, method
    yield _LINEAR_UNIT, _METRE
    yield from sorted((names[each.code], float(each.value)) for each in operation.params)


def _same(base: CRS, code: int) -> bool:
    return bool(base.equals(crs_of(f"EPSG:{code}"), ignore_axis_order=True))


def _geodetic_keys(crs: CRS) -> Iterator[tuple[int, int | float | str]]:
    """Yield the keys of the CRS that the degrees below a projection are in."""
    base = crs.geodetic_crs
    known = (code for code in _USUAL if base and _same(base, code))
    code = next(known, None)
    if code is not None:
        yield _GEODETIC, code
        yield _ANGULAR_UNIT, _DEGREE
        return
    ellipsoid = crs.ellipsoid
    if ellipsoid is None:
        msg = f"The projection {crs.name!r} does not say on which ellipsoid it lies."
        raise SxgeoError(msg)
    yield _GEODETIC, _OWN
    yield _GEODETIC_NAME, ellipsoid.name
    yield _DATUM, _OWN
    yield _ANGULAR_UNIT, _DEGREE
    yield _ELLIPSOID, _OWN
    yield _SEMI_MAJOR, float(ellipsoid.semi_major_metre)
    yield _INVERSE_FLATTENING, float(ellipsoid.inverse_flattening)
