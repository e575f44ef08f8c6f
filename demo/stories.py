"""The sample stories: invented people and events at four outlets, on 2 to 4 March 2026.

None of it happened; every story says so. The outlets' names and addresses are real, because the
real spiders read them from the archive.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from crawler.clock import WIB

WITA = timezone(timedelta(hours=8), "WITA")
WIT = timezone(timedelta(hours=9), "WIT")

SAMPLE = "Naskah ini contoh yang ditulis untuk Warta, bukan berita; orang dan peristiwanya rekaan."


LISTED_ON = date(2026, 3, 3)


@dataclass(frozen=True)
class Story:
    """One article as its newsroom holds it; the pages are made of it by markup.py.

    ``dateline`` is printed before the first paragraph, separator included. ``published`` None
    leaves every date off the page and its listing; such a story is listed on LISTED_ON.
    """

    site: str
    address: str
    headline: str
    published: datetime | None
    paragraphs: tuple[str, ...]
    dateline: str = ""
    author: str = ""
    editor: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    modified: datetime | None = None

    @property
    def day(self) -> date:
        """The day whose index lists the story, on its newsroom's calendar."""
        return self.published.date() if self.published else LISTED_ON

    @property
    def text(self) -> tuple[str, ...]:
        """The paragraphs, and the one that says that this is a sample."""
        return (*self.paragraphs, SAMPLE)


ANKARA = Story(
    site="visimuslim",
    address="https://www.visimuslim.org/2026/03/contoh-pasar-buku-lama-ankara.html",
    headline="Contoh: Pasar Buku Lama di Ankara Dibuka Kembali",
    published=datetime(2026, 3, 2, 9, 12, tzinfo=WIB),
    dateline="<b>Ankara, VisiMuslim</b> - ",
    author="Redaksi Contoh",
    tags=("Dunia", "Turki"),
    paragraphs=(
        "Pasar buku lama di kawasan rekaan Çarşı Tepe, Ankara, dibuka kembali pada hari Senin "
        "(2/3/2026) sesudah diperbaiki selama delapan bulan.",
        "Sedikitnya 40 lapak menempati bangunan bata merah itu. Pengelola menjanjikan sewa yang "
        "tidak naik selama dua tahun.",
        "“Kami hanya ingin orang kembali membaca,” kata Mehmet Örnek, penjual buku rekaan yang "
        "sudah berjualan di sana sejak muda.",
    ),
)
ANKARA_CORRECTED = replace(
    ANKARA,
    modified=datetime(2026, 3, 4, 7, 30, tzinfo=WIB),
    paragraphs=(
        ANKARA.paragraphs[0],
        "Sedikitnya 60 lapak menempati bangunan bata merah itu. Pengelola menjanjikan sewa yang "
        "tidak naik selama dua tahun.",
        ANKARA.paragraphs[2],
        "Ralat: naskah sebelumnya menulis 40 lapak.",
    ),
)
SARAJEVO = Story(
    site="visimuslim",
    address="https://www.visimuslim.org/2026/03/contoh-perpustakaan-keliling-sarajevo.html",
    headline="Contoh: Perpustakaan Keliling Singgah di Sarajevo",
    published=datetime(2026, 3, 2, 16, 40, tzinfo=WIB),
    dateline="<b>Sarajevo, VisiMuslim</b> - ",
    author="Redaksi Contoh",
    tags=("Dunia", "Bosnia"),
    paragraphs=(
        "Sebuah bus tua yang diubah menjadi perpustakaan singgah di Sarajevo pada akhir pekan "
        "dan membawa dua ribu judul buku anak.",
        "Sopirnya, Emir Primjer, menyetir sendiri dari kota ke kota sejak Januari. Ia mencatat "
        "setiap pinjaman di buku tulis bergaris.",
        "Perhentian berikutnya belum ditentukan.",
    ),
)
ESSAY = Story(
    site="visimuslim",
    address="https://www.visimuslim.org/2026/03/contoh-membaca-sebelum-subuh.html",
    headline="Contoh: Membaca Sebelum Subuh",
    published=datetime(2026, 3, 3, 4, 5, tzinfo=WIB),
    author="Penulis Contoh",
    tags=("Opini",),
    paragraphs=(
        "Ada orang yang bangun sebelum subuh untuk membaca. Rumah masih gelap, dan hanya satu "
        "lampu yang menyala di dapur.",
        "Buku yang dibaca pada jam itu jarang dilupakan, sebab tidak ada yang menyela.",
        "Tulisan ini tidak dibuka dengan nama tempat, seperti banyak opini lainnya.",
    ),
)
GAZIANTEP = Story(
    site="visimuslim",
    address="https://www.visimuslim.org/2026/03/contoh-dapur-umum-gaziantep.html",
    headline="Contoh: Dapur Umum Gaziantep Menambah Porsi",
    published=datetime(2026, 3, 4, 8, 20, tzinfo=WIB),
    dateline="<b>Gaziantep, VisiMuslim</b> - ",
    author="Redaksi Contoh",
    tags=("Dunia", "Turki"),
    paragraphs=(
        "Dapur umum milik perkumpulan rekaan Sofra Örnek di Gaziantep menambah porsi makanan "
        "berbuka menjadi seribu dua ratus bungkus sehari.",
        "Tambahan itu dibiayai sumbangan warga sekitar. Daftar penyumbang ditempel di dinding.",
    ),
)

HIDAYATULLAH = "https://hidayatullah.com/berita"
WAKAF = Story(
    site="hidayatullah",
    address=f"{HIDAYATULLAH}/nasional/read/2026/03/02/900101/contoh-wakaf-sumur-desa-misal.html",
    headline="Contoh: Warga Desa Misal Mewakafkan Sumur",
    published=datetime(2026, 3, 2, 10, 15, 8, tzinfo=WIB),
    dateline="<strong>Hidayatullah.com</strong> — ",
    author="Admin Contoh",
    section="Nasional",
    tags=("wakaf", "air bersih"),
    paragraphs=(
        "Tiga keluarga di Desa Misal mewakafkan sumur mereka untuk dipakai seluruh kampung "
        "selama musim kemarau.",
        "Kepala desa, Sulaiman Contoh, mengatakan pompa listriknya dibeli secara patungan. “Airnya "
        "cukup untuk seratus rumah,” ujarnya.",
        "Pipa ke masjid dan sekolah dipasang pekan depan.",
    ),
)
SANTRI = Story(
    site="hidayatullah",
    address=f"{HIDAYATULLAH}/kajian/read/2026/03/03/900102/contoh-santri-menyalin-naskah.html",
    headline="Contoh: Santri Menyalin Naskah Tua dengan Tangan",
    published=datetime(2026, 3, 3, 6, 50, 41, tzinfo=WIB),
    author="Admin Contoh",
    section="Kajian",
    tags=("pesantren",),
    paragraphs=(
        "Dua belas santri sebuah pesantren rekaan menyalin naskah tua dengan tangan, satu halaman "
        "sehari.",
        "Kertasnya dibuat sendiri dari kulit kayu. Satu naskah selesai dalam tujuh bulan.",
    ),
)
KLINIK = Story(
    site="hidayatullah",
    address=f"{HIDAYATULLAH}/nasional/read/2026/03/04/900117/contoh-klinik-terapung.html",
    headline="Contoh: Klinik Terapung Berlayar Lagi",
    published=datetime(2026, 3, 4, 9, 5, 19, tzinfo=WIB),
    dateline="<strong>Hidayatullah.com</strong> — ",
    author="Admin Contoh",
    section="Nasional",
    tags=("kesehatan",),
    paragraphs=(
        "Klinik terapung milik yayasan rekaan Layar Contoh berlayar lagi ke empat pulau kecil "
        "sesudah mesinnya diganti.",
        "Dua bidan dan seorang dokter gigi ikut dalam pelayaran selama sembilan hari itu.",
    ),
)

JAKARTA = Story(
    site="tribunnews",
    address="https://www.tribunnews.com/metropolitan/7900101/contoh-halte-baru-dibuka",
    headline="Contoh: Halte Baru di Jalan Misal Dibuka untuk Umum",
    published=datetime(2026, 3, 2, 13, 45, tzinfo=WIB),
    dateline="<strong>TRIBUNNEWS.COM, JAKARTA - </strong>",
    author="Wartawan Contoh",
    editor="Penyunting Contoh",
    section="Metropolitan",
    tags=("halte", "Jakarta"),
    paragraphs=(
        "Halte baru di Jalan Misal, Jakarta Selatan, dibuka untuk umum pada Senin (2/3/2026) "
        "siang.",
        "Halte itu mempunyai dua pintu, peta taktil, dan atap yang menampung air hujan.",
        "Petugas rekaan bernama Sari Misal menyebut ada 1.100 penumpang pada jam pertama.",
    ),
)
DENPASAR = Story(
    site="tribunnews",
    address="https://bali.tribunnews.com/2026/03/02/contoh-lomba-layang-layang-di-denpasar",
    headline="Contoh: Lomba Layang-layang di Denpasar Diundur Sehari",
    published=datetime(2026, 3, 2, 18, 37, tzinfo=WITA),
    dateline="<strong>TRIBUN-BALI.COM, DENPASAR - </strong>",
    author="Wartawan Contoh",
    editor="Penyunting Contoh",
    section="Bali",
    tags=("layang-layang",),
    paragraphs=(
        "Panitia lomba layang-layang rekaan di Denpasar mengundurkan acaranya sehari karena angin "
        "terlalu lemah.",
        "“Kalau besok berangin, kami mulai pukul sembilan pagi Wita,” kata ketua panitia, Made "
        "Contoh.",
    ),
)
JAYAPURA = Story(
    site="tribunnews",
    address="https://papua.tribunnews.com/2026/03/03/contoh-pasar-terapung-di-jayapura",
    headline="Contoh: Pasar Terapung di Jayapura Ramai sejak Fajar",
    published=datetime(2026, 3, 3, 7, 10, tzinfo=WIT),
    dateline="<strong>TRIBUN-PAPUA.COM, JAYAPURA - </strong>",
    author="Wartawan Contoh",
    editor="Penyunting Contoh",
    section="Papua",
    tags=("pasar",),
    paragraphs=(
        "Pasar terapung rekaan di tepi Jayapura ramai sejak fajar. Puluhan perahu membawa sagu, "
        "pinang, dan ikan asar.",
        "Pembeli datang dari tiga kampung dan membayar dengan uang pas.",
    ),
)
TIPS = Story(
    site="tribunnews",
    address="https://www.tribunnews.com/lifestyle/7900150/contoh-cara-merawat-sepeda-tua",
    headline="Contoh: Cara Merawat Sepeda Tua",
    published=datetime(2026, 3, 3, 15, 0, tzinfo=WIB),
    dateline="<strong>TRIBUNNEWS.COM - </strong>",
    author="Wartawan Contoh",
    editor="Penyunting Contoh",
    section="Lifestyle",
    paragraphs=(
        "Sepeda tua masih bisa dipakai bertahun-tahun asalkan rantainya dilumasi sebulan sekali.",
        "Bengkel rekaan Roda Contoh menyarankan minyak mesin jahit dan kain katun bekas.",
    ),
)
UNDATED = Story(
    site="tribunnews",
    address="https://www.tribunnews.com/lifestyle/7900151/contoh-halaman-tanpa-tanggal",
    headline="Contoh: Halaman Ini Tidak Bertanggal",
    published=None,
    dateline="<strong>TRIBUNNEWS.COM - </strong>",
    author="Wartawan Contoh",
    section="Lifestyle",
    paragraphs=(
        "Halaman contoh ini tidak menyebut kapan ia terbit, baik di alamat, di daftar, maupun di "
        "naskahnya.",
        "Warta tidak menebak tanggalnya. Halaman ini dicatat di tabel rejects dengan alasannya.",
    ),
)
KUPANG = Story(
    site="tribunnews",
    address="https://kupang.tribunnews.com/2026/03/04/contoh-tenun-di-kupang-dipamerkan",
    headline="Contoh: Tenun dari Lima Kampung Dipamerkan di Kupang",
    published=datetime(2026, 3, 4, 11, 25, tzinfo=WITA),
    dateline="<strong>POS-KUPANG.COM, KUPANG - </strong>",
    author="Wartawan Contoh",
    editor="Penyunting Contoh",
    section="Kupang",
    tags=("tenun",),
    paragraphs=(
        "Kain tenun dari lima kampung rekaan dipamerkan di sebuah aula di Kupang sampai hari "
        "Minggu.",
        "Setiap kain dilengkapi nama penenun dan lama pengerjaannya.",
    ),
)

BRIDGE = Story(
    site="kompas",
    address="https://www.kompas.com/nasional/read/2026/03/02/14050031/contoh-jembatan-gantung",
    headline="Contoh: Jembatan Gantung Kampung Umpama Selesai Diperbaiki",
    published=datetime(2026, 3, 2, 14, 5, 0, tzinfo=WIB),
    dateline="<strong>JAKARTA, KOMPAS.com</strong> - ",
    author="Reporter Contoh",
    editor="Editor Contoh",
    section="Nasional",
    tags=("jembatan", "desa"),
    paragraphs=(
        "Jembatan gantung di Kampung Umpama selesai diperbaiki dan boleh dilewati lagi, kata "
        "seorang pejabat rekaan di Jakarta, Senin (2/3/2026).",
        "Lantai kayunya diganti seluruhnya. Beban paling berat yang diizinkan 300 kilogram.",
        "Anak-anak sekolah tidak perlu lagi memutar sejauh empat kilometer.",
    ),
)
RECIPE = Story(
    site="kompas",
    address="https://www.kompas.com/food/read/2026/03/02/171500875/contoh-resep-bubur-pedas",
    headline="Contoh: Resep Bubur Pedas untuk Berbuka",
    published=datetime(2026, 3, 2, 17, 15, 0, tzinfo=WIB),
    dateline="<strong>KOMPAS.com</strong> - ",
    author="Reporter Contoh",
    editor="Editor Contoh",
    section="Food",
    tags=("resep",),
    paragraphs=(
        "Bubur pedas dimasak dari beras yang disangrai bersama kelapa parut.",
        "Bahannya: 200 gram beras, kangkung, pakis, kacang tanah, dan daun kesum.",
        "Masak selama 45 menit dengan api kecil sambil terus diaduk.",
    ),
)
RECIPE_REVISED = replace(
    RECIPE,
    headline="Contoh: Resep Bubur Pedas Sambas untuk Berbuka",
    modified=datetime(2026, 3, 4, 10, 25, tzinfo=WIB),
    paragraphs=(
        "Bubur pedas khas Sambas dimasak dari beras yang disangrai bersama kelapa parut.",
        *RECIPE.paragraphs[1:],
    ),
)
FERRY = Story(
    site="kompas",
    address="https://www.kompas.com/regional/read/2026/03/04/08300021/contoh-feri-malam-berlayar",
    headline="Contoh: Feri Malam Kembali Berlayar",
    published=datetime(2026, 3, 4, 8, 30, 0, tzinfo=WIB),
    dateline="<strong>LABUAN BAJO, KOMPAS.com</strong> - ",
    author="Reporter Contoh",
    editor="Editor Contoh",
    section="Regional",
    tags=("feri",),
    paragraphs=(
        "Feri malam rekaan dari Labuan Bajo kembali berlayar dua kali sepekan mulai Rabu "
        "(4/3/2026).",
        "Tiketnya dijual di dermaga sejak pukul tiga sore.",
    ),
)

GONE = Story(
    site="kompas",
    address="https://www.kompas.com/tren/read/2026/03/03/09000041/contoh-halaman-dicabut",
    headline="Contoh: Halaman yang Dicabut",
    published=datetime(2026, 3, 3, 9, 0, 0, tzinfo=WIB),
    paragraphs=(),
)
"""Listed in the first run, and answered with 404."""

FIRST_EVENING = (
    *(ANKARA, SARAJEVO, ESSAY),
    *(WAKAF, SANTRI),
    *(JAKARTA, DENPASAR, JAYAPURA, TIPS, UNDATED),
    *(BRIDGE, RECIPE, GONE),
)
SECOND_EVENING = (
    *(GAZIANTEP, ANKARA_CORRECTED, SARAJEVO, ESSAY),
    *(KLINIK, WAKAF, SANTRI),
    *(KUPANG, JAKARTA, DENPASAR, JAYAPURA, TIPS),
    *(FERRY, BRIDGE, RECIPE_REVISED),
)


@dataclass(frozen=True)
class Run:
    """One evening on which all four sites were crawled, and what they held then."""

    name: str
    day: date
    stories: tuple[Story, ...]

    @property
    def archive(self) -> str:
        """The WARC file's name."""
        return f"{self.name}.warc.gz"


RUNS = (
    Run("run-1", date(2026, 3, 3), FIRST_EVENING),
    Run("run-2", date(2026, 3, 4), SECOND_EVENING),
)
FIRST_DAY = date(2026, 3, 2)
ASKED_BY_DAY = ("tribunnews", "kompas")
"""Sites found through an index of each day: they are asked for FIRST_DAY up to the run's day."""
