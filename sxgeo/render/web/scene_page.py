"""A scene's page without folium: what the command line writes, and what a `SceneMap` adds to."""

from __future__ import annotations

import hashlib
import html
from typing import TYPE_CHECKING, Any

from sxgeo.assets import asset_text
from sxgeo.render.web.basemaps import resolve_basemaps, tile_origins
from sxgeo.render.web.page import Network, Page, render_page
from sxgeo.render.web.payload import build_payload, payload_json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from sxgeo.data.basemap import BasemapSpec
    from sxgeo.data.theme import Language
    from sxgeo.domain.scene import MapScene


def render_html(
    scene: MapScene,
    *,
    language: Language = "zh",
    basemaps: Sequence[str | BasemapSpec] = (),
    write_keys: Collection[str] = (),
    root: str | Path | None = None,
) -> str:
    """Return a scene as the text of one self-contained file.

    The same bytes as `render_map(...).save(...)` writes, without loading folium: a third quicker.

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
    """
    resolved = resolve_basemaps(basemaps, write_keys=write_keys, root=root)
    name = map_name(scene, language)
    return render_page(
        scene_page(
            scene,
            language,
            data=scene_data(scene, language, resolved),
            body=app_markup(name),
            script=start_script(name),
            network=Network(images=tuple(tile_origins(resolved))),
        )
    )


def scene_data(
    scene: MapScene, language: Language, basemaps: Sequence[Mapping[str, Any]] = ()
) -> str:
    """Return a scene as the JSON text of the page's data block."""
    return payload_json(build_payload(scene, language=language, basemaps=basemaps))


def scene_page(
    scene: MapScene,
    language: Language,
    *,
    data: str,
    body: str,
    script: str,
    network: Network,
) -> Page:
    """Return the page of a scene around the markup and script of its map.

    Parameters
    ----------
    scene : MapScene
        Gives title and description.
    language : {'zh', 'en'}
        Of the page when it opens.
    data : str
        From `scene_data`.
    body, script : str
        Markup with the map's element, and what starts it.
    network : Network
        What the page may load.
    """
    title = scene.title_in(language)
    return Page(
        title=title,
        description=(scene.description if language == "zh" else scene.description_en) or title,
        language=language,
        body=f"{fallback(scene, language)}\n{body}",
        data=data,
        styles=[asset_text("leaflet.css").strip(), asset_text("page.css").strip()],
        scripts=[asset_text("leaflet.js").strip(), asset_text("page.js").strip(), script],
        network=network,
    )


def map_id(scene: MapScene, language: Language) -> str:
    """Return an id for a scene's map, the same for the same scene."""
    return hashlib.sha256(f"{scene.id} {language}".encode()).hexdigest()[:12]


def map_name(scene: MapScene, language: Language) -> str:
    """Return what folium calls the map: the id of its element and the name of its variable."""
    return f"map_{map_id(scene, language)}"


def app_markup(name: str) -> str:
    """Return the elements the page's script builds itself around."""
    return f'<div id="sxgeo-app"><div class="folium-map" id="{name}"></div></div>'


def start_script(name: str) -> str:
    """Return what draws the page and gives folium's children their map."""
    return f'var {name} = sxgeoPage.start("{name}");'


def fallback(scene: MapScene, language: Language) -> str:
    """Return what a browser without scripts shows."""
    words = scene.strings.get("needs_script", language)
    return (
        f"<noscript><p>{html.escape(scene.title_in(language))}: {html.escape(words)}</p></noscript>"
    )
