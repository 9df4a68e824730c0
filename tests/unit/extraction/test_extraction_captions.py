"""A caption stands once, with its picture; a paragraph that reads like one stays in the body."""

from __future__ import annotations

import pytest
from skin_pages import HEAD, PARAGRAPHS, URL, cms_page, paragraphs, picture, read_page

from dvingest.extraction import extract
from dvingest.extraction.fragment.pictures import picture_identity
from dvingest.model import RawArticle

CAPTION = "Người dân thôn Hạ san nền đường."


def read(body: str) -> RawArticle:
    reading = extract(cms_page(body), URL)
    assert isinstance(reading, RawArticle), reading
    return reading


def texts(article: RawArticle) -> list[str]:
    return [block.text for block in article.blocks]


SHAPES = {
    "second row": picture(caption=CAPTION),
    "in the picture's cell": picture(alt=CAPTION).replace("</td></tr></tbody>", f"<br>{CAPTION}</td></tr></tbody>"),
    "figure": f'<figure><img src="/a/2024_06_12/x.jpg" alt="{CAPTION}"><figcaption>{CAPTION}</figcaption></figure>',
    "span.fig": f'<div class="full-img"><img class="img-responsive" src="/a/2024_06_12/x.jpg" alt="{CAPTION}">'
    f'<span class="fig">{CAPTION}</span></div>',
    "doubled in its cell": picture(caption=f"{CAPTION}</p><p>{CAPTION}"),
    "repeated as a paragraph": picture(caption=CAPTION) + f"<p>{CAPTION}</p>",
    "alt said again behind it": picture(alt=CAPTION) + f"<p>{CAPTION}</p>",
    "said before it too": f"<p>{CAPTION}</p>" + picture(caption=CAPTION),
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_caption_stands_once_and_never_in_the_body(shape: str) -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p>{shape}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>")
    assert texts(article) == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [CAPTION]
    assert "caption_guess" not in article.warnings


@pytest.mark.parametrize("first", ["Mộc Lan đi chợ", "Mộc Lan đi chợ (Ảnh: Sê San)"])
@pytest.mark.parametrize("second", ["Mộc Lan đi chợ.", "Mộc Lan đi chợ. Ảnh: Sê San"])
def test_caption_repeated_without_its_credit_stands_once_with_it(first: str, second: str) -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p>{picture(caption=first)}<p>{second}</p><p>{PARAGRAPHS[1]}</p>")
    assert texts(article) == list(PARAGRAPHS[:2])
    assert article.images[0].caption == max(first, second, key=len)


def test_paragraph_that_goes_on_behind_the_words_of_a_caption_stays() -> None:
    told = "Mộc Lan đi chợ từ lúc trời chưa sáng."
    body = f"<p>{PARAGRAPHS[0]}</p>{picture(caption='Mộc Lan đi chợ (Ảnh: Sê San)')}<p>{told}</p>"
    assert texts(read(body)) == [PARAGRAPHS[0], told]


OPEN = "Cụ bà giơ tấm thẻ hình bắp cải"


def test_line_that_ends_like_no_sentence_below_a_bare_picture_is_its_caption_amid_short_sentences() -> None:
    body = "<p>Ai cũng cười.</p><p>Cụ bà hỏi lại cho chắc.</p>{}<p>{}</p>{}<p>Hàng ghế lại im.</p><p>Loa gọi.</p>"
    article = read(body.format(picture(), OPEN, ""))
    assert texts(article) == ["Ai cũng cười.", "Cụ bà hỏi lại cho chắc.", "Hàng ghế lại im.", "Loa gọi."]
    assert article.images[0].caption == OPEN
    assert "caption_guess" in article.warnings
    assert texts(read(body.format(picture(), f"{OPEN}.", "")))[2] == f"{OPEN}."
    # Other lines end like none either: a programme, a poem, a list.
    assert OPEN in texts(read(body.format(picture(), OPEN, "<p>Quầy số hai: khoa Nhi</p>")))


PICTURES = {
    "amp": '<amp-img src="/a/2024_06_12/x.jpg" width="800" height="600"><noscript></noscript></amp-img>',
    "background": "<div style=\"background-image:url('/a/2024_06_12/x.jpg');height:480px\" role='img'></div>",
    "list of terms": '<dl class="gallery-item"><dt><img src="/a/2024_06_12/x.jpg"></dt></dl>',
}


@pytest.mark.parametrize("shape", PICTURES.values(), ids=PICTURES.keys())
def test_picture_that_is_no_plain_img_is_one_all_the_same(shape: str) -> None:
    article = read(f"{paragraphs()}{shape}<p class='img-cap'>{CAPTION}</p>{paragraphs()}")
    assert [(image.url, image.caption) for image in article.images] == [
        ("https://baophapluat.vn/a/2024_06_12/x.jpg", CAPTION)
    ]
    assert texts(article) == [*PARAGRAPHS, *PARAGRAPHS]


SRC = "/a/2024_06_12/x.jpg"
OTHER = "/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html"
WITH_BACKGROUND = {
    "short form": f'<div class="img" style="background: #ccc url({SRC}) no-repeat center"></div>',
    "space within": f'<div class="img" style="background-image:url({SRC})">\n</div>',
    "filled by a script": f'<div class="img" data-bg="{SRC}"></div>',
    "link to itself": f'<a href="{SRC}" style="background-image:url({SRC})"></a>',
}


@pytest.mark.parametrize("shape", WITH_BACKGROUND.values(), ids=WITH_BACKGROUND.keys())
def test_background_of_an_empty_element_is_a_picture(shape: str) -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p>{shape}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>")
    assert [image.url for image in article.images] == [f"https://baophapluat.vn{SRC}"]
    assert texts(article) == list(PARAGRAPHS)


NO_PICTURES = {
    "advert": f'<div class="banner" style="background-image:url({SRC})"></div>',
    "portrait": f'<span class="avatar" style="background-image:url({SRC})"></span>',
    "drawing": '<span style="background-image:url(/a/2024_06_12/x.svg)"></span>',
    "line between parts": f'<div style="background:url({SRC}) repeat-x"></div>',
    "thin line": f'<div style="background-image:url({SRC});height:12px"></div>',
    "box with text": f'<div style="background-image:url({SRC})"><p>{PARAGRAPHS[1]}</p></div>',
    "ground below an advert": f'<div style="background-image:url({SRC})"><div class="banner"><b>x</b></div></div>',
    "another article": f'<div class="x1"><a href="{OTHER}" style="background-image:url({SRC})"></a>'
    f'<h3><a href="{OTHER}">Làng gốm trăm tuổi tìm cách giữ lửa nghề</a></h3></div>',
}


@pytest.mark.parametrize("shape", NO_PICTURES.values(), ids=NO_PICTURES.keys())
def test_background_of_something_else_is_none(shape: str) -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p>{shape}<p>{PARAGRAPHS[2]}</p>")
    assert article.images == ()
    assert texts(article)[0] == PARAGRAPHS[0]
    assert "Làng gốm" not in " ".join(texts(article))


@pytest.mark.parametrize("name", ["data-full", "data-lazyload", "data-original-src", "data-hi-res", "data-lazy-srcset"])
def test_picture_is_found_under_any_name_a_script_gives_its_address(name: str) -> None:
    article = read(f'<p><img src="data:image/gif;base64,R0" data-blur="/b.jpg" {name}="{SRC}"></p>{paragraphs()}')
    assert [image.url for image in article.images] == [f"https://baophapluat.vn{SRC}"]


def test_picture_whose_sources_alone_have_an_address_has_that_of_the_first() -> None:
    sources = '<source srcset="/a/2024_06_12/x.webp 1200w"><source data-srcset="/a/2024_06_12/x.jpg">'
    placeholder = read(f'{paragraphs()}<picture>{sources}<img src="data:image/gif;base64,R0"></picture>{paragraphs()}')
    assert [image.url for image in placeholder.images] == ["https://baophapluat.vn/a/2024_06_12/x.webp"]
    own = read(f'{paragraphs()}<picture>{sources}<img src="/a/2024_06_12/own.jpg"></picture>{paragraphs()}')
    assert [image.url for image in own.images] == ["https://baophapluat.vn/a/2024_06_12/own.jpg"]


def test_address_of_a_page_beside_a_placeholder_is_no_picture() -> None:
    article = read(f'<p><img src="data:image/gif;base64,R0" data-href="{OTHER}" data-blur="/b.jpg"></p>{paragraphs()}')
    assert article.images == ()


def test_picture_whose_photographer_has_a_page_stays() -> None:
    credit = '<p>Ảnh: <a href="/tac-gia/moc-lan.html">Mộc Lan Hạ</a></p>'
    article = read(f'{paragraphs()}<div><img src="/a/2024_06_12/x.jpg">{credit}</div>{paragraphs()}')
    assert [image.url for image in article.images] == ["https://baophapluat.vn/a/2024_06_12/x.jpg"]


GUESSED = {
    "shape 3": picture() + f"<p><em>{CAPTION}</em></p>",
    "shape 5": picture() + f"<p>{CAPTION}</p>",
    "shape 5 behind an advert": picture()
    + '<div class="ads_middle"><div class="banner fyi"><script>window.CMS_BANNER.pushAds(1)</script></div></div>'
    + f"<p>{CAPTION}</p>",
    "more than the alt says": picture(alt=" ".join(CAPTION.split()[:5])) + f"<p>{CAPTION}</p>",
}


@pytest.mark.parametrize("shape", GUESSED.values(), ids=GUESSED.keys())
def test_caption_that_only_its_place_tells_is_marked_as_guessed(shape: str) -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p>{shape}<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>")
    assert texts(article) == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [CAPTION]
    assert "caption_guess" in article.warnings


def test_picture_between_breaks_stands_where_it_is_and_takes_the_line_below_it() -> None:
    src = "/a/2024_06_12/x.jpg"
    lines = (
        f'{PARAGRAPHS[0]}<br><br><img src="{src}"><br><i>{CAPTION}</i><br><br>{PARAGRAPHS[1]}<br><br>{PARAGRAPHS[2]}'
    )
    article = read(f"<div>{lines}</div>")
    assert texts(article) == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [CAPTION]


def test_picture_at_a_break_amid_a_sentence_does_not_tear_it_apart() -> None:
    article = read(f'<p>Con đường nối<br><img src="/a/2024_06_12/x.jpg">ba thôn với chợ huyện.</p>{paragraphs()}')
    assert texts(article)[0] == "Con đường nối ba thôn với chợ huyện."


def test_speaker_seen_at_an_event_is_a_caption() -> None:
    shown = "Bà Trần Thị Lụa chia sẻ tại buổi lễ thông đường."
    article = read(f"{paragraphs()}{picture()}<p>{shown}</p>{paragraphs()}")
    assert [image.caption for image in article.images] == [shown]


NO_CAPTIONS = {
    "opens a list": "Ba thôn được hưởng lợi gồm:",
    "speech": "“Tôi mừng lắm”, bà Lụa nói.",
    "goes on": "Tuy nhiên, đoạn cuối còn dở dang.",
    "long": PARAGRAPHS[1],
    "sub-heading": "<strong>Đoạn cuối còn dở dang</strong>",
    "point of a law in italics": "<em>b) Thu lợi bất chính từ việc làm đường;</em>",
    "article of a law in italics": "<em>Điều 407. Hợp đồng làm đường vô hiệu</em>",
    "verse in italics": "<em>Trước đèn xem truyện Tây Minh,</em>",
    "italic speaker": "<em>Ông Lê Văn Tám:</em>",
    "reported speech": "Ông Lê Văn Tám cho biết đường đã xong.",
    "explains": "Con đường là mạch máu của cả xã.",
    "opens with a day": "Ngày 16 tháng Tám, cả làng ra đường.",
    "opens with a time of day": "Sáng 28/5, cả làng ra đường.",
    "points back": "Đó cũng chỉ mới bước đầu.",
    "pleads": "Chúng tôi mong đường sớm xong.",
    "counts": "Hai là, dân góp công làm đường.",
    "numbered part": "I. Hai mặt của con đường",
    "opens a letter": "Kính gửi: Ủy ban nhân dân xã Bồn",
    "goes on quoting": "Xã Bồn không thể chờ thêm nữa”.",
    "longer than captions are, in italics": f"<em>{' '.join(PARAGRAPHS)}</em>",
    "question of a reader in italics": "<em>Hỏi: Hàng xóm lấp rãnh thoát nước chung, tôi phải làm gì bây giờ</em>",
    "question and who asks in italics": "<em>Hàng xóm lấp rãnh thoát nước, tôi phải làm gì? (Lê Nhàn, Bồn)</em>",
    "greeting in italics": "<em>Kính thưa quý bạn đọc!</em>",
    "answer in italics": "<em>- Thưa ông, đường nay đã thông.</em>",
    "linked line in the middle": f"<center><a href='{OTHER}'>Làng gốm</a> giữ lửa nghề trăm tuổi</center>",
    "words in quotation marks in the middle": "<center>“Đường thông, chợ lại đông</center>",
    "to the right": '<span style="display: block; text-align: right">Thôn Hạ, mùa lũ</span>',
    "with a link": f"Dân <a href='{OTHER}'>làng gốm</a> ra chợ.",
}


@pytest.mark.parametrize("text", NO_CAPTIONS.values(), ids=NO_CAPTIONS.keys())
def test_paragraph_behind_a_bare_picture_stays_where_any_sign_is_against_it(text: str) -> None:
    article = read(f"{paragraphs()}{picture()}<p>{text}</p>{paragraphs()}")
    assert len(article.blocks) == 2 * len(PARAGRAPHS) + 1
    assert [image.caption for image in article.images] == [None]


BELOW = {
    "note": f'<div class="cms-note"><p>{CAPTION}</p></div>',
    "two lines in italics": f"<p><em>{CAPTION} Trời chưa sáng họ đã ra đường, người góp công, kẻ góp của.</em></p>"
    "<p><em>Ai cũng mừng vì đường nay đã thông.</em></p>",
    "two lines in the middle": f"<center>{CAPTION} Trời chưa sáng họ đã ra đường, kẻ góp công, người góp của.</center>"
    "<center>Ai cũng mừng vì đường đã thông.</center>",
    "sentence that goes on in the next paragraph": f"<p>{CAPTION}</p><p>và cả con mương bên đường.</p>",
    "opening of a verse": f"<p>{CAPTION}</p><p>Đường về thôn Hạ xa xôi</p><p>Qua cầu mới thấy núi đồi mờ sương</p>",
}


@pytest.mark.parametrize("lines", BELOW.values(), ids=BELOW.keys())
def test_line_below_a_bare_picture_stays_for_what_stands_beside_it(lines: str) -> None:
    article = read(f"{paragraphs()}{picture()}{lines}{paragraphs()}")
    assert any(text.startswith(CAPTION) for text in texts(article))
    assert [image.caption for image in article.images] == [None]


ALT = "Mộc Lan gánh lúa qua cầu tre"
BEHIND_ALT = {
    "long": f"{ALT} mỗi ngày hai buổi, khi con nước chưa lên, và ai cũng bảo nhờ thế mà thôn có gạo.",
    "longer word": f"{ALT}o",
    "words of hers": f"{ALT} và kể rằng đường nay đã thông.",
    "something else": "Người dân thôn Hạ san nền đường.",
}


@pytest.mark.parametrize("told", BEHIND_ALT.values(), ids=BEHIND_ALT.keys())
def test_paragraph_that_says_more_than_the_alt_of_its_picture_stays(told: str) -> None:
    article = read(f"{paragraphs()}{picture(alt=ALT)}<p>{told}</p>{paragraphs()}")
    assert told in texts(article)
    assert [image.caption for image in article.images] == [None]


def test_alt_of_a_picture_with_another_caption_is_said_by_no_caption() -> None:
    shown = picture(caption=CAPTION).replace(f'alt="{CAPTION}"', f'alt="{ALT}"')
    assert texts(read(f"{paragraphs()}{shown}<p>{ALT}.</p>"))[-1] == f"{ALT}."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Đường ra chợ.<cite>Ảnh: Mộc Lan</cite>", ("Đường ra chợ.", "Mộc Lan")),
        ("Đường ra chợ <cite>TTXVN</cite>", ("Đường ra chợ", "TTXVN")),
        ("<cite>Đường ra chợ.</cite>", ("Đường ra chợ.", None)),
        ("Đường ra chợ.<span>Ảnh: Mộc Lan</span>", ("Đường ra chợ. Ảnh: Mộc Lan", None)),
        ("Đường ra chợ<span>.</span>", ("Đường ra chợ.", None)),
    ],
)
def test_credit_in_an_element_of_its_own_is_not_written_together_with_its_caption(
    words: str, expected: tuple[str, str | None]
) -> None:
    figure = f'<figure><img src="/a/2024_06_12/x.jpg"><figcaption>{words}</figcaption></figure>'
    image = read(f"{paragraphs()}{figure}{paragraphs()}").images[0]
    assert (image.caption, image.credit) == expected


@pytest.mark.parametrize("dress", ["<em>{}</em>", "{}"])
def test_credit_on_a_line_of_its_own_below_a_caption_goes_to_the_picture(dress: str) -> None:
    below = f"<p>{dress.format(CAPTION)}</p><p>{dress.format('Ảnh: Sê San')}</p>"
    article = read(f"{paragraphs()}{picture()}{below}{paragraphs()}")
    assert texts(article) == [*PARAGRAPHS, *PARAGRAPHS]
    assert [(image.caption, image.credit) for image in article.images] == [
        (CAPTION, "Ảnh: Sê San".removeprefix("Ảnh: "))
    ]


def test_last_line_of_a_text_may_be_a_caption() -> None:
    assert read(f"{paragraphs()}{picture()}<p>{CAPTION}</p>").images[0].caption == CAPTION
    assert read(f"{paragraphs()}{picture()}<p>{CAPTION}</p><p>{PARAGRAPHS[0]}</p>").images[0].caption == CAPTION
    # Beside one paragraph nothing tells how long paragraphs are.
    assert read(f"<p>{PARAGRAPHS[0]}</p>{picture()}<p>{CAPTION}</p>").images[0].caption is None


@pytest.mark.parametrize(
    "shown",
    [
        "Bà Lụa cho biết lý do con đường chậm",
        "Phun khử khuẩn tại sân bay Cần Thơ.",
        "Ông Hứa Văn Kiểm (bìa phải) trong buổi hòa giải.",
        "Bà Lụa một mình nuôi ba con nhỏ.",
        "Căn nhà này là nơi tìm thấy tang vật",
    ],
)
def test_words_of_talk_in_names_and_places_leave_a_caption_one(shown: str) -> None:
    article = read(f"{paragraphs()}{picture()}<p>{shown}</p>{paragraphs()}")
    assert [image.caption for image in article.images] == [shown]


def test_paragraph_that_begins_with_the_name_of_who_is_seen_stays() -> None:
    text = "Bà Trần Thị Lụa sinh ra ở thôn Hạ, nhà ngay bên con đường này."
    article = read(f"{paragraphs()}{picture(alt='Bà Trần Thị Lụa')}<p>{text}</p>{paragraphs()}")
    assert text in texts(article)
    assert [image.caption for image in article.images] == [None]


def test_verse_below_a_bare_picture_stays_amid_paragraphs() -> None:
    verse = ("Con đường nối những thôn xa", "Chợ phiên lại rộn câu ca gọi đò", "Người đi nhớ bến sông Bồn")
    lines = "".join(f"<p>{line}</p>" for line in verse)
    article = read(f"{paragraphs()}{picture()}{lines}{paragraphs()}")
    assert texts(article) == [*PARAGRAPHS, *verse, *PARAGRAPHS]
    article = read(f"{paragraphs()}{picture()}<p>{verse[0]}</p>{paragraphs()}")
    assert [image.caption for image in article.images] == [verse[0]]


def test_short_paragraphs_stay_where_all_of_the_article_are_short() -> None:
    short = ("Sáng nay trời mưa.", "Đường ra chợ vắng.", "Hàng quán đóng cửa.", "Chiều trời lại nắng.")
    article = read(f"<p>{short[0]}</p>{picture()}" + "".join(f"<p>{text}</p>" for text in short[1:]))
    assert texts(article) == list(short)


def test_paragraph_that_only_begins_like_a_caption_stays() -> None:
    longer = CAPTION.rstrip(".") + ", trong khi nhóm khác chở đá từ bến sông lên công trường."
    article = read(f"<p>{PARAGRAPHS[0]}</p>{picture(caption=CAPTION)}<p>{longer}</p>")
    assert texts(article) == [PARAGRAPHS[0], longer]


def test_paragraph_equal_to_a_caption_far_away_stays() -> None:
    article = read(f"{picture(caption=CAPTION)}{paragraphs()}<p>{CAPTION}</p><p>{PARAGRAPHS[0]}</p>")
    assert texts(article) == [*PARAGRAPHS, CAPTION, PARAGRAPHS[0]]


def test_repeated_sentences_of_the_text_stay() -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p><p>{CAPTION}</p><p>{CAPTION}</p><p>{PARAGRAPHS[1]}</p>")
    assert texts(article) == [PARAGRAPHS[0], CAPTION, CAPTION, PARAGRAPHS[1]]


@pytest.mark.parametrize("name", ["<p><strong>{}</strong></p>", "<h3>{}</h3>"])
@pytest.mark.parametrize("told_by", ["caption", "alt"])
def test_names_above_pictures_called_the_same_head_the_parts_of_a_round_up(name: str, told_by: str) -> None:
    places = ("Chợ Bồn", "Bến Hạ", "Đình làng Thượng")
    parts = [
        name.format(place) + picture(number, **{told_by: place}) + f"<p>{text}</p>"
        for number, (place, text) in enumerate(zip(places, PARAGRAPHS, strict=True))
    ]
    article = read("".join(parts))
    assert [block.text for block in article.blocks if block.kind == "heading"] == list(places)
    assert [image.caption for image in article.images] == (list(places) if told_by == "caption" else [None] * 3)


def test_picture_in_a_quote_leaves_the_quote() -> None:
    article = read(f'<blockquote class="quote cms-quote">{picture(caption=CAPTION)}<p>Đường xong rồi.</p></blockquote>')
    assert [(block.kind, block.text) for block in article.blocks] == [("quote", "Đường xong rồi.")]
    assert [image.caption for image in article.images] == [CAPTION]


def test_data_table_with_a_picture_in_it_stays_a_table() -> None:
    rows = "".join(f"<tr><td><img src='/co/{n}.png'></td><td>Thôn {n}</td><td>{n} km</td></tr>" for n in (1, 2, 3))
    article = read(f"<p>{PARAGRAPHS[0]}</p><table>{rows}</table>")
    assert ("table", "\tThôn 1\t1 km\n\tThôn 2\t2 km\n\tThôn 3\t3 km") in [(b.kind, b.text) for b in article.blocks]


def test_text_beside_a_picture_in_a_frame_stays() -> None:
    frame = f"<table><tr><td><img src='/a/2024_06_12/x.jpg'></td><td>{PARAGRAPHS[0]}</td></tr></table>"
    article = read(f"{frame}<p>{PARAGRAPHS[1]}</p>")
    assert any(PARAGRAPHS[0] in block.text for block in article.blocks)


def test_sizes_hosts_and_years_of_serving_do_not_make_another_picture() -> None:
    one = "https://image.baophapluat.vn/w840/Uploaded/2024/vngtsu/2024_08_30/anh-3-1715.jpg"
    other = "https://cdn.baophapluat.vn/w3840/uploaded/phanmo/2024_08_30/anh-3-1715.jpg"
    assert picture_identity(one) == picture_identity(other)
    assert picture_identity(one) != picture_identity(one.replace("anh-3", "anh-4"))


def test_one_picture_in_two_sizes_stands_once_with_its_caption() -> None:
    lead = '<div class="article__avatar"><img src="https://image.baophapluat.vn/1200x630/U/2024_06_12/anh-1-1000.jpg"></div>'
    page = cms_page(picture(1, CAPTION) + paragraphs()).replace(
        '<div class="article__body', lead + '<div class="article__body'
    )
    article = extract(page, URL)
    assert isinstance(article, RawArticle)
    assert [image.caption for image in article.images] == [CAPTION]


OTHER = "Xe ben chở đá đến đầu đường."
ONE, TWO = picture(1), picture(2)
DRESSES = {
    "small heading": "<h6>{}</h6>",
    "bold in the middle": '<p style="text-align: center;"><strong>{}</strong></p>',
}


@pytest.mark.parametrize("line", DRESSES.values(), ids=DRESSES.keys())
def test_dress_that_only_lines_below_pictures_have_is_that_of_captions(line: str) -> None:
    article = read(
        f"<p>{PARAGRAPHS[0]}</p>{ONE}{line.format(CAPTION)}<p>{PARAGRAPHS[1]}</p>{TWO}{line.format(OTHER)}"
        f"<p>{PARAGRAPHS[2]}</p>"
    )
    assert texts(article) == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [CAPTION, OTHER]
    assert "caption_guess" in article.warnings


@pytest.mark.parametrize("line", DRESSES.values(), ids=DRESSES.keys())
def test_headings_of_which_one_stands_below_a_picture_stay_headings(line: str) -> None:
    article = read(
        f"{line.format('Chờ đợi hai năm')}<p>{PARAGRAPHS[0]}</p>{ONE}{line.format('Hiến đất mở đường')}"
        f"<p>{PARAGRAPHS[1]}</p>{TWO}{line.format('Trước mùa lũ')}<p>{PARAGRAPHS[2]}</p>"
    )
    assert [block.text for block in article.blocks if block.kind == "heading"] == [
        "Chờ đợi hai năm",
        "Hiến đất mở đường",
        "Trước mùa lũ",
    ]
    assert [image.caption for image in article.images] == [None, None]


def test_lines_in_the_middle_within_the_text_are_no_captions() -> None:
    line = DRESSES["bold in the middle"]
    body = f"<p>{PARAGRAPHS[0]}</p>{line.format('Hiến đất')}<p>{PARAGRAPHS[1]}</p>{ONE}{line.format('Mở đường')}"
    assert texts(read(f"{body}<p>{PARAGRAPHS[2]}</p>"))[1:5:2] == ["Hiến đất", "Mở đường"]


def test_single_line_above_a_picture_is_its_caption_only_if_it_names_who_took_it() -> None:
    line = '<p style="text-align: center;"><em>{}</em></p>'
    body = "<p>" + PARAGRAPHS[0] + "</p>" + line + ONE + "<p>" + PARAGRAPHS[1] + "</p>"
    assert texts(read(body.format("Ai về qua bến sông xưa"))) == [
        PARAGRAPHS[0],
        "Ai về qua bến sông xưa",
        PARAGRAPHS[1],
    ]
    article = read(body.format("Con đường mới (Ảnh: Mộc Lan)"))
    assert texts(article) == list(PARAGRAPHS[:2])
    assert article.images[0].caption == "Con đường mới (Ảnh: Mộc Lan)"


def test_caption_below_a_picture_in_a_note_is_one_there_too() -> None:
    note = f'<div class="notebox ncenter cms-note"><p>Địa chỉ cần biết.</p>{picture()}<p><em>{CAPTION}</em></p></div>'
    article = read(f"<p>{PARAGRAPHS[0]}</p>{note}<p>{PARAGRAPHS[1]}</p>")
    assert texts(article) == [PARAGRAPHS[0], "Địa chỉ cần biết.", PARAGRAPHS[1]]
    assert article.images[0].caption == CAPTION


def test_lines_above_all_pictures_are_their_captions() -> None:
    line = '<p style="text-align: center;"><em>{}</em></p>'
    article = read(
        f"<p>{PARAGRAPHS[0]}</p>{line.format(CAPTION)}{ONE}<p>{PARAGRAPHS[1]}</p>{line.format(OTHER)}{TWO}"
        f"<p>{PARAGRAPHS[2]}</p>"
    )
    assert texts(article) == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [CAPTION, OTHER]


def test_line_between_pictures_is_the_caption_of_the_one_above_it_and_lines_in_italics_elsewhere_are_text() -> None:
    line = '<p style="text-align: center;"><em>{}</em></p>'
    row = read(f"{paragraphs()}{ONE}{line.format(CAPTION)}{TWO}{line.format(OTHER)}{picture(3)}")
    assert [image.caption for image in row.images] == [CAPTION, OTHER, None]
    verse = "Ai về qua bến sông xưa"
    article = read(
        f"{line.format(verse)}<p>{PARAGRAPHS[0]}</p>{line.format(CAPTION)}{ONE}<p>{PARAGRAPHS[1]}</p>"
        f"{line.format(OTHER)}{TWO}<p>{PARAGRAPHS[2]}</p>"
    )
    assert texts(article) == [verse, PARAGRAPHS[0], CAPTION, PARAGRAPHS[1], OTHER, PARAGRAPHS[2]]


@pytest.mark.parametrize("name", ["data-caption", "data-desc", "cms-photo-caption"])
def test_caption_in_an_attribute_of_the_picture_is_shown_by_a_script(name: str) -> None:
    box = "<div class='photo' {}='{}'><img src='/a/2024_06_12/x.jpg' alt='Đường ra chợ - ảnh 1'></div>"
    article = read(f"<p>{PARAGRAPHS[0]}</p>{box.format(name, CAPTION)}<p>{PARAGRAPHS[1]}</p>")
    assert article.images[0].caption == CAPTION
    assert "caption_guess" not in article.warnings
    article = read(f"<p>{PARAGRAPHS[0]}</p>{box.format(name, 'Đường ra chợ ảnh 1')}<p>{PARAGRAPHS[1]}</p>")
    assert article.images[0].caption is None
    behind = read(f"<p>{PARAGRAPHS[0]}</p>{box.format(name, CAPTION)}<p>{CAPTION}</p><p>{PARAGRAPHS[1]}</p>")
    assert texts(behind) == list(PARAGRAPHS[:2])


def test_picture_served_by_the_page_of_a_framework_has_its_own_address() -> None:
    served = "/_next/image?url=https%3A%2F%2Fcdn.baophapluat.vn%2Fa%2F2024_06_12%2Fx.jpg&amp;w=1920&amp;q=75"
    article = read(f'{paragraphs()}<figure><img src="{served}"><figcaption>{CAPTION}</figcaption></figure>')
    assert article.images[0].url == "https://cdn.baophapluat.vn/a/2024_06_12/x.jpg"


@pytest.mark.parametrize("alt", ["xa bon sua duong hinh anh 1", "Xã Bồn sửa đường hình 2", "xa bon anh 3 x7.jpg"])
def test_alt_of_title_and_number_without_tone_marks_tells_nothing(alt: str) -> None:
    article = read(
        f"<p>{PARAGRAPHS[0]}</p>{picture(alt=alt)}<p>{CAPTION}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>"
    )
    assert article.images[0].caption == CAPTION


@pytest.mark.parametrize("dress", ["<p style='text-align:center'>{}</p>", "<p><em>{}</em></p>"])
def test_dress_of_the_whole_text_makes_no_captions(dress: str) -> None:
    line = "Mùa này bà con ba thôn đã đi chợ bằng xe máy, không còn ai phải gồng gánh qua bãi lầy."
    lines = (*PARAGRAPHS, line)
    body = "".join(map(dress.format, (PARAGRAPHS[0], PARAGRAPHS[1]))) + picture()
    article = read(body + dress.format(PARAGRAPHS[2]) + picture(2) + dress.format(line))
    assert texts(article) == list(lines)
    assert [image.caption for image in article.images] == [None, None]


def test_dress_of_all_captions_and_an_introduction_still_makes_captions() -> None:
    centred = "<p style='text-align:center'>{}</p>"
    captions = ["Người dân thôn Hạ san nền đường.", "Xe ben chở đá đến đầu đường.", "Chợ huyện ngày phiên."]
    body = "".join(picture(number) + centred.format(caption) for number, caption in enumerate(captions, 1))
    article = read(centred.format(PARAGRAPHS[0]) + centred.format(PARAGRAPHS[1]) + body)
    assert texts(article) == list(PARAGRAPHS[:2])
    assert [image.caption for image in article.images] == captions


def test_table_of_text_in_columns_or_in_one_column_of_divisions_is_layout() -> None:
    columns = f"<td><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></td><td><p>{PARAGRAPHS[2]}</p><p>Chợ đã vui.</p></td>"
    article = read(f"<table><tr>{columns}</tr></table>")
    assert texts(article) == [*PARAGRAPHS, "Chợ đã vui."]
    rows = (
        f"<tr><td><div>{PARAGRAPHS[0]}</div><div>{PARAGRAPHS[1]}</div></td></tr><tr><td><img src='/a/2024_06_12/x.jpg'>"
        f"</td></tr><tr><td align='center'><i>{CAPTION}</i></td></tr><tr><td><div>{PARAGRAPHS[2]}</div></td></tr>"
    )
    article = read(f"<table>{rows}</table>")
    assert texts(article) == list(PARAGRAPHS)
    assert [image.caption for image in article.images] == [CAPTION]


def test_rows_of_cells_with_several_paragraphs_stay_a_table() -> None:
    row = "<tr><td><p>{0}</p><p>Cũ.</p></td><td><p>{0}</p><p>Mới.</p></td></tr>"
    article = read(paragraphs() + f"<table>{row.format('Điều 1')}{row.format('Điều 2')}</table>")
    assert article.blocks[-1].kind == "table"


@pytest.mark.parametrize(
    ("address", "height", "expected"),
    [("/qc/ve.gif", 90, 0), ("/qc/ve.gif", 400, 1), ("/u/2024_06_12/song.jpg", 90, 1)],
)
def test_strip_of_the_size_of_an_advert_is_no_picture_of_the_article(address: str, height: int, expected: int) -> None:
    article = read(
        f'{paragraphs()}<p><a href="//ve.example"><img src="{address}" width="980" height="{height}"></a></p>'
    )
    assert len(article.images) == expected


def test_line_in_italics_below_a_picture_in_a_quote_is_a_caption_where_the_words_in_quotation_marks_follow() -> None:
    box = f"<blockquote>{picture()}<p><em>Ông Pờ bên sổ hòa giải</em></p><p>“Sốt ruột là hỏng”</p></blockquote>"
    article = read(paragraphs() + box + paragraphs())
    assert article.images[0].caption == "Ông Pờ bên sổ hòa giải"
    assert ("quote", "“Sốt ruột là hỏng”") in [(block.kind, block.text) for block in article.blocks]


@pytest.mark.parametrize(
    "lines",
    [
        "<p><em>“Sốt ruột là hỏng”</em></p><p>Ông Pờ, hòa giải viên</p>",
        "<p><em>Sốt ruột là hỏng hết việc</em></p><p>Ông Pờ, hòa giải viên</p>",
        "<p><em>“Sốt ruột là hỏng”</em></p><p>“Làm thì chậm mà chắc”</p>",
        "<p>Ông Pờ bên sổ hòa giải</p><p>“Sốt ruột là hỏng”</p>",
    ],
)
def test_words_in_italics_in_a_quote_with_a_picture_stay_above_who_said_them(lines: str) -> None:
    article = read(f"<blockquote>{picture()}{lines}</blockquote>{paragraphs()}")
    assert [block.kind for block in article.blocks[:2]] == ["quote", "quote"]
    assert article.images[0].caption is None


def test_step_above_its_picture_in_an_item_of_a_list_is_text() -> None:
    steps = ["Bước 1: Vo gạo cho sạch.", "Bước 2: Nấu cơm trên bếp củi."]
    items = "".join(f"<li><p>{step}</p>{picture(number)}</li>" for number, step in enumerate(steps))
    article = read(f"{paragraphs()}<ol>{items}</ol>")
    assert texts(article)[-2:] == steps
    assert [image.caption for image in article.images] == [None, None]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "<a href='/bai-khac-post497329.html'>Dân thôn Hạ</a> san đường",
            "- Dân thôn Hạ san đường",
            "Dân thôn Hạ san đường:",
        ),
        *("Dân thôn Hạ có san đường?", "2. Dân thôn Hạ san đường", "Điều 5 về việc san đường", "a) Dân san đường"),
    ],
)
def test_small_heading_below_a_picture_that_heads_or_asks_something_is_no_caption(line: str) -> None:
    article = read(f"{paragraphs()}{picture()}<h5>{line}</h5>{paragraphs()}")
    assert article.images[0].caption is None
    assert len(article.blocks) == 2 * len(PARAGRAPHS) + 1
    shown = read(f"{paragraphs()}{picture()}<h5>Dân thôn Hạ san đường</h5>{paragraphs()}")
    assert shown.images[0].caption == "Dân thôn Hạ san đường"


@pytest.mark.parametrize("words", ['role="heading"', 'class="subtitle"'])
def test_words_like_a_heading_in_the_box_of_a_picture_are_its_caption(words: str) -> None:
    article = read(f'{paragraphs()}<div><img src="{SRC}"><div {words}>{CAPTION}</div></div>{paragraphs()}')
    assert article.images[0].caption == CAPTION


ELSEWHERE = "/lang-gom-tram-tuoi-tim-cach-giu-lua-nghe-post497329.html"
LINKED, TITLED = (
    f'<a href="{ELSEWHERE}"><img src="{SRC}"></a>',
    f'<a href="{ELSEWHERE}">Làng gốm giữ lửa nghề trăm tuổi</a>',
)
IMAGES = {
    "named in a set": (f'<img src="data:image/gif;base64,R0" srcset="/a/2024_06_12/s.jpg 400w, {SRC} 800w">', 1),
    "held by the browser": (f'<img src="blob:https://x.vn/1" data-src="{SRC}">', 1),
    "small square": ('<img src="/u/hoa.jpg" width="300" height="90">', 1),
    "icon": ('<img src="/u/hoa.jpg" width="32" height="32px">', 0),
    "sized in letters": ('<img src="/u/hoa.jpg" width="auto" height="0" data-height="600">', 1),
    "tracker": ('<img src="https://x.vn/pixel?id=1" alt="">', 0),
    "placeholder": ('<img src="/img/placeholder.png">', 0),
    "without an address": ("<img src=''>", 0),
    "below the heading of a box": (f"<b>Xem thêm</b></p><p>{LINKED}</p><p>{TITLED}", 0),
    "of the text, below such a heading": (f'<b>Xem thêm</b></p><p><img src="{SRC}"></p><p>{TITLED}', 1),
    "above its title": (f"{LINKED}</p><p>{TITLED}", 0),
    "above a sentence with the same link": (f"{LINKED}</p><p>Theo {TITLED}, đường đã thông từ hôm qua.", 1),
    "with words in a box of links": (
        f'</p><div><p><img src="{SRC}">Thôn Hạ</p><p>{TITLED}</p><p>{TITLED}</p></div><p>',
        1,
    ),
}


@pytest.mark.parametrize(("img", "count"), IMAGES.values(), ids=IMAGES.keys())
def test_picture_is_told_from_what_a_page_draws(img: str, count: int) -> None:
    pictures = [image for image in read(f"{paragraphs()}<p>{img}</p>{paragraphs()}").images if image.url is not None]
    assert len(pictures) == count
    if "data-height" in img:
        assert (pictures[0].width, pictures[0].height) == (None, 600)


def test_table_in_a_quote_is_part_of_it_and_one_with_a_colour_is_a_note() -> None:
    table = f'<table border="0"><tr><td{{}}>{PARAGRAPHS[0]}</td></tr></table>'
    kinds = [block.kind for block in read(f"<blockquote>{table.format('')}</blockquote>{paragraphs()}").blocks]
    assert kinds[0] == "quote"
    assert read(paragraphs() + table.format("")).blocks[-1].kind == "paragraph"
    assert read(paragraphs() + table.format(' style="background: #eee"')).blocks[-1].kind == "note"


def test_paragraph_within_a_heading_that_was_never_closed_is_one() -> None:
    assert read(f"<h3>{' '.join(PARAGRAPHS)}</h3>{paragraphs()}").blocks[0].kind == "paragraph"
    assert read(f"<h3>Đoạn cuối</h3>{paragraphs()}").blocks[0].kind == "heading"


def test_pictures_in_a_heading_with_text_behind_them_are_read() -> None:
    article = read_page(
        cms_page(f'{paragraphs()}<h2><img src="/x/2024_06_12/a.jpg"><img src="/x/2024_06_12/b.jpg">--></h2>')
    )
    assert len(article.images) == 2


VEIN = "Con đường là mạch máu của cả xã."
SET_APART = {
    "in the box of the picture": (f'<div><img src="{SRC}"><div>{VEIN}</div></div>', True),
    "linked in that box": (
        f'<div><img src="{SRC}"><div><a href="/bai-khac-post497329.html">Con đường</a> là mạch máu</div></div>',
        False,
    ),
    "in italics": (f"{picture()}<p><em>{VEIN}</em></p>", True),
    "in italics above a credit": (f"{picture()}<p><em>{VEIN}</em></p><p><em>Ảnh: Sê San</em></p>", True),
    "in italics above more of them": (f"{picture()}<p><em>{VEIN}</em></p><p><em>Ai cũng mừng.</em></p>", False),
    "in the middle": (f"{picture()}<center>{VEIN}</center>", True),
    "in the middle above more lines": (f"{picture()}<center>{VEIN}</center><center>Ai cũng mừng.</center>", False),
    "plain": (f"{picture()}<p>{VEIN}</p>", False),
}


@pytest.mark.parametrize(("lines", "is_caption"), SET_APART.values(), ids=SET_APART.keys())
def test_line_that_explains_is_a_caption_only_where_it_is_set_apart_alone(lines: str, is_caption: bool) -> None:
    assert (read(f"{paragraphs()}{lines}{paragraphs()}").images[0].caption is not None) is is_caption


CREDITED = {
    "below another `alt`": ("<p>Nước tràn vào nhà anh Hóa ở xóm Hạ. Ảnh: <em>Vạn An</em></p>", True),
    "in brackets": ("<p>Nước tràn vào nhà anh Hóa ở xóm Hạ đêm qua. (Ảnh: TTXVN)</p>", True),
    "in capitals": ("<p>Nước tràn vào nhà anh Hóa ở xóm Hạ đêm qua. ẢNH: TTXVN</p>", True),
    "a note behind a dash": ("<p>Nước tràn vào nhà anh Hóa ở xóm Hạ đêm qua – Ảnh tư liệu</p>", True),
    "right-aligned": ('<p style="text-align: right;">Mộc Lan Hạ - Ảnh: Vạn An</p>', False),
    "with who is spoken of": ("<p>Công an xã tìm người phát tán ảnh: N.T.H (SN 1991).</p>", False),
}


@pytest.mark.parametrize(("line", "is_caption"), CREDITED.values(), ids=CREDITED.keys())
def test_line_right_behind_a_picture_that_ends_in_a_credit_is_its_caption(line: str, is_caption: bool) -> None:
    article = read(f"{paragraphs()}{picture(alt='Xe máy được dắt vào nhà. Ảnh: Vạn An')}{line}{paragraphs()}")
    assert (article.images[0].caption is not None) is is_caption
    assert len(article.blocks) == 2 * len(PARAGRAPHS) + (not is_caption)


@pytest.mark.parametrize("form", ["{0}<br>{0}", "{0}</p><p>{0}", "{0} {0}", "{0}{0}", "<em>{0}<br />\n{0}</em>"])
@pytest.mark.parametrize("shape", [picture(), picture(alt="Một góc xóm Hạ nhìn từ trên cao"), picture(alt=CAPTION)])
@pytest.mark.parametrize("said", [CAPTION, "Người dân qua cầu. Ảnh: Vạn An", "Người dân qua cầu ở xóm Hạ"])
def test_paragraph_below_a_picture_that_says_its_caption_twice_says_it_once(said: str, shape: str, form: str) -> None:
    article = read(f"{paragraphs()}{shape}<p>{form.format(said)}</p>{paragraphs()}")
    assert [image.caption for image in article.images] == [said]
    assert len(article.blocks) == 2 * len(PARAGRAPHS)


@pytest.mark.parametrize("said", ["Đường ơi, đường ơi, đường ơi! Đường ơi, đường ơi, đường ơi!", "Mưa rơi. Mưa rơi."])
def test_cry_below_a_picture_is_no_caption_said_twice(said: str) -> None:
    shape = picture(alt="Một góc xóm Hạ nhìn từ trên cao")
    assert said in texts(read(f"{paragraphs()}{shape}<p>{said}</p>{paragraphs()}"))
    verse = "<p>Mưa rơi trên phố vắng,</p>" * 2 + "<p>Ai về bên sông xưa.</p>"
    assert len(read(f"{paragraphs()}{shape}{verse}{paragraphs()}").blocks) == 2 * len(PARAGRAPHS) + 3


def test_picture_in_the_head_of_a_table_has_the_row_below_it_for_its_caption() -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg">'
    table = f"<table><thead><tr><th>{img}</th></tr></thead><tbody><tr><td><span>{{}}</span></td></tr></tbody></table>"
    caption = "Tờ giấy giao đất duy nhất còn lại của hồ sơ năm ấy, chữ ký và con dấu đều đã nhòe, không đọc được tên ai"
    article = read(f"{paragraphs()}{table.format(caption)}{paragraphs()}")
    assert [image.caption for image in article.images] == [caption]
    assert len(article.blocks) == 2 * len(PARAGRAPHS)


def test_picture_in_the_head_of_a_table_with_rows_of_data_leaves_the_table() -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg">'
    rows = "<tr><td>Thôn Hạ</td><td>2 km</td></tr><tr><td>Thôn Thượng</td><td>1 km</td></tr>"
    table = f"<table><thead><tr><th>{img}</th><th>Dài</th></tr></thead><tbody>{rows}</tbody></table>"
    article = read(f"{paragraphs()}{table}{paragraphs()}")
    assert [block.kind for block in article.blocks].count("table") == 1


@pytest.mark.parametrize(("called", "caption"), [("article__avatar", None), ("photo-of-the-day", "Cây cầu qua sông")])
def test_first_line_below_the_lead_picture_in_the_body_is_text(called: str, caption: str | None) -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg" alt="">'
    article = read(f'<figure class="{called}">{img}</figure><p><em>Cây cầu qua sông</em></p>{paragraphs()}')
    assert [image.caption for image in article.images] == [caption]
    assert len(article.blocks) == len(PARAGRAPHS) + (caption is None)


def test_line_called_a_caption_below_the_lead_picture_in_the_body_is_one() -> None:
    img = '<img class="article-avatar" src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg" alt="">'
    article = read(f'{img}<div class="article-avatar-desc">Cây cầu qua sông</div>{paragraphs()}')
    assert [image.caption for image in article.images] == ["Cây cầu qua sông"]


@pytest.mark.parametrize(("href", "count"), [("/lang-gom-giu-lua-nghe-post497329.html", 0), ("/x/2024_06_12/a.jpg", 1)])
def test_picture_of_a_card_of_any_name_is_no_lead_picture(href: str, count: int) -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg">'
    card = f'<article><figure><a href="{href}">{img}</a></figure></article>'
    main = f"<main><h1>Đường về xã Bồn</h1>{card}<div>{paragraphs()}</div></main>"
    assert len(read_page(f"<html><head>{HEAD}</head><body>{main}</body></html>").images) == count


@pytest.mark.parametrize("cells", ["{}{}", "{}</td></tr><tr><td>{}"], ids=["in one cell", "in a row below"])
def test_text_of_the_editors_beside_a_picture_in_their_table_is_no_caption(cells: str) -> None:
    notes = [
        "Theo quy định tại Điều 12, người dân được bồi thường khi Nhà nước thu hồi đất.",
        "Mức bồi thường do UBND tỉnh quyết định hằng năm theo bảng giá đất.",
    ]
    img = '<img class="cms-photo" src="https://image.baophapluat.vn/w840/Uploaded/2024/abc/2024_06_12/a-1.jpg">'
    inner = cells.format(img, "".join(f"<p>{note}</p>" for note in notes))
    article = read_page(cms_page(f'{paragraphs()}<table class="notebox"><tr><td>{inner}</td></tr></table>'))
    assert [image.caption for image in article.images] == [None]
    assert [block.text for block in article.blocks if block.kind == "note"] == notes


IMG = '<img src="/uploaded/2024_06_12/a.jpg">'
STEPS = {
    "words above": f"<li>Trộn đất. {IMG}</li><li>Nặn bình. {IMG}</li>",
    "a long step": "".join(f"<li>{IMG}<br>{PARAGRAPHS[0]} {PARAGRAPHS[1]}</li>" for _ in range(2)),
    "a single item": f"<li>{IMG}<br>Trộn đất với nước.</li>",
    "a step without a picture": f"<li>{IMG}<br>Trộn đất.</li><li>Nặn bình.</li>",
}


@pytest.mark.parametrize("items", STEPS.values(), ids=STEPS.keys())
def test_steps_with_pictures_are_no_album(items: str) -> None:
    article = read_page(cms_page(f"{paragraphs()}<ul>{items}</ul>"))
    assert "list_item" in {block.kind for block in article.blocks}
    assert not any("Trộn" in (image.caption or "") for image in article.images)


@pytest.mark.parametrize(
    "box", ["<figure>{}</figure>", '<div class="picture">{}</div>', '<div class="gallery">{}</div>']
)
def test_text_behind_a_box_of_a_picture_that_was_never_closed_stays(box: str) -> None:
    article = read_page(cms_page(box.format(f"{IMG}{paragraphs(PARAGRAPHS * 4)}")))
    assert [block.text for block in article.blocks] == list(PARAGRAPHS * 4)


@pytest.mark.parametrize(
    "box",
    [
        f"<figure>{IMG}<figcaption>Bà con làm đường.</figcaption><p class='caption'>Bà con làm đường.</p></figure>",
        f"<figure>{IMG}<figcaption>Bà con làm đường.</figcaption><p>Bà con làm đường.</p></figure>",
        f"<figure><div class='wp-caption'>{IMG}<p class='wp-caption-text'>Bà con làm đường.</p></div></figure>",
        "<figure><img src='data:image/gif;base64,R0'><figcaption>Bà con làm đường.</figcaption></figure>",
        f"<table><tr><td>{IMG}</td></tr><tr><td>Bà con làm đường.</td></tr><tr><td> </td></tr></table>",
    ],
    ids=["two elements", "a paragraph beside it", "box called so", "picture that a script shows", "table"],
)
def test_caption_in_the_box_of_its_picture_stands_once(box: str) -> None:
    article = read_page(cms_page(box + paragraphs()))
    assert [image.caption for image in article.images] == ["Bà con làm đường."]
    assert [block.text for block in article.blocks] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>{IMG}</td></tr><tr><td>{PARAGRAPHS[0]} {PARAGRAPHS[1]} {PARAGRAPHS[2]}</td></tr></table>",
        f"<table><tr><td>{IMG}<br>{' '.join(PARAGRAPHS * 2)}</td></tr></table>",
    ],
    ids=["in a row below", "in the cell of the picture"],
)
def test_long_text_below_a_picture_in_a_table_is_no_caption(table: str) -> None:
    article = read_page(cms_page(paragraphs() + table))
    assert [image.caption for image in article.images] == [None]
    assert PARAGRAPHS[0] in article.blocks[-1].text


def test_words_beside_a_table_of_a_picture_in_its_box_belong_to_the_caption() -> None:
    table = f"<table><tr><td>{IMG}</td></tr><tr><td>Bà con làm đường.</td></tr></table>"
    article = read_page(cms_page(f"{paragraphs()}<figure>{table}Nguồn: xã Bồn</figure>"))
    assert [image.caption for image in article.images] == ["Bà con làm đường. Nguồn: xã Bồn"]


def test_paragraph_too_long_for_a_caption_stays_twice_below_a_picture() -> None:
    told = " ".join(PARAGRAPHS)
    article = read(f"<p>{PARAGRAPHS[0]}</p>{picture()}<p>{told}</p><p>{told}</p><p>{PARAGRAPHS[2]}</p>")
    assert [block.text for block in article.blocks] == [PARAGRAPHS[0], told, told, PARAGRAPHS[2]]


@pytest.mark.parametrize("name", ["", " class='wp-caption-text gallery-caption'"])
def test_picture_in_the_place_of_a_term_has_what_explains_it_for_its_caption(name: str) -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-{}.jpg">'
    items = "".join(f"<dl><dt>{img.format(n)}</dt><dd{name}>Bà con làm đường đoạn {n}.</dd></dl>" for n in (1, 2))
    article = read(f"{paragraphs()}{items}{paragraphs()}")
    assert [image.caption for image in article.images] == ["Bà con làm đường đoạn 1.", "Bà con làm đường đoạn 2."]
    assert len(article.blocks) == 2 * len(PARAGRAPHS)


def test_terms_with_drawings_beside_them_are_text() -> None:
    img = '<img src="https://image.baophapluat.vn/w840/2024_06_12/a-1.jpg">'
    terms = f"<dl><dt>{img} Đối tượng</dt><dd>Hộ nghèo của xã.</dd><dt>Hồ sơ</dt><dd>Một đơn.</dd></dl>"
    said = [block.text for block in read(f"{paragraphs()}{terms}{paragraphs()}").blocks]
    assert said[len(PARAGRAPHS) : -len(PARAGRAPHS)] == ["Đối tượng", "Hộ nghèo của xã.", "Hồ sơ", "Một đơn."]


MADE_UP = {
    "a box": f"<plvn-photo><img src='/2024_06_12/a.jpg'><figure-caption>{CAPTION}</figure-caption></plvn-photo>",
    "beside a box": f"<div><img src='/2024_06_12/a.jpg'></div><plvn-caption>{CAPTION}</plvn-caption>",
    "in Vietnamese": f"<p><img src='/2024_06_12/a.jpg'></p><p class='img_chu_thich_0407'>{CAPTION}</p>",
    "a heading in italics": f"<h2><img src='/2024_06_12/a.jpg'></h2><h2><em>{CAPTION[:-1]}</em></h2>",
    "a heading that ends": f"<h3><img src='/2024_06_12/a.jpg'></h3><h3>{CAPTION}</h3>",
}


@pytest.mark.parametrize("shape", MADE_UP.values(), ids=MADE_UP.keys())
def test_caption_in_an_element_of_the_sites_own_making_is_none_of_the_text(shape: str) -> None:
    # The first sentence behind the picture is shorter than the caption, so that only the markup tells.
    article = read(f"<p>{PARAGRAPHS[0]}</p>{shape}<p>Đường thông.</p><p>Dân vui.</p><p>Chợ đông.</p>")
    assert texts(article) == [PARAGRAPHS[0], "Đường thông.", "Dân vui.", "Chợ đông."]
    assert [(image.caption or "").rstrip(".") for image in article.images] == [CAPTION[:-1]]


def test_word_in_an_element_of_the_sites_own_making_stays_in_its_sentence() -> None:
    told = PARAGRAPHS[0].replace("chợ huyện", "<x-caption>chợ huyện</x-caption>")
    alone = f"<p><x-term>{PARAGRAPHS[1]}</x-term></p>"
    assert texts(read(f"{picture()}<p>{told}</p>{alone}<p>{PARAGRAPHS[2]}</p>")) == list(PARAGRAPHS)


@pytest.mark.parametrize("shown", ["<h2><img src='/2024_06_12/a.jpg'></h2>", "<p><img src='/2024_06_12/a.jpg'></p>"])
def test_heading_of_a_part_below_a_picture_stays(shown: str) -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p>{shown}<h2>Đường về ba thôn ven sông</h2>{paragraphs(PARAGRAPHS[1:])}")
    assert [block.text for block in article.blocks if block.kind == "heading"] == ["Đường về ba thôn ven sông"]


@pytest.mark.parametrize(
    ("box", "kept"),
    [
        (f"<div class='image-wrapper'><img src='/2024_06_12/a.jpg'><p>{CAPTION}</p></div>", []),
        (f"<div class='wrapper'><img src='/2024_06_12/a.jpg'><p>Vì thế, {CAPTION}</p></div>", [f"Vì thế, {CAPTION}"]),
    ],
    ids=["named for its picture", "not named so"],
)
def test_paragraph_in_a_box_that_is_named_for_its_picture_is_the_caption(box: str, kept: list[str]) -> None:
    article = read(f"<p>{PARAGRAPHS[0]}</p>{box}<p>Đường thông.</p><p>Dân vui.</p><p>Chợ đông.</p>")
    assert texts(article) == [PARAGRAPHS[0], *kept, "Đường thông.", "Dân vui.", "Chợ đông."]


def test_captions_of_two_pictures_in_a_box_named_for_them_are_not_joined() -> None:
    box = "".join(f"<img src='/2024_06_12/{name}.jpg'><p><em>{name} {CAPTION}</em></p>" for name in ("Cầu", "Chợ"))
    article = read(f"<p>{PARAGRAPHS[0]}</p><div class='image-wrapper'>{box}</div>{paragraphs()}")
    assert [image.caption for image in article.images] == [f"Cầu {CAPTION}", f"Chợ {CAPTION}"]
