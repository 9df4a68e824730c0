"""The extractors that are compared, each as a function from a page to its text and, where it has them, fields."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml import html as lxml_html

from dvingest.extraction import extract
from dvingest.model import RawArticle

# The newspaper's own host, so that no peer has a reason to ask anybody for anything.
Reader = Callable[[bytes, str], Any]


@dataclass(frozen=True)
class Result:
    """What a tool says of one page; a field it does not offer is missing, not empty."""

    text: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Tool:
    """One way of reading a page: `run` is what is timed, `result` turns its answer into a Result."""

    name: str
    run: Reader
    result: Callable[[Any, bytes, str], Result] | None
    problem: str | None = None
    """Why the tool could not be used at all."""


def tools() -> list[Tool]:
    """Return the floor, dvingest and every peer; one that cannot be imported says why."""
    found = [Tool("lxml.html parse only (the floor)", _parse, None), Tool("dvingest", _dvingest, _dvingest_result)]
    for name, build in PEERS.items():
        try:
            found.append(build(name))
        except ImportError as error:
            found.append(Tool(name, _parse, None, f"{type(error).__name__}: {error}"))
    return found


def _parse(page: bytes, url: str) -> Any:
    return lxml_html.document_fromstring(page)


def _dvingest(page: bytes, url: str) -> Any:
    return extract(page, url)


def _dvingest_result(answer: Any, page: bytes, url: str) -> Result:
    if not isinstance(answer, RawArticle):
        return Result("")
    return Result(answer.body, {"title": answer.title, "authors": answer.authors, "published": answer.published_at})


def _trafilatura(**options: Any) -> Callable[[str], Tool]:
    def build(name: str) -> Tool:
        trafilatura = importlib.import_module("trafilatura")

        def run(page: bytes, url: str) -> Any:
            return trafilatura.extract(page, url=url, include_comments=False, **options)

        def result(answer: Any, page: bytes, url: str) -> Result:
            meta = trafilatura.extract_metadata(page, default_url=url)
            authors = tuple(name.strip() for name in (meta.author or "").split(";") if name.strip()) if meta else ()
            return Result(
                answer or "",
                {"title": meta and meta.title, "authors": authors, "published": _moment(meta and meta.date)},
            )

        return Tool(name, run, result)

    return build


def _newspaper(name: str) -> Tool:
    newspaper = importlib.import_module("newspaper")
    config = newspaper.Config()
    config.language = "vi"
    config.fetch_images = False
    config.memorize_articles = False

    def run(page: bytes, url: str) -> Any:
        article = newspaper.Article(url, config=config)
        article.download(input_html=page.decode("utf-8", "replace"))
        article.parse()
        return article

    def result(article: Any, page: bytes, url: str) -> Result:
        fields = {"title": article.title, "authors": tuple(article.authors), "published": _moment(article.publish_date)}
        return Result(article.text, fields)

    return Tool(name, run, result)


def _news_please(name: str) -> Tool:
    news_please = importlib.import_module("newsplease").NewsPlease

    def run(page: bytes, url: str) -> Any:
        return news_please.from_html(page.decode("utf-8", "replace"), url=url, fetch_images=False)

    def result(article: Any, page: bytes, url: str) -> Result:
        fields = {
            "title": article.title,
            "authors": tuple(article.authors or ()),
            "published": _moment(article.date_publish),
        }
        return Result(article.maintext or "", fields)

    return Tool(name, run, result)


def _readability(name: str) -> Tool:
    document = importlib.import_module("readability").Document

    def run(page: bytes, url: str) -> Any:
        found = document(page.decode("utf-8", "replace"), url=url)
        return found.summary(html_partial=True), found.short_title()

    def result(answer: Any, page: bytes, url: str) -> Result:
        summary, title = answer
        blocks = "p h1 h2 h3 h4 li tr blockquote div figcaption"
        tree = lxml_html.fragment_fromstring(summary, create_parent=True)
        for element in tree.iter(*blocks.split()):
            element.tail = "\n" + (element.tail or "")
            element.text = "\n" + (element.text or "")
        return Result(str(tree.text_content()), {"title": title})

    return Tool(name, run, result)


def _resiliparse(name: str) -> Tool:
    plain_text = importlib.import_module("resiliparse.extract.html2text").extract_plain_text

    def run(page: bytes, url: str) -> Any:
        return plain_text(page.decode("utf-8", "replace"), main_content=True, alt_texts=False, links=False)

    return Tool(name, run, lambda answer, page, url: Result(answer))


def _goose(name: str) -> Tool:
    goose = importlib.import_module("goose3").Goose(
        {"use_meta_language": False, "target_language": "vi", "enable_image_fetching": False}
    )

    def run(page: bytes, url: str) -> Any:
        return goose.extract(raw_html=page.decode("utf-8", "replace"))

    def result(article: Any, page: bytes, url: str) -> Result:
        fields = {
            "title": article.title,
            "authors": tuple(article.authors or ()),
            "published": _moment(article.publish_datetime_utc),
        }
        return Result(article.cleaned_text or "", fields)

    return Tool(name, run, result)


def _justext(name: str) -> Tool:
    justext = importlib.import_module("justext")
    stoplist = justext.get_stoplist("Vietnamese")

    def run(page: bytes, url: str) -> Any:
        return justext.justext(page, stoplist)

    def result(paragraphs: Any, page: bytes, url: str) -> Result:
        return Result("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))

    return Tool(name, run, result)


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return None
    return value


PEERS: dict[str, Callable[[str], Tool]] = {
    "trafilatura (fast)": _trafilatura(fast=True),
    "trafilatura (standard)": _trafilatura(),
    "trafilatura (precision)": _trafilatura(favor_precision=True),
    "newspaper4k": _newspaper,
    "news-please": _news_please,
    "readability-lxml": _readability,
    "resiliparse": _resiliparse,
    "goose3": _goose,
    "jusText": _justext,
}
