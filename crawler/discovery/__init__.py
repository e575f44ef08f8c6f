"""Where a site lists its articles: one class for each kind of listing."""
