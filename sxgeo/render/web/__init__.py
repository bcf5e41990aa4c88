"""Scenes as self-contained web pages: `render_map`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sxgeo.render.web.gallery import GalleryCard, GalleryLink, render_gallery
    from sxgeo.render.web.map import SceneMap, render_map
    from sxgeo.render.web.scene_page import render_html
    from sxgeo.render.web.thumbnail import thumbnail_svg

__all__ = [
    "GalleryCard",
    "GalleryLink",
    "SceneMap",
    "render_gallery",
    "render_html",
    "render_map",
    "thumbnail_svg",
]

_HOMES = {
    "GalleryCard": "gallery",
    "GalleryLink": "gallery",
    "SceneMap": "map",
    "render_gallery": "gallery",
    "render_html": "scene_page",
    "render_map": "map",
    "thumbnail_svg": "thumbnail",
}


def __getattr__(name: str) -> object:
    """Import on first use: the gallery needs no folium."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    return found
