"""The wheel's build hook: bundled assets, and `geodata/` and `maps/` inside the package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))  # hatchling loads this file by path

from build_support.assets import ASSETS, build_assets, is_current
from build_support.characters import DATA_FOLDERS
from build_support.errors import AssetBuildError
from build_support.node import NODE_REQUIREMENT, node_on_path

PACKAGED_DATA = "sxgeo/_data"
LEFT_OUT_FOLDERS = frozenset({"__pycache__", "derive"})
LEFT_OUT_SUFFIXES = frozenset({".py", ".pyc"})


class AssetBuildHook(BuildHookInterface[Any]):
    """Build the assets before the wheel, editable or not; fill a standard wheel with the data."""

    def dependencies(self) -> list[str]:
        """Return what pip must fetch for the build: Node, where it is needed and PATH has none."""
        root = Path(self.root)
        return [] if is_current(root) or node_on_path() is not None else [NODE_REQUIREMENT]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is stale; `version` is ``"editable"`` or ``"standard"``."""
        root = Path(self.root)
        try:
            assets = build_assets(root, say=self.app.display_info)
        except (AssetBuildError, OSError) as error:
            self.app.abort(f"sxgeo's bundled assets cannot be built. {error}")
        if version == "editable":
            return
        included = build_data["force_include"]
        included[str(assets)] = ASSETS.as_posix()
        for source in packaged_files(root):
            included[str(source)] = f"{PACKAGED_DATA}/{source.relative_to(root).as_posix()}"


def packaged_files(root: Path) -> list[Path]:
    """Return the data files that travel in the wheel: all but the scripts that derive them."""
    return [
        path
        for folder in DATA_FOLDERS
        for path in sorted((root / folder).rglob("*"))
        if path.is_file()
        and path.suffix not in LEFT_OUT_SUFFIXES
        and LEFT_OUT_FOLDERS.isdisjoint(path.relative_to(root).parts)
        and not path.name.startswith(".")
    ]
