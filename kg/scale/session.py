"""The Spark session that a build runs in: the one that is there, or a local one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from kg.errors import UsageError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

__all__ = ["session"]


def session(jobs: int = 0) -> SparkSession:
    """The running Spark session, or one that ``spark-submit`` configures, or else a local one.

    Args:
        jobs: Cores of a local one; 0 means all.

    Raises:
        UsageError: Spark is not installed, or does not start.
    """
    try:
        from pyspark import SparkConf
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise UsageError("Spark is not installed; pip install 'irkg[spark]'") from error
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # workers of a local session inherit these
    builder = SparkSession.builder.appName("kg build")
    if not SparkConf().contains("spark.master"):
        builder = builder.master(f"local[{jobs or '*'},4]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
    try:
        running = builder.config("spark.executorEnv.OMP_NUM_THREADS", "1").getOrCreate()
    except Exception as error:  # what the gateway to Java raises
        raise UsageError(f"Spark does not start ({str(error).splitlines()[0]}); it needs Java 17 or newer") from error
    running.conf.set("spark.sql.session.timeZone", "UTC")
    running.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "256")
    return running
