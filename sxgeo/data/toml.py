"""Reading TOML into typed models, with every fault named by file and key."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sxgeo.errors import DataError, Issue, nearest, shown_path

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails


class Model(BaseModel):
    """Base of every model read from TOML: closed, frozen, no silent conversions."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


M = TypeVar("M", bound=BaseModel)


def read_toml(path: Path, *, root: Path | None = None) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises
    ------
    DataError
        The file is missing, is not UTF-8, or is not TOML; the message gives the line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        problem = "the file is missing"
    except UnicodeDecodeError as error:
        problem = f"it is not UTF-8 (byte {error.start})"
    except tomllib.TOMLDecodeError as error:
        problem = f"it is not valid TOML: {error}"
    raise DataError([Issue(shown_path(path, root), "", problem, "descriptor")])


def parse_model(
    model: type[M], content: dict[str, Any], path: Path, *, root: Path | None = None
) -> M:
    """Return `content` as a `model`.

    Raises
    ------
    DataError
        One issue per wrong, missing or unknown key, with the nearest valid key.
    """
    try:
        return model.model_validate(content, strict=False)
    except ValidationError as error:
        file = shown_path(path, root)
        raise DataError(
            Issue(file, _key(problem["loc"]), _sentence(model, problem), "descriptor")
            for problem in error.errors()
        ) from error


def _key(location: tuple[int | str, ...]) -> str:
    return "key " + ".".join(str(part) for part in location) if location else ""


def _sentence(model: type[BaseModel], problem: ErrorDetails) -> str:
    if problem["type"] == "missing":
        return "the key is missing"
    if problem["type"] == "extra_forbidden":
        near = nearest(str(problem["loc"][-1]), model.model_fields)
        return "the key is unknown" + (f"; did you mean {near!r}?" if near else "")
    if problem["type"] == "value_error":
        return str(problem["ctx"]["error"])
    said = problem["msg"][:1].lower() + problem["msg"][1:]
    return f"{said}, not {problem['input']!r}"
