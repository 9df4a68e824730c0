"""Answers that are small on the wire and huge when decoded, or that never end."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator
from typing import Literal

_START = b"<!DOCTYPE html><html><head><title>Tin</title></head><body><p>"
_BLOCK = 1 << 17

# The start of a page and 64 MiB of one letter, made once with the brotli library at quality 11 and kept here,
# so that the replica needs no compressor for it.
_BROTLI_64_MIB = base64.b64decode(
    "z///fyCMk1z96lT7pLnBKaowcMgB6yENvS2RxC3YgMNsPlqvTbMSaYZ9CFIO57v/n+H//z/8EgBxWACge//P//9/+CUA4rAIQPf+"
    "n/////BLAMRhAYDu/X/wAOCXAIgjAoAD"
)


def bomb(encoding: Literal["gzip", "deflate", "br", "zstd"], size: int) -> bytes:
    """Return a body that decodes to about `size` bytes of HTML without end tags; brotli always to 64 MiB."""
    if encoding == "zstd":
        return _zstd(size)
    if encoding == "br":
        return _BROTLI_64_MIB
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if encoding == "gzip" else 15)
    pieces = [packer.compress(_START)]
    pieces += [packer.compress(b"a" * min(_BLOCK, size - done)) for done in range(0, size, _BLOCK)]
    return b"".join([*pieces, packer.flush()])


def _zstd(size: int) -> bytes:
    """Return a Zstandard frame of run-length blocks: four bytes for each 128 KiB."""
    # Frame header: no content size, no checksum, window of 8 MiB.
    header = b"\x28\xb5\x2f\xfd" + b"\x00" + b"\x68"
    raw = (len(_START) << 3).to_bytes(3, "little") + _START
    blocks = [(_BLOCK << 3 | 1 << 1).to_bytes(3, "little") + b"a" for _ in range(max(1, size // _BLOCK))]
    last = (1 << 3 | 1 << 1 | 1).to_bytes(3, "little") + b"a"
    return header + raw + b"".join(blocks) + last


def endless_html() -> Iterator[bytes]:
    """Yield a page that never ends."""
    yield _START
    while True:
        yield b"<p>" + "Tin đang được cập nhật. ".encode() * 400 + b"</p>\n"


def huge_sitemap(entries: int, first_number: int = 900_000_000) -> Iterator[bytes]:
    """Yield a gzip file of a sitemap with so many addresses of articles that do not exist."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    yield packer.compress(
        b'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    for start in range(0, entries, 1000):
        rows = "".join(
            f"<url><loc>https://baophapluat.vn/bai-viet-thu-{n}-post{first_number + n}.html</loc></url>\n"
            for n in range(start, min(start + 1000, entries))
        )
        yield packer.compress(rows.encode())
    yield packer.compress(b"</urlset>") + packer.flush()
