"""Writing an atlas: numbered PNG pages, one PDF, by one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from sxgeo.data.recipe import MOST_BLEED_MM
from sxgeo.errors import SxgeoError, UnknownNameError
from sxgeo.output import replacing
from sxgeo.render.atlas.asked import check_numbers, check_target, turned, wanted_pages
from sxgeo.render.atlas.atlas import Atlas
from sxgeo.render.atlas.outline import outline_parents
from sxgeo.render.atlas.page_files import PAGE_FORMATS, PageFormat, files_of, page_stem
from sxgeo.render.atlas.pdf import PdfBook
from sxgeo.render.atlas.resuming import page_keys, read_record, write_record, written_from
from sxgeo.render.atlas.trim import Press
from sxgeo.render.atlas.workers import Drawn, Order, draw_page, drawing_pool

if TYPE_CHECKING:
    from sxgeo.data.recipe import Orientation, Recipe
    from sxgeo.data.theme import Language
    from sxgeo.render.atlas.page import AtlasPage
    from sxgeo.render.atlas.user_data import Added

Format = Literal["png", "tif", "svg", "pdf"]
_USUAL: tuple[Format, ...] = ("png", "pdf")
Progress = Callable[[int, int, str], None]


def render_atlas(  # noqa: PLR0913 - every option of the command line
    recipe: Recipe,
    out: Path,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    paper: str | None = None,
    orientation: Orientation | None = None,
    add: Sequence[Added] = (),
    bleed: float | None = None,
    greyscale: bool = False,
    dpi: int = 300,
    pages: Sequence[int] | None = None,
    fmt: Format | Sequence[Format] | None = None,
    jobs: int = 1,
    resume: bool = False,
    progress: Progress | None = None,
) -> list[Path]:
    """Write an atlas.

    Parameters
    ----------
    recipe : Recipe
        Of kind ``atlas``.
    out : Path
        A ``.pdf`` file, or a folder for pages ``NN-<title>.<format>`` and ``<recipe id>.pdf``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {"zh", "en"}
        Of all words.
    paper : str, optional
        A paper of `maps/theme.toml` instead of the recipe's.
    orientation : {"portrait", "landscape"}, optional
        How the paper is turned, instead of the recipe's.
    add : sequence of UserData, DataFrame, str or Path
        The reader's own layers (see `sxgeo.render.atlas.Atlas`, also for the errors).
    bleed : float, optional
        Millimetres by which colours run on over the paper's edge, instead of the recipe's; with any
        the sheets are larger than the paper and have crop marks.
    greyscale : bool
        Draw every colour as the grey that is as light.
    dpi : int
        Pixels an inch of PNG and TIFF pages.
    pages : sequence of int, optional
        Numbers of the pages to write, each once; all without it. Numbers in contents and indexes
        stay.
    fmt : {"png", "tif", "svg", "pdf"} or sequence of them, optional
        What to write into a folder: PNG pages with world files, GeoTIFF pages, SVG pages, the PDF.
        Without it PNG pages and the PDF.
    jobs : int
        Processes. Each draws a page once for all formats; the files are the same however many
        processes there are.
    resume : bool
        Leave what stands in the folder, was drawn from the same inputs and has not been touched
        since (``.atlas.json`` there holds the hashes of inputs and files).
    progress : callable, optional
        Told ``(done, total, title)`` for each page of each kind, and at the end.

    Returns
    -------
    list of Path
        The files written, in the order of the pages, the PDF last.

    Raises
    ------
    UnknownNameError
        No such paper, orientation, page, language or format.
    SxgeoError
        `pages` is empty or no list of numbers, `dpi`, `jobs` or `bleed` is out of range, or `out`
        is the name of a file other than a PDF.
    OutputError
        A file could not be written; what stood there before is untouched.
    """
    check_numbers(dpi=dpi, jobs=jobs)
    target = Path(out)
    single = target.suffix.lower() == ".pdf"
    paged, bound = _formats(fmt, target, single=single)
    press = _press(recipe, bleed, greyscale=greyscale)
    recipe = turned(recipe, orientation)
    atlas = Atlas(recipe, root=root, language=language, paper=paper, add=add, press=press)
    numbers = wanted_pages(atlas, pages)
    job = _Job(atlas, numbers, target.parent if single else target, dpi, progress or _silent)
    job.plan_files(paged, resume=resume)
    if bound:
        job.plan_book(target if single else target / f"{recipe.id}.pdf", resume=resume)
    return job.run(jobs)


class _Job:
    """What is left to do of one atlas, and doing it."""

    def __init__(
        self, atlas: Atlas, numbers: list[int], folder: Path, dpi: int, report: Progress
    ) -> None:
        self.atlas, self.numbers, self.folder, self.dpi = atlas, numbers, folder, dpi
        self.report = report
        self.keys = page_keys(atlas, dpi)
        self.record = read_record(folder)
        self.files: dict[int, list[PageFormat]] = {}
        self.book: Path | None = None
        self.written: dict[int, list[Path]] = {}
        self.done = 0

    def plan_files(self, formats: Sequence[PageFormat], *, resume: bool) -> None:
        """Write the files of all pages, or those whose inputs changed."""
        for number in self.numbers:
            due = [
                each
                for each in formats
                if not (resume and self._is_current(self._file(number, each), self.keys[number]))
            ]
            if due:
                self.files[number] = due

    def plan_book(self, path: Path, *, resume: bool) -> None:
        """Make the PDF, unless no input of any of its pages changed."""
        if not (resume and self._is_current(path, self._book_key())):
            self.book = path

    def run(self, jobs: int) -> list[Path]:
        """Do it; return the files written, the PDF last."""
        due = {
            number: self.files.get(number, [])
            for number in self.numbers
            if number in self.files or self.book is not None
        }
        order = Order(self.folder, self.dpi, bound=self.book is not None)
        try:
            if jobs > 1 and len(due) > 1:
                with drawing_pool(self.atlas, due, order, processes=jobs) as pages:
                    self._take((number, pages.pop(number).result()) for number in due)
            else:
                self._take((no, draw_page(self.atlas, no, due[no], order)) for no in due)
        finally:
            if self.written:  # what is whole stays, and is known to be
                write_record(self.folder, self.record)
        files = [path for number in sorted(self.written) for path in self.written[number]]
        if self.book is not None:
            self._note([self.book], self._book_key())
            write_record(self.folder, self.record)
            files.append(self.book)
        self.report(self._total, self._total, self.atlas.title)
        return files

    def _take(self, pages: Iterable[tuple[int, Drawn]]) -> None:
        """Note the pages' files as they come, in order, and bind the book."""
        book = (
            PdfBook(
                *book_words(self.atlas),
                language=self.atlas.language,
                parents=outline_parents(self.atlas.pages),
            )
            if self.book is not None
            else None
        )
        for number, drawn in pages:
            if drawn.files:
                self._finish(number, drawn.files)
            if book is not None and drawn.part is not None:
                book.add_part(drawn.part)
                self._step(number)
        if book is not None and self.book is not None:
            with replacing(self.book) as part:
                book.finish(part)

    def _finish(self, number: int, files: list[Path]) -> None:
        self.written[number] = files
        for each in self.files[number]:
            self._note(files_of(each, files), self.keys[number])
        self._step(number)

    def _step(self, number: int) -> None:
        self.report(
            self.done, self._total, self.atlas.plan_of(number).title_in(self.atlas.language)
        )
        self.done += 1

    @property
    def _total(self) -> int:
        return len(self.files) + (len(self.numbers) if self.book is not None else 0)

    def _file(self, number: int, suffix: str) -> Path:
        return self.folder / f"{page_stem(self.atlas.plan_of(number))}.{suffix}"

    def _book_key(self) -> str:
        return sha256("".join(self.keys[number] for number in self.numbers).encode()).hexdigest()

    def _is_current(self, path: Path, key: str) -> bool:
        known = self.record.get(path.name)
        return known is not None and known.stands(self.folder, key)

    def _note(self, files: Sequence[Path], key: str) -> None:
        """Remember files just written under the name of the first."""
        self.record[files[0].name] = written_from(key, files)


def draw_pages(  # noqa: PLR0913 - what `render_atlas` takes, but for files
    recipe: Recipe,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    paper: str | None = None,
    orientation: Orientation | None = None,
    add: Sequence[Added] = (),
    bleed: float | None = None,
    greyscale: bool = False,
    pages: Sequence[int] | None = None,
) -> Iterator[AtlasPage]:
    """Return drawn pages one by one, each with its matplotlib figure.

    Parameters and errors are those of `render_atlas`; what is asked is checked at once, not when
    the first page is taken.
    """
    press = _press(recipe, bleed, greyscale=greyscale)
    recipe = turned(recipe, orientation)
    atlas = Atlas(recipe, root=root, language=language, paper=paper, add=add, press=press)
    return (atlas.draw(number) for number in wanted_pages(atlas, pages))


def book_words(atlas: Atlas) -> tuple[str, str, str, str]:
    """Return title, subject, author and keywords of the PDF."""
    zh = atlas.language == "zh"
    recipe = atlas.recipe
    region = atlas.ground_of(None).scene.region
    titles = dict.fromkeys(page.title_in(atlas.language) for page in atlas.pages)
    subject = recipe.description if zh else recipe.description_en
    return atlas.title, subject, f"sxgeo ({region.edition})", ", ".join(titles)


def _press(recipe: Recipe, bleed: float | None, *, greyscale: bool) -> Press:
    """Return what the printer asks for; the recipe's bleed where no other is given."""
    if bleed is not None and not 0 <= bleed <= MOST_BLEED_MM:
        msg = f"The bleed is {bleed:g} mm; expected 0 to {MOST_BLEED_MM:g}."
        raise SxgeoError(msg)
    return Press(recipe.bleed_mm if bleed is None else bleed, greyscale)


def _formats(
    fmt: Format | Sequence[Format] | None, target: Path, *, single: bool
) -> tuple[list[PageFormat], bool]:
    """Return the formats of single pages to write, and whether to make the PDF."""
    asked = [fmt] if isinstance(fmt, str) else list(fmt or (("pdf",) if single else _USUAL))
    for each in asked:
        if each not in get_args(Format):
            raise UnknownNameError("format", each, list(get_args(Format)))
    paged = [each for each in PAGE_FORMATS if each in asked]
    if single and paged:
        msg = f"{paged[0].upper()} pages need a folder, but {target} is the name of a PDF."
        raise SxgeoError(msg)
    check_target(target)
    return paged, "pdf" in asked


def _silent(done: int, total: int, title: str) -> None:
    """Say nothing."""
