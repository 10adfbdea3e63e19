"""The words in which the fates of people are told, in Indonesian and English."""

FATES = {
    "kept": ("tetap", "kept"),
    "mapped": ("dipetakan", "mapped"),
    "competes": ("bersaing", "competes"),
    "displaced": ("tergeser", "displaced"),
    "surplus": ("berlebih", "surplus"),
}

WHY = {
    "same": ("jabatannya tetap", "the post is the same"),
    "line": ("unitnya pindah induk", "its unit has another parent"),
    "name": ("hanya namanya berganti", "only the name is another"),
    "tier": ("penyetaraan: jenjangnya berganti", "conversion: another tier"),
    "head": ("tidak lagi, atau baru, memimpin unit", "heads the unit no longer, or newly"),
    "office": ("pindah perangkat daerah", "another regional office"),
    "unit": ("pindah unit", "another unit"),
    "kelas_jabatan": ("kelas jabatannya berganti", "another class"),
    "reduced": ("sebagian tugasnya pergi", "a part of the duties left"),
    "duties": ("mengikuti tugasnya", "follows the duties"),
    "placed": ("sudah ditempatkan", "placed by decision"),
    "contest": ("lebih banyak orang daripada kursi", "more people than seats"),
    "order_unknown": ("belum jelas siapa yang lebih dahulu di jabatan ini", "unclear who came to this post first"),
    "no_successor": ("tugasnya tidak dilanjutkan jabatan mana pun", "no post goes on with the duties"),
    "below_line": ("bagian tugas yang berlanjut di bawah ambang", "too small a part of the duties goes on"),
    "vacated": ("dilepas dari jabatannya", "taken off the post"),
    "order": ("datang lebih akhir, kursinya dikurangi", "came later, and seats were cut"),
    "no_seat": (
        "kursi penerusnya sudah dipangku yang lebih berhak",
        "the seats that follow are held by a stronger claim",
    ),
}

APPEAL = {
    "unknown": ("data yang kurang dapat mengubahnya", "facts that are missing might change it"),
    "order": ("urutan masuk jabatan", "the order of coming to the post"),
    "near": ("dekat dengan ambang", "close to the line"),
    "estimated": ("bagian tugas ditaksir", "the share of duties is estimated"),
}
