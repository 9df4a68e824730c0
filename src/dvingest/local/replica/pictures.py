"""Small real pictures, so that whatever asks for an image gets one."""

from __future__ import annotations

import struct
import zlib

from dvingest.local.replica.answer import Answer


def picture(path: str) -> Answer:
    """Return a PNG of 8 x 6 pixels in a colour that depends on `path`."""
    colour = zlib.crc32(path.encode()).to_bytes(4, "big")[:3]
    rows = b"".join(b"\x00" + colour * 8 for _ in range(6))
    header = struct.pack(">IIBBBBB", 8, 6, 8, 2, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return Answer("image", png, content_type="image/png")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
