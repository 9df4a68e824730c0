"""What is special about some articles: each trap changes one article so that a careless reader goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from dvingest.local.replica.parts import Content, Entry, Photo, Photos, Piece, Raw, Skin, Text, Video
from dvingest.local.replica.write import photo

Change = Callable[[Content, Entry], Content]


@dataclass(frozen=True, slots=True)
class Trap:
    """One special article."""

    name: str
    skin: Skin
    change: Change
    why: str


def _same(content: Content, entry: Entry) -> Content:
    return content


def _texts(content: Content) -> list[Piece]:
    """The text pieces alone, so that the trap decides where pictures are."""
    return [piece for piece in content.pieces if isinstance(piece, Text)]


def _caption(content: Content) -> str:
    captions = [piece.caption for piece in content.pieces if isinstance(piece, Photo) and piece.caption]
    return captions[0] if captions else f"Toàn cảnh buổi làm việc: {content.title}."


def _repeated_sentences(content: Content, entry: Entry) -> Content:
    refrain = Text("paragraph", "Không ai bị bỏ lại phía sau.")
    twice = Text("paragraph", "Chúng tôi chờ. Chúng tôi chờ. Và rồi chuyến xe đầu tiên cũng tới.")
    texts = _texts(content)
    return replace(
        content, pieces=(photo(entry, 1, _caption(content), "normal"), *texts[:2], refrain, refrain, *texts[2:], twice)
    )


def _begins_like_caption(content: Content, entry: Entry) -> Content:
    caption = _caption(content)
    follow = Text(
        "paragraph", f"{caption.rstrip('.')} trong buổi sáng mưa, khi nhiều người đã phải đi từ lúc trời chưa sáng."
    )
    return replace(content, pieces=(photo(entry, 1, caption, "normal"), follow, *_texts(content)))


def _read_more_words(content: Content, entry: Entry) -> Content:
    texts = _texts(content)
    first = Text("paragraph", "Đọc thêm một cuốn sách mỗi tháng là điều thầy giáo già dặn học trò trước ngày nghỉ hè.")
    last = Text(
        "paragraph", "Những tin liên quan đến vụ việc, theo người dân, cùng chuyên mục trên loa xã đều đã nghe cả."
    )
    return replace(content, pieces=(*texts[:1], first, *texts[1:], last))


def _data_table(content: Content, entry: Entry) -> Content:
    rows = [("Địa phương", "Số hồ sơ", "Tỷ lệ đúng hạn")]
    rows += [(f"Xã số {n}", str(117 + 13 * n + entry.index % 90), f"9{n},{entry.index % 9}%") for n in range(1, 5)]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = Text(
        "table", "\n".join("\t".join(row) for row in rows), f"<table border='1'><tbody>{cells}</tbody></table>"
    )
    texts = _texts(content)
    return replace(
        content, pieces=(*texts[:2], photo(entry, 1, _caption(content), "normal"), *texts[2:3], table, *texts[3:])
    )


def _longform(content: Content, entry: Entry) -> Content:
    return replace(content, kind="longform", kicker=None, avatar=photo(entry, 9, None, "figure"))


def _video(content: Content, entry: Entry) -> Content:
    clip = Video(f"https://cdn.baophapluat.vn/video/{entry.published_at:%Y_%m_%d}/ban-tin-{entry.number}.mp4")
    return replace(content, kind="video", pieces=(clip, *_texts(content)[:1]))


def _gallery(content: Content, entry: Entry) -> Content:
    captions = [f"{_caption(content).rstrip('.')} - ảnh {n}." for n in range(1, 6)]
    photos = [photo(entry, n + 1, caption, "normal") for n, caption in enumerate(captions)]
    return replace(content, kind="gallery", pieces=tuple(photos), kicker=None)


def _interview(content: Content, entry: Entry) -> Content:
    answers = [piece for piece in _texts(content) if isinstance(piece, Text) and piece.kind == "paragraph"][:3]
    questions = ("Thưa ông, người dân cần lưu ý điều gì trước tiên?", "Khó khăn lớn nhất là gì?", "Bao giờ thì xong?")
    pieces: list[Piece] = []
    for question, answer in zip(questions, answers, strict=False):
        pieces += [Text("paragraph", question), answer]
    return replace(content, kind="interview", kicker=None, avatar=None, pieces=tuple(pieces))


def _live(content: Content, entry: Entry) -> Content:
    paragraphs = [piece for piece in _texts(content) if isinstance(piece, Text) and piece.kind == "paragraph"]
    pieces: list[Piece] = []
    for place, paragraph in enumerate(paragraphs[:4]):
        title = Text("heading", f"Diễn biến thứ {place + 1} trong ngày")
        pieces += [Text("heading", f"{18 - place}:{10 + place}"), title, paragraph]
    return replace(content, kind="live", kicker=None, avatar=None, pieces=tuple(pieces))


def _subtitle(content: Content, entry: Entry) -> Content:
    return replace(content, kicker=None, subtitle="Bài 2: Những nút thắt cần gỡ cùng lúc")


def _photo_group(content: Content, entry: Entry) -> Content:
    group = Photos("group", tuple(photo(entry, place, _caption(content), "fig") for place in (1, 2, 3)))
    texts = _texts(content)
    return replace(content, avatar=None, pieces=(*texts[:2], group, *texts[2:]))


def _infographic(content: Content, entry: Entry) -> Content:
    drawing = photo(entry, 1, None, "fig")
    return replace(content, kind="infographic", title=f"[Infographic] {content.title}", avatar=None, pieces=(drawing,))


def _slides(content: Content, entry: Entry) -> Content:
    captions = [f"{_caption(content).rstrip('.')} - cảnh {place}." for place in (1, 2, 3)]
    slides = Photos("slides", tuple(photo(entry, n + 1, caption, "fig") for n, caption in enumerate(captions)))
    texts = _texts(content)
    return replace(content, avatar=None, pieces=(*texts[:1], slides, *texts[1:]))


def _advert_before_caption(content: Content, entry: Entry) -> Content:
    texts = _texts(content)
    return replace(content, pieces=(*texts[:1], photo(entry, 1, _caption(content), "plain"), *texts[1:]))


def _note_first(content: Content, entry: Entry) -> Content:
    note = Text("note", "Bài viết thuộc tuyến bài về cải cách thủ tục, đăng nhiều kỳ trên Báo Pháp luật Việt Nam.")
    return replace(content, pieces=(note, *content.pieces))


def _list(content: Content, entry: Entry) -> Content:
    items = ("Đơn đề nghị theo mẫu;", "Bản sao giấy tờ tùy thân;", "Biên lai nộp lệ phí (nếu có).")
    texts = _texts(content)
    markup = [f"<li>{item}</li>" for item in items]
    markup[0], markup[-1] = "<ul>" + markup[0], markup[-1] + "</ul>"
    listed = [Text("list_item", item, html) for item, html in zip(items, markup, strict=True)]
    return replace(content, pieces=(*texts[:2], *listed, *texts[2:]))


def _avatar_twice(content: Content, entry: Entry) -> Content:
    caption = _caption(content)
    texts = _texts(content)
    again = photo(entry, 9, caption, "fig")
    return replace(content, avatar=photo(entry, 9, caption, "figure"), pieces=(*texts[:2], again, *texts[2:]))


def _short(content: Content, entry: Entry) -> Content:
    return replace(content, pieces=tuple(_texts(content)[:2]))


def _mixed_tones(content: Content, entry: Entry) -> Content:
    text = Text(
        "paragraph", "Phát triển văn hoá phải đi cùng giữ gìn văn hóa; sức khoẻ và sức khỏe của người dân đều quý."
    )
    return replace(content, pieces=(*content.pieces, text))


def _entities(content: Content, entry: Entry) -> Content:
    text = "Ngành GD&ĐT đề nghị phụ huynh theo dõi hướng dẫn trên trang thông tin của Sở, mục <Hỏi & Đáp>."
    markup = (
        '<p style="text-align: justify;">Ngành GD&amp;ĐT&nbsp;đề nghị phụ <b>huynh</b> theo\u200b dõi '
        '<a href="/huong-dan-tag12.html">hướng\u00ad dẫn</a> trên trang  thông tin\n của Sở, '
        "mục &lt;Hỏi &amp; Đáp&gt;.</p>"
    )
    return replace(content, pieces=(*content.pieces, Text("paragraph", text, markup)))


def _script(content: Content, entry: Entry) -> Content:
    script = Raw('<script>window.addEventListener("load", function(){ CMS_BANNER.pushAds({id: 7}); });</script>')
    texts = _texts(content)
    return replace(content, pieces=(*texts[:2], script, *texts[2:]))


TRAPS: tuple[Trap, ...] = (
    Trap("soft_404", "cms", _same, "a page that says it is gone, with status 200: soft_404"),
    Trap("repeated_sentences", "cms", _repeated_sentences, "true repetitions stay"),
    Trap("gone", "cms", _same, "answered 410 although it is listed"),
    Trap("read_more_words", "platform", _read_more_words, '"Đọc thêm" as words of a sentence stays'),
    Trap("data_table", "cms", _data_table, "a table of data is no picture table"),
    Trap("longform", "zone", _longform, "sapo in another place, picture before the title"),
    Trap("no_date", "platform", _same, "a page without a date is rejected, never dated today"),
    Trap("nfd", "cms", _same, "the whole page in decomposed Unicode"),
    Trap("video", "cms", _video, "hardly any text beside a video"),
    Trap("code_page", "zone", _same, "windows-1258 under a header that says UTF-8"),
    Trap("gallery", "cms", _gallery, "no article__body at all"),
    Trap("begins_like_caption", "cms", _begins_like_caption, "a paragraph that begins like the caption stays"),
    Trap("read_more_words_zone", "zone", _read_more_words, '"Đọc thêm" as words of a sentence stays'),
    Trap("interview", "zone", _interview, "questions and answers, and a form for readers"),
    Trap("live", "zone", _live, "a timeline"),
    Trap("two_sections", "cms", _same, "listed in two sections"),
    Trap("hex_suffix", "platform", _same, "eight hexadecimal digits behind the slug"),
    Trap("note_first", "cms", _note_first, "an editor's note opens the body"),
    Trap("list", "platform", _list, "list items"),
    Trap("advert_before_caption", "cms", _advert_before_caption, "shape 5 with an advert before the caption"),
    Trap("avatar_twice", "zone", _avatar_twice, "lead picture once more in the body"),
    Trap("short_beside_long_column", "cms", _short, "the related column is longer than the story"),
    Trap("card_first", "zone", _same, "a related card is the first <article> of the page"),
    Trap("mixed_tones", "cms", _mixed_tones, "both ways of placing tone marks stay as written"),
    Trap("entities", "cms", _entities, "entities, invisible characters, links"),
    Trap("script_in_body", "platform", _script, "an inline script is no text"),
    Trap("subtitle", "zone", _subtitle, "a line below the title"),
    Trap("photo_group", "zone", _photo_group, "three pictures share one caption"),
    Trap("infographic", "zone", _infographic, "one picture and no text"),
    Trap("slides", "zone", _slides, "a slide show"),
    Trap("data_table_zone", "zone", _data_table, "a table of data is no picture table"),
)

REFUSED = {"soft_404": "soft_404", "no_date": "no_date", "gone": "http_410"}
"""Traps whose pages never become articles, and why."""
