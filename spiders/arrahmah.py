"""Arrahmah (WordPress; arrahmah.com until 2021): "GAZA (Arrahmah.id) – ", initials at the end."""

from crawler.discovery.feed import Feed
from crawler.discovery.wordpress import WordPressApi
from crawler.families.wordpress import WordPress


class ArrahmahSpider(WordPress):
    name = "arrahmah"
    outlet = "Arrahmah.id"
    province = "topical"
    verified = "addresses of 2025, pages by platform knowledge"
    allowed_domains = ["arrahmah.id", "arrahmah.com"]
    discover = [Feed("https://www.arrahmah.id/feed/"), WordPressApi("https://www.arrahmah.id")]
    article_url = (
        r"arrahmah\.(?:id|com)/(?:(?:[\w-]+/)?(?P<year>\d{4})/(?P<month>\d\d)/(?P<day>\d\d)/)?"
        r"(?!pedoman-|tentang-|jadwal-|kebijakan-|wp-)[a-z0-9]+(?:-[a-z0-9]+){2,}(?:\.html)?/?(?:[?#]|$)"
    )
    dateline = ("{place} ({outlet:Arrahmah.id}) –", "{place} ({outlet:Arrahmah.com}) –")
