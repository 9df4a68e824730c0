"""Pages with status 200 that are no article."""

from __future__ import annotations

from dataclasses import replace

from dvingest.local.replica.furniture import footer, menu
from dvingest.local.replica.parts import Content


def _frame(title: str, body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f'<header><ul class="menu">{menu()}</ul></header>{body}<footer>{footer()}</footer></body></html>'
    )


def soft_404() -> str:
    """Return a page that says it is not there, with status 200."""
    return _frame(
        "Không tìm thấy trang | Báo Pháp luật Việt Nam",
        '<div class="error-page"><h1>404</h1><p>Không tìm thấy trang bạn yêu cầu. Bài viết không tồn tại hoặc đã bị '
        'xóa.</p><p><a href="/">Về trang chủ</a></p></div>',
    )


def login_wall() -> str:
    """Return a page that asks to log in."""
    return _frame(
        "Đăng nhập | Báo Pháp luật Việt Nam",
        '<div class="login-box"><h1>Đăng nhập</h1><p>Vui lòng đăng nhập để đọc tiếp bài viết này.</p>'
        '<form action="/dang-nhap" method="post"><input name="username"><input name="password" type="password">'
        '<button type="submit">Đăng nhập</button></form></div>',
    )


def cookie_gate() -> str:
    """Return a page that only sets a cookie by script and loads itself again."""
    return (
        '<html><body><script>document.cookie="D1N=6f1b2c"+"; expires=Fri, 31-Dec-2099 23:59:59 GMT; path=/";'
        "window.location.reload(true);</script></body></html>"
    )


def without_text(content: Content) -> Content:
    """Return the article with title and date, but no lead and no body."""
    return replace(content, pieces=(), lead=None, mark="", avatar=None, authors=(), source=None)
