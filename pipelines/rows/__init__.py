"""The rows that an article, a reject or a second reading leave."""
