"""Articles as a partitioned data set of Parquet files: typed columns, one whole state at a time."""
