"""What the core says of its own progress, in English; {} stands for a number."""

import re

ENGLISH: dict[str, str] = {
    "Membaca aturan yang berlaku": "Reading the rules in force",
    "Memeriksa syarat setiap pegawai": "Testing every employee",
    "Menghitung merit": "Working out merit",
    "Menyusun calon bagi setiap kursi": "Listing candidates for each seat",
    "Membaca calon dan jabatan": "Reading candidates and posts",
    "Mencari rencana terbaik": "Looking for the best plan",
    "Mencari rencana terbaik, putaran {}": "Looking for the best plan, round {}",
    "Memilih satu di antara yang sama baik": "Choosing one of those equally good",
    "Menyusun rantai dan alasan": "Telling chains and reasons",
    "Selesai": "Done",
    # limits
    "Mencari batas atas": "Looking for an upper bound",
    "Menaksir harga batas": "Estimating the prices of limits",
    "Mencari harga batas, langkah {}": "Looking for the prices of limits, step {}",
    "Memadukan rencana-rencana yang mendekati": "Combining plans that come close",
    "Mencari rencana dengan program bilangan bulat": "Looking for a plan in whole numbers",
    "Menutup selisih dengan program bilangan bulat, {} pasangan": "Closing the gap in whole numbers, {} pairs",
    "Mencari batas yang saling bertentangan": "Looking for limits that contradict each other",
    "Mencari rencana terbaik tanpa harga perpindahan": "Looking for the best plan without a price of a move",
    "Menghitung titik {} dari {}": "Working out point {} of {}",
    # rivals and comparisons
    "Menyusun pasangan orang dan jabatan": "Pairing people and posts",
    "Membaca minat kedua pihak": "Reading what both sides prefer",
    "Mengurutkan calon tiap jabatan": "Ranking the candidates of each post",
    "Mencari rencana menurut merit": "Looking for the plan of greatest merit",
    "Mencari rencana: hak tetap tinggal": "Looking for the plan: right to stay",
    "Mencari rencana: pencocokan stabil": "Looking for the plan: stable matching",
    "Mencari rencana: terlemah setinggi mungkin": "Looking for the plan: strongest weakest link",
    "Membaca rencana {} dari {}": "Reading plan {} of {}",
    "Mencari yang ditempatkan berbeda": "Looking for who is placed differently",
    "Mencari kursi yang berbeda": "Looking for seats that differ",
    # decrees and succession
    "Mengurutkan keputusan": "Putting decrees in order",
    "Memeriksa aturan pada tiap hari keputusan": "Testing the rules on the day of each decree",
    "Mencoba keputusan satu demi satu": "Trying decrees one by one",
    "Prauji selesai": "Pre-flight done",
    "Menghitung hari pensiun tiap pegawai": "Working out when each employee retires",
    "Mengelompokkan pensiun per triwulan dan perangkat daerah": "Grouping retirements by quarter and office",
    "Menghitung kursi yang kosong, {}": "Counting vacant seats, {}",
    "Mencari calon bagi jabatan kritis": "Looking for candidates for critical posts",
    "Menghitung kapan tiap syarat terpenuhi": "Working out when each requirement is met",
    "Memeriksa usia pada hari itu": "Testing ages on that day",
    "Menyusun barisan pengganti": "Lining up successors",
    # audit, data and overrides
    "Menghitung peluang terpilih tiap kelompok": "Working out how often each group is selected",
    "Mencari siapa yang terlewati, dan mengapa": "Looking for who was passed over, and why",
    "Menimbang mutu tiap perangkat daerah": "Weighing the quality of each office",
    "Membaca yang belum diketahui": "Reading what is unknown",
    "Menimbang temuan yang menggugurkan": "Weighing findings that bar",
    "Menimbang komponen merit": "Weighing components of merit",
    "Menghitung ulang": "Working it out again",
    "Menghitung harga penetapan, {} dari {}": "Pricing overrides, {} of {}",
    # the robust core
    "Menyiapkan uji kekokohan": "Preparing the trial",
    "Menguji sudut rentang": "Trying the corners of the range",
    "Menguji sudut rentang: {} dari {}": "Trying the corners of the range: {} of {}",
    "Membuktikan penempatan": "Proving placements",
    "Mengundi kesalahan data": "Drawing errors in the data",
    "Mengundi kesalahan data: {} dari {}": "Drawing errors in the data: {} of {}",
    "Mencari bobot yang menggeser": "Looking for the weights that move it",
    "Mencoba kebijakan": "Trying policies",
    "Mencoba kebijakan: {} dari {}": "Trying policies: {} of {}",
}

_NUMBER = re.compile(r"\d[\d.,]*\d|\d")


def english(told: str) -> str | None:
    """A sentence of progress in English, with its numbers; None where it has none.

    >>> english("Mencari harga batas, langkah 7")
    'Looking for the prices of limits, step 7'
    """
    found = ENGLISH.get(_NUMBER.sub("{}", told))
    return found.format(*_NUMBER.findall(told)) if found is not None else None
