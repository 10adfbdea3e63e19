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
        "price": "kenaikan merit tidak menutup harga satu pindah",
        "elsewhere": "calonnya lebih berguna pada kursi lain",
        "unwanted": "calonnya lebih memilih tempat lain",
    },
    "en": {
        "selection": "waits for open selection; see its slate",
        "nobody": "no candidate passes every rule",
        "forbidden": "whoever passes is forbidden in this scenario",
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
