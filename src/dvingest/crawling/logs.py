"""What Scrapy logs of items: their address, never their content."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class BriefLogFormatter(LogFormatter):
    """Scrapy's own formats print a whole item, which here is a page of a hundred kilobytes."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """Return the line for an item that was kept."""
        return {"level": logging.DEBUG, "msg": "Kept %(url)s", "args": {"url": getattr(item, "url", "?")}}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """Return the line for an item that could not be kept."""
        return {"level": logging.ERROR, "msg": "Could not keep %(url)s", "args": {"url": getattr(item, "url", "?")}}
