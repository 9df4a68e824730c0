"""A second opinion on the cleaning: what of a stored article looks as if it had come from around the article."""

from __future__ import annotations

from dvingest.extraction.text import folded
from dvingest.model import Article

LEAK_WARNINGS = ("boilerplate_leak", "caption_leak")
"""Keys of `Manifest.warnings` that count text which should not have reached a body."""

# Independent of the cleaning's rules: what no sentence of an article consists of, and what only scripts and styles
# contain.
_WHOLE_PARAGRAPHS = frozenset(
    folded(phrase)
    for phrase in (
        "Bài liên quan",
        "Chia sẻ",
        "Cùng chuyên mục",
        "Cùng chuyên mục:",
        "Gửi bình luận",
        "Kéo xuống để xem tiếp",
        "Quảng cáo",
        "Tin bài liên quan",
        "Tin cùng chuyên mục",
        "Tin liên quan",
        "Tin mới",
        "Tin đọc nhiều",
        "Từ khóa:",
        "Xem thêm",
        "Xem thêm:",
        "Xem tiếp",
        "Ý kiến bạn đọc",
        "Ý kiến của bạn sẽ được biên tập trước khi đăng.",
        "Đọc nhiều",
        "Đọc thêm",
        "Đọc thêm:",
    )
)
_CODE = ("CMS_BANNER", "pushAds(", "addEventListener(", "googletag.", "document.write(", "function()", "</")
_CAPTION_WORDS = 4


def leaks_of(article: Article) -> list[str]:
    """Return a name from LEAK_WARNINGS for each block that looks like text from around the article, or a caption."""
    captions = {folded(image.caption).rstrip(" .") for image in article.images if image.caption}
    leaks = []
    for block in article.blocks:
        text = folded(block.text)
        if text in _WHOLE_PARAGRAPHS or any(sign in block.text for sign in _CODE):
            leaks.append("boilerplate_leak")
        # A name of one or two words may well be both a caption and a sub-head.
        elif block.kind == "paragraph" and text.rstrip(" .") in captions and len(text.split()) >= _CAPTION_WORDS:
            leaks.append("caption_leak")
    return leaks
