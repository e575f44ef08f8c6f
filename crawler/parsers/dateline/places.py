"""Names of places as Indonesian newspapers print them in datelines.

Provinces, regencies and cities of Indonesia, countries, capitals and cities that make news, in
Indonesian and in the spellings newspapers use beside it. A dateline's place need not stand here:
the list settles openings that could be read in two ways.
"""

from __future__ import annotations

import re

PROVINCES = """
Aceh, Sumatera Utara, Sumatra Utara, Sumut, Sumatera Barat, Sumatra Barat, Sumbar, Riau,
Kepulauan Riau, Kepri, Jambi, Sumatera Selatan, Sumatra Selatan, Sumsel, Bangka Belitung,
Kepulauan Bangka Belitung, Babel, Bengkulu, Lampung, DKI Jakarta, DKI, Jawa Barat, Jabar, Banten,
Jawa Tengah, Jateng, DI Yogyakarta, D.I. Yogyakarta, Daerah Istimewa Yogyakarta, DIY, Jawa Timur,
Jatim, Bali, Nusa Tenggara Barat, NTB, Nusa Tenggara Timur, NTT, Kalimantan Barat, Kalbar,
Kalimantan Tengah, Kalteng, Kalimantan Selatan, Kalsel, Kalimantan Timur, Kaltim,
Kalimantan Utara, Kaltara, Sulawesi Utara, Sulut, Gorontalo, Sulawesi Tengah, Sulteng,
Sulawesi Barat, Sulbar, Sulawesi Selatan, Sulsel, Sulawesi Tenggara, Sultra, Maluku, Maluku Utara,
Malut, Papua, Papua Barat, Papua Selatan, Papua Tengah, Papua Pegunungan, Papua Barat Daya,
Sumatera, Sumatra, Jawa, Kalimantan, Sulawesi, Flores, Lombok, Sumba, Sumbawa, Madura, Nias,
Natuna, Belitung, Bangka, Timor, Halmahera, Ternate, Tidore, Jabodetabek, Nusantara, IKN,
Ibu Kota Nusantara, Indonesia, Nusa Dua, Ubud, Kuta, Sanur, Canggu, Senggigi, Mandalika,
Labuan Bajo, Pangandaran, Puncak, Lembang, Cikarang, Cikampek, Serpong, BSD, Sentul, Cibubur,
Cisarua, Ciawi, Cileungsi, Karawaci, Kuningan, Senayan, Morowali, Weda, Timika, Tembagapura,
Bontang, Sangatta, Tenggarong, Sampit, Muara Teweh, Pangkalan Bun, Buntok, Martapura,
Rantauprapat, Kisaran, Balige, Tarutung, Kabanjahe, Berastagi, Lubuk Pakam, Stabat, Sei Rampah,
Meulaboh, Takengon, Lhokseumawe, Sigli, Bireuen, Calang, Blangpidie, Tapaktuan, Kutacane,
Lhoksukon, Jantho, Pangkalan Kerinci, Bangkinang, Siak Sri Indrapura, Bagansiapiapi,
Ujung Tanjung, Teluk Kuantan, Rengat, Tembilahan, Pasir Pengaraian, Muara Bungo, Bangko,
Sarolangun, Kuala Tungkal, Muara Sabak, Muara Bulian, Sengeti, Kayuagung, Kayu Agung, Sekayu,
Muara Enim, Lahat, Baturaja, Muaradua, Tebing Tinggi, Curup, Manna, Argamakmur, Arga Makmur,
Mukomuko, Kepahiang, Liwa, Kotabumi, Kalianda, Kota Agung, Gunung Sugih, Menggala,
Blambangan Umpu, Sukadana, Pringsewu, Koba, Muntok, Sungailiat, Toboali, Manggar, Tanjung Pandan,
Tanjungpandan, Tanjung Raja, Tarempa, Tanjung Balai Karimun, Rangkasbitung, Labuan, Anyer, Merak,
Ciamis, Pelabuhan Ratu, Palabuhanratu, Soreang, Ngamprah, Singaparna, Cibinong, Rengasdengklok,
Subang, Majalengka, Slawi, Ungaran, Mungkid, Ambarawa, Purwodadi, Cepu, Purwokerto, Banyumas,
Kebumen, Kutoarjo, Kartasura, Wates, Wonosari, Sleman, Kepanjen, Bangil, Kraksaan, Caruban,
Kanigoro, Pare, Singaraja, Negara, Semarapura, Amlapura, Gianyar, Mangupura, Praya, Selong, Raba,
Taliwang, Dompu, Bima, Ende, Maumere, Larantuka, Lewoleba, Bajawa, Ruteng, Borong, Mbay, Waingapu,
Waikabubak, Tambolaka, Waibakul, Soe, Kefamenanu, Atambua, Betun, Kalabahi, Ba'a, Seba, Mempawah,
Sambas, Ngabang, Sanggau, Sintang, Putussibau, Ketapang, Nanga Pinoh, Sekadau, Bengkayang,
Sungai Raya, Kuala Kapuas, Pulang Pisau, Kasongan, Kuala Pembuang, Nanga Bulik, Kuala Kurun,
Puruk Cahu, Tamiang Layang, Pelaihari, Kotabaru, Rantau, Kandangan, Barabai, Amuntai, Tanjung,
Batulicin, Paringin, Marabahan, Tanah Grogot, Penajam, Sendawar, Tanjung Redeb, Ujoh Bilang,
Sepaku, Tanjung Selor, Malinau, Nunukan, Tana Tidung, Tondano, Airmadidi, Amurang, Tahuna,
Melonguane, Boroko, Lolak, Tutuyan, Bolaang Uki, Ratahan, Marisa, Tilamuta, Limboto, Suwawa,
Kwandang, Donggala, Sigi, Parigi, Poso, Ampana, Luwuk, Banggai, Salakan, Bungku, Kolonodale,
Tolitoli, Buol, Mamuju, Majene, Polewali, Mamasa, Pasangkayu, Topoyo, Sungguminasa, Takalar,
Jeneponto, Bantaeng, Bulukumba, Benteng, Sinjai, Watampone, Watansoppeng, Sengkang, Maros,
Pangkajene, Barru, Pinrang, Sidrap, Enrekang, Makale, Rantepao, Masamba, Malili, Belopa, Kolaka,
Unaaha, Andoolo, Raha, Pasarwajo, Rumbia, Wangi-Wangi, Lasusua, Wanggudu, Tirawuta, Namlea,
Masohi, Piru, Dobo, Saumlaki, Tual, Langgur, Bula, Namrole, Tiakur, Sofifi, Jailolo, Tobelo,
Labuha, Sanana, Maba, Daruba, Bobong, Sentani, Wamena, Nabire, Serui, Biak, Sarmi, Waris, Merauke,
Tanah Merah, Agats, Kepi, Oksibil, Dekai, Karubaga, Elelim, Burmeso, Kenyam, Tiom, Ilaga, Sugapa,
Mulia, Enarotali, Manokwari, Sorong, Fakfak, Kaimana, Teminabuan, Bintuni, Rasiei, Waisai,
Raja Ampat, Ransiki, Anggi, Fef, Kumurkek, Selat Sunda, Laut Jawa, Laut Natuna, Laut Natuna Utara,
Tepi Barat, Jalur Gaza, Laut Merah, Laut China Selatan, Selat Hormuz, Timur Tengah, Parepare
"""

REGENCIES = """
Aceh Barat, Aceh Barat Daya, Aceh Besar, Aceh Jaya, Aceh Selatan, Aceh Singkil, Aceh Tamiang,
Aceh Tengah, Aceh Tenggara, Aceh Timur, Aceh Utara, Bener Meriah, Gayo Lues, Nagan Raya, Pidie,
Pidie Jaya, Simeulue, Banda Aceh, Langsa, Sabang, Subulussalam, Asahan, Batu Bara, Batubara,
Dairi, Deli Serdang, Humbang Hasundutan, Karo, Labuhanbatu, Labuhanbatu Selatan,
Labuhanbatu Utara, Langkat, Mandailing Natal, Nias Barat, Nias Selatan, Nias Utara, Padang Lawas,
Padang Lawas Utara, Pakpak Bharat, Samosir, Serdang Bedagai, Simalungun, Tapanuli Selatan,
Tapanuli Tengah, Tapanuli Utara, Tapanuli, Toba, Binjai, Gunungsitoli, Gunung Sitoli, Medan,
Padangsidimpuan, Padang Sidempuan, Pematangsiantar, Pematang Siantar, Siantar, Sibolga,
Tanjungbalai, Tanjung Balai, Tebingtinggi, Agam, Dharmasraya, Kepulauan Mentawai, Mentawai,
Lima Puluh Kota, Limapuluh Kota, Padang Pariaman, Pasaman, Pasaman Barat, Pesisir Selatan,
Painan, Lubuk Basung, Lubuk Sikaping, Sijunjung, Solok, Solok Selatan, Tanah Datar,
Batusangkar, Bukittinggi, Padang,
Padang Panjang, Padangpanjang, Pariaman, Payakumbuh, Sawahlunto, Bengkalis, Indragiri Hilir,
Indragiri Hulu, Inhil, Inhu, Kampar, Kepulauan Meranti, Meranti, Selatpanjang, Kuantan Singingi,
Kuansing, Pelalawan, Rokan Hilir, Rokan Hulu, Rohil, Rohul, Siak, Dumai, Pekanbaru, Bintan,
Karimun, Kepulauan Anambas, Anambas, Lingga, Batam, Tanjungpinang, Tanjung Pinang, Batanghari,
Batang Hari, Bungo, Kerinci, Merangin, Muaro Jambi, Tanjung Jabung Barat, Tanjung Jabung Timur,
Tanjabbar, Tanjabtim, Tebo, Muara Tebo, Sungai Penuh, Sungaipenuh, Banyuasin, Empat Lawang,
Musi Banyuasin, Muba, Musi Rawas, Musi Rawas Utara, Muratara, Ogan Ilir, Ogan Komering Ilir, OKI,
Ogan Komering Ulu, OKU, OKU Timur, OKU Selatan, OI, Indralaya, Inderalaya,
Penukal Abab Lematang Ilir, PALI, Pali, Lubuklinggau, Lubuk Linggau, Pagar Alam, Pagaralam,
Palembang, Prabumulih, Bangka Barat, Bangka Selatan, Bangka Tengah, Belitung Timur, Pangkalpinang,
Pangkal Pinang, Bengkulu Selatan, Bengkulu Tengah, Bengkulu Utara, Kaur, Lebong, Rejang Lebong,
Seluma, Lampung Barat, Lampung Selatan, Lampung Tengah, Lampung Timur, Lampung Utara, Mesuji,
Pesawaran, Pesisir Barat, Tanggamus, Tulang Bawang, Tulangbawang, Tulang Bawang Barat,
Tulangbawang Barat, Way Kanan, Bandar Lampung, Bandarlampung, Metro, Kepulauan Seribu, Jakarta,
Jakarta Barat, Jakarta Pusat, Jakarta Selatan, Jakarta Timur, Jakarta Utara, Jakbar, Jakpus,
Jaksel, Jaktim, Jakut, Bandung, Bandung Barat, Kota Bandung, Bekasi, Bogor, Cianjur, Cirebon,
Garut, Indramayu, Karawang, Purwakarta, Sukabumi, Sumedang, Tasikmalaya, Banjar, Cimahi, Depok,
Lebak, Pandeglang, Serang, Tangerang, Cilegon, Tangerang Selatan, Tangsel, Banjarnegara, Batang,
Blora, Boyolali, Brebes, Cilacap, Demak, Grobogan, Jepara, Karanganyar, Kendal, Klaten, Kudus,
Magelang, Pati, Pekalongan, Pemalang, Purbalingga, Purworejo, Rembang, Semarang, Sragen,
Sukoharjo, Tegal, Temanggung, Wonogiri, Wonosobo, Salatiga, Surakarta, Solo, Bantul, Gunungkidul,
Gunung Kidul, Kulon Progo, Kulonprogo, Yogyakarta, Jogja, Jogjakarta, Yogya, Bangkalan,
Banyuwangi, Blitar, Bojonegoro, Bondowoso, Gresik, Jember, Jombang, Kediri, Lamongan, Lumajang,
Madiun, Magetan, Malang, Mojokerto, Nganjuk, Ngawi, Pacitan, Pamekasan, Pasuruan, Ponorogo,
Probolinggo, Sampang, Sidoarjo, Situbondo, Sumenep, Trenggalek, Tuban, Tulungagung, Kota Batu,
Batu, Surabaya, Badung, Bangli, Buleleng, Jembrana, Karangasem, Klungkung, Tabanan, Denpasar,
Lombok Barat, Lombok Tengah, Lombok Timur, Lombok Utara, Sumbawa Barat, Sumbawa Besar, Mataram,
Alor, Belu, Flores Timur, Kupang, Lembata, Malaka, Manggarai, Manggarai Barat, Manggarai Timur,
Nagekeo, Ngada, Rote Ndao, Sabu Raijua, Sikka, Sumba Barat, Sumba Barat Daya, Sumba Tengah,
Sumba Timur, Timor Tengah Selatan, Timor Tengah Utara, TTS, TTU, Kapuas Hulu, Kayong Utara,
Kubu Raya, Landak, Melawi, Pontianak, Singkawang, Barito Selatan, Barito Timur, Barito Utara,
Gunung Mas, Kapuas, Katingan, Kotawaringin Barat, Kotawaringin Timur, Kobar, Kotim, Lamandau,
Murung Raya, Seruyan, Sukamara, Palangka Raya, Palangkaraya, Balangan, Barito Kuala,
Hulu Sungai Selatan, Hulu Sungai Tengah, Hulu Sungai Utara, Tabalong, Tanah Bumbu, Tanah Laut,
Tapin, Banjarbaru, Banjarmasin, Berau, Kutai Barat, Kutai Kartanegara, Kutai Timur, Kubar, Kukar,
Kutim, Mahakam Ulu, Paser, Penajam Paser Utara, PPU, Balikpapan, Samarinda, Bulungan, Tarakan,
Bolaang Mongondow, Bolmong, Bolaang Mongondow Selatan, Bolaang Mongondow Timur,
Bolaang Mongondow Utara, Kepulauan Sangihe, Sangihe, Kepulauan Talaud, Talaud, Sitaro, Minahasa,
Minahasa Selatan, Minahasa Tenggara, Minahasa Utara, Bitung, Kotamobagu, Manado, Tomohon, Boalemo,
Bone Bolango, Gorontalo Utara, Pohuwato, Banggai Kepulauan, Banggai Laut, Morowali Utara,
Parigi Moutong, Tojo Una-Una, Toli-Toli, Palu, Mamuju Tengah, Mamuju Utara, Polewali Mandar,
Polman, Bone, Gowa, Kepulauan Selayar, Selayar, Luwu, Luwu Timur, Luwu Utara, Pangkep,
Pangkajene dan Kepulauan, Sidenreng Rappang, Soppeng, Tana Toraja, Tator, Toraja, Toraja Utara,
Wajo, Makassar, Palopo, Bombana, Buton, Buton Selatan, Buton Tengah, Buton Utara, Kolaka Timur,
Kolaka Utara, Konawe, Konawe Kepulauan, Konawe Selatan, Konawe Utara, Muna, Muna Barat, Wakatobi,
Baubau, Bau-Bau, Kendari, Buru, Buru Selatan, Kepulauan Aru, Maluku Barat Daya, Maluku Tengah,
Maluku Tenggara, Seram Bagian Barat, Seram Bagian Timur, Ambon, Halmahera Barat,
Halmahera Selatan, Halmahera Tengah, Halmahera Timur, Halmahera Utara, Kepulauan Sula,
Pulau Morotai, Morotai, Pulau Taliabu, Taliabu, Tidore Kepulauan, Asmat, Biak Numfor,
Boven Digoel, Deiyai, Dogiyai, Intan Jaya, Jayapura, Jayawijaya, Keerom, Kepulauan Yapen,
Lanny Jaya, Mamberamo Raya, Mamberamo Tengah, Mappi, Mimika, Nduga, Paniai, Pegunungan Bintang,
Puncak Jaya, Supiori, Tolikara, Waropen, Yahukimo, Yalimo, Maybrat, Manokwari Selatan,
Pegunungan Arfak, Sorong Selatan, Tambrauw, Teluk Bintuni, Teluk Wondama
"""

WORLD = """
Afghanistan, Kabul, Kandahar, Afrika Selatan, Johannesburg, Cape Town, Pretoria, Durban, Albania,
Tirana, Aljazair, Algiers, Amerika Serikat, AS, USA, US, Amerika, Washington, Washington DC,
Washington D.C., DC, New York, Los Angeles, Chicago, Houston, Dallas, Miami, Boston, Atlanta,
Philadelphia, San Francisco, San Diego, San Jose, Seattle, Denver, Detroit, Phoenix, Las Vegas,
Orlando, Austin, Minneapolis, St. Louis, Kansas City, New Orleans, Pasadena, Cupertino,
Mountain View, Redmond, Palo Alto, Menlo Park, Silicon Valley, Hollywood, California, Texas,
Florida, Hawaii, Alaska, Nevada, Arizona, New Jersey, Ohio, Virginia, Michigan, Utah, Oregon,
Colorado, Angola, Luanda, Arab Saudi, Saudi Arabia, Riyadh, Jeddah, Makkah, Mekah, Mekkah,
Madinah, Mina, Arafah, Muzdalifah, Dammam, Argentina, Buenos Aires, Armenia, Yerevan, Australia,
Canberra, Sydney, Melbourne, Brisbane, Perth, Adelaide, Darwin, Gold Coast, Hobart, Queensland,
Victoria, Austria, Wina, Vienna, Spielberg, Azerbaijan, Baku, Bahrain, Manama, Sakhir, Bangladesh,
Dhaka, Cox's Bazar, Belanda, Amsterdam, Den Haag, Rotterdam, Utrecht, Eindhoven, Leiden, Assen,
Belarus, Minsk, Belgia, Brussels, Brussel, Antwerp, Bolivia, La Paz, Bosnia, Sarajevo, Srebrenica,
Brasil, Brazil, Brasilia, Rio de Janeiro, Sao Paulo, São Paulo, Belem, Britania Raya, Inggris,
London, Manchester, Liverpool, Birmingham, Leeds, Newcastle, Leicester, Nottingham, Sheffield,
Bristol, Brighton, Southampton, Wolverhampton, Oxford, Cambridge, Silverstone, Wimbledon,
Skotlandia, Edinburgh, Glasgow, Wales, Cardiff, Irlandia, Dublin, Belfast, Brunei,
Brunei Darussalam, Bandar Seri Begawan, Bulgaria, Sofia, Ceko, Praha, Brno, Chad, Chile, Santiago,
China, Tiongkok, Beijing, Shanghai, Guangzhou, Shenzhen, Wuhan, Hangzhou, Chengdu, Chongqing,
Xi'an, Nanjing, Nanning, Tianjin, Qingdao, Kunming, Haikou, Sanya, Boao, Hainan, Hong Kong,
Hongkong, Makau, Macau, Taiwan, Taipei, Urumqi, Xinjiang, Tibet, Denmark, Kopenhagen, Copenhagen,
Odense, Djibouti, Ekuador, Quito, El Salvador, Eritrea, Estonia, Tallinn, Ethiopia, Etiopia,
Addis Ababa, Fiji, Suva, Filipina, Philippines, Manila, Cebu, Davao, Marawi, Finlandia, Helsinki,
Georgia, Tbilisi, Ghana, Accra, Guatemala, Guinea, Conakry, Haiti, Port-au-Prince, Honduras,
Hungaria, Budapest, India, New Delhi, Delhi, Mumbai, Kolkata, Chennai, Bengaluru, Bangalore,
Hyderabad, Ahmedabad, Srinagar, Kashmir, Irak, Iraq, Baghdad, Bagdad, Basra, Mosul, Erbil,
Karbala, Najaf, Iran, Teheran, Tehran, Isfahan, Mashhad, Qom, Islandia, Reykjavik, Israel,
Tel Aviv, Yerusalem, Jerusalem, Al-Quds, Haifa, Italia, Italy, Roma, Rome, Milan, Milano, Turin,
Torino, Napoli, Naples, Venesia, Firenze, Florence, Bologna, Monza, Mugello, Misano, Imola, Bari,
Reggio Emilia, Genoa, Jepang, Japan, Tokyo, Osaka, Kyoto, Nagoya, Hiroshima, Nagasaki, Sapporo,
Suita, Saitama, Yokohama, Kobe, Fukuoka, Fukushima, Hokkaido, Okinawa, Suzuka, Motegi, Jerman,
Germany, Berlin, Munich, Muenchen, München, Frankfurt, Hamburg, Dortmund, Leipzig, Stuttgart,
Cologne, Koln, Köln, Dusseldorf, Gelsenkirchen, Hannover, Bremen, Bonn, Wolfsburg, Sachsenring,
Kamboja, Cambodia, Phnom Penh, Kamerun, Yaounde, Kanada, Canada, Ottawa, Toronto, Montreal,
Vancouver, Calgary, Kananaskis, Kazakhstan, Astana, Almaty, Kenya, Nairobi, Kirgistan, Kyrgyzstan,
Bishkek, Kolombia, Bogota, Kongo, Kinshasa, Goma, Korea Selatan, Korsel, Seoul, Busan, Incheon,
Gyeongju, Daegu, Korea Utara, Korut, Pyongyang, Kosovo, Pristina, Kroasia, Zagreb, Kuba, Havana,
Kuwait, Kuwait City, Laos, Vientiane, Latvia, Riga, Lebanon, Libanon, Beirut, Liberia, Libya,
Tripoli, Benghazi, Lituania, Vilnius, Luksemburg, Madagaskar, Antananarivo, Maladewa, Male,
Malaysia, Kuala Lumpur, Putrajaya, Johor, Johor Bahru, Penang, Kota Kinabalu, Kuching, Sabah,
Serawak, Sarawak, Langkawi, Sepang, Melaka, Malawi, Mali, Bamako, Malta, Maroko, Morocco, Rabat,
Casablanca, Marrakesh, Mauritania, Meksiko, Mexico, Mexico City, Cancun, Mesir, Egypt, Kairo,
Cairo, Rafah, Sharm el-Sheikh, Alexandria, El Arish, Moldova, Chisinau, Monako, Monaco,
Monte Carlo, Mongolia, Ulan Bator, Ulaanbaatar, Mozambik, Maputo, Myanmar, Burma, Naypyidaw,
Naypyitaw, Yangon, Mandalay, Rakhine, Sittwe, Namibia, Nepal, Kathmandu, Niger, Niamey, Nigeria,
Abuja, Lagos, Norwegia, Oslo, Oman, Muscat, Muskat, Pakistan, Islamabad, Karachi, Lahore,
Peshawar, Rawalpindi, Quetta, Palestina, Palestine, Gaza, Gaza City, Kota Gaza, Ramallah,
Khan Younis, Khan Yunis, Hebron, Nablus, Jenin, Tulkarm, Tulkarem, Betlehem, Bethlehem, Al-Aqsa,
Deir al-Balah, Beit Lahiya, Jabalia, Panama, Papua Nugini, Port Moresby, Paraguay, Asuncion,
Perancis, Prancis, France, Paris, Lyon, Marseille, Nice, Cannes, Strasbourg, Toulouse, Lille,
Le Mans, Evian, Peru, Lima, Polandia, Warsawa, Warsaw, Krakow, Gdansk, Portugal, Lisbon, Lisabon,
Porto, Estoril, Portimao, Qatar, Doha, Lusail, Rumania, Bukares, Bucharest, Rusia, Russia, Moskow,
Moskwa, Moscow, Saint Petersburg, St. Petersburg, St Petersburg, Sochi, Kazan, Vladivostok,
Chechnya, Grozny, Rwanda, Kigali, Selandia Baru, New Zealand, Wellington, Auckland, Christchurch,
Senegal, Dakar, Serbia, Beograd, Belgrade, Singapura, Singapore, Siprus, Nikosia, Slovakia,
Bratislava, Slovenia, Ljubljana, Somalia, Mogadishu, Spanyol, Spain, Madrid, Barcelona, Sevilla,
Valencia, Bilbao, Jerez, Catalunya, Aragon, Malaga, Mijas, Mallorca, Granada, Sri Lanka, Kolombo,
Colombo, Kandy, Sudan, Khartoum, Darfur, El Fasher, Sudan Selatan, Juba, Suriah, Syria, Damaskus,
Damascus, Aleppo, Idlib, Homs, Hama, Suwayda, Latakia, Daraa, Palmyra, Raqqa, Swedia, Stockholm,
Gothenburg, Malmo, Swiss, Switzerland, Jenewa, Geneva, Zurich, Bern, Basel, Lausanne, Davos, Nyon,
Tajikistan, Dushanbe, Tanzania, Dar es Salaam, Thailand, Bangkok, Phuket, Chiang Mai, Chiang Rai,
Buriram, Pattaya, Chanthaburi, Songkhla, Narathiwat, Pattani, Timor Leste, Timor-Leste, Dili,
Togo, Trinidad dan Tobago, Tunisia, Tunis, Turki, Turkiye, Türkiye, Turkey, Ankara, Istanbul,
Antalya, Izmir, Diyarbakir, Gaziantep, Hatay, Turkmenistan, Ashgabat, Uganda, Kampala, Ukraina,
Ukraine, Kiev, Kyiv, Kharkiv, Odesa, Odessa, Lviv, Donetsk, Mariupol, Krimea, Bakhmut, UEA, UAE,
Uni Emirat Arab, Abu Dhabi, Dubai, Sharjah, Uruguay, Montevideo, Uzbekistan, Tashkent, Taskent,
Samarkand, Vatikan, Vatican, Vatican City, Kota Vatikan, Venezuela, Caracas, Vietnam, Hanoi,
Ho Chi Minh, Ho Chi Minh City, Da Nang, Yaman, Yemen, Sanaa, Sana'a, Aden, Hodeidah, Hudaidah,
Marib, Maarib, Taiz, Yordania, Jordan, Amman, Yunani, Greece, Athena, Athens, Zambia, Lusaka,
Zimbabwe, Harare, Eropa, Afrika, Asia, Rohingya, Mekong, Greenland, Nuuk, Antartika, Gibraltar
"""


def _names(*lists: str) -> frozenset[str]:
    return frozenset(
        " ".join(name.split()).casefold() for text in lists for name in text.split(",")
    )


PLACES = _names(PROVINCES, REGENCIES, WORLD)
"""Every name of the lists, case folded."""

REGIONS = _names(
    "Sumatera Utara, Sumut, Sumatera Barat, Sumbar, Riau, Kepri, Jambi, Sumsel, Babel, Bengkulu,"
    "Lampung, DKI, Jawa Barat, Jabar, Banten, Jawa Tengah, Jateng, DIY, Jawa Timur, Jatim, Bali,"
    "NTB, NTT, Kalbar, Kalteng, Kalsel, Kaltim, Kaltara, Sulut, Gorontalo, Sulteng, Sulbar, Sulsel,"
    "Sultra, Maluku, Malut, Papua, Aceh, Sulawesi Selatan, Sulawesi Utara, DKI Jakarta, DC, D.C."
)
"""Regions that outlets add to their names and that follow a town after a comma."""

ABROAD = _names(WORLD)
"""Names of the lists that are no Indonesian place's, and a few that are that too, case folded."""
STATES = _names(
    "AL, AK, AZ, AR, CA, CO, CT, DE, FL, GA, HI, ID, IL, IN, IA, KS, KY, LA, ME, MD, MA, MI, MN,"
    "MS, MO, MT, NE, NV, NH, NJ, NM, NY, NC, ND, OH, OK, OR, PA, RI, SC, SD, TN, TX, UT, VT, VA,"
    "WA, WV, WI, WY, Ala, Ariz, Ark, Calif, Colo, Conn, Del, Fla, Ill, Ind, Kan, Mass, Mich, Minn,"
    "Miss, Mont, Neb, Nev, Okla, Ore, Tenn, Tex, Wash, Wis, Wyo, AB, BC, MB, NB, NL, NS, ON, PE,"
    "QC, SK, NSW, QLD, TAS, VIC, UK, USA"
)
"""States of the United States, Canada and Australia as datelines shorten them: ``Austin, TX``."""

DIRECTIONS = frozenset(["barat", "timur", "utara", "selatan", "pusat", "tengah", "raya", "kota"])
"""Second words that make a district of a town: ``Surabaya Timur``."""

PREFIX = re.compile(
    r"^(?:kota|kabupaten|kab\.?|kecamatan|kec\.?|desa|kelurahan|pulau|provinsi|distrik|"
    r"kepulauan|gunung|teluk|tanjung|selat|laut|pantai|bandara|pelabuhan|muara|sungai)\s+",
    re.IGNORECASE,
)
"""``Kota Bandung``, ``Desa Sukamaju``, ``Pulau Rote``."""


def is_place(name: str) -> bool:
    """Whether the list knows a name, its kind ("Kota", "Kabupaten", "Pulau") before it or not."""
    folded = " ".join(name.replace("’", "'").split()).casefold()
    return folded in PLACES or PREFIX.sub("", folded) in PLACES


def is_state(code: str, town: str) -> bool:
    """Whether what follows a town's name is its state: ``NY`` behind New York.

    Behind an Indonesian town the same letters are a paper's: ``Jakarta, MI``.
    """
    return code.casefold() in STATES and town.casefold() in ABROAD
