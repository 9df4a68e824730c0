"""Where the body stands in the layouts of the newspaper: in the container a template names."""

from __future__ import annotations

from selectolax.lexbor import LexborNode

from dvingest.extraction.container.grounds import own_length
from dvingest.extraction.dom.nodes import is_in_card
from dvingest.extraction.dom.scope import Scope
from dvingest.extraction.dom.selecting import find_first
from dvingest.plvn.templates import TEMPLATES, Template

_MIN_SPILLED = 60
_PLAIN_BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "br", "center"})


def find_template(whole: Scope) -> Template | None:
    """Return the first layout whose probe finds an element, None for a page no layout fits."""
    return next((template for template in TEMPLATES if whole.first(template.probe) is not None), None)


def find_containers(whole: Scope, template: Template) -> list[LexborNode]:
    """Return the containers of the body that `template` names, in reading order; several where it is cut up."""
    for selector in template.body:
        found = whole.css(selector)
        # A skin may call the box of the article itself as it calls cards.
        nodes = [node for node in found if not is_in_card(node, whole)] or found
        if len(nodes) > 1:
            first = next((node for node in nodes if node.text().strip()), nodes[0])
            return [node for node in nodes if _parent_of(node) == _parent_of(first)]
        if nodes:
            return nodes
    return []


def _parent_of(node: LexborNode) -> int | None:
    return node.parent.mem_id if node.parent is not None else None


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
        elif current.is_text_node and (current.text_content or "").strip():
            break
        current = current.next
    return found if paragraphs >= 2 else []


def _is_plain_block(node: LexborNode) -> bool:
    if node.tag in {"table", "figure"}:
        return find_first(node, "img") is not None
    attributes = node.attributes
    return node.tag in _PLAIN_BLOCKS and not attributes.get("class") and not attributes.get("id")
