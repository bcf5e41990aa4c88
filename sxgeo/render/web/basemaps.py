"""The tiles a page may ask for: addresses with their keys, and the hosts its policy allows."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from sxgeo.data.basemap import BasemapSpec, read_basemap
from sxgeo.errors import SxgeoError
from sxgeo.render.web.layer_payload import text

if TYPE_CHECKING:
    from pathlib import Path

_ADDRESS = re.compile(r"^https?://[^\s\"'<>;,]+$")


def resolve_basemaps(
    basemaps: Sequence[str | BasemapSpec],
    *,
    write_keys: Collection[str] = (),
    root: str | Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> tuple[dict[str, Any], ...]:
    """Return basemaps as the page reads them (`Basemap` of `web/src/payload.ts`).

    Parameters
    ----------
    basemaps : sequence of str or BasemapSpec
        Ids of `maps/basemaps.toml`, or sources of one's own.
    write_keys : collection of str
        Ids of the basemaps whose key may be written into the page, where its readers can see it.
    root : str or Path, optional
        Whose register; see `sxgeo.paths.project_root`.
    environment : mapping of str to str, optional
        Where keys and addresses are read from; the process's by default.

    Raises
    ------
    UnknownNameError
        No such basemap; offers the nearest.
    SxgeoError
        A key is needed and was not asked for by name, or a variable is not set or no address.
    """
    variables = os.environ if environment is None else environment
    specs = [read_basemap(each, root) if isinstance(each, str) else each for each in basemaps]
    return tuple(
        {
            "id": spec.id,
            "title": text(spec.title, spec.title_en),
            "url": _address(spec, variables, write_key=spec.id in write_keys),
            "subdomains": list(spec.subdomains),
            "datum": spec.datum,
            "attribution": spec.attribution,
            "min_zoom": spec.min_zoom,
            "max_zoom": spec.max_zoom,
        }
        for spec in specs
    )


def tile_origins(basemaps: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the origins (scheme, host, port) tiles come from, sorted, each once.

    Examples
    --------
    >>> tile_origins([{"url": "https://t{s}.example.org/{z}/{x}/{y}", "subdomains": ["a", "b"]}])
    ['https://ta.example.org', 'https://tb.example.org']
    """
    found = set()
    for basemap in basemaps:
        for subdomain in basemap["subdomains"] or [""]:
            parts = urlsplit(basemap["url"].replace("{s}", subdomain))
            found.add(f"{parts.scheme}://{parts.netloc}")
    return sorted(found)


def _address(spec: BasemapSpec, variables: Mapping[str, str], *, write_key: bool) -> str:
    address = spec.url or _variable(spec, spec.url_variable, "its address", variables)
    if spec.key_variable:
        if not write_key:
            msg = (
                f"The basemap {spec.id!r} needs a key, and every reader of the page could read it "
                f"there. If that is meant, ask for it by name: "
                f"write_keys=[{spec.id!r}] (--write-key {spec.id})."
            )
            raise SxgeoError(msg)
        key = _variable(spec, spec.key_variable, "its key", variables)
        address = address.replace("{key}", quote(key, safe=""))
    if not _ADDRESS.match(address):
        msg = (
            f"The basemap {spec.id!r} has no usable address: "
            f"expected http(s)://…/{{z}}/{{x}}/{{y}}, not {address!r}."
        )
        raise SxgeoError(msg)
    return address


def _variable(spec: BasemapSpec, name: str, what: str, variables: Mapping[str, str]) -> str:
    value = variables.get(name, "").strip()
    if not value:
        msg = (
            f"The basemap {spec.id!r} reads {what} from the environment variable {name}, "
            "which is not set."
        )
        raise SxgeoError(msg)
    return value
