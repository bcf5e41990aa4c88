"""The index of places: every unit and feature by pinyin, with page and square."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from sxgeo.domain.pinyin import romanise
from sxgeo.render.atlas.anchors import anchor
from sxgeo.render.atlas.flow import Block, balanced, columns_of
from sxgeo.render.atlas.layout import body_of
from sxgeo.render.atlas.lettering import wrapped
from sxgeo.render.atlas.user_data import is_listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sxgeo.data.theme import Language
    from sxgeo.domain.scene import MapScene
    from sxgeo.render.atlas.flow import PlacedBlock
    from sxgeo.render.atlas.ground import Ground
    from sxgeo.render.atlas.page import PagePlan
    from sxgeo.render.atlas.sheet import Sheet, TextStyle

_LEAST_PART = 0.02  # of a unit that a page must show to be named for it


@dataclass(frozen=True, order=True)
class Reference:
    """A page and the square of its grid."""

    page: int
    cell: str

    def __str__(self) -> str:
        return f"{self.page} {self.cell}".strip()


@dataclass(frozen=True)
class IndexGroup:
    """Entries under one heading; `detail` divides the heading, and stands smaller below it."""

    heading: str
    entries: tuple[IndexEntry, ...]
    detail: str = ""


@dataclass(frozen=True)
class IndexEntry:
    """One name of the index, what it is sorted by, and where to find it."""

    name: str
    key: str
    references: tuple[Reference, ...]

    @property
    def initial(self) -> str:
        """The letter it stands under."""
        first = self.key[:1].upper()
        return first if first.isascii() and first.isalpha() else "#"


@dataclass(frozen=True)
class TablePage:
    """A page of a unit's table.

    Attributes
    ----------
    number : int
        Of the page.
    unit : bytes
        `Focus.key` of the unit.
    rows : frozenset of str
        See `rows_of`.
    """

    number: int
    unit: bytes
    rows: frozenset[str]


def rows_of(placed: Iterable[PlacedBlock]) -> frozenset[str]:
    """Return the names that a laid-out page of a table lists, without spaces."""
    return frozenset(_unbroken("".join(each.block.lines)) for each in placed if each.block.marks)


def build_index(
    pages: Iterable[tuple[PagePlan, Ground]],
    scene: MapScene,
    language: Language,
    tables: Sequence[TablePage] = (),
) -> list[IndexEntry]:
    """Return the index of an atlas' maps, sorted.

    Parameters
    ----------
    pages : iterable of (PagePlan, Ground)
        The map pages.
    scene : MapScene
        Gives the units and their names.
    language : {"zh", "en"}
        Of the names; Chinese ones are sorted by pinyin.
    tables : sequence of TablePage
        Where that stands which a unit's page tells but does not draw.
    """
    found: dict[str, set[Reference]] = {}
    shown: set[str] = set()
    for plan, ground in pages:
        names = list(_features(plan, ground, language))
        if plan.focus is not None or not shown:  # units are not listed once a theme
            for level in plan.named_levels:
                names += _units(plan, ground, language, level)
            shown.update(plan.named_levels)
        for name, x, y in names:
            cell = plan.frame.grid_reference(x, y)
            found.setdefault(name, set()).add(Reference(plan.number, cell))
        for name, number in _listed_only(plan, ground, language, tables):
            found.setdefault(name, set()).add(Reference(number, ""))
        if plan.focus is not None:
            name = plan.focus.name if language == "zh" else plan.focus.name_en
            where = found.setdefault(name, set())
            if plan.number not in {each.page for each in where}:
                where.add(Reference(plan.number, ""))
    english = _english_names(scene)
    keys = sort_keys({name: english.get(name, "") for name in found}, language, _unit_sounds(scene))
    entries = [IndexEntry(name, keys[name], tuple(sorted(where))) for name, where in found.items()]
    return sorted(entries, key=lambda entry: (entry.initial == "#", entry.key, entry.name))


def sort_keys(
    names: Mapping[str, str], language: Language, sounds: Mapping[str, str]
) -> dict[str, str]:
    """Return what each name is sorted by: its letters, or its pinyin without tones.

    Parameters
    ----------
    names : mapping of str to str
        Names, each with its official English; empty for none.
    language : {"zh", "en"}
        English names are sorted as they are.
    sounds : mapping of str to str
        How the names of units sound, for those that a dictionary reads wrongly and that stand in
        names without English.

    Examples
    --------
    >>> sort_keys({"洪洞北站": "", "解州关帝庙": "Xiezhou"}, "zh", {"洪洞": "hongtong"})
    {'洪洞北站': 'hongtongbeizhan', '解州关帝庙': 'xiezhouguandimiao'}
    """
    if language == "en":
        return {name: _sorted_by(name) for name in names}
    guides = [
        " ".join([english, *(sound for stem, sound in sounds.items() if stem in name)])
        for name, english in names.items()
    ]
    spoken = romanise(list(names), guides)
    return {name: _sorted_by(each.pinyin or name) for name, each in zip(names, spoken, strict=True)}


def _sorted_by(text: str) -> str:
    return "".join(each for each in text.lower() if each.isalnum())


def by_initial(entries: Sequence[IndexEntry]) -> list[IndexGroup]:
    """Return sorted entries under their letters."""
    groups = itertools.groupby(entries, key=lambda entry: entry.initial)
    return [IndexGroup(initial, tuple(each)) for initial, each in groups]


def index_pages(
    sheet: Sheet, groups: Sequence[IndexGroup], note: str = "place_index_note"
) -> list[list[PlacedBlock]]:
    """Return an index, laid out page by page under a line that says how to read it.

    Parameters
    ----------
    sheet : Sheet
        What it is laid out for.
    groups : sequence of IndexGroup
        In order (see `by_initial`).
    note : str
        The phrase of that line.
    """
    _, body, _ = body_of(sheet.width, sheet.height, sheet.factor)
    count = max(int(body.width / (44 * sheet.factor)), 1)
    columns = columns_of(body, count, 5 * sheet.factor)
    style = sheet.style("small", sheet.look.muted)
    lines = tuple(wrapped(sheet.word(note), columns[0].width, style.size))
    blocks = index_blocks(sheet, groups, columns[0].width)
    return balanced([Block(lines, style), *blocks], columns)


def index_blocks(sheet: Sheet, groups: Sequence[IndexGroup], width: float) -> list[Block]:
    """Return the index as blocks for columns of that width."""
    heading = sheet.style("heading", sheet.look.accent, "bold")
    detail = sheet.style("small", sheet.look.accent)
    blocks: list[Block] = []
    before = ""
    for group in groups:
        if group.heading != before:
            before = group.heading
            blocks.append(Block((before,), heading, before=1.6 * sheet.factor, with_next=True))
        if group.detail:
            blocks.append(Block((group.detail,), detail, before=0.4, with_next=True))
        for entry in group.entries:
            blocks += _entry_blocks(sheet, entry, width)
    return blocks


def _entry_blocks(sheet: Sheet, entry: IndexEntry, width: float) -> list[Block]:
    """Return a name with its references beside it, or below it where there are many."""
    style = sheet.style("small")
    marks = _marks(entry.references)
    room = width - style.width_of("".join(text for text, _ in marks)) - 1.5
    if room > 0.3 * width:
        return [Block(tuple(wrapped(entry.name, room, style.size)), style, marks=marks)]
    lines = tuple(wrapped(entry.name, width, style.size))
    return [Block(lines, style, with_next=True), *_lines_of_marks(marks, style, width)]


def _lines_of_marks(
    marks: Sequence[tuple[str, int]], style: TextStyle, width: float
) -> list[Block]:
    """Return lines of references only, as many on each as it holds."""
    lines: list[list[tuple[str, int]]] = [[]]
    for mark in marks:
        told = "".join(text for text, _ in [*lines[-1], mark])
        if lines[-1] and style.width_of(told) > width - 2:
            lines.append([])
        lines[-1].append(mark)
    last = len(lines) - 1
    return [
        Block(("",), style, marks=tuple(line), with_next=place < last)
        for place, line in enumerate(lines)
    ]


def _marks(references: Sequence[Reference]) -> tuple[tuple[str, int], ...]:
    last = len(references) - 1
    return tuple(
        (f"{each}{',  ' if place < last else ''}", each.page)
        for place, each in enumerate(references)
    )


def _features(
    plan: PagePlan, ground: Ground, language: Language
) -> Iterable[tuple[str, float, float]]:
    """Yield name and place on paper of every feature on a page."""
    frame = plan.frame
    window = shapely.box(*frame.rect)
    focus = ground.focus_on_paper(plan.focus, frame) if plan.focus is not None else None
    column = "name" if language == "zh" else "name_en"
    for each in ground.page_layers(frame, plan.focus):
        if not is_listed(each.layer):
            continue
        for name, shape in zip(each.layer.frame[column], each.shapes, strict=True):
            part = shapely.intersection(shape, window)
            if focus is not None and shapely.get_dimensions(part) > 0:
                cut = shapely.intersection(part, focus)
                part = part if cut.is_empty else cut
            if not part.is_empty and name:
                point = anchor(part)
                yield str(name), point.x, point.y


def _listed_only(
    plan: PagePlan, ground: Ground, language: Language, tables: Sequence[TablePage]
) -> Iterable[tuple[str, int]]:
    """Yield what is said of a page's unit as a whole, and the page whose table lists it.

    No map of the unit draws it, so it has no square.
    """
    if plan.focus is None:
        return
    column = "name" if language == "zh" else "name_en"
    own = [each for each in tables if each.unit == plan.focus.key]
    for layer, whole in ground.covering(plan.focus):
        for name in layer.frame[column].to_numpy()[whole]:
            row = _unbroken(str(name))
            here = (each.number for each in own if row in each.rows)
            yield from ((str(name), number) for number in itertools.islice(here, 1))


def _unbroken(text: str) -> str:
    """Return a text without the spaces that lines are broken at."""
    return "".join(text.split())


def _units(
    plan: PagePlan, ground: Ground, language: Language, level: str
) -> Iterable[tuple[str, float, float]]:
    """Yield name and place on paper of the units of a level that a page names."""
    frame = plan.frame
    units = ground.units_on_paper(level, frame)
    names = unit_names(ground.scene, level, language)
    focus = ground.focus_on_paper(plan.focus, frame) if plan.focus is not None else None
    for code, shape in zip(units["adcode"], units.geometry, strict=True):
        part = shapely.clip_by_rect(shape, *frame.rect)
        if shapely.area(part) < _LEAST_PART * shapely.area(shape):
            continue
        point = anchor(part)
        if focus is None or shapely.intersects(anchor(shape), focus):
            yield names[code], point.x, point.y


def unit_names(scene: MapScene, level: str, language: Language) -> dict[str, str]:
    """Return the names of a level's units by adcode; a shared name has its parent's beside it."""
    units = scene.units[level]
    column = "name" if language == "zh" else "name_en"
    parents = {
        code: name
        for frame in scene.units.values()
        for code, name in zip(frame["adcode"], frame[column], strict=True)
    }
    shared = set(units[column][units[column].duplicated(keep=False)])
    pattern = "{name}（{parent}）" if language == "zh" else "{name} ({parent})"
    return {
        code: pattern.format(name=name, parent=parents.get(parent, "")) if name in shared else name
        for code, name, parent in zip(
            units["adcode"], units[column], units["parent_adcode"], strict=True
        )
    }


def _unit_sounds(scene: MapScene) -> dict[str, str]:
    """Return how units sound, by their name without the last character (市, 县, 区)."""
    return {
        name[:-1]: name_en.rsplit(" ", 1)[0].lower()
        for frame in scene.units.values()
        for name, name_en in zip(frame["name"], frame["name_en"], strict=True)
        if len(name) > 2
    }


def _english_names(scene: MapScene) -> dict[str, str]:
    """Return the English of every name that a layer or a unit has."""
    found = {
        name: name_en
        for layer in scene.layers
        for name, name_en in zip(
            layer.frame["name"].astype(str), layer.frame["name_en"].astype(str), strict=True
        )
    }
    for level in scene.units:
        own = unit_names(scene, level, "en")
        found |= {name: own[code] for code, name in unit_names(scene, level, "zh").items()}
    return found
