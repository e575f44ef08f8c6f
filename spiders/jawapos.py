"""Jawa Pos (Surabaya, daily since 1949): a site of Promedia's until 2025, then one of its own."""

from crawler.discovery import JsonListing, Search
from crawler.families.promedia import Promedia
from crawler.parsers.body import Body
from crawler.parsers.page import Page

ADDRESS = "https://www.jawapos.com/{category.slug}/{article_id}/{slug}"
INDEX = JsonListing("https://www.jawapos.com/indeks", items="props.pageProps.**", url=ADDRESS)
DAY = {"dateStart": "{day:%Y-%m-%d 00:00:00}", "dateEnd": "{day:%Y-%m-%d 23:59:59}"}
FILTER = {"publisherId": "1", **DAY}  # the paper itself; its regional sisters have others
QUERY = (
    "query($filter: SearchArticleFilter, $page: Int) { searchArticle(filter: $filter, first: 100, "
    "page: $page) { paginatorInfo { hasMorePages } data { article_id title slug published_at "
    "category { slug } } } }"
)


class JawaposSpider(Promedia):
    name = "jawapos"
    outlet = "JawaPos.com"
    province = "national"
    verified = "documented 2026-08"
    allowed_domains = ["jawapos.com"]
    discover = [
        INDEX,
        JsonListing(
            "https://api.jawapos.com/api-jp-graphql",
            items="data.searchArticle.data",
            url=ADDRESS,
            more="data.searchArticle.paginatorInfo.hasMorePages",
            post={"query": QUERY, "variables": {"filter": FILTER, "page": "{page}"}},
        ),
        Search("https://www.jawapos.com/search?q={query}&sort=latest&page={page}", data=INDEX),
    ]
    article_url = r"\.com/(?!foto|video)[\w-]+/(?P<id>\d{8,11})/[^/?#]+/?(?:\?(?!page=\d)|#|$)"

    def read_body(self, page: Page, headline: str | None) -> Body:
        """The whole text stands in the page's data; the page may show its beginning only."""
        whole = page.news_article.get("articleBody") or ""
        if "<p" in whole:
            page = Page(f"<article>{whole}</article>")
            page.drop(self.drop)
        return super().read_body(page, headline)
