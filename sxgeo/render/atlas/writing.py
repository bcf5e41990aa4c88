"""Writing an atlas: numbered PNG pages, one PDF, by one process or several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sxgeo.errors import SxgeoError
from sxgeo.output import replacing
from sxgeo.render.atlas.atlas import Atlas
from sxgeo.render.atlas.pdf import PdfBook
from sxgeo.render.atlas.png import page_stem, write_png
from sxgeo.render.atlas.resuming import page_keys, read_record, write_record
from sxgeo.render.atlas.workers import drawing_pool

if TYPE_CHECKING:
    from sxgeo.data.recipe import Recipe
    from sxgeo.data.theme import Language
    from sxgeo.render.atlas.page import AtlasPage
    from sxgeo.render.atlas.user_data import Added

Format = Literal["png", "pdf"]
Progress = Callable[[int, int, str], None]


def render_atlas(  # noqa: PLR0913 - every option of the command line
    recipe: Recipe,
    out: Path,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    paper: str | None = None,
    add: Sequence[Added] = (),
    dpi: int = 300,
    pages: Sequence[int] | None = None,
    fmt: Format | None = None,
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
        A ``.pdf`` file, or a folder for PNG pages ``NN-<title>.png`` and ``<recipe id>.pdf``.
    root : str or Path, optional
        See `sxgeo.paths.project_root`.
    language : {"zh", "en"}
        Of all words.
    paper : str, optional
        A paper of `maps/theme.toml` instead of the recipe's.
    add : sequence of UserData, DataFrame, str or Path
        The reader's own layers (see `sxgeo.render.atlas.Atlas`, also for the errors).
    dpi : int
        Pixels an inch of the PNG pages.
    pages : sequence of int, optional
        Numbers of the pages to write; all without it. Numbers in contents and indexes stay.
    fmt : {"png", "pdf"}, optional
        Only one of the two into a folder.
    jobs : int
        Processes. The PDF is made by one of them; the files are the same however many there are.
    resume : bool
        Leave what stands in the folder and was drawn from the same inputs (``.atlas.json`` there
        holds their hashes).
    progress : callable, optional
        Told ``(done, total, title)`` for each page of each kind, and at the end.

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
    atlas = Atlas(recipe, root=root, language=language, paper=paper, add=add)
    numbers = [atlas.plan_of(number).number for number in pages or range(1, len(atlas.pages) + 1)]
    target = Path(out)
    single = target.suffix.lower() == ".pdf"
    if single and fmt == "png":
        msg = f"PNG pages need a folder, but {target} is the name of a PDF."
        raise SxgeoError(msg)
    job = _Job(atlas, numbers, target.parent if single else target, dpi, progress or _silent)
    if not single and fmt != "pdf":
        job.plan_images(resume=resume)
    if single or fmt != "png":
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
        self.images: list[int] = []
        self.book: Path | None = None
        self.written: dict[int, list[Path]] = {}
        self.done = 0

    def plan_images(self, *, resume: bool) -> None:
        """Draw the images of all pages, or of those whose inputs changed."""
        self.images = [
            number
            for number in self.numbers
            if not (resume and self._is_current(self._image(number), self.keys[number]))
        ]

    def plan_book(self, path: Path, *, resume: bool) -> None:
        """Make the PDF, unless no input of any of its pages changed."""
        if not (resume and self._is_current(path, self._book_key())):
            self.book = path

    def run(self, jobs: int) -> list[Path]:
        """Do it; return the files written, the PDF last."""
        try:
            if jobs > 1 and self.images:
                beside = jobs - 1 if self.book is not None else jobs
                self._run_beside(max(beside, 1))
            else:
                self._run_alone()
        finally:
            if self.written and self.images:  # what is whole stays, and is known to be
                write_record(self.folder, self.record)
        files = [path for number in sorted(self.written) for path in self.written[number]]
        if self.book is not None:
            self._note(self.book, self._book_key())
            write_record(self.folder, self.record)
            files.append(self.book)
        self.report(self._total, self._total, self.atlas.title)
        return files

    def _run_alone(self) -> None:
        images = set(self.images)
        book = PdfBook(*book_words(self.atlas)) if self.book is not None else None
        for number in self.numbers:
            if number not in images and book is None:
                continue
            page = self.atlas.draw(number)
            if number in images:
                self._finish(number, write_png(page, self.folder, self.dpi))
            if book is not None:
                book.add(page)
                self._step(number)
            page.close()
        self._close(book)

    def _run_beside(self, processes: int) -> None:
        with drawing_pool(
            self.atlas, self.images, self.folder, self.dpi, processes=processes
        ) as pages:
            if self.book is not None:
                book = PdfBook(*book_words(self.atlas))
                for number in self.numbers:
                    page = self.atlas.draw(number)
                    book.add(page)
                    page.close()
                    self._step(number)
                self._close(book)
            for number, future in pages.items():
                self._finish(number, future.result())

    def _close(self, book: PdfBook | None) -> None:
        if book is not None and self.book is not None:
            with replacing(self.book) as part:
                book.finish(part)

    def _finish(self, number: int, files: list[Path]) -> None:
        self.written[number] = files
        self._note(self._image(number), self.keys[number])
        self._step(number)

    def _step(self, number: int) -> None:
        self.report(
            self.done, self._total, self.atlas.plan_of(number).title_in(self.atlas.language)
        )
        self.done += 1

    @property
    def _total(self) -> int:
        return len(self.images) + (len(self.numbers) if self.book is not None else 0)

    def _image(self, number: int) -> Path:
        return self.folder / f"{page_stem(self.atlas.plan_of(number))}.png"

    def _book_key(self) -> str:
        return sha256("".join(self.keys[number] for number in self.numbers).encode()).hexdigest()

    def _is_current(self, path: Path, key: str) -> bool:
        return path.is_file() and self.record.get(path.name) == key

    def _note(self, path: Path, key: str) -> None:
        self.record[path.name] = key


def draw_pages(
    recipe: Recipe,
    *,
    root: str | Path | None = None,
    language: Language = "zh",
    paper: str | None = None,
    add: Sequence[Added] = (),
    pages: Sequence[int] | None = None,
) -> Iterator[AtlasPage]:
    """Yield drawn pages, each with its matplotlib figure (parameters as of `render_atlas`)."""
    atlas = Atlas(recipe, root=root, language=language, paper=paper, add=add)
    for number in pages or range(1, len(atlas.pages) + 1):
        yield atlas.draw(number)


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
