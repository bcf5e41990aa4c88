"""The map a notebook holds: a scene as a `folium.Map` that can be added to, shown and saved."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import folium
from branca.element import Element, Figure
from folium.template import Template

from sxgeo.assets import asset_text
from sxgeo.output import write_text
from sxgeo.render.web.basemaps import resolve_basemaps, tile_origins
from sxgeo.render.web.figure import PageFigure
from sxgeo.render.web.page import in_script
from sxgeo.render.web.scene_page import (
    app_markup,
    fallback,
    map_id,
    scene_data,
    start_script,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from sxgeo.data.basemap import BasemapSpec
    from sxgeo.data.theme import Language
    from sxgeo.domain.scene import MapScene


def render_map(
    scene: MapScene,
    *,
    language: Language = "zh",
    basemaps: Sequence[str | BasemapSpec] = (),
    write_keys: Collection[str] = (),
    root: str | Path | None = None,
) -> SceneMap:
    """Return a scene as a map for notebooks and files.

    Parameters
    ----------
    scene : MapScene
        What to show.
    language : {'zh', 'en'}
        Of the page when it opens; the reader can switch.
    basemaps : sequence of str or BasemapSpec
        Tiles the reader may choose; none by default, and then the page never asks the network.
    write_keys : collection of str
        Basemaps whose key may be written into the page (see `resolve_basemaps`).
    root : str or Path, optional
        Whose `maps/basemaps.toml`; see `sxgeo.paths.project_root`.

    Returns
    -------
    SceneMap
        A `folium.Map`: add children, show it, or `save` it as one file.
    """
    resolved = resolve_basemaps(basemaps, write_keys=write_keys, root=root)
    return SceneMap(scene, language=language, basemaps=resolved)


class SceneMap(folium.Map):
    """A scene that folium can go on with.

    Parameters
    ----------
    scene : MapScene
        What to show.
    language : {'zh', 'en'}
        Of the page when it opens.
    basemaps : sequence of mapping
        As `resolve_basemaps` gives them.

    Notes
    -----
    The page draws the scene itself; folium children (markers, plugins …) are drawn on top by
    Leaflet, which the page carries. Saved, the page asks the network for nothing.
    """

    _template = Template("""
        {% macro html(this, kwargs) %}
        {{ this.app_markup() }}
        {% endmacro %}
        {% macro script(this, kwargs) %}
        {{ this.start_script() }}
        {%- if this.objects_to_stay_in_front %}
        function objects_in_front() {
            {%- for each in this.objects_to_stay_in_front %}
            {{ each.get_name() }}.bringToFront();
            {%- endfor %}
        }
        {{ this.get_name() }}.on("overlayadd", objects_in_front);
        window.addEventListener("load", objects_in_front);
        {%- endif %}
        {% endmacro %}
    """)

    def __init__(
        self,
        scene: MapScene,
        *,
        language: Language = "zh",
        basemaps: Sequence[Mapping[str, Any]] = (),
    ) -> None:
        west, south, east, north = scene.extent
        super().__init__(location=[(south + north) / 2, (west + east) / 2], tiles=None)
        self.scene = scene
        self.language = language
        self.basemaps = tuple(basemaps)
        # Ids are random in folium; the map's own is the same for the same scene.
        self._id = map_id(scene, language)
        # The page carries its libraries. Lists of its own: add_js_link changes them in place.
        self.default_js: list[tuple[str, str]] = []
        self.default_css: list[tuple[str, str]] = []
        PageFigure(self)

    @property
    def tile_origins(self) -> tuple[str, ...]:
        """Origins the page may load tiles from; none by default."""
        return tuple(tile_origins(self.basemaps))

    @functools.cached_property
    def data(self) -> str:
        """The scene as the JSON text of the page's data block."""
        return scene_data(self.scene, self.language, self.basemaps)

    def app_markup(self) -> str:
        """Return the elements the page's script builds itself around."""
        return app_markup(self.get_name())

    def start_script(self) -> str:
        """Return what draws the page and gives folium's children their map."""
        return start_script(self.get_name())

    def save(
        self,
        outfile: str | bytes | Path | BinaryIO,
        close_file: bool = True,  # noqa: FBT001, FBT002 - folium's signature
        *,
        inline: bool = True,
        **kwargs: object,
    ) -> None:
        """Write the map as one file that needs no network.

        Parameters
        ----------
        outfile : str, Path or binary file
            Where to; a path is written whole or not at all.
        close_file : bool
            Close a file that was given open.
        inline : bool
            False allows folium children that load files from the network.
        **kwargs
            Handed on to the children's templates.

        Raises
        ------
        NetworkFileError
            A child needs a file from the network; the text names both.
        OutputError
            The file cannot be written; what stood there before is untouched.
        """
        root = self.get_root()
        page = (
            root.render(inline=inline, **kwargs)
            if isinstance(root, PageFigure)
            else root.render(**kwargs)
        )
        if isinstance(outfile, (str, bytes, Path)):
            write_text(outfile.decode() if isinstance(outfile, bytes) else outfile, page)
            return
        outfile.write(page.encode("utf-8"))
        if close_file:
            outfile.close()

    def render(self, **kwargs: object) -> None:  # type: ignore[override]  # as folium's maps do
        """Write the map and its children into the figure it stands in."""
        root = self.get_root()
        if isinstance(root, Figure) and not isinstance(root, PageFigure):
            self._dress(root)
        super().render(**kwargs)  # type: ignore[no-untyped-call]

    def _dress(self, figure: Figure) -> None:
        """Bring what `PageFigure` would bring into a figure that someone else made."""
        style = "".join(
            f"<style>{asset_text(name)}</style>" for name in ("leaflet.css", "page.css")
        )
        data = f'<script type="application/json" id="sxgeo-data">{self.data}</script>'
        script = "".join(
            f"<script>{in_script(asset_text(name))}</script>" for name in ("leaflet.js", "page.js")
        )
        head = f'<meta name="viewport" content="width=device-width, initial-scale=1">{style}'
        figure.header.add_child(_Markup(head), name="sxgeo_head")
        figure.html.add_child(
            _Markup(f"{fallback(self.scene, self.language)}{data}{script}"), name="sxgeo_data"
        )

    def _get_self_bounds(self) -> list[list[float | None]]:
        """Return the extent as folium writes bounds: south-west, north-east, latitude first."""
        west, south, east, north = self.scene.extent
        return [[south, west], [north, east]]


class _Markup(Element):
    """Markup as it is; branca would read it as a template."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup = markup

    def render(self, **kwargs: object) -> str:  # noqa: ARG002 - branca's signature
        return self.markup
