"""XML and ZIP as every run writes them alike: ordered, escaped, without a clock."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Mapping

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can say
_PLAIN_FILE = 0o644 << 16


def legal(text: object) -> str:
    r"""Return text without the control characters XML cannot hold.

    Examples
    --------
    >>> legal("a\x00b"), legal(1.5)
    ('ab', '1.5')
    """
    return _ILLEGAL.sub("", str(text))


def new(tag: str, text: object = None, **attributes: object) -> ET.Element:
    """Return an element; an attribute's trailing ``_`` is dropped (``class_``)."""
    element = ET.Element(tag, {key.rstrip("_"): legal(value) for key, value in attributes.items()})
    if text is not None:
        element.text = legal(text)
    return element


def add(parent: ET.Element, tag: str, text: object = None, **attributes: object) -> ET.Element:
    """Append an element to another and return it (see `new`)."""
    element = new(tag, text, **attributes)
    parent.append(element)
    return element


def document(root: ET.Element, *, doctype: str = "") -> str:
    """Return a whole XML document, indented by one space."""
    ET.indent(root, space=" ")
    body = ET.tostring(root, encoding="unicode")
    head = doctype or '<?xml version="1.0" encoding="UTF-8"?>'
    return f"{head}\n{body}\n"


def archive(entries: Mapping[str, bytes]) -> bytes:
    """Return a ZIP file of these entries, in their order.

    Parameters
    ----------
    entries : mapping of str to bytes
        Path inside the archive to content.
    """
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _PLAIN_FILE
            entry.create_system = 3  # the same on every platform
            packed.writestr(entry, content)
    return stream.getvalue()
