"""Commands for what is kept: the archive checked and thinned, articles taken down."""
