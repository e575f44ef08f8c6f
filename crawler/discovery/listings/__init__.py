"""The forms listings come in, read into links."""
