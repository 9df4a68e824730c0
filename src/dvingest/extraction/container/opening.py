"""A page is opened: its template, the containers of its body, and whether it is an article at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from dvingest.extraction.container.containers import find_containers, find_template
from dvingest.extraction.container.evidence import find_by_evidence
from dvingest.extraction.container.refusals import refuse_gate, refuse_listing, refuse_missing
from dvingest.extraction.container.walls import refuse_login
from dvingest.extraction.dom.head import Head, declared_body, read_head
from dvingest.extraction.dom.scope import Scope, around_article
from dvingest.model import Rejection, RejectionReason
from dvingest.plvn.templates import GENERIC, Template

# Bounds on time and memory, each far above what an article comes near: a body's tree costs 2 microseconds and half a
# kilobyte an element, and moving its pictures grows with their square.
_MAX_BODY_TAGS = 20_000
_MAX_BODY_PICTURES = 1_000
_MAX_BODY_TEXT = 1_000_000
_LARGE = 100_000
# A picture pasted into the text is no text, however long.
_PASTED = re.compile(r"data:image/[a-z0-9.+-]{1,40};base64,[A-Za-z0-9+/=\s]*")
_FEWER = 3


@dataclass(slots=True)
class Opened:
    """A page while it is being read."""

    url: str
    whole: Scope
    near: Scope
    """The part around the article."""
    head: Head
    template: Template
    containers: list[LexborNode]
    warnings: list[str] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    bylines: list[str] = field(default_factory=list)
    """Author lines that were taken out of the body."""

    @property
    def length(self) -> int:
        """How many characters the body has, boxes and all."""
        return sum(len(node.text_lexbor().strip()) for node in self.containers)


def open_page(whole: Scope, url: str) -> Opened | Rejection:
    """Return the page with its template and containers, or why it is no article."""
    head = read_head(whole)
    declared_title = head.metas.get("og:title", "")
    template = find_template(whole)
    containers = find_containers(whole, template) if template is not None else []
    named = bool(containers)
    if not named:
        refused = refuse_gate(whole, url)
        if refused is not None:
            return refused
        found = find_by_evidence(whole, declared_title, head.description, url)
        # What is found beside a text that only JSON-LD holds is a note on cookies or the like.
        is_text = found is not None and len(found.text().strip()) * _FEWER >= len(declared_body(head))
        containers = [found] if found is not None and is_text else []
        if template is None or template.body:
            # The template's probe answered but its container is not there: what is read now is not known to be right.
            template = GENERIC
    assert template is not None
    bulk = _refuse_bulk(url, containers) if len(whole.source) > _LARGE else None
    if bulk is not None:
        return bulk
    near = around_article(whole, containers[0] if containers else None, declared_title)
    page = Opened(url, whole, near, head, template, containers)
    length = page.length
    for refused in (
        refuse_missing(whole, head, url, length if named else min(length, 300)),
        refuse_login(whole, url, length),
        None if named else refuse_listing(whole, head, url),
    ):
        if refused is not None:
            return refused
    if template.name == "generic":
        page.warnings.append("generic_template")
    return page


def _refuse_bulk(url: str, containers: Sequence[LexborNode]) -> Rejection | None:
    # Text that is too much by itself need not be written out with its tags.
    characters = sum(len(container.text()) for container in containers)
    fragment = "".join(container.html or "" for container in containers) if characters <= _MAX_BODY_TEXT else ""
    for what, count, most in (
        ("tags", fragment.count("<"), _MAX_BODY_TAGS),
        ("pictures", fragment.count("<img"), _MAX_BODY_PICTURES),
        ("characters", max(characters, len(_PASTED.sub("", fragment))), _MAX_BODY_TEXT),
    ):
        if count > most:
            return Rejection(url, RejectionReason.TOO_LARGE, f"the body has more than {most} {what}")
    return None
