"""Content encodings: taken off under the size limit, and a stream that ends early is told from a whole one."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Sequence

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]  # whichever of them Scrapy found

from dvingest.crawling.control import Refused
from dvingest.crawling.fetching.failures import TRUNCATED

_CHUNK = 65_536
_BEGIN = 64
_A_BOMB = 64 * 1024 * 1024
"""Bytes: what unpacks to more counts as whole, as the decoder itself will say what it is."""


class DecodingMiddleware(HttpCompressionMiddleware):
    """Decodes as Scrapy does, and flags a response whose encoded body is cut off, which Scrapy passes on as whole."""

    def process_response(  # type: ignore[override]  # without the spider argument, which Scrapy deprecates
        self, request: Request, response: Response
    ) -> Request | Response:
        """Return the decoded response; Refused(`too_large`) beyond the limit."""
        encodings = [
            part.strip() for value in response.headers.getlist("Content-Encoding") for part in value.split(b",")
        ]
        request.meta["content_encoding"] = b", ".join(encodings).decode("ascii", "replace")
        # Servers and caches pack what nobody asked for, unpack what they call packed, and name another packing.
        if encodings and _is_plain(response.body):
            return _called(response, None)
        if _is_unannounced_gzip(response, encodings):
            encodings = [b"gzip"]
            response = _called(response, b"gzip")
        if encodings and response.body and not _is_whole(response.body, encodings[-1].lower()):
            response.flags.append(TRUNCATED)
            return response
        if not response.body:
            return response
        try:
            decoded = super().process_response(request, response)
            if isinstance(decoded, Response) and _is_unannounced_gzip(decoded, ()):
                # Packed by the site and once more by what stands before it.
                decoded = super().process_response(request, _called(decoded, b"gzip"))
            return decoded
        except IgnoreRequest as bomb:
            raise Refused("too_large", str(bomb)[:300]) from bomb
        except (OSError, ValueError, EOFError, zlib.error, brotli.error, zstd.ZstdError) as broken:
            raise Refused("bad_encoding", str(broken)[:300]) from broken


def _is_unannounced_gzip(response: Response, encodings: Sequence[bytes]) -> bool:
    """Tell whether a page is gzip and not called so; a file that is one by its type, as sitemaps are, is kept."""
    kind = (response.headers.get("Content-Type") or b"text/html").strip().lower()
    is_page = bool(encodings) or kind.startswith((b"text/", b"application/xhtml", b"application/json"))
    is_announced = bool(encodings) and b"gzip" in encodings[-1].lower()
    return is_page and not is_announced and response.body.startswith(b"\x1f\x8b\x08")


def _is_plain(body: bytes) -> bool:
    """Tell whether a body begins as HTML, XML or JSON, which packed bytes hardly ever do."""
    try:
        begin = codecs.getincrementaldecoder("utf-8-sig")().decode(body[:_BEGIN]).lstrip()
    except UnicodeDecodeError:
        return False
    return begin[:1] in ("<", "{", "[") and all(letter.isprintable() or letter.isspace() for letter in begin)


def _called(response: Response, encoding: bytes | None) -> Response:
    """Return the response with another content encoding, or as what it is without one."""
    headers = response.headers.copy()
    headers.pop("Content-Encoding", None)
    if encoding is not None:
        headers["Content-Encoding"] = encoding
        return response.replace(headers=headers)
    kind = responsetypes.from_args(headers=headers, url=response.url, body=response.body)
    return response.replace(cls=kind, headers=headers)


def _is_whole(body: bytes, encoding: bytes) -> bool:
    """Tell whether an encoded body has its end; what cannot be told, or is no such encoding, counts as whole."""
    try:
        match encoding:
            case b"gzip" | b"x-gzip":
                return _inflates_to_its_end(body, 31)
            case b"deflate":
                return _inflates_to_its_end(body, 15)
            case b"br":
                return _unbrotlis_to_its_end(body)
            case b"zstd":
                return _unzstds_to_its_end(body)
    except (zlib.error, brotli.error, zstd.ZstdError):
        return True
    return True


def _inflates_to_its_end(body: bytes, wbits: int) -> bool:
    unpacker = zlib.decompressobj(wbits)
    rest, total = body, 0
    while rest and not unpacker.eof and total < _A_BOMB:
        total += len(unpacker.decompress(rest, _CHUNK))
        rest = unpacker.unconsumed_tail
    return unpacker.eof or total >= _A_BOMB


def _unbrotlis_to_its_end(body: bytes) -> bool:
    unpacker = brotli.Decompressor()
    total = len(chunk := unpacker.process(body, output_buffer_limit=_CHUNK))
    while chunk and not unpacker.is_finished() and total < _A_BOMB:
        total += len(chunk := unpacker.process(b"", output_buffer_limit=_CHUNK))
    return bool(unpacker.is_finished()) or total >= _A_BOMB


def _unzstds_to_its_end(body: bytes) -> bool:
    unpacker = zstd.ZstdDecompressor()
    total = len(unpacker.decompress(body, _CHUNK))
    while not unpacker.eof and not unpacker.needs_input and total < _A_BOMB:
        total += len(unpacker.decompress(b"", _CHUNK))
    return bool(unpacker.eof) or total >= _A_BOMB
