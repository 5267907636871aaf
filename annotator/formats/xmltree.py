"""XML that nobody vouches for: no DTD, no entities, nothing fetched."""

from typing import Any

from annotator.model.faults import Fault


def xml_root(data: bytes, name: str) -> Any:
    """The root element of an XML file, as lxml gives it; comments and instructions are left out.

    `name` is what messages call it. Raises Fault where it is not well-formed, is nested deeper than 256 elements, or
    has a document type declaration, by which XML can be made to grow without end or to ask for other files.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise Fault(
            f"{name}, line {line}, column {column} is not XML that can be read: {error.msg}.",
            "The file is damaged or cut short: get it again.",
        ) from error
    if root.getroottree().docinfo.doctype:
        raise Fault(
            f"{name} has a document type declaration (DOCTYPE), which is not read.", "Take it out, and import again."
        )
    return root


def local(element: Any) -> str:
    """An element's name without its namespace, "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Any, *names: str) -> Any:
    """The element that is reached by these names, each the first such child, whatever its namespace; None if none."""
    for name in names:
        element = next((each for each in element if local(each) == name), None)
        if element is None:
            return None
    return element


def words(element: Any) -> str:
    """All words in an element, "" for None."""
    return "" if element is None else "".join(element.itertext())
