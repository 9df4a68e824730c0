"""Write the extractor's reading over the expected files (`make gold`, or `make gold CASE=name` for one).

The diff is to be read line by line before it is committed: it says what changes in the stored articles. Fields that
an expected file leaves out stay out, and blocks whose kind it leaves open stay open.
"""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from dvingest.model import RawArticle, Rejection
from tests.case_pages import ROOT, all_cases, as_json

META = '{"url": "https://baophapluat.vn/ten-bai-post123456.html", "fetched_at": "2026-11-20T03:00:00Z"}'
NEW_CASE_FIELDS = re.findall(
    r"\w+",
    "template kind title subtitle kicker lead agency_prefix blocks images videos authors source section section_path "
    "tags published_at modified_at warnings",
)


def as_expected(article: RawArticle, earlier: dict[str, Any] | None) -> dict[str, Any]:
    """Return what would be expected if `article` were right, in the fields and with the open kinds of `earlier`."""
    fields = list(earlier or NEW_CASE_FIELDS)
    fresh = {field: as_json(article, field) for field in fields}
    if not earlier:
        return fresh
    open_kinds = {block["text"] for block in earlier.get("blocks", ()) if block["kind"] is None}
    for block in fresh.get("blocks", ()):
        if block["text"] in open_kinds:
            block["kind"] = None
    if len(fresh.get("images", ())) == len(earlier.get("images", ())):
        fresh["images"] = [
            {key: image[key] for key in before}
            for image, before in zip(fresh.get("images", ()), earlier.get("images", ()), strict=True)
        ]
    if set(earlier.get("warnings", ())) <= set(fresh.get("warnings", ())):
        fresh["warnings"] = earlier.get("warnings")
    return {field: fresh[field] for field in fields}


def main(names: list[str]) -> int:
    """Write the extractor's reading over the expected files of the named cases, all when none is named."""
    unknown = sorted(set(names) - {case.name for case in all_cases()})
    if unknown:
        print(f"{unknown[0]} is no case: make {ROOT / unknown[0]}/ with page.html and a meta.json like {META}.")
        return 2
    undecided = 0
    for case in all_cases():
        if names and case.name not in names:
            continue
        rejected = isinstance(case.reading, Rejection)
        if (rejected and case.expected) or (not rejected and case.rejection):
            print(f"{case.name}: left as it is, since it is now {case.reading}; decide by hand which is right.")
            undecided += 1
            continue
        if isinstance(case.reading, Rejection):
            path, content = case.folder / "rejection.json", {"reason": case.reading.reason.value}
        else:
            path, content = case.folder / "expected.json", as_expected(case.reading, case.expected)
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
            print(f"{case.name}: {path.name} changed")
    print("Read the diff before you commit it: it says what changes in the stored articles.")
    return 1 if undecided else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
