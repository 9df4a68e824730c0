"""Every pattern for a line of the page knows its lines and lets texts that begin alike stay."""

from __future__ import annotations

import pytest

from dvingest.plvn.boilerplate import is_page_line
from dvingest.plvn.line_patterns import LINE_PATTERNS

OF_THE_PAGE = [
    *("#lũ #thôn_Hạ", "#lũ, #đê,#Bồn"),
    *("Ghi rõ nguồn khi phát hành lại", "Vui lòng ghi rõ nguồn “Báo Pháp luật Việt Nam” khi dẫn lại"),
    *("© Bản quyền thuộc về Báo", "(c) Copyright 2024", "©All rights reserved"),
    "Giấy phép xuất bản số 303/GP-BTTTT",
    "Ads by AdNet",
    *("Quảng cáo - Cuộn xuống để đọc tiếp", "QUẢNG CÁO. Vuốt lên để xem tiếp"),
    *("Nghe bài viết00:00/03:121x", "Nghe đọc bài 0:00"),
    "© Báo Pháp luật Việt Nam giữ bản quyền nội dung trên website này.",
    *("});", "}", "(){", " ; "),
    *("aa", "A- A A+", "A – A", "A-AA+", "A -A A +"),
    *("Your browser does not support the video tag.", "Trình duyệt không hỗ trợ phát video"),
    "Trình duyệt của bạn không hỗ trợ audio",
    *("Current Time 0:00", "Duration 2:31", "Remaining Time -2:31", "Loaded: 12.5%", "0:00", "00:00", "1:05/12:30"),
    "1:05 / 2:30",
    *("Thích 12", "Thích12 Không thích 3"),
    *("Loading...", "Đang tải…", "Đang tải ..."),
    *("[Ảnh]", "[hình ảnh]", "[image]", "[IMG]", "[Photo]", "[video]", "{img}", "{img12}"),
    *("||", "|---|:---:|"),
    *("https://baophapluat.vn/", "http://image.baophapluat.vn/w840/a-post1.html"),
    *("http://a.example/a.jpg", "https://a.example/a.jpeg?w=1", "https://a.example/a.png", "https://a.example/a.gif?"),
    "https://a.example/a.webp",
    *("Hotline: Báo PLVN 0353 636 555", "Đường dây nóng 24/7 của Tòa soạn: 0353.636.555", "Hotline PLVN 0353636555"),
    *("1 / 5", "Tiếp 12/30"),
    "Tự động cập nhật sau 30 giây",
    *("App Store", "App Store Google Play", "Tải về trên App Store CH Play", "Tải từ App Store"),
    *("Tải ứng dụng Báo Pháp luật Việt Nam", "Tải ngay app đọc báo PLVN về máy", "Tải app Báo điện tử Pháp luật"),
    *("Bạn đã đọc hết 5/5 bài miễn phí", "Bạn còn 3 bài được đọc miễn phí trong tháng"),
    *("Lượt xem: 1.234", "Lượt đọc 12", "494 lượt xem", "1,5 lượt đọc"),
    *("★★★★☆", "Đánh giá: ☆☆☆☆☆ (0)", "Đánh giá bài viết ⭐⭐⭐ 4.5/5", "★ 4,5 (12 đánh giá)", "Đánh giá bài viết"),
    *("Đánh giá bài viết 5/5 (12 phiếu bầu)", "Đánh giá bài viết: 4,5/5"),
    *("© Báo Pháp luật Việt Nam", "© 2024 Báo điện tử Pháp luật Việt Nam"),
    *("Bình luận (12)", "Bình luận(0)"),
    *("Chưa có bình luận nào", "Hiện chưa có bình luận.", "Chưa có bình luận. Hãy là người đầu tiên!"),
    *("Hãy là người đầu tiên bình luận", "Hãy là người đầu tiên gửi bình luận cho bài viết này"),
    "Hãy là người đầu tiên để lại bình luận!",
    *("Theo dõi Báo Pháp luật trên", "Theo dõi PLVN trên"),
    *("Trang web này sử dụng cookie để nhớ lựa chọn của bạn", "Website này dùng các tệp cookies. Bạn đồng ý?"),
    "Chúng tôi có dùng tệp cookie để đo lượt đọc. Xin chấp nhận.",
    *("3 phút đọc", "Thời gian đọc: 3 phút", "Thời gian đọc 12 phút"),
    *("Nếu thấy lỗi chính tả, hãy chọn và bấm Ctrl + Enter", "Phát hiện lỗi? Nhấn Ctrl+Enter"),
    "Khi phát hiện từ nào có lỗi bạn bôi đen rồi nhấn CTRL +ENTER",
    *("Tham gia nhóm Zalo của Báo Pháp luật", "» Đăng ký kênh YouTube Báo điện tử Pháp luật", "Bấm vào kênh PLVN"),
    *("Quét mã QR của tác giả", "Theo dõi kênh Telegram của Tòa soạn", "Nhấn QR để tới tòa soạn"),
    *("Mời bạn đọc theo dõi Báo Pháp luật Việt Nam trên Google News", "Theo dõi PLVN qua kênh Zalo"),
    "» Trân trọng mời đón đọc và theo dõi Báo điện tử Pháp luật Việt Nam tại Facebook",
    *("Kính mời quý vị theo dõi PLVN trên YouTube", "Theo dõi PLVN trên Telegram", "Theo dõi PLVN tại TikTok"),
    *("Mọi thông tin xin gửi về Tòa soạn: 0353.636.555", "Bạn đọc có thể liên hệ Báo Pháp luật, số 03536 36555"),
    *("Các ý kiến vui lòng phản ánh qua toasoan@baophapluat.vn", "» Độc giả hãy gọi PLVN 0353-636-555"),
    "Quý độc giả xin vui lòng cung cấp cho đường dây nóng của báo: 0353636555",
    *("Quý bạn đọc hãy gửi thư về baophapluatvn@thu.example", "Quý vị có thể gửi về tòa soạn, a@b.example"),
    "Phản ánh xin gửi về toà soạn 0353 636 555",
    *("Bạn đang đọc bài viết “Đường về bản” tại chuyên mục Xã hội", "» Bạn đang xem tin Lũ rút trong mục Thời sự"),
    *("Bạn đang đọc bài Lũ rút ở chuyên mục Xã hội", "Bạn đang đọc bài Lũ rút thuộc chuyên mục Xã hội"),
    *("Quét mã để ủng hộ tác giả", "Quét mã QR ủng hộ báo", "Quét mã ủng hộ tòa soạn"),
    *("Bản quyền thuộc về Báo Pháp luật Việt Nam", "Bản quyền bài viết thuộc Tòa soạn báo này."),
    *("Bản quyền nội dung thuộc về báo Pháp luật; nghiêm cấm sao chép", "Bản quyền thuộc Báo A. Mọi sao chép là sai"),
    *("Bản quyền thuộc Báo A. Xin ghi rõ nguồn", "Bản quyền thuộc Báo A. Vui lòng không dẫn lại"),
]
OF_A_TEXT = [
    *(
        "Quảng cáo cuốn hút để đọc tiếp",
        "Nghe bài viết lúc 5:30 sáng",
    ),
    *("#lũ", "Ghi rõ nguồn là việc của người viết", "© là dấu bản quyền", "Giấy phép xuất bản số mới"),
    *("Ads by the river were torn down", "(1);", "A-", "A+"),
    *("Duration of the trial", "1:05 sáng nay", "10:00", "Thích 12 bài thơ", "Loading dock", "[Ảnh] Lũ rút"),
    *("| Thôn Hạ |", "https://tuoitre.example/a.html", "Hotline của Sở Y tế 0353 636 555", "1/2", "Tiếp 2 giờ nữa"),
    *("App Store có ba trăm trò chơi mới", "Tải ứng dụng định danh", "Bạn đã đọc 5 bài thơ", "494 lượt xem xét"),
    *("★ Điều thứ nhất: giữ rừng.", "★★★★★ là hạng của khách sạn này", "Đánh giá bài viết của em, cô giáo nói"),
    *("Bình luận (12) của ông", "Chưa có bình luận nào từ phía nhà máy.", "Hãy là người đầu tiên qua cầu"),
    *("Theo dõi Báo Pháp luật trên mạng, ông biết tin.", "Website dùng cookie để nhớ tên của bạn, ông Sùng nói."),
    *("3 phút đọc một trang", "Nếu thấy lỗi thì sửa", "Tham gia nhóm Zalo của thôn", "Theo dõi PLVN trên giấy"),
    *("Mọi thông tin xin gửi về thôn trưởng, 0353.636.555"),
    *(
        "Quét mã QR để ủng hộ đồng bào",
        "Bản quyền thuộc về báo chí.",
    ),
]


@pytest.mark.parametrize("line", OF_THE_PAGE)
def test_line_of_the_page_is_known_by_how_it_begins(line: str) -> None:
    assert is_page_line(line)


@pytest.mark.parametrize("line", OF_A_TEXT)
def test_line_of_a_text_that_begins_alike_stays(line: str) -> None:
    assert not is_page_line(line)


def test_every_pattern_gives_its_reason() -> None:
    assert all(why for _, why in LINE_PATTERNS)
