"""The steps of the flows as Prefect tasks; only this package and `local` know Prefect."""
