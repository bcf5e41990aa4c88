"""The files one page becomes, of whatever formats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

from sxgeo.output import write_bytes, write_text
from sxgeo.render.atlas.georeference import auxiliary_file, projection_file, world_file
from sxgeo.render.atlas.geotiff import page_tiff
from sxgeo.render.atlas.png import page_pixels
from sxgeo.render.atlas.png_bytes import png_bytes
from sxgeo.render.atlas.svg import page_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from sxgeo.render.atlas.page import AtlasPage, PagePlan

PageFormat = Literal["png", "tif", "svg"]
PAGE_FORMATS: tuple[PageFormat, ...] = get_args(PageFormat)
"""Of files that hold one page, in the order in which they are written."""


def page_stem(page: AtlasPage | PagePlan) -> str:
    """Return the name of a page's files, without suffix."""
    return f"{page.number:02d}-{page.slug}"


def svg_names(pages: Iterable[PagePlan]) -> dict[int, str]:
    """Return the name of every page's drawing, by the page's number: what links lead to."""
    return {page.number: f"{page_stem(page)}.svg" for page in pages}


def files_of(kind: PageFormat, files: Iterable[Path]) -> list[Path]:
    """Return those of a page's files that are of one format, a PNG's companions behind it."""
    others = {f".{each}" for each in PAGE_FORMATS} - {f".{kind}"}
    if kind == "png":
        return [path for path in files if path.suffix not in others]
    return [path for path in files if path.suffix == f".{kind}"]


def write_page(
    page: AtlasPage,
    folder: Path,
    formats: Sequence[PageFormat],
    *,
    dpi: int,
    links: Mapping[int, str] | None = None,
) -> list[Path]:
    """Write a page; return the files, a PNG's world file and CRS behind it.

    Parameters
    ----------
    page : AtlasPage
        A drawn page.
    folder : Path
        Each file is written there whole or not at all.
    formats : sequence of {"png", "tif", "svg"}
        One file each; the pixels of PNG and TIFF are drawn once.
    dpi : int
        Pixels an inch.
    links : mapping of int to str, optional
        See `sxgeo.render.atlas.svg.page_svg`.

    Raises
    ------
    OutputError
        A file could not be written.
    SxgeoError
        A GeoTIFF cannot name the page's projection.
    """
    path = folder / page_stem(page)
    written: list[Path] = []
    if "png" in formats or "tif" in formats:
        pixels = page_pixels(page, dpi)
        if "png" in formats:
            written.append(_write(path, ".png", png_bytes(pixels, dpi)))
            written += _write_sidecars(page, path, dpi)
        if "tif" in formats:
            written.append(_write(path, ".tif", page_tiff(page, pixels, dpi)))
    if "svg" in formats:
        written.append(_write(path, ".svg", page_svg(page, links)))
    return written


def _write(path: Path, suffix: str, content: bytes) -> Path:
    target = path.with_name(path.name + suffix)
    write_bytes(target, content)
    return target


def _write_sidecars(page: AtlasPage, path: Path, dpi: int) -> list[Path]:
    written = []
    for text, suffix in (
        (world_file(page, dpi), ".pgw"),
        (projection_file(page), ".prj"),
        (auxiliary_file(page), ".png.aux.xml"),
    ):
        if text is not None:
            written.append(path.with_name(path.name + suffix))
            write_text(written[-1], text)
    return written
