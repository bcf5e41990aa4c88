"""Build `sxgeo/_assets`: the page's script and styles, Leaflet, the fonts, their licences.

`python -m build_support.assets` does it in a checkout; the wheel's build hook does it for
`pip install`. Nothing is done when the inputs are those of the last build.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_support.errors import AssetBuildError
from build_support.node import find_node, run_node, run_npm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ASSETS = Path("sxgeo") / "_assets"
WEB = Path("web")
MANIFEST = "manifest.json"

_WEB_INPUTS = ("package.json", "package-lock.json", "tsconfig.json", "build.mjs")
_TEXT = "utf-8"


def build_assets(root: Path, *, force: bool = False, say: Callable[[str], None] = print) -> Path:
    """Make `sxgeo/_assets` match its inputs.

    Parameters
    ----------
    root : Path
        The checkout or the unpacked source distribution.
    force : bool
        Build even what is up to date.
    say : callable
        Told one line per step.

    Returns
    -------
    Path
        The folder of assets.

    Raises
    ------
    AssetBuildError
        No Node, npm failed, or a font lacks a character.
    """
    assets = root / ASSETS
    keys = {"page": page_key(root), "fonts": fonts_key(root)}
    parts = {} if force else _built_parts(assets)
    stale = [part for part, key in keys.items() if parts.get(part, {}).get("key") != key]
    if not stale:
        return assets
    _install_packages(root, say)
    assets.mkdir(parents=True, exist_ok=True)
    for part in stale:
        make, doing = _MAKERS[part]
        say(doing)
        parts[part] = {"key": keys[part], "files": _replace(assets, make, root)}
    _remove_strangers(assets, parts)
    text = json.dumps({"parts": parts}, indent=1, sort_keys=True)
    (assets / MANIFEST).write_text(f"{text}\n", encoding=_TEXT)
    return assets


def is_current(root: Path) -> bool:
    """Tell whether the assets are those the inputs would give."""
    parts = _built_parts(root / ASSETS)
    keys = {"page": page_key(root), "fonts": fonts_key(root)}
    return {name: part["key"] for name, part in parts.items()} == keys


def page_key(root: Path) -> str:
    """Return the hash of everything the page's bundle is made from."""
    web = root / WEB
    sources = sorted(
        path
        for path in (web / "src").rglob("*")
        if path.is_file() and not path.name.endswith(".test.ts")
    )
    plugins = sorted(web.glob("esbuild-*.mjs"))
    return _hash_files(web, [*(web / name for name in _WEB_INPUTS), *plugins, *sources])


def fonts_key(root: Path) -> str:
    """Return the hash of everything the fonts are made from: lock, characters, code, fontTools."""
    from build_support import fonts  # the rest works without fontTools

    characters = fonts.optional_characters(root).union(fonts.required_characters(root))
    digest = hashlib.sha256()
    digest.update("".join(sorted(characters)).encode(_TEXT))
    digest.update(importlib.metadata.version("fonttools").encode(_TEXT))
    digest.update(json.dumps(_locked(root, fonts.PACKAGE.as_posix())).encode(_TEXT))
    digest.update(Path(fonts.__file__).read_bytes())
    return digest.hexdigest()


def _built_parts(assets: Path) -> dict[str, dict[str, Any]]:
    """Return the key and file hashes of each part of the last build that is still whole."""
    try:
        parts = json.loads((assets / MANIFEST).read_text(encoding=_TEXT))["parts"]
        return {
            name: {"key": part["key"], "files": dict(part["files"])}
            for name, part in parts.items()
            if all((assets / file).is_file() for file in part["files"])
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _remove_strangers(assets: Path, parts: dict[str, dict[str, Any]]) -> None:
    """Delete what an earlier build made and this one does not: it would travel in the wheel."""
    known = {name for part in parts.values() for name in part["files"]}
    for path in sorted(assets.rglob("*")):
        if path.is_file() and path.relative_to(assets).as_posix() not in known:
            path.unlink()


def _install_packages(root: Path, say: Callable[[str], None]) -> None:
    """Run `npm ci` unless the packages of the lock file are already there."""
    if not _packages_present(root):
        say("Fetching the npm packages of web/package-lock.json (70 MB, once).")
        # No install scripts: nothing the lock names needs one to be used here.
        run_npm(find_node(), ["ci", "--omit=dev", "--ignore-scripts"], cwd=root / WEB)


def _packages_present(root: Path) -> bool:
    """Tell whether node_modules holds the locked version of each package the build uses."""
    for name in _direct_packages(root):
        try:
            text = (root / WEB / "node_modules" / name / "package.json").read_text(encoding=_TEXT)
        except OSError:
            return False
        if json.loads(text)["version"] != _locked(root, name).get("version"):
            return False
    return True


def _direct_packages(root: Path) -> list[str]:
    package = json.loads((root / WEB / "package.json").read_text(encoding=_TEXT))
    return list(package["dependencies"])


def _locked(root: Path, name: str) -> dict[str, object]:
    lock = json.loads((root / WEB / "package-lock.json").read_text(encoding=_TEXT))
    entry = lock["packages"].get(f"node_modules/{name}")
    if entry is None:
        msg = f"web/package-lock.json lacks {name}: run `npm install` in web/ and commit it."
        raise AssetBuildError(msg)
    return dict(entry)


def _bundle(root: Path, folder: Path) -> None:
    run_node(find_node(), ["build.mjs", "--out", str(folder)], cwd=root / WEB)


def _cut_fonts(root: Path, folder: Path) -> None:
    from build_support import fonts  # see fonts_key

    modules = root / WEB / "node_modules"
    required, optional = fonts.required_characters(root), fonts.optional_characters(root)
    (folder / "fonts").mkdir()
    for name, source in fonts.SOURCES.items():
        fonts.subset_font(modules / source, folder / "fonts" / name, required, optional)
    (folder / "licenses").mkdir()
    shutil.copyfile(modules / fonts.LICENCE, folder / "licenses" / "NotoSansSC-OFL.txt")


_MAKERS: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "page": (_bundle, "Bundling the page's script and styles."),
    "fonts": (_cut_fonts, "Cutting the fonts to GB 2312 and the characters of geodata/ and maps/."),
}


def _replace(assets: Path, make: Callable[[Path, Path], None], root: Path) -> dict[str, str]:
    """Let `make` fill a folder beside `assets`, move each file over, and return their hashes."""
    made: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="._assets-", dir=assets.parent) as name:
        part = Path(name)
        make(root, part)
        for path in sorted(path for path in part.rglob("*") if path.is_file()):
            relative = path.relative_to(part)
            made[relative.as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
            (assets / relative).parent.mkdir(parents=True, exist_ok=True)
            path.replace(assets / relative)
    return made


def _hash_files(base: Path, paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        name, content = path.relative_to(base).as_posix(), path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def main() -> int:
    """Build the assets of this checkout; the exit code is 1 when that fails."""
    parser = argparse.ArgumentParser(prog="python -m build_support.assets", description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even what is up to date")
    force = parser.parse_args().force
    try:
        assets = build_assets(Path(__file__).resolve().parents[1], force=force)
    except (AssetBuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in assets.rglob("*") if path.is_file())
    print(f"{assets.name}: {size / 1e6:.1f} MB, up to date.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
