"""Content encodings: taken off under the size limit, and a stream that ends early is told from a whole one."""

from __future__ import annotations

import zlib

from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.utils._compression import brotli, zstd  # type: ignore[attr-defined]  # whichever of them Scrapy found

from dvingest.crawling.failures import TRUNCATED
from dvingest.crawling.helm import Refused

_CHUNK = 65_536
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
        if not encodings and _is_unannounced_gzip(response):
            # Packed although nobody asked for it: some servers of the newspaper's kind do, without a header.
            encodings = [b"gzip"]
            response = _announced(response)
        if encodings and response.body and not _is_whole(response.body, encodings[-1].lower()):
            response.flags.append(TRUNCATED)
            return response
        if not response.body:
            return response
        try:
            decoded = super().process_response(request, response)
            if isinstance(decoded, Response) and _is_unannounced_gzip(decoded):
                # Packed by the site and once more by what stands before it.
                decoded = super().process_response(request, _announced(decoded))
            return decoded
        except IgnoreRequest as bomb:
            raise Refused("too_large", str(bomb)[:300]) from bomb
        except (OSError, ValueError, EOFError, zlib.error, brotli.error, zstd.ZstdError) as broken:
            raise Refused("bad_encoding", str(broken)[:300]) from broken


def _is_unannounced_gzip(response: Response) -> bool:
    kind = (response.headers.get("Content-Type") or b"text/html").strip().lower()
    return response.body.startswith(b"\x1f\x8b\x08") and kind.startswith((b"text/", b"application/xhtml"))


def _announced(response: Response) -> Response:
    return response.replace(headers=response.headers.copy() | {"Content-Encoding": "gzip"})


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
