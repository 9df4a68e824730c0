"""The Delta table of articles: what is known, publishing, reading, upkeep. The only use of deltalake and pyarrow."""

from dvingest.lake.silver.merging import Publication
from dvingest.lake.silver.probe import probe_table
from dvingest.lake.silver.table import SilverTable

__all__ = ["Publication", "SilverTable", "probe_table"]
