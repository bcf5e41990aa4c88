"""The page around a map: what folium calls a Figure, rendered as our own kind of page."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from branca.element import Element, Figure

from sxgeo.render.web.additions import (
    Need,
    NetworkFileError,
    children_of,
    count_names,
    descendants,
    inline_scripts,
    is_library_link,
    needs_of,
)
from sxgeo.render.web.page import Network, Page, render_page
from sxgeo.render.web.scene_page import scene_page

if TYPE_CHECKING:
    from sxgeo.render.web.map import SceneMap

_USES_DOLLAR = re.compile(r"(?<![\w$.])\$\(")
# folium builds a popup's content with jQuery's $(markup)[0]; the page has a small stand-in.
_DOLLAR = "var $ = sxgeoPage.elementsOf;"


class PageFigure(Figure):
    """The root of a map's tree of elements.

    Parameters
    ----------
    scene_map : SceneMap
        The map the page is about; other children of the figure are a user's.
    """

    def __init__(self, scene_map: SceneMap) -> None:
        super().__init__()
        self.scene_map = scene_map
        self.add_child(scene_map)

    def render(self, *, inline: bool = True, **kwargs: object) -> str:
        """Return the page; the same tree gives the same text every time.

        Parameters
        ----------
        inline : bool
            Refuse additions that need the network; False lets them load their files.
        **kwargs
            Handed on to the children's templates.

        Raises
        ------
        NetworkFileError
            An addition needs a file from the network, and `inline` is True.
        """
        before = [(each, OrderedDict(children_of(each))) for each in descendants(self)]
        try:
            for child in list(children_of(self).values()):
                child.render(**kwargs)
            return render_page(self._page(inline=inline))
        finally:
            # Children write themselves into head, body and script, and some add to themselves.
            for each, children in before:
                children_of(each).clear()
                children_of(each).update(children)

    def _repr_html_(self, **kwargs: object) -> str:
        """Return the page in a frame, as notebooks show it; additions may load files there."""
        return str(super()._repr_html_(**{"inline": False, **kwargs}))

    def _page(self, *, inline: bool) -> Page:
        head = [each for name, each in children_of(self.header).items() if name != "meta_http"]
        scripts = {name: each.render() for name, each in children_of(self.script).items()}
        own = self.scene_map.get_name()
        markup = [
            "\n".join(each.render() for each in head if not is_library_link(each)),
            "\n".join(each.render().strip() for each in children_of(self.html).values()),
            "\n".join(_tidy(each) for each in scripts.values()),
        ]
        added = {name: script for name, script in scripts.items() if name != own}
        needs = needs_of(self.scene_map, head, added, markup[0] + markup[1])
        if needs and inline:
            raise NetworkFileError(needs)
        markup = count_names(markup, descendants(self))
        return self._composed(head, markup, needs, added="\n".join(added.values()))

    def _composed(
        self, head: list[Element], markup: list[str], needs: list[Need], *, added: str
    ) -> Page:
        scene_map = self.scene_map
        in_head, body, script = markup
        links = "".join(each.render() for each in head if is_library_link(each))
        has_jquery = any("jquery" in each.url for each in needs)
        if _USES_DOLLAR.search(added) and not has_jquery:
            script = f"{_DOLLAR}\n{script}"
        page = scene_page(
            scene_map.scene,
            scene_map.language,
            data=scene_map.data,
            body=body,
            script=script,
            network=Network(
                images=scene_map.tile_origins,
                files=tuple(sorted({each.url for each in needs if each.is_file})),
                anything=bool(needs),
            ),
        )
        return replace(
            page,
            head=in_head,
            # The user's libraries extend our Leaflet, so they come after it.
            libraries=links + _folium_links(needs, links),
            inline_styles=bool(added or in_head or len(children_of(self.html)) > 1),
            hashed=tuple(inline_scripts(in_head) + inline_scripts(body)),
        )


def _folium_links(needs: list[Need], links: str) -> str:
    """Return tags for the libraries folium's children lean on and no link names yet."""
    missing = [each.url for each in needs if each.is_file and each.url not in links]
    return "".join(
        f'<link rel="stylesheet" href="{url}">'
        if re.search(r"\.css(?:$|[?#])", url)
        else f'<script src="{url}"></script>'
        for url in missing
    )


def _tidy(script: str) -> str:
    return "\n".join(line.rstrip() for line in script.splitlines() if line.strip()).strip()
