"""Eramuslim (Jakarta, on WordPress with the theme JNews): news and essays without datelines."""

from crawler.discovery.feed import Feed
from crawler.discovery.wordpress import WordPressApi
from crawler.families.wordpress import WordPress


class EramuslimSpider(WordPress):
    name = "eramuslim"
    outlet = "Eramuslim"
    province = "topical"
    verified = "platform knowledge"
    allowed_domains = ["eramuslim.com"]
    discover = [Feed("https://www.eramuslim.com/feed/"), WordPressApi("https://www.eramuslim.com")]
    article_url = (  # ended in .htm until 2015
        r"eramuslim\.com/(?!category|tag|author|page|wp-)(?:[\w-]+/){1,3}"
        r"(?!page/)[a-z0-9]+(?:-[a-z0-9]+){2,}(?:\.htm)?/?(?:[?#]|$)"
    )
