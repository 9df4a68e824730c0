"""Scrapy's settings: only those that differ from its defaults, each with its reason."""

from __future__ import annotations

from dvingest import __version__
from dvingest.config import load_settings

_ours = load_settings()

BOT_NAME = "dvingest"
SPIDER_MODULES = ["spiders"]

# Who asks. Papers on this CMS answer empty pages to agents that do not look like a browser's.
USER_AGENT = f"Mozilla/5.0 (compatible; dvingest/{__version__}; +{_ours.contact})"
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi,en;q=0.5",
}

# One connection at a time over all hosts of the newspaper; the delay is exact, as a random one would undercut it.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_ITEMS = 1  # the next request is made when the page before it is written
DOWNLOAD_DELAY = _ours.download_delay
DOWNLOAD_DELAY_JITTER = 0.0
AUTOTHROTTLE_ENABLED = _ours.download_delay > 0
AUTOTHROTTLE_START_DELAY = _ours.download_delay

# Limits of one download.
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0

# Certificates are checked, which is not Scrapy's default; no other scheme than http and https; no proxy of the
# environment, behind which the address that is connected to could not be judged.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}
HTTPPROXY_ENABLED = False
TWISTED_DNS_RESOLVER = "dvingest.crawling.fetching.guards.GuardedResolver"

# Ours instead of Scrapy's: theirs drop URLs without telling anybody, pass cut pages on, and ask again at once.
ROBOTSTXT_OBEY = True
RETRY_ENABLED = False
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
REFERER_ENABLED = False
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "dvingest.crawling.fetching.guards.SiteGuardMiddleware": 50,
    "dvingest.crawling.fetching.robots.RobotsMiddleware": 100,
    "dvingest.crawling.fetching.backoff.BackoffMiddleware": 550,
    "dvingest.crawling.fetching.redirects.RefreshMiddleware": 580,
    "dvingest.crawling.fetching.decoding.DecodingMiddleware": 590,
    "dvingest.crawling.fetching.redirects.RedirectMiddleware": 600,
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
}
# Which URLs were asked for is kept in the ledger, by article and not by address.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# Scrapy's queue serves the newest request first, which would turn every batch of articles round.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# Nothing listens while a crawl runs; left to itself Scrapy loads a web server only to find that it is switched off.
EXTENSIONS = {
    "scrapy.extensions.telnet.TelnetConsole": None,
    "scrapy.extensions.remote_control.RemoteControl": None,
    "dvingest.crawling.control.CrawlControl": 0,
    "dvingest.crawling.progress.Account": 0,
}
ITEM_PIPELINES = {"dvingest.crawling.bronze_pipeline.BronzePipeline": 100}

# Progress goes to stdout, so everything else goes to stderr, in a form the runner hands on.
LOG_LEVEL = "INFO"
LOG_FORMAT = "%(levelname)s %(name)s: %(message)s"
LOG_COLOR = False
LOG_FORMATTER = "dvingest.crawling.logs.BriefLogFormatter"
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
