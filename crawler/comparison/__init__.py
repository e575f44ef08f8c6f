"""A page read with its site's facts and without any, field by field."""
