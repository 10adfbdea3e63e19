"""The words in which a plan is told on paper, in Indonesian and English."""

COMPONENTS = {
    "id": {
        "pendidikan": "Pendidikan",
        "pengalaman": "Pengalaman",
        "kompetensi": "Kompetensi",
        "kinerja": "Kinerja",
        "rekam_jejak": "Rekam jejak",
    },
    "en": {
        "pendidikan": "Education",
        "pengalaman": "Experience",
        "kompetensi": "Competence",
        "kinerja": "Performance",
        "rekam_jejak": "Record",
    },
}

VACANT = {
    "id": {
        "selection": "menunggu seleksi terbuka; calonnya ada pada daftar seleksi",
        "nobody": "tidak ada calon yang lolos semua aturan",
        "forbidden": "calon yang lolos dilarang dalam skenario ini",
        "limit": "batas skenario ini menghalangi calonnya",
        "price": "kenaikan merit tidak menutup harga satu pindah",
        "elsewhere": "calonnya lebih berguna pada kursi lain",
        "unwanted": "calonnya lebih memilih tempat lain",
    },
    "en": {
        "selection": "waits for open selection; see its slate",
        "nobody": "no candidate passes every rule",
        "forbidden": "whoever passes is forbidden in this scenario",
        "limit": "a limit of this scenario keeps its candidates away",
        "price": "the gain in merit does not cover the price of a move",
        "elsewhere": "its candidates are worth more in other seats",
        "unwanted": "its candidates prefer to be elsewhere",
    },
}

DECISION = {
    "id": {"move": "pindah", "stay": "tetap", "locked": "dikunci"},
    "en": {"move": "moves", "stay": "stays", "locked": "locked"},
}

FORCE = {
    "id": {"law": "hukum", "practice": "praktik", "policy": "kebijakan"},
    "en": {"law": "law", "practice": "practice", "policy": "policy"},
}

CHOICE = {
    "id": {"bar": "menggugurkan", "show": "hanya tampil", "off": "tidak diperiksa"},
    "en": {"bar": "bars", "show": "shown only", "off": "not checked"},
}

DECREE = {
    "id": {"retire": "berhenti karena BUP", "leave": "berhenti, sudah tidak bekerja", "move": "pindah"},
    "en": {"retire": "ends by retirement", "leave": "ends, no longer serves", "move": "moves"},
}

OBSTACLE = {
    "id": {
        "refused": "ditolak pada langkah ini",
        "barred": "ada aturan yang berkata tidak; perlu pengecualian tertulis",
        "unknown": "menunggu dokumen",
        "freeze": "dalam masa larangan penggantian pejabat",
        "papers": "menunggu yang diminta dari seluruh rencana",
        "": "dapat diputus",
    },
    "en": {
        "refused": "refused at this step",
        "barred": "a rule says no; needs a written waiver",
        "unknown": "waits for a document",
        "freeze": "within a ban on replacing officials",
        "papers": "waits for what is asked of the whole plan",
        "": "may be decided",
    },
}

ORIGIN = {
    "id": {
        "vacant": "kosong sejak awal",
        "retires": "pemangkunya pensiun",
        "left": "pemangkunya sudah tidak bekerja",
        "moves": "pemangkunya pindah",
    },
    "en": {
        "vacant": "vacant from the start",
        "retires": "its holder retires",
        "left": "its holder no longer serves",
        "moves": "its holder moves",
    },
}

ENDS = {
    "id": {
        "nothing": "belum memangku jabatan; tidak ada kursi yang terbuka",
        "vacant": "tetap kosong",
        "selection": "menunggu seleksi terbuka",
        "outside": "terbuka di luar ruang lingkup",
        "closed": "kursi di luar formasi, tidak diisi lagi",
        "ring": "kembali ke langkah pertama",
    },
    "en": {
        "nothing": "held no post; no seat opens",
        "vacant": "stays vacant",
        "selection": "waits for open selection",
        "outside": "opens outside the scope",
        "closed": "a seat beyond the capacity, not filled again",
        "ring": "back to the first step",
    },
}

READINESS = {
    "id": {"ready": "siap", "nearly": "hampir siap"},
    "en": {"ready": "ready", "nearly": "nearly ready"},
}

HOW = {
    "id": {"time": "oleh waktu", "document": "oleh dokumen", "development": "oleh pengembangan"},
    "en": {"time": "by time", "document": "by a document", "development": "by development"},
}

CONFIDENCE = {
    "id": {
        "assumed": "andaian skenario",
        "memory": "belum dibaca di sumbernya",
        "single-source": "satu sumber",
        "verified": "terverifikasi",
        "confirmed": "dikonfirmasi badan",
    },
    "en": {
        "assumed": "assumed in the scenario",
        "memory": "not read in its source",
        "single-source": "single source",
        "verified": "verified",
        "confirmed": "confirmed by the agency",
    },
}


def say(lang: str, indonesian: str, english: str) -> str:
    return english if lang == "en" else indonesian
