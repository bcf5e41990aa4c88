"""Scenes as self-contained web pages: `render_map`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sxgeo.render.web.gallery import GalleryCard, render_gallery
    from sxgeo.render.web.map import SceneMap, render_map

__all__ = ["GalleryCard", "SceneMap", "render_gallery", "render_map"]

_HOMES = {
    "GalleryCard": "gallery",
    "SceneMap": "map",
    "render_gallery": "gallery",
    "render_map": "map",
}


def __getattr__(name: str) -> Any:
    """Import on first use: the gallery needs no folium."""
    if name not in _HOMES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
