"""Writing an atlas: numbered PNG pages, one PDF, by one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sxgeo.data.theme import Language
from sxgeo.errors import SxgeoError
from sxgeo.output import replacing, write_bytes, write_text
from sxgeo.render.atlas.atlas import Atlas
from sxgeo.render.atlas.pdf import PdfBook
from sxgeo.render.atlas.png import page_png, projection_file, world_file

if TYPE_CHECKING:
    from sxgeo.data.recipe import Recipe
    from sxgeo.render.atlas.page import AtlasPage

Format = Literal["png", "pdf"]
Progress = Callable[[int, int, str], None]


def render_atlas(  # noqa: PLR0913 - every option of the command line
    recipe: Recipe,
    out: Path,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    paper: str | None = None,
    dpi: int = 300,
    pages: Sequence[int] | None = None,
    fmt: Format | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Path]:
    """Write an atlas.

    Parameters
    ----------
    recipe : Recipe
        Of kind ``atlas``.
    out : Path
        A ``.pdf`` file, or a folder for PNG pages ``NN-<title>.png`` and ``<recipe id>.pdf``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {"zh", "en"}
        Of all words.
    paper : str, optional
        A paper of `maps/theme.toml` instead of the recipe's.
    dpi : int
        Pixels an inch of the PNG pages.
    pages : sequence of int, optional
        Numbers of the pages to write; all without it. Numbers in contents and indexes stay.
    fmt : {"png", "pdf"}, optional
        Only one of the two into a folder.
    jobs : int
        Processes for the PNG pages.
    progress : callable, optional
        Told ``(done, total, title)`` before each page and at the end.

    Returns
    -------
    list of Path
        The files written, in the order of the pages, the PDF last.

    Raises
    ------
    UnknownNameError
        No such paper or page.
    OutputError
        A file could not be written; what stood there before is untouched.
    """
    atlas = Atlas(recipe, root=root, language=language, paper=paper)
    numbers = [atlas.plan_of(number).number for number in pages or range(1, len(atlas.pages) + 1)]
    target = Path(out)
    single = target.suffix.lower() == ".pdf"
    if single and fmt == "png":
        msg = f"PNG pages need a folder, but {target} is the name of a PDF."
        raise SxgeoError(msg)
    report = progress or _silent
    written: list[Path] = []
    book_file = target if single else target / f"{recipe.id}.pdf"
    book = PdfBook(*book_words(atlas)) if single or fmt != "png" else None
    for done, number in enumerate(numbers):
        report(done, len(numbers), atlas.plan_of(number).title_in(language))
        page = atlas.draw(number)
        if not single and fmt != "pdf":
            written += write_png(page, target, dpi)
        if book is not None:
            book.add(page)
    if book is not None:
        with replacing(book_file) as part:
            book.finish(part)
        written.append(book_file)
    report(len(numbers), len(numbers), atlas.title)
    return written


def draw_pages(
    recipe: Recipe,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    paper: str | None = None,
    pages: Sequence[int] | None = None,
) -> Iterator[AtlasPage]:
    """Yield drawn pages, each with its matplotlib figure (parameters as of `render_atlas`)."""
    atlas = Atlas(recipe, root=root, language=language, paper=paper)
    for number in pages or range(1, len(atlas.pages) + 1):
        yield atlas.draw(number)


def write_png(page: AtlasPage, folder: Path, dpi: int) -> list[Path]:
    """Write a page's image, world file and projection; return their paths."""
    stem = f"{page.number:02d}-{page.slug}"
    written = [folder / f"{stem}.png"]
    write_bytes(written[0], page_png(page, dpi))
    for text, suffix in ((world_file(page, dpi), ".pgw"), (projection_file(page), ".prj")):
        if text is not None:
            written.append(folder / f"{stem}{suffix}")
            write_text(written[-1], text)
    return written


def book_words(atlas: Atlas) -> tuple[str, str, str, str]:
    """Return title, subject, author and keywords of the PDF."""
    zh = atlas.language == "zh"
    recipe = atlas.recipe
    region = atlas.ground_of(None).scene.region
    titles = dict.fromkeys(page.title_in(atlas.language) for page in atlas.pages)
    subject = recipe.description if zh else recipe.description_en
    return atlas.title, subject, f"sxgeo ({region.edition})", ", ".join(titles)


def _silent(done: int, total: int, title: str) -> None:
    """Say nothing."""
