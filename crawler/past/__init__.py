"""What was captured before now, made into the database that crawls would have left."""
