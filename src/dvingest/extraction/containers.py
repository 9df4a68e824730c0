"""Where the body stands in the layouts of the newspaper: in the container a template names."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dvingest.extraction.grounds import own_length
from dvingest.extraction.nodes import class_names
from dvingest.extraction.scope import Scope
from dvingest.extraction.selecting import find_first
from dvingest.plvn.templates import TEMPLATES, Template

_MIN_SPILLED = 60
_PLAIN_BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "br", "center"})


def find_template(whole: Scope) -> Template | None:
    """Return the first layout whose probe finds an element, None for a page no layout fits."""
    return next((template for template in TEMPLATES if whole.first(template.probe) is not None), None)


def find_containers(whole: Scope, template: Template) -> list[LexborNode]:
    """Return the containers of the body that `template` names, in reading order; several where it is cut up."""
    for selector in template.body:
        nodes = [node for node in whole.css(selector) if not _is_in_other_article(node)]
        if len(nodes) == 1:
            return nodes
        if not nodes:
            continue
        first = next((node for node in nodes if node.text().strip()), nodes[0])
        parent = first.parent
        return [
            node
            for node in nodes
            if node.mem_id == first.mem_id
            or (
                parent is not None
                and node.parent is not None
                and node.parent.mem_id == parent.mem_id
                and _follows(node, first)
            )
        ]
    return []


def _is_in_other_article(node: LexborNode) -> bool:
    current = node.parent
    while current is not None and current.tag not in {"body", "html"}:
        names = class_names(current)
        if current.tag == "aside" or "article__body" in names:
            return True
        if "story" in names and find_first(current, "h1") is None:
            # A card has no title of the first rank.
            return True
        current = current.parent
    return False


def find_spilled(container: LexborNode) -> list[LexborNode]:
    """Return what goes on right behind a container like its body: one end tag too many has ended it early.

    Nothing unless two paragraphs of some length, without names, are there before any other box.
    """
    found: list[LexborNode] = []
    paragraphs = 0
    current = container.next
    while current is not None:
        if current.is_element_node:
            if not _is_plain_block(current):
                break
            found.append(current)
            paragraphs += current.tag == "p" and own_length(current) >= _MIN_SPILLED
        elif (current.text_content or "").strip() and current.is_text_node:
            break
        current = current.next
    return found if paragraphs >= 2 else []


def _is_plain_block(node: LexborNode) -> bool:
    if node.tag in {"table", "figure"}:
        return find_first(node, "img") is not None
    attributes = node.attributes
    return node.tag in _PLAIN_BLOCKS and not attributes.get("class") and not attributes.get("id")


def _follows(node: LexborNode, first: LexborNode) -> bool:
    current = first.next
    while current is not None:
        if current.mem_id == node.mem_id:
            return True
        current = current.next
    return False
