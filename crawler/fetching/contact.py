"""Who we say we are: the CONTACT setting, put into the User-Agent."""

from __future__ import annotations

from scrapy.settings import BaseSettings

from crawler.errors import UsageProblem

NOBODY = "contact not set"
"""What stands in the USER_AGENT setting in the place of whoever runs the crawl."""


class Contact:
    """Scrapy addon: names whoever runs the crawl in the User-Agent."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Called by Scrapy before a crawl; a USER_AGENT of the user's own stays as it is."""
        if contact := checked_contact(settings["CONTACT"]):
            named = (settings["USER_AGENT"] or "").replace(NOBODY, contact)
            # Not as "addon": that ranks below the project's own settings, which hold USER_AGENT.
            settings.set("USER_AGENT", named, settings.getpriority("USER_AGENT"))


def checked_contact(contact: str | None) -> str:
    """The contact as it may stand in a header; empty for none.

    Raises UsageProblem for line breaks and other signs that would end the header or its comment.
    """
    contact = (contact or "").strip()
    if not contact.isprintable() or set(contact) & set("()\\"):
        raise UsageProblem(
            f"CONTACT={contact!r} can't stand in a header; give one mail address or page in one "
            "line and without brackets, as in -s CONTACT=you@example.org"
        )
    return contact
