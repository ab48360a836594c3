"""Several filled copies of a document in one: one behind the other, each from a new page."""

from __future__ import annotations

from collections.abc import Sequence

from models.exchange.fill.document import PART, Document, Node, tree
from models.exchange.fill.document_write import Writer, without_ids
from models.exchange.fill.grid import Edits
from models.exchange.ooxml.package import Package

_NEW_PAGE = '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:line="20" w:lineRule="exact"/></w:pPr></w:p>'


def write_together(document: Document, many: Sequence[dict[int, Edits]]) -> Package:
    """The document once for each of ``many``, with its edits."""
    writer = Writer(document)
    texts = [writer.text(edits) for edits in many]
    at = _body(texts[0])[1]
    made = texts[0][:at]
    for text in texts[1:]:
        body, end = _body(text)
        made += _from_new_page(without_ids(text[body.inner : end]))
    document.package.put(PART, made + texts[0][at:])
    return document.package


def _body(text: str) -> tuple[Node, int]:
    """The body, and where what it says ends: before the properties of its last pages."""
    body = next(tree(text).all("w:body"))
    last = body.nodes[-1] if body.nodes else None
    return body, last.start if last is not None and last.name == "w:sectPr" else body.close


def _from_new_page(text: str) -> str:
    first = next(iter(tree(text).nodes), None)
    if first is None or first.name != "w:p":
        return _NEW_PAGE + text
    tag_end = first.inner
    if text[:tag_end].endswith("/>"):
        return f"{text[: tag_end - 2].rstrip()}><w:pPr><w:pageBreakBefore/></w:pPr></w:p>{text[first.end :]}"
    properties = first.first("w:pPr")
    if properties is None:
        return f"{text[:tag_end]}<w:pPr><w:pageBreakBefore/></w:pPr>{text[tag_end:]}"
    before = [one.end for one in properties.nodes if one.name in ("w:pStyle", "w:keepNext", "w:keepLines")]
    if any(one.name == "w:pageBreakBefore" for one in properties.nodes):
        return text
    if text[properties.start : properties.inner].endswith("/>"):
        return f"{text[: properties.start]}<w:pPr><w:pageBreakBefore/></w:pPr>{text[properties.end :]}"
    at = max(before, default=properties.inner)
    return f"{text[:at]}<w:pageBreakBefore/>{text[at:]}"
