"""A form as a zip of parts: what is not rewritten is copied as it stands, in its order, with its own compression."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from models.database import NotFound, Trouble

LARGEST = 100 * 1024 * 1024
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Unfillable(Trouble):
    """A form that cannot be filled; the text says why and what to do."""


class Package:
    """The parts of an .xlsx or .docx file of at most ``largest`` bytes unpacked; ``put`` changes one."""

    def __init__(self, path: Path, largest: int = LARGEST) -> None:
        self.path = path
        if not path.is_file():
            raise NotFound(f"找不到文件“{path.name}”。请检查是否被移动或改名。")
        try:
            self._bytes = path.read_bytes()
            with zipfile.ZipFile(io.BytesIO(self._bytes)) as file:
                self._infos = file.infolist()
                if sum(one.file_size for one in self._infos) > largest:
                    raise Unfillable(f"“{path.name}”太大，不像一张表，没有打开。")
                self._parts = {one.filename: file.read(one) for one in self._infos}
        except PermissionError as error:
            raise Unfillable(f"“{path.name}”正被别的程序打开，或没有读取权限。请关闭它再试。") from error
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
            raise Unfillable(
                f"“{path.name}”打不开：可能是旧格式（.xls、.doc）、加了密码，或者已损坏。"
                "请用 WPS 或 Office 打开它，去掉密码，另存为 .xlsx 或 .docx 再试。"
            ) from error
        self.changed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        """Names of all parts, in their order."""
        return list(self._parts)

    def text(self, name: str) -> str:
        """A part as text. Raises Unfillable where it is damaged."""
        try:
            return self._parts[name].decode("utf-8-sig")
        except (KeyError, UnicodeDecodeError) as error:
            raise Unfillable(f"“{self.path.name}”里的“{name}”读不出来，文件可能已损坏。请重新要一份。") from error

    def data(self, name: str) -> bytes:
        """A part as it stands."""
        return self._parts[name]

    def put(self, name: str, content: str | bytes) -> None:
        """Change a part or add one; the same content changes nothing."""
        data = content.encode("utf-8") if isinstance(content, str) else content
        if isinstance(content, str) and self._parts.get(name, b"").startswith(b"\xef\xbb\xbf"):
            data = b"\xef\xbb\xbf" + data
        if self._parts.get(name) != data:
            self._parts[name] = data
            self.changed.add(name)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """{relation id: (its type's last word, name of the part)} of a part; outer addresses are left out."""
        folder, _, file = name.rpartition("/")
        rels = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        if rels not in self._parts:
            return {}
        found = {}
        for one in xml(self, rels):
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target", "")
            found[one.get("Id", "")] = (one.get("Type", "").rpartition("/")[2], joined(folder, target))
        return found

    def save(self, path: Path) -> None:
        """Write the whole package; it appears only when it is complete."""
        staged = path.with_name(f".{path.name}.part")
        try:
            with zipfile.ZipFile(staged, "w") as file:
                known = set()
                for info in self._infos:
                    known.add(info.filename)
                    file.writestr(info, self._parts[info.filename], info.compress_type)
                for name in self._parts:
                    if name not in known:
                        file.writestr(
                            zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), self._parts[name], zipfile.ZIP_DEFLATED
                        )
            staged.replace(path)
        except PermissionError as error:
            raise Unfillable(
                f"“{path.name}”正被 WPS 或 Excel 打开着，没有写。请先关掉它再试，或换一个文件名。"
            ) from error
        finally:
            staged.unlink(missing_ok=True)


def joined(folder: str, target: str) -> str:
    """The name of a part that is named from a folder: "../media/a.png" seen from xl/worksheets."""
    if target.startswith("/"):
        return target[1:]
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def xml(package: Package, name: str) -> ElementTree.Element:
    """The root of a part. Raises Unfillable."""
    try:
        return ElementTree.fromstring(package.text(name))
    except ElementTree.ParseError as error:
        raise Unfillable(f"“{package.path.name}”里的“{name}”已损坏，没有打开。请重新要一份。") from error


def local(one: ElementTree.Element) -> str:
    """The tag without its namespace."""
    return one.tag.rpartition("}")[2]


def children(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    """All elements below that have a name, whatever their namespace."""
    return (one for one in root.iter() if local(one) == name)


def escape(text: str) -> str:
    """Text for an element or an attribute; signs that XML cannot hold are left out."""
    return _CONTROL.sub("", text).translate(_ESCAPES)


def unescape(text: str) -> str:
    """The text of an element."""
    return html.unescape(text)


def attribute(tag: str, name: str) -> str | None:
    """The value of an attribute in the text of a start tag."""
    match = re.search(rf"""[\s]{re.escape(name)}=(["'])(.*?)\1""", tag, re.S)
    return unescape(match[2]) if match else None


def with_attribute(tag: str, name: str, value: str | None) -> str:
    """A start tag with an attribute set, or without it."""
    pattern = re.compile(rf"""\s{re.escape(name)}=(["'])(.*?)\1""", re.S)
    if value is None:
        return pattern.sub("", tag, count=1)
    new = f' {name}="{escape(value)}"'
    if pattern.search(tag):
        return pattern.sub(lambda _: new, tag, count=1)
    end = "/>" if tag.endswith("/>") else ">"
    return tag[: -len(end)] + new + end
