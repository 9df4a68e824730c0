"""Lines of the newspaper's pages that no article has, known by how they begin: patterns, each with a reason."""

from __future__ import annotations

import re

LINE_PATTERNS = (
    (re.compile(r"^(?:#\w+[\s,]*){2,}$"), "hashtags of networks; a single one may be what the text is about"),
    (re.compile(r"^(?:vui lòng )?ghi rõ nguồn\b.{0,60}\bkhi\b", re.IGNORECASE), "footer of the page"),
    (re.compile(r"^ads by \w+$", re.IGNORECASE), "label of an advert"),
    (re.compile(r"^[\s{}()\[\];,]*[{};][\s{}()\[\];,]*$"), "what is left of a script cut into lines"),
    (re.compile(r"^A ?[-–]\s*A(?:\s*A ?\+)?$"), "buttons for the size of letters"),
    (
        re.compile(r"^(?:your browser does not support|trình duyệt (?:của bạn )?không hỗ trợ)\b", re.IGNORECASE),
        "what stands in the place of a player",
    ),
    (re.compile(r"^thích\s*\d+(?:\s*không thích\s*\d+)?$", re.IGNORECASE), "counter of a network's button"),
    (re.compile(r"^(?:loading|đang tải)\s*(?:\.{3}|…)$", re.IGNORECASE), "what stands in a place that a script fills"),
    (
        re.compile(r"^(?:\[(?:ảnh|hình ảnh|image|img|photo|video)\]|\{img\d*\})$", re.IGNORECASE),
        "the place of a picture",
    ),
    (re.compile(r"^\|[\s|:-]*\|$"), "a row of a table in Markdown without words"),
    (re.compile(r"^!\[[^\]]*\]\(\S+\)$"), "a picture in Markdown"),
    (re.compile(r"^https?://(?:\w+\.)*baophapluat\.vn/\S*$", re.IGNORECASE), "the address of an article"),
    (re.compile(r"^https?://\S+\.(?:jpe?g|png|gif|webp)(?:\?\S*)?$", re.IGNORECASE), "the address of a picture"),
    (
        re.compile(
            r"^(?:đường dây nóng|hotline)\b.{0,30}\b(?:báo|plvn|t[oò][aà] soạn)\b.{0,40}\d[\d .]{7,}$", re.IGNORECASE
        ),
        "how to reach the newsroom",
    ),
    (
        re.compile(r"^(?:\d{1,3} / \d{1,3}|tiếp \d{1,3}/\d{1,3})$", re.IGNORECASE),
        "counter of a slide show",
    ),
    (re.compile(r"^tự động cập nhật sau \d+ giây$", re.IGNORECASE), "clock of a live report"),
    (
        re.compile(
            r"^(?:tải (?:về )?(?:trên|từ) )?app store\s*(?:google play|ch play)?$|"
            r"^tải (?:ngay )?(?:ứng dụng|app)\b.{0,20}\b(?:báo (?:điện tử )?pháp luật|plvn)\b.{0,30}$",
            re.IGNORECASE,
        ),
        "buttons of an app",
    ),
    (
        re.compile(r"^bạn (?:đã|còn) (?:đọc )?(?:hết )?\d{1,3}(?:/\d{1,3})? bài\b.{0,20}\bmiễn phí\b", re.IGNORECASE),
        "count of free articles",
    ),
    (
        re.compile(r"^lượt (?:xem|đọc)\s*:?\s*[\d.,]+$|^[\d.,]+ lượt (?:xem|đọc)$", re.IGNORECASE),
        "counter of readers",
    ),
    (re.compile(r"^(?:©|\(c\))\s*(?:bản quyền|copyright)\b", re.IGNORECASE), "footer of the page"),
    (
        re.compile(r"^(?:đánh giá(?: bài viết)?\s*:?\s*)?[★☆⭐]|^đánh giá bài viết$", re.IGNORECASE),
        "stars that readers gave",
    ),
    (
        re.compile(
            r"^bình luận\s*\(\d+\)$|^(?:hiện )?chưa có bình luận(?: nào)?(?:\.?$|\. hãy\b)|"
            r"^hãy là người đầu tiên (?:để lại |gửi )?bình luận\b.{0,30}$",
            re.IGNORECASE,
        ),
        "label of the comment box",
    ),
    (re.compile(r"^\d+:\d\d\s*/\s*\d+:\d\d$|^0?0:00$"), "clock of a player"),
    (re.compile(r"^(?:current time|duration|remaining time|loaded)\W*[\d:.%]+$", re.IGNORECASE), "clock of a player"),
    (
        re.compile(r"^theo dõi (?:báo .{2,30}|plvn|vgt) trên$", re.IGNORECASE),
        "invitation to a channel whose sign is a picture",
    ),
    (re.compile(r"^aa$", re.IGNORECASE), "button for the size of letters, sister papers"),
    (
        re.compile(
            r"^(?:(?:trang web|website) này|chúng tôi)\b.{0,60}\b(?:sử dụng|dùng) (?:các )?(?:tệp )?cookies?\b"
            r".{0,120}\b(?:của bạn|đồng ý|chấp nhận)\b",
            re.IGNORECASE,
        ),
        "question about cookies",
    ),
    (
        re.compile(r"^ý kiến của bạn sẽ được biên tập trước khi đăng", re.IGNORECASE),
        "note of the comment form, era B",
    ),
    (re.compile(r"^giấy phép xuất bản số \d+/GP-BTTTT", re.IGNORECASE), "footer of the page"),
    (re.compile(r"^© all rights reserved", re.IGNORECASE), "footer of the page"),
    (re.compile(r"^\d{1,3} phút đọc$|^thời gian đọc\s*:?\s*\d{1,3} phút$", re.IGNORECASE), "how long reading takes"),
    (
        re.compile(r"^(?:nếu |khi )?(?:phát hiện|thấy)\b.{0,60}\blỗi\b.{0,100}\bctrl\s*\+\s*enter\b", re.IGNORECASE),
        "how to report a mistake",
    ),
    (
        re.compile(
            r"^\W*(?:tham gia|đăng ký|quét mã|theo dõi|bấm|nhấn)\b.{0,40}\b(?:nhóm|kênh|zalo|youtube|telegram|qr)\b"
            r".{0,20}\b(?:báo (?:điện tử )?pháp luật|plvn|tác giả|t[oò][aà] soạn)\b",
            re.IGNORECASE,
        ),
        "invitation to a channel of the newspaper",
    ),
    (
        re.compile(
            r"^\W*(?:(?:kính |trân trọng )?mời\b.{0,25}?\b)?(?:đón đọc và )?theo dõi "
            r"(?:báo (?:điện tử )?pháp luật việt nam|plvn)\b.{0,20}"
            r"\b(?:trên|tại|qua) (?:kênh )?(?:google news|zalo|facebook|youtube|telegram|tiktok)\b",
            re.IGNORECASE,
        ),
        "invitation to a channel of the newspaper",
    ),
    (
        re.compile(
            r"^\W*(?:(?:mọi|các) )?(?:thông tin|ý kiến|phản ánh|bạn đọc|độc giả|quý (?:độc giả|bạn đọc|vị))\b.{0,80}?"
            r"\b(?:xin|vui lòng|hãy|có thể) (?:vui lòng )?(?:gửi|liên hệ|gọi|phản ánh|cung cấp)\b.{0,80}?"
            r"(?:của báo|báo pháp luật|t[oò][aà] soạn|plvn|@baophapluat|baophapluat\w*@).*(?:\d(?:[\s.-]?\d){7}|@)",
            re.IGNORECASE,
        ),
        "how to reach the newsroom",
    ),
    (
        re.compile(
            r"^\W*bạn đang (?:đọc|xem) (?:bài|tin|bài viết)\b.{0,220}\b(?:tại|trong|ở|thuộc) (?:chuyên )?mục\b",
            re.IGNORECASE,
        ),
        "where the article stands, below it",
    ),
    (re.compile(r"^quét mã\b.{0,30}\bủng hộ (?:tác giả|báo|t[oò][aà] soạn)\b", re.IGNORECASE), "request for a gift"),
    (
        re.compile(
            r"^bản quyền (?:bài viết |nội dung )?thuộc (?:về )?(?:báo(?! chí)|t[oò][aà] soạn) [^.;]{0,60}"
            r"(?:\.?$|[.;]\s*(?:nghiêm |mọi |xin |vui lòng )?(?:cấm|sao chép|không|ghi rõ))",
            re.IGNORECASE,
        ),
        "note on rights below the article",
    ),
)
"""Lines known by how they begin."""
