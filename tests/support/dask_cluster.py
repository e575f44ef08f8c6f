"""A Dask cluster of two processes on loopback."""

import pytest


@pytest.fixture(scope="module")
def dask():
    """Two worker processes, begun again where they die; a task is tried on two."""
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=60
        ) as cluster,
    ):
        yield cluster
