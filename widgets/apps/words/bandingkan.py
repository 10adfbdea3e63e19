"""What the sheet that compares plans says."""

WORDS: dict[str, tuple[str, str]] = {
    "compare.options": ("Yang dibandingkan", "What is compared"),
    "compare.count": ("{n} dari paling banyak {most}", "{n} of at most {most}"),
    "compare.here": ("di layar", "on the screen"),
    "compare.now": ("Rencana ini", "This plan"),
    "compare.present": ("Rencana pada lembar Rencana.", "The plan on the Plan sheet."),
    "compare.first": ("Sebelum langkah skenario ini", "Before this scenario's steps"),
    "compare.first_text": ("Kebijakan badan tanpa satu pun langkah.", "The agency's policy without any step."),
    "compare.scenario": ("{steps} langkah, {actor}, {day} {time}", "{steps} steps, {actor}, {day} {time}"),
    "compare.merit": (
        "Merit tertinggi, batas skenario dikesampingkan.",
        "Greatest merit, with the scenario's limits set aside.",
    ),
    "compare.right_to_stay": (
        "Pemangku hanya pindah ke tempat yang lebih diinginkannya.",
        "A holder moves only to a place they prefer.",
    ),
    "compare.stable": (
        "Tidak ada orang dan jabatan yang saling lebih memilih.",
        "No person and post prefer each other to what they have.",
    ),
    "compare.max_min": (
        "Skor terendah di antara yang pindah setinggi mungkin.",
        "The lowest score of whoever moves is as high as can be.",
    ),
    "compare.figures": ("Angka tiap rencana", "Figures of each plan"),
    "compare.figure": ("Angka", "Figure"),
    "compare.moves": ("Orang pindah", "People who move"),
    "compare.score_mean": ("Skor merit rata-rata", "Mean merit score"),
    "compare.critical_filled": ("Jabatan kritis terisi", "Critical posts filled"),
    "compare.vacant_after": ("Kursi tetap kosong", "Seats left vacant"),
    "compare.seats": ("dari {all}", "of {all}"),
    "compare.apart": ("Ditempatkan berbeda", "Placed differently"),
    "compare.apart_text": ("orang, dibanding yang di layar", "people, against the one on the screen"),
    "compare.first_wish": ("Pilihan pertama", "First choice"),
    "compare.top_three": ("Tiga pilihan teratas", "Top three choices"),
    "compare.first_wish_text": ("dari yang menyatakan minat", "of those who stated wishes"),
    "compare.top_three_text": ("dari yang menyatakan minat", "of those who stated wishes"),
    "compare.counting": ("dihitung", "being counted"),
    "compare.no_wishes": ("belum ada minat", "no wishes stated"),
    "compare.seats_title": ("Hanya yang berbeda", "Only what differs"),
    "compare.posts": ("{n} jabatan", "{n} posts"),
    "compare.seats_note": (
        "Yang sama dengan rencana di layar tampak redup. Orang yang duduk di jabatan yang sama pada semua rencana "
        "tidak disebut.",
        "What is the same as in the plan on the screen steps back. Whoever sits in the same post in all plans is not "
        "listed.",
    ),
    "compare.same": (
        "Semua rencana ini menempatkan setiap orang di tempat yang sama.",
        "All these plans put everybody in the same place.",
    ),
    "compare.one": (
        "Centang satu rencana lagi untuk membandingkan.",
        "Tick one more plan to compare.",
    ),
    "compare.no_post": ("jabatan ini tidak ada", "no such post"),
    "compare.nobody": ("tidak seorang pun", "nobody"),
}
