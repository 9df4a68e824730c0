"""Lines of the newspaper's pages that no article has, known by how they begin: patterns, each with a reason."""

from __future__ import annotations

from dvingest.plvn.papers import NAMES_IN_BRACKETS

_NEWSROOM = r"t[oò][aà] soạn"
_NEWSPAPER = r"báo (?:điện tử )?pháp luật"

LINE_PATTERNS = (
    (r"(?:#\w+[\s,]*){2,}$", "hashtags of networks; a single one may be what the text is about"),
    (r"(?:vui lòng )?ghi rõ nguồn\b.{0,60}\bkhi\b", "footer of the page"),
    (r"(?:©|\(c\))\s*(?:bản quyền|copyright|all rights reserved)\b", "footer of the page"),
    (r"giấy phép xuất bản số \d+/GP-BTTTT", "footer of the page"),
    (r"ads by \w+$", "label of an advert"),
    (r"quảng cáo\W{0,3}(?:cuộn|kéo|vuốt|lướt)\b.{0,12} để (?:đọc|xem) tiếp\W*$", "label of an advert"),
    (r"[\s{}()\[\];,]*[{};][\s{}()\[\];,]*$", "what is left of a script cut into lines"),
    (r"A ?[-–]?\s*A(?:\s*A ?\+)?$", "buttons for the size of letters"),
    (r"(?:your browser does not support|trình duyệt (?:của bạn )?không hỗ trợ)\b", "in the place of a player"),
    (r"(?:current time|duration|remaining time|loaded)\W*[\d:.%]+$", "clock of a player"),
    (r"\d+:\d\d\s*/\s*\d+:\d\d$|0?0:00$", "clock of a player"),
    (r"thích\s*\d+(?:\s*không thích\s*\d+)?$", "counter of a network's button"),
    (r"(?:loading|đang tải)\s*(?:\.{3}|…)$", "what stands in a place that a script fills"),
    (r"\[(?:(?:hình )?ảnh|image|img|photo|video)\]$|\{img\d*\}$", "the place of a picture"),
    (r"\[[\w.%-]{1,80}\.(?:jpe?g|png|gif|webp)\]$", "the name of a picture's file, in its place"),
    (r"\|[\s|:-]*$", "a stroke between two things in a row, or a row of a table in Markdown without words"),
    (r"https?://(?:\w+\.)*baophapluat\.vn/\S*$", "the address of an article"),
    (r"nguồn\s*:\s*(?:báo |plvn)[^:]{0,40}https?://(?:\w+\.)*baophapluat\.vn\S*$", "foot of a page for printers"),
    (r"https?://\S+\.(?:jpe?g|png|gif|webp)(?:\?\S*)?$", "the address of a picture"),
    (
        rf"(?:đường dây nóng|hotline)\b.{{0,30}}\b(?:báo|plvn|{_NEWSROOM})\b.{{0,40}}\d[\d .]{{7,}}$",
        "how to reach the newsroom",
    ),
    (r"(?:\d{1,3} / \d{1,3}|tiếp \d{1,3}/\d{1,3})$", "counter of a slide show"),
    (r"tự động cập nhật sau \d+ giây$", "clock of a live report"),
    (r"(?:tải (?:về )?(?:trên|từ) )?app store\s*(?:google play|ch play)?$", "buttons of an app"),
    (rf"tải (?:ngay )?(?:ứng dụng|app)\b.{{0,20}}\b(?:{_NEWSPAPER}|plvn)\b.{{0,30}}$", "buttons of an app"),
    (r"bạn (?:đã|còn) (?:đọc )?(?:hết )?\d{1,3}(?:/\d{1,3})? bài\b.{0,20}\bmiễn phí\b", "count of free articles"),
    (r"lượt (?:xem|đọc)\s*:?\s*[\d.,]+$|[\d.,]+ lượt (?:xem|đọc)$", "counter of readers"),
    (
        r"(?:đánh giá(?: bài viết)?\s*:?\s*)?[★☆⭐][★☆⭐\s\d.,/()]*"
        r"(?:(?:đánh giá|lượt(?: bình chọn| đánh giá)?|phiếu)\)?)?$",
        "stars readers gave",
    ),
    (r"đánh giá bài viết\s*:?\s*\d(?:[.,]\d)?\s*/\s*5\b.{0,25}$", "what readers gave, in figures"),
    (rf"[©®]\s*(?:20\d\d\s*)?{_NEWSPAPER}\b.{{0,20}}(?:\bgiữ bản quyền\b.{{0,40}})?$", "whose page it is"),
    (
        r"nghe (?:đọc )?(?:tin |nội dung )?bài(?: viết| báo)?\W*\d\d?:\d\d[\d:/.,x\s]*$",
        "player, its parts written together",
    ),
    (
        rf"(?:thêm|chọn) (?:báo [^.,:;]{{2,30}}|plvn|{NAMES_IN_BRACKETS}) "
        r"(?:làm nguồn (?:tin )?(?:ưu tiên|yêu thích) )?trên google\b.{0,20}$",
        "invitation to prefer the newspaper in a search engine",
    ),
    (
        r"đánh giá bài (?:viết|này)\s*:?(?:\s*\(\d+ (?:lượt|phiếu|bình chọn|đánh giá)[^)]{0,20}\))?$",
        "stars readers gave, which are drawings",
    ),
    (
        r"(?:đánh giá bài (?:viết|này)\W*)?\d(?:[.,]\d)?\s*/\s*5\W{1,4}\d+ (?:bình chọn|votes?)\W*$",
        "the same in figures",
    ),
    (r"bình luận\s*\(\d+\)$", "label of the comment box"),
    (r"(?:hiện )?chưa có bình luận(?: nào)?(?:\.?$|\. hãy\b)", "label of the comment box"),
    (r"hãy là người đầu tiên (?:để lại |gửi )?bình luận\b.{0,30}$", "label of the comment box"),
    (r"\d{1,5} bình luận$|đăng nhập để bình luận\W*$", "label and note of the comment box"),
    (
        r"(?:nhấn|bấm|nhấp|kích|click)(?: chuột)? (?:vào (?:ảnh|hình) )?để (?:phóng to|xem)(?: ảnh| hình)?"
        r"(?: lớn| đầy đủ)?\W*$",
        "hint on a picture",
    ),
    (r"(?:vui lòng|hãy|bạn (?:cần|phải)) (?:đăng )?nhập\b.{0,30}\bbình luận\.?$", "note of the comment form"),
    (r"ý kiến của bạn sẽ được biên tập trước khi đăng", "note of the comment form, era B"),
    (r"theo dõi (?:báo .{2,30}|plvn) trên$", "invitation to a channel whose sign is a picture"),
    (
        r"(?:(?:trang web|website) này|chúng tôi)\b.{0,60}\b(?:sử dụng|dùng) (?:các )?(?:tệp )?cookies?\b"
        r".{0,120}\b(?:của bạn|đồng ý|chấp nhận)\b",
        "question about cookies",
    ),
    (r"\d{1,3} phút đọc$|thời gian đọc\s*:?\s*\d{1,3} phút$", "how long reading takes"),
    (
        r"(?:nếu |khi )?(?:phát hiện|thấy)\b.{0,60}\blỗi\b.{0,100}\bctrl\s*\+\s*enter\b",
        "how to report a mistake",
    ),
    (
        r"\W*(?:tham gia|đăng ký|quét mã|theo dõi|bấm|nhấn)\b.{0,40}\b(?:nhóm|kênh|zalo|youtube|telegram|qr)\b"
        rf".{{0,20}}\b(?:{_NEWSPAPER}|plvn|tác giả|{_NEWSROOM})\b",
        "invitation to a channel of the newspaper",
    ),
    (
        r"\W*(?:(?:kính |trân trọng )?mời\b.{0,25}?\b)?(?:đón đọc và )?theo dõi "
        r"(?:báo (?:điện tử )?pháp luật việt nam|plvn)\b.{0,20}"
        r"\b(?:trên|tại|qua) (?:kênh )?(?:google news|zalo|facebook|youtube|telegram|tiktok)\b",
        "invitation to a channel of the newspaper",
    ),
    (
        r"theo dõi báo (?!(?:cáo|chí|giá|động|hiệu|thức)\b)[^.,:;]{2,30} (?:trên|tại|qua) (?:kênh )?"
        r"(?:google news|zalo|facebook|youtube|telegram|tiktok)\W*$",
        "invitation to a channel of another paper",
    ),
    (
        rf"\W*(?:mời\b.{{0,25}}?\b)?(?:đọc|xem) (?:{_NEWSPAPER}|plvn)\b.{{0,20}}"
        r"\b(?:trên|tại|qua) (?:kênh )?(?:google news|zalo|facebook|youtube|telegram|tiktok)\W*$",
        "invitation to a channel of the newspaper",
    ),
    (
        r"\W*(?:(?:mọi|các) )?(?:thông tin|ý kiến|phản ánh|bạn đọc|độc giả|quý (?:độc giả|bạn đọc|vị))\b.{0,80}?"
        r"\b(?:xin|vui lòng|hãy|có thể) (?:vui lòng )?(?:gửi|liên hệ|gọi|phản ánh|cung cấp)\b.{0,80}?"
        rf"(?:(?:của báo|báo pháp luật|{_NEWSROOM}|plvn).*(?:\d(?:[\s.-]?\d){{7}}|@)|@baophapluat|baophapluat\w*@)",
        "how to reach the newsroom",
    ),
    (
        r"\W*bạn đang (?:đọc|xem) (?:bài|tin)\b.{0,220}\b(?:tại|trong|ở|thuộc) (?:chuyên )?mục\b",
        "where the article stands, below it",
    ),
    (
        r"\W*(?:(?:nghiêm )?cấm|không(?: được)?) sao chép dưới mọi hình thức (?:khi|nếu) (?:chưa|không) (?:có|được) "
        r"(?:sự )?(?:đồng ý|chấp thuận|cho phép)\b.{0,30}\b(?:báo|tòa soạn|toà soạn|plvn)\b",
        "note on rights below the article",
    ),
    (rf"quét mã\b.{{0,30}}\bủng hộ (?:tác giả|báo|{_NEWSROOM})\b", "request for a gift"),
    (
        rf"bản quyền (?:bài viết |nội dung )?thuộc (?:về )?(?:báo(?! chí)|{_NEWSROOM}) [^.;]{{0,60}}"
        r"(?:\.?$|[.;]\s*(?:nghiêm |mọi |xin |vui lòng )?(?:cấm|sao chép|không|ghi rõ))",
        "note on rights below the article",
    ),
)
"""Patterns, in any letters, that the beginning of such a line has."""
