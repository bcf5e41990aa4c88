"""Where data and maps lie: `--root`, then `SXGEO_ROOT`, then the checkout, then the wheel."""

from __future__ import annotations

import os
from pathlib import Path

from sxgeo.errors import SxgeoError

ROOT_VARIABLE = "SXGEO_ROOT"
_PACKAGE = Path(__file__).resolve().parent


def project_root(root: str | Path | None = None) -> Path:
    """Return the folder that holds `geodata/` and `maps/`.

    Parameters
    ----------
    root : str or Path, optional
        An explicit root; wins over the `SXGEO_ROOT` variable, the checkout and the wheel.

    Returns
    -------
    Path
        An absolute folder with both sub-folders.

    Raises
    ------
    SxgeoError
        The named folder lacks `geodata/` or `maps/`.
    """
    if root is not None:
        return _checked(Path(root), "--root")
    if named := os.environ.get(ROOT_VARIABLE):
        return _checked(Path(named), ROOT_VARIABLE)
    checkout = _PACKAGE.parent
    if (checkout / "pyproject.toml").is_file() and _is_root(checkout):
        return checkout
    return _checked(_PACKAGE / "_data", "the installed package")


def geodata_dir(root: str | Path | None = None) -> Path:
    """Return the folder of what is known (see `project_root`)."""
    return project_root(root) / "geodata"


def maps_dir(root: str | Path | None = None) -> Path:
    """Return the folder of what to draw (see `project_root`)."""
    return project_root(root) / "maps"


def _is_root(folder: Path) -> bool:
    return (folder / "geodata").is_dir() and (folder / "maps").is_dir()


def _checked(folder: Path, named_by: str) -> Path:
    folder = folder.expanduser().resolve()
    if not _is_root(folder):
        missing = [name for name in ("geodata", "maps") if not (folder / name).is_dir()]
        msg = (
            f"{folder} (named by {named_by}) is no sxgeo root: "
            f"it lacks the folder{'s' if len(missing) > 1 else ''} {' and '.join(missing)}."
        )
        raise SxgeoError(msg)
    return folder
