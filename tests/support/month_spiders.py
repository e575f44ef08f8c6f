"""Three sites of a simulated month, for what becomes of it when its archive is read again."""

from crawler.any_site import AnySite
from crawler.discovery.blogger import BloggerFeed
from crawler.discovery.dated_index import DatedIndex
from crawler.discovery.feed import Feed
from crawler.discovery.sitemap import Sitemap
from crawler.news_spider import NewsSpider


class HarianSpider(NewsSpider):
    """A daily with a feed, an index by day, and stories of several pages."""

    name = outlet = "harian"
    allowed_domains = ["harian.example"]
    article_url = r"/read/(?P<id>\d+)/"
    discover = [
        Feed("https://www.harian.example/rss"),
        DatedIndex("https://www.harian.example/indeks?hari={day}&hal={page}"),
    ]
    next_page = "a.lanjut::attr(href)"


class BlogSpider(NewsSpider):
    """A blog whose feed carries whole articles."""

    name = outlet = "blog"
    allowed_domains = ["blog.example"]
    article_url = r"/\d{4}/\d\d/.+\.html"
    discover = [BloggerFeed("https://www.blog.example/feeds/posts/default")]


class FeedSpider(AnySite):
    """Any feed, as ``scrapy crawl feed`` reads it."""

    name = "feed"
    argument = "url"

    def sources(self):
        """The feed itself."""
        return [Sitemap(self.address)]
