"""Outputs are written whole or not at all: a temporary file beside the target, then a rename."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sxgeo.errors import OutputError, SxgeoError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a temporary path to write to; move it over `path` when the block ends well.

    Parameters
    ----------
    path : str or Path
        The file to make or replace. Its folder is made when missing.

    Yields
    ------
    Path
        A path in the same folder with the same suffix. When the block raises it is removed and an
        existing file at `path` keeps its bytes.

    Raises
    ------
    OutputError
        The folder or file cannot be written, or the disk is full.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder) / "a.txt") as part:
    ...         _ = part.write_text("whole")
    ...     (Path(folder) / "a.txt").read_text()
    'whole'
    """
    target = Path(path)
    part: Path | None = None
    try:
        _check_replaceable(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(
            prefix=f".{target.stem}-", suffix=target.suffix, dir=target.parent
        )
        os.close(handle)
        part = Path(name)
        yield part
        part.chmod(0o666 & ~_umask())
        part.replace(target)
    except OSError as error:
        if isinstance(error, SxgeoError):
            raise
        reason = error.strerror or str(error)
        if isinstance(error, FileExistsError | NotADirectoryError):
            reason = "a file stands where its folder should be"
        msg = f"Cannot write {target}: {reason}. What was there before is untouched."
        raise OutputError(msg) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


@contextmanager
def replacing_folder(path: str | Path) -> Iterator[Path]:
    """Give a temporary folder to fill; rename it to `path` when the block ends well.

    Parameters
    ----------
    path : str or Path
        The folder to make. It must not exist: nothing is overwritten.

    Yields
    ------
    Path
        An empty folder beside it; removed when the block raises.

    Raises
    ------
    OutputError
        The folder exists already, or cannot be made.
    """
    target = Path(path)
    if target.exists():
        msg = f"{target} exists already; nothing was written."
        raise OutputError(msg)
    part: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        yield part
        part.chmod(0o777 & ~_umask())
        part.replace(target)
    except OSError as error:
        if isinstance(error, SxgeoError):
            raise
        msg = f"Cannot write {target}: {error.strerror or error}. Nothing was written."
        raise OutputError(msg) from error
    finally:
        if part is not None and part.exists():
            shutil.rmtree(part)


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all (see `replacing`)."""
    with replacing(path) as part:
        part.write_bytes(content)


def write_text(path: str | Path, content: str) -> None:
    r"""Write `content` as UTF-8 with `\\n` line ends, whole or not at all (see `replacing`)."""
    write_bytes(path, content.encode("utf-8"))


def _check_replaceable(target: Path) -> None:
    """Refuse a folder, and what a rename would do away with: a device such as /dev/null."""
    if target.is_dir():
        raise IsADirectoryError(21, "it is a folder", str(target))
    if target.exists() and not target.is_file():
        raise OSError(22, "it is no ordinary file", str(target))


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
