"""Work on what is stored: replay, audit, history, purge, the months of a backfill; knows no Scrapy and no Prefect."""
