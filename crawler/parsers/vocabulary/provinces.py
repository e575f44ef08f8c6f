"""The 38 provinces, and the zone that each keeps.

Names as the Ministry of Home Affairs writes them, six of them in Papua since 2022; zones by
Keputusan Presiden 41 of 1987, which the later provinces kept.
"""

WESTERN, CENTRAL, EASTERN = "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
"""WIB, WITA and WIT."""

PROVINCES = {
    "Aceh": WESTERN,
    "Sumatera Utara": WESTERN,
    "Sumatera Barat": WESTERN,
    "Riau": WESTERN,
    "Kepulauan Riau": WESTERN,
    "Jambi": WESTERN,
    "Bengkulu": WESTERN,
    "Sumatera Selatan": WESTERN,
    "Kepulauan Bangka Belitung": WESTERN,
    "Lampung": WESTERN,
    "Banten": WESTERN,
    "DKI Jakarta": WESTERN,
    "Jawa Barat": WESTERN,
    "Jawa Tengah": WESTERN,
    "DI Yogyakarta": WESTERN,
    "Jawa Timur": WESTERN,
    "Kalimantan Barat": WESTERN,
    "Kalimantan Tengah": WESTERN,
    "Bali": CENTRAL,
    "Nusa Tenggara Barat": CENTRAL,
    "Nusa Tenggara Timur": CENTRAL,
    "Kalimantan Selatan": CENTRAL,
    "Kalimantan Timur": CENTRAL,
    "Kalimantan Utara": CENTRAL,
    "Sulawesi Utara": CENTRAL,
    "Gorontalo": CENTRAL,
    "Sulawesi Tengah": CENTRAL,
    "Sulawesi Barat": CENTRAL,
    "Sulawesi Selatan": CENTRAL,
    "Sulawesi Tenggara": CENTRAL,
    "Maluku": EASTERN,
    "Maluku Utara": EASTERN,
    "Papua": EASTERN,
    "Papua Barat": EASTERN,
    "Papua Barat Daya": EASTERN,
    "Papua Tengah": EASTERN,
    "Papua Pegunungan": EASTERN,
    "Papua Selatan": EASTERN,
}
"""Province -> IANA zone."""

BEYOND_A_PROVINCE = ("national", "international", "topical")
"""In place of a province: news of the country, of the world, of one subject."""

ALSO_CALLED = {
    "Sumut": "Sumatera Utara",
    "Sumbar": "Sumatera Barat",
    "Kepri": "Kepulauan Riau",
    "Sumsel": "Sumatera Selatan",
    "Babel": "Kepulauan Bangka Belitung",
    "Bangka Belitung": "Kepulauan Bangka Belitung",
    "Jakarta": "DKI Jakarta",
    "DKI": "DKI Jakarta",
    "Jabar": "Jawa Barat",
    "Jateng": "Jawa Tengah",
    "DIY": "DI Yogyakarta",
    "Jogja": "DI Yogyakarta",
    "Jatim": "Jawa Timur",
    "Kalbar": "Kalimantan Barat",
    "Kalteng": "Kalimantan Tengah",
    "NTB": "Nusa Tenggara Barat",
    "NTT": "Nusa Tenggara Timur",
    "Kalsel": "Kalimantan Selatan",
    "Kaltim": "Kalimantan Timur",
    "Kaltara": "Kalimantan Utara",
    "Sulut": "Sulawesi Utara",
    "Sulteng": "Sulawesi Tengah",
    "Sulbar": "Sulawesi Barat",
    "Sulsel": "Sulawesi Selatan",
    "Sultra": "Sulawesi Tenggara",
    "North Maluku": "Maluku Utara",
    "Malut": "Maluku Utara",
    "Irian Jaya": "Papua",
}
"""What else people write for a province."""

_BY_ANY_NAME = {name.casefold(): name for name in PROVINCES} | {
    name.casefold(): province for name, province in ALSO_CALLED.items()
}


def province_called(name: str) -> str:
    """The province that people call so: "NTT", "jawa barat"; else the name itself."""
    return _BY_ANY_NAME.get(" ".join(name.split()).casefold(), name)
