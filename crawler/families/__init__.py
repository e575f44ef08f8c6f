"""One file for each CMS or publisher whose sites share a template."""
