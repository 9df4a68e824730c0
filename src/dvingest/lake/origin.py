"""Where a store's articles come from: what a replica made up never stands beside the newspaper's own.

python -m dvingest.lake.origin    tells by its exit code whether the configured newspaper may be crawled into the store
"""

from __future__ import annotations

import re
import sys

from dvingest.config import Settings, load_settings
from dvingest.errors import ConfigError, DvingestError, StoreError
from dvingest.lake.layout import Layout
from dvingest.lake.manifests import read_manifests
from dvingest.lake.objects import ObjectStore

_RUNS_LOOKED_AT = 20


def main() -> int:
    """Say what forbids a crawl; returns the exit code."""
    try:
        refuse_mixed_origins(load_settings())
    except StoreError:
        return 0  # whoever crawls says what is wrong with the store
    except DvingestError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


def refuse_mixed_origins(settings: Settings) -> None:
    """Raise ConfigError where a crawl would put articles of a replica beside real ones, or these beside those."""
    store, layout = ObjectStore(settings), Layout(settings.prefix)
    for manifest in reversed(read_manifests(store, layout, last=_RUNS_LOOKED_AT)):
        if manifest.counts.get("stored") and manifest.pages_fetched:  # a replay fetches nothing
            break
    else:
        return
    if is_on_this_machine(manifest.site) is is_on_this_machine(settings.site_url):
        return
    there, here = (
        f"{site} (a replica on this machine)" if is_on_this_machine(site) else site
        for site in (manifest.site, settings.site_url)
    )
    raise ConfigError(
        f"the store holds articles of {there}, and those of {here} may not stand beside them: give them a store of "
        "their own, by another DVINGEST_WORK_DIR like .dvingest-plvn, or on your own S3 by another DVINGEST_PREFIX"
        + ("; --replica goes on with the trial." if is_on_this_machine(manifest.site) else ".")
    )


def is_on_this_machine(site: str) -> bool:
    """Tell whether the root that articles are fetched from is a loopback address."""
    return bool(re.match(r"https?://(127\.|localhost\b|\[::1\])", site))


if __name__ == "__main__":
    sys.exit(main())
