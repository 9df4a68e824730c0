"""Boxes, rows and lines of the site leave the body; what only looks like them stays."""

from __future__ import annotations

import re

import pytest
from skin_pages import PARAGRAPHS, URL, cms_page, paragraphs, read_page

from dvingest.extraction import extract
from dvingest.model import RawArticle
from dvingest.plvn.element_names import (
    BOX_RULES,
    BYLINE_CLASSES,
    HEADING_CLASSES,
    NOTE_CLASSES,
    QUOTE_CLASSES,
    BoxRule,
)

OTHER = "/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html"
LINK = f'<a href="{OTHER}">Làng gốm trăm tuổi tìm cách giữ lửa nghề</a>'
CARD = f'<article class="story"><a href="{OTHER}"><img src="/x/2024_01_01/a.jpg"></a><h2>{LINK}</h2></article>'

BOXES = {
    "cards": f'<div class="related-news">{CARD}</div>',
    "heading and list": f"<div><h3>Tin liên quan</h3><ul><li>{LINK}</li><li>{LINK}</li></ul></div>",
    "heading beside a list": f"<p><strong>Xem thêm:</strong></p><ul><li>{LINK}</li></ul>",
    "reader by a program": '<div class="article__tts"><b>Nghe nội dung</b><span>00:00</span><span>03:12</span></div>',
    "table": f'<table class="article__related"><tr><th>Tin liên quan</th></tr><tr><td>{LINK}</td></tr></table>',
    "thumbnail above its title in cells of a table": f'<table><tr><td><a href="{OTHER}"><img src="/x/a.jpg"></a></td>'
    f"</tr><tr><td>{LINK}</td></tr></table>",
    "thumbnail in a box beside that of its title": f'<div><div><a href="{OTHER}"><img src="/x/a.jpg"></a></div><div>'
    f"{LINK}</div></div>",
    "paragraph": f"<p>Xem thêm: {LINK}</p>",
    "what may be of interest": f"<p><em>Có thể bạn quan tâm: {LINK}</em></p>",
    "pointers": f"<p>&gt;&gt; {LINK}</p>",
    "parts of a series": f'<p><b>Kỳ 1: <a href="{OTHER}">Giữ lửa</a></b></p><p>Kỳ 2: <a href="{OTHER}">Lửa tắt</a></p>',
    "two link lines": f"<p>{LINK}</p><p>{LINK}</p>",
    "label of links": f"<p><b>Nghề cũ của làng:</b></p><p>{LINK}</p><p>{LINK}</p>",
    "running story": '<p>Theo dòng sự kiện: <a href="/su-kien/mua-lu-12.html">Mùa lũ</a></p>',
    "topics": '<p>Sự kiện: <a href="/chu-de/vang-9.html">Giá vàng</a>, <a href="/chu-de/luat-8.html">Luật mới</a></p>',
    "title above links in boxes of their own": f"<div><h4>Trending</h4><div>{LINK}</div><div>{LINK}</div></div>",
    "channel after the name": "<p>Mời quý độc giả theo dõi Báo Pháp luật Việt Nam trên Zalo để đọc tin mới.</p>",
    "place of a script": '<div id="x1"><span>Loading...</span></div>',
    "no comments yet": "<p>Hãy là người đầu tiên bình luận về bài viết này</p>",
    "stars counted": "<div><span>Đánh giá bài viết:</span> <b>★★★★☆</b> <span>4.5/5 (12 lượt bình chọn)</span></div>",
    "opinions counted": "<p>Thích 12 Không thích 1</p>",
    "advert": '<div class="ads_middle"><div id="adsWeb_AdsArticleMiddle1" class="banner fyi"><script>window.CMS_BANNER'
    ".pushAds(1)</script></div></div>",
    "buttons": '<div class="article__social"><a href="#">Chia sẻ</a></div>',
    "nameless cards": f'<div class="x1"><div class="x2"><a href="{OTHER}"><img src="/x/a.jpg"></a><h3>{LINK}</h3>'
    "<p>Nghề cũ, người mới.</p></div></div>",
    "empty box": '<div class="related-news"><h3>Tin liên quan</h3></div>',
    "comments of readers": '<div class="comment-list"><p>Đường này quê tôi, cảm ơn báo đã viết bài.</p></div>',
    "title of any words above links": f"<div class='x9'><strong>Đừng bỏ lỡ</strong><p>{LINK}</p><p>{LINK}</p></div>",
    "invitation to a channel": "<p>Tham gia nhóm Zalo Báo Pháp luật Việt Nam để nhận tin nhanh</p>",
    "how to report a mistake": "<p>Phát hiện lỗi chính tả? Bôi đen và nhấn Ctrl + Enter để báo cho tòa soạn.</p>",
    "time of reading": "<span>4 phút đọc</span>",
    "hotline": '<div class="box-hotline"><p><b>ĐƯỜNG DÂY NÓNG</b></p><p>Bạn đọc xin gọi 0353.636.555</p></div>',
    "points a program made": '<div class="ai-summary"><div>Tóm tắt bằng AI</div><ul><li>Đường đã thông</li></ul></div>',
    "series with the part on show": f"<div><h4>MỘT LOẠT</h4><ol><li>{LINK}</li><li>Kỳ 2: Đường về</li></ol></div>",
    "card of the author": '<div class="card"><a href="/tac-gia/moc-lan.html"><img src="/avatar/m.jpg"></a><div>'
    '<a href="/tac-gia/moc-lan.html">Mộc Lan Hạ</a><p>Nhà báo, tác giả tập ký “Ghế sắt”</p></div></div>',
    "portrait and life of the author": '<div class="author-bio"><img src="/static/avatar/q.jpg" width="80" height="80">'
    "<p><strong>Mộc Lan Hạ</strong></p><p>Luật sư, 20 năm trong nghề, chuyên về các vụ án đất đai.</p></div>",
    "podcast": '<div class="box-podcast"><h3 class="box-heading">Podcast</h3><article class="story"><h4>'
    '<a href="/podcasts/luat-so-12.html">Luật mỗi ngày: Lối đi chung</a></h4><span>08:21</span></article></div>',
    "heading of a box of cards": f'<div class="box-anything"><h3>Thước phim hay</h3>{CARD}{CARD}</div>',
    "topic": '<div class="topic-box"><h3><a href="/chuyen-de/dat-rung.html">Chuyên đề: Đất rừng Tân Lũng</a></h3>'
    "<p>Tổng hợp tin tức mới nhất về vụ án.</p></div>",
    "counter of slides": "<span>Tiếp 1/2</span>",
    "count of free articles": "<p>Bạn đã đọc 2/3 bài viết miễn phí trong tháng.</p>",
    "stars": "<p>Đánh giá bài viết: ★★★★☆ 4.5/5 (12 lượt)</p>",
    "address to copy": '<div class="link-source"><b>Link bài gốc</b><a href="https://x.vn/a">https://x.vn/a</a></div>',
    "two linked titles": f"<div class='x1'><h3>{LINK}</h3><h3>{LINK}</h3></div>",
    "picture and title in one link": f'<a href="{OTHER}"><img src="/x/a.jpg"><h3>Làng gốm trăm tuổi</h3></a>',
    "kicker above a thumbnail": f'<div><p>Xã hội</p><a href="{OTHER}"><img src="/x/a.jpg"></a><h3>{LINK}</h3></div>',
    "part of a series on show": f'<div><h4>MỘT LOẠT</h4><ol><li>{LINK}</li><li class="active">Hạ</li></ol></div>',
    "linked parts of a series": f'<div><h4>MỘT LOẠT</h4><ol><li><a href="{OTHER}">Kỳ 1: Giữ lửa nghề</a></li>'
    "<li>Kỳ 2: Đường về</li></ol></div>",
    "portrait that links to the author": '<div class="card"><a href="/tac-gia/moc-lan.html"><img src="/x/m.jpg"></a>'
    "<p>Mộc Lan Hạ</p></div>",
    "framed portrait of the author": '<div class="card"><figure><a href="/tac-gia/moc-lan.html">'
    '<img src="/avatar/m.jpg"></a></figure><p><a href="/tac-gia/moc-lan.html">Mộc Lan Hạ</a></p></div>',
    "icon beside the author": '<div class="author"><img src="/static/but.png"><p>Mộc Lan</p></div>',
    "hotline in a sentence": '<div class="hotline"><p>Bạn đọc có tin xin gọi số 0353.636.555 bất cứ lúc nào.</p></div>',
    "contents told in a sentence": "<nav><p>Bài viết này gồm có ba phần sau đây.</p></nav>",
    "head of the page": '<div class="article__header"><time>17:05 12/06/2024</time><p>Đời sống quanh ta</p></div>',
    "box of cards on lines of its own": f'<div class="box-a">\n<h3>Thước phim hay</h3>\n'
    f'<ul class="related">{CARD}</ul>\n</div>',
    "buttons by their addresses": '<div><a href="https://www.facebook.com/sharer.php?u=x">f</a> '
    '<a href="https://zalo.me/share">z</a></div>',
    "buttons that lead nowhere": '<div><a href="#">Chia sẻ</a> <a href="javascript:void(0)">Cỡ chữ</a></div>',
    "comment form": '<div class="box-comment"><h3>Ý kiến bạn đọc</h3><form><textarea></textarea></form></div>',
}


def blocks(body: str) -> list[str]:
    reading = extract(cms_page(body), URL)
    assert isinstance(reading, RawArticle), reading
    return [block.text for block in reading.blocks]


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES.keys())
def test_boxes_go_between_paragraphs_and_at_the_end(box: str) -> None:
    assert blocks(f"<p>{PARAGRAPHS[0]}</p>{box}<p>{PARAGRAPHS[1]}</p>") == list(PARAGRAPHS[:2])
    assert blocks(f"{paragraphs()}{box}") == list(PARAGRAPHS)


KEPT = {
    "number for children in need": '<div class="hotline"><p>Trẻ em cần giúp đỡ gọi số 111, cả ngày lẫn đêm.</p></div>',
    "days for a free contest": "<p>Bạn còn 3 ngày để gửi bài dự thi miễn phí</p>",
    "heading above a card": f'<div class="part"><h3>Con đường mới của xã</h3>{CARD}</div>',
    "sentence in a box of a card": f'<div class="box-x"><h3>Hạ</h3>{CARD}<p>Đường về thôn Hạ nay đã thông.</p></div>',
    "picture in a box of an author": '<div class="author-box"><img src="/x/2024_06_12/a.jpg"><p><b>Mộc Lan</b>'
    "</p><p>Cô giáo của lớp học ven sông trong một giờ đọc sách cùng các em.</p></div>",
    "law before and after a day": "<p><b>Trước 1/7</b></p><p>Sau 1/7</p>",
    "rights in a sentence": "<p>Bản quyền nội dung thuộc về báo chí, cấm sao chép là quy định mới.</p>",
    "words in a sentence": "<p>Độc giả có thể tìm Đọc thêm ở trang cuối của cuốn sách.</p>",
    "box that holds text": '<div class="related"><p>Điều 8 quy định mức phạt từ ba đến năm triệu đồng.</p></div>',
    "words of a mother": '<div class="share-story"><p>Từ đó đêm nào nhà tôi cũng để đèn hành lang.</p></div>',
    "point of a law": f'<p class="share">b) {PARAGRAPHS[1].rstrip(".")};</p>',
    "words that open a list": f'<p class="comment">{PARAGRAPHS[1].rstrip(".")}, gồm các đoạn sau đây:</p>',
    "words of a doctor": '<div class="comment-expert"><p>Bác sĩ khuyên gia đình nên kiên nhẫn với bé.</p></div>',
    "title above a sentence with a link": f"<div><h3>Vụ án cũ</h3><p>Như đã đưa tin, {LINK} hồi đầu năm.</p></div>",
    "title above a link elsewhere": '<div><h3>Tài liệu</h3><p><a href="https://x.vn/a.html">Dự thảo luật</a></p></div>',
    "label of one link": f"<p>Ông kể:</p><p>{LINK}</p>",
    "event and its place": "<p>Sự kiện: Hội chợ sách mùa thu</p><p>Địa điểm: nhà văn hóa xã</p>",
    "topic in a sentence": '<p>Chủ đề: <a href="/chu-de/vang-9.html">giá vàng</a> được bàn nhiều nhất phiên họp.</p>',
    "readers of a channel": "<p>Theo dõi trận đấu trên Zalo, người dân cả xóm cùng reo hò.</p>",
    "item of a list": f"<ul><li>Trạm y tế Phúc Tân</li><li>{LINK}</li><li>Bệnh viện huyện, cổng sau</li></ul>",
    "list that goes on": f"<div><h4>Tài liệu</h4><ol><li>{LINK}</li><li>Bản đồ quy hoạch xã Bồn</li></ol></div>",
    "news of a group": "<p>Tham gia nhóm Zalo của thôn, người dân báo tin cho công an nhanh hơn.</p>",
    "text within an author's box": '<div class="author"><a href="/tac-gia/moc-lan.html">Mộc Lan Hạ</a>'
    f"<p>{PARAGRAPHS[2]} {PARAGRAPHS[2]} {PARAGRAPHS[2]} {PARAGRAPHS[2]}</p></div>",
    "author in a sentence": '<p>Nhà văn <a href="/tac-gia/moc-lan.html">Mộc Lan Hạ</a> kể chuyện làng mình.</p>',
    "link in a sentence": f"<p>Như chúng tôi đã đưa tin, {LINK} hồi đầu năm.</p>",
    "link to a document": '<p><a href="https://chinhphu.vn/nghi-dinh-123.pdf">Toàn văn nghị định</a></p>',
    "data table": "<table><tr><td>Thôn</td><td>Dài</td></tr><tr><td>Hạ</td><td>2 km</td></tr></table>",
    "heading of a reading list": "<h3>Đọc thêm</h3><p>Thư viện xã có thêm ba cuốn sách về nghề gốm truyền thống.</p>",
    "heading named like a button": "<h3>Chia sẻ</h3>",
    "answer below a link to it": '<div><p>Lấn đường đi chung thì ai giải quyết?</p><p><a name="dap">Trả lời</a></p>'
    "<p>Ủy ban nhân dân cấp xã hòa giải trước khi tòa án thụ lý vụ việc.</p></div>",
    "paid link in a sentence": '<p>Xẻng do <a href="https://x.vn" rel="sponsored">hợp tác xã</a> làm ra bán ở chợ.</p>',
    "films of a network": '<p><a href="https://www.youtube.com/watch?v=a1">Phim thứ nhất</a>, '
    '<a href="https://www.youtube.com/watch?v=b2">phim thứ hai</a></p>',
    "question on a link like a button": '<a class="btn" data-toggle="collapse" href="#c1">Nộp đơn ở đâu?</a>',
    "words with a size in a box without": '<p style="font-size:0"><span style="font-size:14px">Dài 2 km.</span></p>',
    "text below links": f"<div><h3>Tin liên quan</h3><p>{LINK}</p><p>{PARAGRAPHS[2]} {PARAGRAPHS[2]}</p></div>",
    "text below a linked title": f"<div><h3>{LINK}</h3><p>{' '.join(PARAGRAPHS)}</p></div>",
    "link like a button within the page": '<p><a class="btn" href="#c1">Nơi nộp đơn</a></p>',
    "long link like a button": '<p><a class="btn" href="https://x.vn/">Toàn văn nghị định về đường nông thôn</a></p>',
    "words that announce links in a sentence": f"<p>Đơn của người dân ba thôn gửi các cơ quan:</p>{LINK}<p>{LINK}</p>",
    "words above links": f"<p>Đọc ở đây</p><p>{LINK}</p><p>{LINK}</p>",
    "sentence above links": f"<div><p>Đường nay đã thông.</p><p>{LINK}</p><p>{LINK}</p></div>",
    "title above short links": '<div><h3>Phụ lục</h3><p><a href="/a-1.html">A</a></p><p>'
    '<a href="/b-1.html">B</a></p></div>',
}


@pytest.mark.parametrize("piece", KEPT.values(), ids=KEPT.keys())
def test_text_that_only_looks_like_a_box_stays(piece: str) -> None:
    found = blocks(f"<p>{PARAGRAPHS[0]}</p>{piece}<p>{PARAGRAPHS[1]}</p>")
    assert found[0] == PARAGRAPHS[0]
    assert found[-1] == PARAGRAPHS[1]
    assert len(found) > 2


LONG_HIDDEN = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
SHARE = '<a href="https://www.facebook.com/xabon">Xã Bồn trên mạng</a>'
AS_IT_IS = {
    "bold words with a class": '<p><strong class="author">Mộc Lan</strong> kể rằng đường đã thông.</p>',
    "link of the editors that opens a sentence": f'<p><a class="cms-relate" href="{OTHER}">Luật mới</a> đã nói rõ.</p>',
    "sponsored link in a sentence": '<p>Xã nhận <a rel="sponsored" href="https://may.example/">máy xúc</a> mới.</p>',
    "speaker below a quotation": '<blockquote><p class="author">Mộc Lan Hạ</p></blockquote>',
    "speaker in a box of a quotation": '<div class="pullquote"><p class="author">Mộc Lan Hạ</p></div>',
    "authors of books in a table": '<table><tr><td>Ghế sắt</td><td><p class="author">Mộc Lan</p></td></tr></table>',
    "long text that a click unfolds": f'<div style="display: none">{LONG_HIDDEN}</div>',
    "heading above an advert": '<div class="info-box"><h3>Hai năm chờ đợi</h3><div class="ads"></div></div>',
    "heading of a chapter": '<div class="article__header"><h2>Chặng đầu</h2></div>',
    "heading above an empty line": "<h3>Đọc thêm</h3><p></p>",
    "words of a heading at the end of a sentence": f"<p>Ở trang này có thể <b>xem thêm</b></p><p>{PARAGRAPHS[2]}</p>",
    "document behind its title": '<a href="https://x.vn/a.pdf"><h3>Toàn văn nghị định</h3></a>',
    "text above an author's portrait": f"<div>{LONG_HIDDEN}<a href='/tac-gia/moc-lan.html'>"
    "<img src='/avatar/m.jpg'></a></div>",
    "portrait and a link elsewhere": '<div><img src="/avatar/be.jpg"><p><a href="https://x.vn/">Trang em</a></p></div>',
    "text beside a player": f'<div><audio src="/a.mp3"></audio><p>{PARAGRAPHS[2]}</p></div>',
    "text beside a field nobody sees": '<div><input type="hidden" value="1"><p>Đường nay đã thông.</p></div>',
    "text beside a field": f'<div><input type="checkbox"><p>{PARAGRAPHS[2]}</p></div>',
    "lines beside a field": f'<div><input type="checkbox">{"<p>Thôn Hạ có hai trăm hộ trồng mía.</p>" * 10}</div>',
    "button beside a document": '<p><a href="#">Chia sẻ</a> <a href="https://x.vn/a.pdf">Toàn văn nghị định</a></p>',
    "page of a commune": f"<p>Trang của xã: {SHARE}</p>",
    "invitation to a page and a document": f'<p>Mời độc giả xem {SHARE}, <a href="https://x.vn/a.pdf">luật</a></p>',
    "one link within the page": '<p><a href="#phan-2">Phần hai</a></p>',
    "dead link of some length": '<p><a href="#">In</a> <a href="#">Nghị định về đường nông thôn</a></p>',
    "short link beside a button": '<p><a href="#">In</a> <a href="https://x.vn/">Bản gốc</a></p>',
    "places to jump to in a heading": '<p><a name="a1"></a><a name="a2"></a>Chương I</p>',
}


@pytest.mark.parametrize("piece", AS_IT_IS.values(), ids=AS_IT_IS.keys())
def test_every_word_stays_of_what_is_no_box(piece: str) -> None:
    said = " ".join(re.sub(r"<[^>]+>", " ", piece).split())
    found = blocks(f"<p>{PARAGRAPHS[0]}</p>{piece}<p>{PARAGRAPHS[1]}</p>")
    assert found[0] == PARAGRAPHS[0]
    assert found[-1] == PARAGRAPHS[1]
    assert re.sub(r"\W", "", "".join(found[1:-1])) == re.sub(r"\W", "", said)


def test_headings_of_a_round_up_stay_though_they_are_links() -> None:
    parts = "".join(f"<p><strong>{LINK}</strong></p><p>{text}</p>" for text in PARAGRAPHS)
    assert len(blocks(parts)) == 2 * len(PARAGRAPHS)


def test_links_dressed_like_text_go_however_many_stand_amid_an_article_that_has_begun() -> None:
    texts = [f"{text} {text}" for text in (*PARAGRAPHS, *PARAGRAPHS)]
    body = "".join(
        f"<p>{text}</p>" + (f"<p>{LINK}</p>" if index in {1, 3, 4} else "") for index, text in enumerate(texts)
    )
    assert blocks(body) == texts
    begun_with_one = "".join(f"<p>{LINK}</p><p>{text}</p>" for text in texts[:3])
    assert len(blocks(f"<p>{texts[0]}</p>{begun_with_one}")) == 7


def test_box_class_on_a_wrapper_of_the_whole_text_drops_nothing() -> None:
    assert blocks(f'<div class="comment tags share">{paragraphs()}</div>') == list(PARAGRAPHS)
    assert blocks(f'<form><input type="text">{paragraphs()}</form>') == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "authors", "source"),
    [
        ('<p style="text-align: right;"><strong>Minh Trang</strong></p>', ("Minh Trang",), None),
        ("<p><strong>Minh Trang - Hải Yến</strong></p>", ("Minh Trang", "Hải Yến"), None),
        ('<div class="article__author"><a class="name cms-author">Theo TTXVN</a></div>', (), "TTXVN"),
        ("<p>Theo baochinhphu.vn</p>", (), "baochinhphu.vn"),
        ("<p>Theo báo Tuổi trẻ</p>", (), "báo Tuổi trẻ"),
        ("<p>Nguồn: sưu tầm</p>", (), "sưu tầm"),
        ("<p>Anh Đào</p>", ("Anh Đào",), None),
        ("<p>Minh Trang (Theo TTXVN)</p>", ("Minh Trang",), "TTXVN"),
    ],
)
def test_author_line_is_read_and_is_no_text(line: str, authors: tuple[str, ...], source: str | None) -> None:
    reading = extract(cms_page(paragraphs() + line), URL)
    assert isinstance(reading, RawArticle)
    assert [block.text for block in reading.blocks] == list(PARAGRAPHS)
    assert (reading.authors, reading.source) == (authors, source)


@pytest.mark.parametrize(
    "line",
    [
        "<p>Hà Nội.</p>",
        "<p>Theo đó, đường sẽ xong trước mùa lũ.</p>",
        "<p>Theo dõi nhịp thở của nạn nhân.</p>",
        "<p>Theo dõi con vật mười ngày và báo cho cơ quan thú y.</p>",
        "<p>Bạn đọc gửi bài dự thi về Báo Pháp luật Việt Nam, số 42 Nguyễn Chí Thanh.</p>",
        "<p>Khán giả theo dõi trận đấu trên YouTube của giải.</p>",
        "<p>Bạn đọc xem toàn văn nghị định tại đây.</p>",
        "<p>Minh Trang nói.</p>",
        "<p>Ông Nguyễn Văn Lâu</p>",
        "<p>Anh Trần Nam</p>",
        "<p>Bị cáo Lê Khiêm</p>",
        "<p>Nguồn sai</p>",
        "<p>Theo làn hơi gợn tí</p>",
    ],
)
def test_last_line_that_is_no_name_stays(line: str) -> None:
    assert len(blocks(paragraphs() + line)) == len(PARAGRAPHS) + 1


@pytest.mark.parametrize(
    "line",
    [
        "Mời quý độc giả theo dõi các chương trình đã phát sóng của báo trên YouTube.",
        "Quý độc giả có thể tải ứng dụng Báo Pháp luật Việt Nam tại đây.",
        "Theo dõi fanpage Báo Pháp luật Việt Nam để cập nhật tin tức mới nhất.",
        "Like và chia sẻ nếu bạn thấy bài viết hữu ích!",
    ],
)
def test_invitation_below_a_text_is_none_of_it(line: str) -> None:
    assert blocks(f"{paragraphs()}<p>{line}</p>") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "mark",
    [
        *("(PLVN) - ", "(PLVN) – ", "(PLVN)- ", "(PLVN) — ", "PLVN - ", "PLVN – ", "( PLVN ) -", "(PLVN): ", "(PLVN) "),
        *("(Pháp luật Việt Nam) - ", "(PLVN)_ ", "(PLVN) - (PLVN) - "),
    ],
)
def test_mark_of_the_lead_is_kept_apart_however_it_is_written(mark: str) -> None:
    reading = extract(cms_page(paragraphs(), lead=f"{mark}Đường ra chợ đã thông."), URL)
    assert isinstance(reading, RawArticle)
    assert (reading.lead, reading.agency_prefix) == ("Đường ra chợ đã thông.", "PLVN")


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        ("(PL+) - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "PL+")),
        ("(PLO)- Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "PLO")),
        ("TPO - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "TPO")),
        ("VOV.VN - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "VOV.VN")),
        ("(Chinhphu.vn) – Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "Chinhphu.vn")),
        ("(Doanh nhân) - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "Doanh nhân")),
        ("(Tiền Phong) - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "Tiền Phong")),
        ("(KTSG Online) - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "KTSG Online")),
        ("NDO - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "NDO")),
        ("TGVN. Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "TGVN")),
        ("(Pháp lý) - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "Pháp lý")),
        ("SGGPO - Đường ra chợ đã thông.", ("Đường ra chợ đã thông.", "SGGPO")),
        *(
            (lead, (lead, None))
            for lead in (
                "EVN - nhà cung cấp điện của xã.",
                "Shopee.vn - Sàn thương mại lớn nhất nước - vừa bị phạt.",
                "GD&TĐ - hai ngành của huyện cùng lo.",
                "(PARIS) - Tòa mở lại phiên xử.",
                "(HUẾ) - Đường ra chợ đã thông.",
                "(ASEAN) - Hội nghị vừa khép lại.",
            )
        ),
        ("(TPHCM) - Đường ra chợ đã thông.", ("(TPHCM) - Đường ra chợ đã thông.", None)),
        ("(Kỳ 2) - Đường ra chợ đã thông.", ("(Kỳ 2) - Đường ra chợ đã thông.", None)),
        ("(Pháp luật Việt Nam) là tên một tờ báo.", ("(Pháp luật Việt Nam) là tên một tờ báo.", None)),
        ("(Hà Nội) - Đường ra chợ đã thông.", ("(Hà Nội) - Đường ra chợ đã thông.", None)),
    ],
)
def test_only_marks_of_papers_are_marks(lead: str, expected: tuple[str, str | None]) -> None:
    reading = extract(cms_page(paragraphs(), lead=lead), URL)
    assert isinstance(reading, RawArticle)
    assert (reading.lead, reading.agency_prefix) == expected


def test_lead_that_speaks_of_the_newspaper_has_no_mark() -> None:
    reading = extract(cms_page(paragraphs(), lead="PLVN đã có bài phản ánh về con đường."), URL)
    assert isinstance(reading, RawArticle)
    assert (reading.lead, reading.agency_prefix) == ("PLVN đã có bài phản ánh về con đường.", None)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<strong>Hà</strong><em> Nội</em>", "Hà Nội"),
        ("Hà<b>nh</b> trình", "Hành trình"),
        ("Hà<br>Nội", "Hà Nội"),
        ("Hà&nbsp;\u200bNội", "Hà Nội"),
        ("Giáo dục &amp; Đào tạo (GD&amp;ĐT)", "Giáo dục & Đào tạo (GD&ĐT)"),
    ],
)
def test_inline_elements_are_joined_without_a_lost_or_invented_space(html: str, expected: str) -> None:
    assert blocks(f"<p>{html}</p><p>{PARAGRAPHS[0]}</p>")[0] == expected


def test_line_breaks_part_paragraphs_only_where_sentences_end() -> None:
    found = blocks(f"<p>{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}<br><br>Thôn Hạ<br>xã Bồn</p>")
    assert found == [PARAGRAPHS[0], PARAGRAPHS[1], "Thôn Hạ xã Bồn"]


def test_bold_line_is_a_heading_only_with_text_behind_it() -> None:
    reading = extract(cms_page(f"<p><strong>Ngày công của dân</strong></p>{paragraphs()}<p><b>Xong việc</b></p>"), URL)
    assert isinstance(reading, RawArticle)
    assert [block.kind for block in reading.blocks] == ["heading", *["paragraph"] * 4]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<table border="0" width="100%"><tr><td><p>{}</p></td></tr></table>', "paragraph"),
        ('<table border="1"><tr><td><p>{}</p></td></tr></table>', "note"),
        ('<table border="0" bgcolor="#eee"><tr><td><p>{}</p></td></tr></table>', "note"),
        ('<div class="e-quote"><div>{}</div></div>', "quote"),
    ],
)
def test_frame_around_a_text_says_what_kind_it_is(markup: str, kind: str) -> None:
    reading = extract(cms_page(paragraphs() + markup.format("Bến đò rộng chín mươi mét.")), URL)
    assert isinstance(reading, RawArticle)
    assert reading.blocks[-1].kind == kind


def test_rows_of_data_in_a_note_stay_rows() -> None:
    rows = "<tr><td>Phí</td><td>300.000 đồng</td></tr><tr><td>Hạn</td><td>10 ngày</td></tr>"
    found = blocks(f'{paragraphs()}<div class="notebox"><p>Thủ tục:</p><table>{rows}</table></div>')
    assert found[-1] == "Phí\t300.000 đồng\nHạn\t10 ngày"
    assert blocks(f'{paragraphs()}<table class="notebox">{rows}</table>')[-1] == found[-1]


def test_note_that_is_a_table_for_layout_stays_paragraphs() -> None:
    first = "<tr><td><p>Thủ tục:</p></td></tr><tr><td><p>Nộp đơn ở xã.</p><p>Nhận kết quả sau 10 ngày.</p></td></tr>"
    reading = extract(cms_page(f'{paragraphs()}<table class="notebox">{first}</table>'), URL)
    assert isinstance(reading, RawArticle)
    assert [block.kind for block in reading.blocks[-3:]] == ["note"] * 3
    beside = f"<tr><td>Thủ tục</td><td><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></td></tr>"
    assert blocks(f'<p>{PARAGRAPHS[2]}</p><table class="notebox">{beside}</table>')[-2:] == list(PARAGRAPHS[:2])


WORDS = (
    f'<a class="cms-relate" href="{OTHER}">báo cáo chín tháng của tỉnh</a>',
    '<span class="share-of">phần của cả tỉnh</span>',
)


@pytest.mark.parametrize("words", WORDS)
def test_words_in_a_cell_that_are_named_like_a_box_stay(words: str) -> None:
    rows = f"<tr><td>Theo {words} thì tăng</td><td>12</td></tr><tr><td>Huyện</td><td>13</td></tr>"
    assert blocks(f"{paragraphs()}<table>{rows}</table>")[-1].startswith(
        f"Theo {re.sub('<[^>]+>', '', words)} thì tăng\t"
    )


SHOP = "https://cua-hang.example/xeng"
OFFERS = {
    "goods": f'<div><a href="{SHOP}"><img src="https://cua-hang.example/xeng.jpg"></a><div><p>Xẻng gấp bỏ cốp xe</p>'
    f'<p>Giá: 250.000đ</p><p><a href="{SHOP}">Mua ngay</a></p></div></div>',
    "goods in a table": f'<table><tr><td><a href="{SHOP}">Xẻng gấp</a></td><td>250.000 ₫</td><td>'
    f'<a href="{SHOP}">Tới nơi bán »</a></td></tr></table>',
    "newsletter": "<div><p><b>Nhận bản tin mỗi sáng</b></p><p>Tin chọn lọc vào hộp thư của bạn</p>"
    '<a class="b7" href="/ban-tin">Đăng ký ngay</a></div>',
    "survey": '<div><p>Mời bạn đọc tham gia khảo sát về trang mới</p><a href="https://x.vn/a">Tham gia ngay</a></div>',
    "button below the text of a box": '<div><div></div><a class="btn btn-red" href="/tai-ve">Xem bản đồ</a></div>',
    "app": "<div><p>Đọc tin nhanh hơn trên ứng dụng</p><a class='b7' href='/app'>Tải ngay</a></div>",
    "paid picture": f'<div class="z8"><span>Tài trợ</span><a href="{SHOP}" rel="nofollow sponsored">'
    '<img src="https://cua-hang.example/xeng.jpg"><b>Xẻng gấp bỏ cốp xe, giảm một nửa</b></a></div>',
    "picture in a box called a banner": f'<div class="banner-inread" id="zone-15"><a href="{SHOP}">'
    '<img src="https://cua-hang.example/300x250.gif"></a></div>',
    "picture in a box called an advert by its words": f'<div class="z9"><span>Quảng cáo</span><a href="{SHOP}">'
    '<img src="https://cua-hang.example/300x250.gif"></a></div>',
    "picture of a size that is sold": f'<div><a href="{SHOP}"><img src="https://x.example/1" width="300" height="250">'
    "</a></div>",
    "badge of a chart": '<p><a href="https://public.flourish.studio/visualisation/1/"><img alt="Made with Flourish"'
    ' src="https://public.flourish.studio/resources/made_with_flourish.svg"></a></p>',
    "link called a button": f'<div><a class="wp-block-button__link" href="{SHOP}">Mua sách</a></div>',
}


@pytest.mark.parametrize("box", OFFERS.values(), ids=OFFERS.keys())
def test_box_that_offers_something_is_no_text_whatever_it_is_called(box: str) -> None:
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p>{box}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)
    assert article.images == ()


@pytest.mark.parametrize(
    "text",
    [
        f'Mỗi chiếc xẻng giá 250.000 đồng, ai cần thì <a href="{SHOP}">đặt mua</a> qua hợp tác xã của thôn Hạ.',
        'Người dân có thể <a href="/huong-dan.html">đăng ký</a> nhận tin báo mưa lũ qua điện thoại.',
        'Bà con <a href="/huong-dan.html">tải ứng dụng</a> của tỉnh để phản ánh đường hỏng.',
        'Ai muốn thì <b><a class="btn" href="/huong-dan.html">tham gia</a></b> khảo sát ở nhà văn hóa thôn Hạ.',
    ],
)
def test_sentence_that_tells_how_to_buy_or_subscribe_stays(text: str) -> None:
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p><div><p>{text}</p></div><p>{PARAGRAPHS[1]}</p>"))
    assert len(article.blocks) == 3


HOTLINES = {
    "Mọi thông tin phản ánh xin gửi về đường dây nóng của Báo: 0900.000.000 hoặc email toasoan@example.vn": True,
    "Bạn đọc có thông tin vui lòng liên hệ Báo Pháp luật Việt Nam, điện thoại 0900 000 000.": True,
    "Bạn đang đọc bài viết Xã Bồn sửa xong con đường ra chợ tại chuyên mục Xã hội.": True,
    f'Bạn đang đọc bài viết "{PARAGRAPHS[0]}" tại chuyên mục Xã hội. Mọi góp ý xin gửi về toasoan@example.vn': True,
    "Bạn đang đọc tin này trong lúc chờ xe? Con đường ra chợ đã thông.": False,
    "Mọi thông tin về đối tượng xin gọi đường dây nóng của Công an huyện: 0900.000.000.": False,
    "Bạn đọc phản ánh tới đường dây nóng của Báo số 0900.000.000 rằng con đường vẫn lầy lội.": False,
}


@pytest.mark.parametrize(("line", "goes"), HOTLINES.items())
def test_line_about_the_newsroom_or_the_page_is_no_text(line: str, goes: bool) -> None:
    article = read_page(cms_page(f"{paragraphs()}<p><strong>{line}</strong></p>{paragraphs()}"))
    assert len(article.blocks) == 2 * len(PARAGRAPHS) + (not goes)


POINTS = "<ul><li>Đường đã thông sau hai năm</li><li>Hơn hai trăm ngày công</li></ul>"


def test_points_that_a_program_made_are_no_text_though_their_box_has_no_name() -> None:
    article = read_page(
        cms_page(f"<p>{PARAGRAPHS[0]}</p><div><p><b>Tóm tắt bằng AI</b></p>{POINTS}</div>{paragraphs()}")
    )
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0], *PARAGRAPHS]


def test_points_below_a_heading_about_a_program_further_down_stay() -> None:
    article = read_page(cms_page(f"{paragraphs()}<p><b>Tóm tắt bằng AI</b></p>{POINTS}{paragraphs()}"))
    assert len(article.blocks) == 2 * len(PARAGRAPHS) + 3


def test_thumbnail_above_a_title_linked_to_the_same_article_goes_with_it() -> None:
    thumbnail = f'<p><a href="{OTHER}"><img src="/180x108/x/2024_01_01/gom.jpg"></a></p>'
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p>{thumbnail}<p>{LINK}</p><p>{PARAGRAPHS[1]}</p>"))
    assert article.images == ()
    assert [block.text for block in article.blocks] == list(PARAGRAPHS[:2])
    alone = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p>{thumbnail}<p>{PARAGRAPHS[1]}</p>"))
    assert len(alone.images) == 1


def test_row_of_buttons_with_one_to_send_the_article_is_no_text() -> None:
    row = "".join(
        f'<a href="javascript:void(0);">{name}</a>' for name in ("Chia sẻ", "Zalo", "In bài viết", "Gửi email")
    )
    article = read_page(cms_page(f"<div class='z9'>{row}</div>{paragraphs()}"))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


FURNITURE = {
    "sizes of letters": '<div><a href="javascript:;">A-</a> <a href="javascript:;">A+</a></div>',
    "button to go on": '<div class="x"><a href="#">Đọc tiếp</a></div>',
    "topic": '<div class="y"><b>Chủ đề:</b> <a href="/tag/giao-thong.html">Giao thông</a></div>',
    "thumbnail beside a title": f'<table class="__mb_article_in_image"><tr><td><a href="{OTHER}">'
    f'<img src="/x/t.jpg"></a></td><td>{LINK}</td></tr></table>',
    "buttons of a slide show": '<div class="swiper-button-next">Sau</div><div class="swiper-pagination">1/3</div>',
    "buttons with strokes between": '<div><a href="javascript:window.print()">In bài viết</a> | '
    '<a href="mailto:?subject=x">Gửi cho bạn bè</a></div>',
    "signs of channels": '<div><span>Theo dõi chúng tôi trên</span><a href="https://www.facebook.com/bon">'
    '<img src="/f.svg"></a><a href="https://www.youtube.com/@bon"><img src="/y.svg"></a></div>',
    "text of no size": '<span style="font-size:0px; line-height:0">Bản quyền của Báo</span>',
    "comments of readers": '<div class="y7"><h3>Bạn đọc viết (2)</h3><div><b>Nam Trung</b><span>2 giờ trước</span>'
    "<p>Ủng hộ xử lý nghiêm.</p><a>Trả lời</a> <a>Thích</a></div><div><b>hoa_tigon</b><p>Quá bức xúc, đường hỏng "
    "đã hai năm nay.</p><button>Trả lời</button></div></div>",
    "question that two buttons answer": "<div><p>Bài viết này có hữu ích với bạn không?</p><button>Có</button>"
    "<button>Không</button></div>",
    "faces of readers": '<div class="reaction"><span>Thích <b>12</b></span><span>Buồn <b>1</b></span></div>',
    "ways back": '<div class="mt-4 flex"><a href="/">« Trở về trang chủ</a><a href="#top">Lên đầu trang</a></div>',
    "app with a button in its line": '<div class="flex"><span>Đọc báo nhanh hơn trên ứng dụng</span>'
    '<a class="btn" href="https://apps.apple.com/vn/app/id1">Tải ngay</a></div>',
    "player without a name": "<x-audio src='/tts/2.mp3'><span>Nghe nội dung bài</span></x-audio>",
    "counter of readers": '<noscript><img src="https://www.facebook.com/tr?id=1&amp;ev=PageView"></noscript>',
}


@pytest.mark.parametrize("piece", FURNITURE.values(), ids=FURNITURE.keys())
def test_furniture_between_paragraphs_is_neither_text_nor_picture(piece: str) -> None:
    article = read_page(cms_page(f"{paragraphs()}{piece}{paragraphs()}"))
    assert [block.text for block in article.blocks] == [*PARAGRAPHS, *PARAGRAPHS]
    assert article.images == ()


def test_sentence_that_opens_with_a_label_of_tags_stays() -> None:
    text = 'Chủ đề: giao thông nông thôn được <a href="/x-post2.html">hội nghị</a> của huyện chọn bàn trong hai ngày.'
    assert len(read_page(cms_page(f"{paragraphs()}<p>{text}</p>{paragraphs()}")).blocks) == 2 * len(PARAGRAPHS) + 1


def test_picture_behind_links_with_a_heading_is_the_article_s() -> None:
    links = f'<p><b>Bài liên quan</b></p><p>{LINK}</p><p><a href="/mo-duong-ra-cho-post9.html">Mở đường ra chợ</a></p>'
    image = '<p><img src="/a/2024_06_12/x.jpg"></p><p style="text-align:center"><em>Bà con.</em></p>'
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}</p>{links}{image}<p>{PARAGRAPHS[1]}</p>"))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS[:2])
    assert [picture.caption for picture in article.images] == ["Bà con."]


def test_thumbnail_below_a_paragraph_takes_none_of_it_along() -> None:
    thumbnail = f'<div><a href="{OTHER}"><img src="/180x108/x/2024_01_01/gom.jpg"></a>{LINK}</div>'
    entry = f"<div class='entry'><h4>9h15</h4><div><p>{PARAGRAPHS[0]}</p>{thumbnail}</div></div>"
    article = read_page(cms_page(f"{entry}{paragraphs()}"))
    assert [block.text for block in article.blocks] == ["9h15", PARAGRAPHS[0], *PARAGRAPHS]
    assert article.images == ()


def test_announced_links_do_not_make_a_round_up_of_single_ones() -> None:
    single = [f'<p><a href="/tin-so-{n}-cua-ngay-post1{n}.html">Tin thứ {n} của ngày hôm nay</a></p>' for n in (1, 2)]
    body = f"{paragraphs()}{single[0]}{paragraphs()}{single[1]}{paragraphs()}<p>&gt;&gt; {LINK}</p>{paragraphs()}"
    assert [block.text for block in read_page(cms_page(body)).blocks] == [*PARAGRAPHS] * 4


QUESTION = "Trẻ dưới sáu tuổi có phải làm thẻ không?"


@pytest.mark.parametrize(
    "button",
    [
        f'<button class="x-head" type="button">{QUESTION}</button>',
        f'<h3 class="accordion-header"><button aria-expanded="true" aria-controls="a1">{QUESTION}</button></h3>',
    ],
)
def test_question_on_a_button_that_unfolds_its_answer_is_text(button: str) -> None:
    item = f'<div class="accordion-item">{button}<div class="accordion-body"><p>{PARAGRAPHS[0]}</p></div></div>'
    assert [block.text for block in read_page(cms_page(item + paragraphs())).blocks][:2] == [QUESTION, PARAGRAPHS[0]]


def test_heading_on_a_button_that_unfolds_text_is_text() -> None:
    item = f'<button aria-expanded="false">Điều kiện vay vốn ưu đãi</button><div><p>{PARAGRAPHS[0]}</p></div>'
    assert read_page(cms_page(item + paragraphs())).blocks[0].text == "Điều kiện vay vốn ưu đãi"


@pytest.mark.parametrize(
    "button",
    [
        "<button>Gửi ý kiến của bạn</button>",
        '<button aria-expanded="false">Chia sẻ</button>',
        '<button aria-expanded="false">Xem thêm bình luận</button>',
        "<button>Bạn hỏi?</button>",
    ],
)
def test_other_buttons_are_no_text(button: str) -> None:
    body = f"{paragraphs()}<div>{button}</div>"
    assert [block.text for block in read_page(cms_page(body)).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize("name", ["author", "comment", "tags"])
def test_short_sentence_between_paragraphs_stays_whatever_class_it_has(name: str) -> None:
    told = "“Có lần tôi bị chó đuổi đến tận cổng”, anh Sùng kể."
    for tag in ("p", "div"):
        body = "".join(f"<{tag}>{text}</{tag}>" for text in PARAGRAPHS)
        article = read_page(cms_page(body.replace(f"<{tag}>Theo", f'<p class="{name}">{told}</p><{tag}>Theo')))
        assert [block.text for block in article.blocks] == [*PARAGRAPHS[:2], told, PARAGRAPHS[2]]
        assert article.authors == ()


def test_sentence_in_a_box_called_comment_stays_amid_text_if_no_other_is_called_so() -> None:
    told = '<div class="comment"><p>Luật sư cho rằng hành vi này đủ để khởi tố.</p></div>'
    before, after = f"<p>{PARAGRAPHS[0]}</p>", f"<p>{PARAGRAPHS[1]}</p>"
    assert len(blocks(before + told + after)) == 3
    assert len(blocks(before + told + told + after)) == 2
    assert len(blocks(before + after + told)) == 2


@pytest.mark.parametrize(
    "line",
    [
        '<p class="author">Tác giả là cộng tác viên lâu năm của báo.</p>',
        '<p class="comment">Bạn nghĩ sao về con đường này? Hãy cho chúng tôi biết.</p>',
        '<p class="ads">Mua ngay hôm nay để được giảm giá một nửa.</p>',
    ],
)
def test_short_sentence_behind_the_text_or_of_an_advert_goes_with_its_class(line: str) -> None:
    assert [block.text for block in read_page(cms_page(paragraphs() + line)).blocks] == list(PARAGRAPHS)


DETAIL = f'<a class="cms-relate" href="{OTHER}">Chi tiết</a>'


@pytest.mark.parametrize(
    "pointer", [f" ..&gt;&gt; {DETAIL}", f" &gt;&gt;{DETAIL}", f" » {DETAIL}", f"</p><p>..&gt;&gt; {DETAIL}"]
)
def test_pointer_to_another_article_behind_a_paragraph_goes(pointer: str) -> None:
    body = "".join(f"<p>{text}{pointer}</p>" for text in PARAGRAPHS)
    assert [block.text for block in read_page(cms_page(body)).blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "end", [f" Xem {DETAIL}", f" Theo « Le Monde » {DETAIL}", " Ký hiệu trên bản đồ là &gt;&gt; Chi tiết"]
)
def test_words_behind_a_paragraph_that_are_no_pointer_stay(end: str) -> None:
    article = read_page(cms_page(f"<p>{PARAGRAPHS[0]}{end}</p>{paragraphs(PARAGRAPHS[1:])}"))
    assert article.blocks[0].text.endswith("Chi tiết")


INSIDE = {
    "related_box": LINK,
    "list_box": LINK,
    "hotline": "Gọi 0353.636.555",
    "page_furniture": "<time>17:05</time>",
}


@pytest.mark.parametrize("rule", BOX_RULES, ids=[rule.name for rule in BOX_RULES])
def test_every_name_and_every_beginning_of_one_takes_its_box_out_and_is_counted(rule: BoxRule) -> None:
    names = [*sorted(rule.classes), *(f"{prefix}x1" for prefix in rule.prefixes)]
    inside = INSIDE.get(rule.name, "Xem ở đây")
    boxes = [f'<div class="{name}">{inside}</div>' for name in names]
    boxes += [f'<div id="{prefix}x2">{inside}</div>' for prefix in rule.prefixes]
    text = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    for box in boxes:
        article = read_page(cms_page(f"{text}{box}{text}"))
        assert [block.text for block in article.blocks] == [*PARAGRAPHS, *PARAGRAPHS], box
        assert article.dropped.get(rule.name) == 1, box


def test_every_name_of_an_element_for_the_author_takes_it_out_and_names_one() -> None:
    for name in sorted(BYLINE_CLASSES):
        article = read_page(cms_page(f'{paragraphs()}<div class="{name}">Mộc Lan Hạ</div>{paragraphs()}'))
        assert [block.text for block in article.blocks] == [*PARAGRAPHS, *PARAGRAPHS], name
        assert "Mộc Lan Hạ" in (*article.authors, article.source), name


@pytest.mark.parametrize(
    ("names", "kind"), [(NOTE_CLASSES, "note"), (QUOTE_CLASSES, "quote"), (HEADING_CLASSES, "heading")]
)
def test_every_name_of_a_note_a_quote_or_a_heading_makes_one(names: frozenset[str], kind: str) -> None:
    for name in sorted(names):
        body = f'{paragraphs()}<div class="{name}">Mỗi nhà một ngày công</div>{paragraphs()}'
        found = {block.text: block.kind for block in read_page(cms_page(body)).blocks}
        assert found.get("Mỗi nhà một ngày công") == kind, name


@pytest.mark.parametrize(
    "box",
    [
        '<div class="banner-{}"><a href="https://image.baophapluat.vn/w1200/2024_06_12/a-1.jpg">{}</a></div>',
        '<div class="banner-{}">{}</div>',
        '<div class="photo-{}"><a href="https://cua-hang.example/">{}</a></div>',
        '<div class="photo-{}"><a href="/a-1.jpg"><img src="/a-1.jpg" width="300" height="250"></a></div>',
        '<div class="photo-{}"><a href="https://cua-hang.example/">{}</a><span>Ảnh chụp biển quảng cáo</span></div>',
    ],
)
def test_picture_that_leads_nowhere_else_or_is_called_no_banner_is_the_articles(box: str) -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg">'
    article = read_page(cms_page(f"{paragraphs()}{box.format('top', img)}<p>Đường dài 2 km.</p>"))
    assert len(article.images) == 1


def test_link_to_the_front_page_in_the_first_sentence_is_no_breadcrumb() -> None:
    first = 'Theo <a href="/">Báo Pháp luật Việt Nam</a>, đường về thôn Hạ nay đã thông.'
    assert blocks(f"<p>{first}</p><p>{PARAGRAPHS[1]}</p>")[0].startswith("Theo Báo Pháp luật Việt Nam, đường")


def test_heading_about_a_program_above_a_paragraph_stays() -> None:
    found = blocks(f"<h3>Tóm tắt bằng trí tuệ nhân tạo</h3><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>")
    assert found[0] == "Tóm tắt bằng trí tuệ nhân tạo"


def test_text_in_columns_of_a_note_is_part_of_the_note() -> None:
    cells = "".join(f"<td><p>{text}</p><p>{text}</p></td>" for text in PARAGRAPHS[:2])
    note = f'<div class="notebox"><table border="0"><tr>{cells}</tr></table></div>'
    assert {block.kind for block in read_page(cms_page(paragraphs() + note)).blocks[3:]} == {"note"}


@pytest.mark.parametrize(
    "words",
    [
        "Mời bạn đọc ghé",
        "Quét mã để vào kênh",
        "Nhấn vào",
        "Tải ứng dụng đọc báo tại đây:",
        "Cài đặt app",
        "Theo dõi chúng tôi ở",
        "Theo dõi PLVN ở",
    ],
)
@pytest.mark.parametrize("address", ["https://zalo.me/123", "https://play.google.com/store/apps/details?id=vn.plvn"])
def test_invitation_to_a_channel_or_a_store_is_no_text(words: str, address: str) -> None:
    box = f'<p>{words} <a href="{address}">Tin nhanh mỗi sáng tại đây</a></p>'
    assert blocks(f"<p>{PARAGRAPHS[0]}</p>{box}<p>{PARAGRAPHS[1]}</p>") == list(PARAGRAPHS[:2])


@pytest.mark.parametrize("turn", ["Trang sau", "Trang trước", "»", "Tiếp »", "‹ Trước"])
def test_row_of_numbers_that_turns_pages_is_no_text(turn: str) -> None:
    row = f'<div><a href="/a-p1.html">1</a> <a href="/a-p2.html">2</a> <a href="/a-p2.html">{turn}</a></div>'
    assert blocks(f"<p>{PARAGRAPHS[0]}</p>{row}<p>{PARAGRAPHS[1]}</p>") == list(PARAGRAPHS[:2])


@pytest.mark.parametrize(
    "box",
    [
        "<div><p>Ông có đồng ý không?</p><button>Có</button><p>Tôi đồng ý với xã.</p><button>Không</button></div>",
        "<div><p>Ông có đồng ý không?</p><button>Xem</button><button>Ẩn</button></div>",
        "<div><p>Ông có đồng ý không?</p><button>Có</button></div>",
    ],
)
def test_question_of_the_text_beside_buttons_stays(box: str) -> None:
    assert "Ông có đồng ý không?" in blocks(f"<p>{PARAGRAPHS[0]}</p>{box}<p>{PARAGRAPHS[1]}</p>")
