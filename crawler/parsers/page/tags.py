"""Tags whose text is no text of the page: one table for every reader of a page's words."""

from __future__ import annotations

UNSEEN_TAGS = frozenset(("script", "style", "noscript", "template"))
"""Elements that a browser with scripts never shows; they part no words of what is around them."""

_TOOLS = """
title head iframe object embed video audio canvas svg math map button select textarea input option
progress dialog amp-ad amp-img amp-iframe amp-embed amp-video amp-youtube amp-social-share
amp-sidebar amp-analytics amp-sticky-ad amp-instagram amp-twitter amp-facebook amp-consent
amp-user-notification
"""
SILENT_TAGS = UNSEEN_TAGS | frozenset(_TOOLS.split())
"""Those, and what holds pictures, players, controls or advertising: ``<button>``."""
