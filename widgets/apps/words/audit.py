"""What the audit says."""

WORDS: dict[str, tuple[str, str]] = {
    "audit.title": ("Audit rencana ini", "Audit of this plan"),
    "audit.below": ("Kelompok di bawah garis", "Groups under the line"),
    "audit.groups": ("dan bukan karena kebetulan", "and not by chance alone"),
    "audit.unexplained": ("Terlewati tanpa alasan rencana", "Passed over without the plan's reason"),
    "audit.cases": ("semuanya menyebut penyebabnya", "each names its cause"),
    "audit.lower": ("Mutu turun", "Quality falls"),
    "audit.offices": ("perangkat daerah", "offices"),
    "audit.selection": ("Siapa terpilih", "Who was selected"),
    "audit.selection_note": (
        "Apakah tiap kelompok terpilih sekurang-kurangnya {line} sesering kelompok yang paling sering terpilih? "
        "{yes} ya, {no} tidak, {unknown} belum diketahui.",
        "Is each group selected at least {line} as often as the group selected most often? "
        "{yes} yes, {no} no, {unknown} unknown.",
    ),
    "audit.nobody": ("Tidak ada kursi yang diberikan rencana ini.", "This plan gives no seat."),
    "audit.group": ("Kelompok", "Group"),
    "audit.selected": ("Terpilih", "Selected"),
    "audit.of": ("{part} dari {all}", "{part} of {all}"),
    "audit.rate": ("Peluang", "Rate"),
    "audit.ratio": ("Dibanding terbaik", "Against the best"),
    "audit.span": ("{low} sampai {high}", "{low} to {high}"),
    "audit.answer": ("Jawaban", "Answer"),
    "audit.envy": ("Siapa terlewati", "Who was passed over"),
    "audit.envy_note": (
        "Dari {all} pasangan dengan skor lebih tinggi yang terlewati, {cases} tidak dijelaskan oleh tujuan rencana.",
        "Of {all} pairs with a higher score that were passed over, {cases} are not explained by the plan's own aim.",
    ),
    "audit.no_envy": (
        "Tidak ada. Setiap orang yang terlewati dijelaskan oleh hitungan rencana sendiri.",
        "None. Everyone passed over is explained by the plan's own count.",
    ),
    "audit.passed_over": ("Terlewati", "Passed over"),
    "audit.placed": ("Ditempatkan", "Placed"),
    "audit.gain": ("Poin", "Points"),
    "audit.cause": ("Penyebab", "Cause"),
    "audit.unproven": ("Rencana belum terbukti terbaik", "The plan is not proven best"),
    "audit.reasons": ("Mengapa terlewati", "Why passed over"),
    "audit.reasons_note": (
        "Semua yang berskor lebih tinggi daripada yang ditempatkan, menurut alasan yang menjelaskannya.",
        "All with a higher score than whoever was placed, by the reason that explains it.",
    ),
    "audit.reason": ("Alasan", "Reason"),
    "audit.pairs": ("Pasangan", "Pairs"),
    "audit.people": ("Orang", "People"),
    "audit.balance": ("Mutu tiap perangkat daerah", "Quality of each office"),
    "audit.balance_note": (
        "Dari {all} perangkat daerah, {lost} turun dan {gained} naik. Ketimpangan (Gini): {before} menjadi {after}.",
        "Of {all} offices, {lost} fall and {gained} rise. Inequality (Gini): {before} becomes {after}.",
    ),
    "audit.no_office": (
        "Tidak ada perangkat daerah berpemangku sebelum dan sesudah rencana.",
        "No office has holders before and after the plan.",
    ),
    "audit.before": ("Sebelum", "Before"),
    "audit.after": ("Sesudah", "After"),
    "audit.change": ("Perubahan", "Change"),
    "clean.title": ("Data yang layak dicari", "Data worth finding"),
    "clean.note": (
        "Dari {open} pertanyaan yang terbuka, hanya {items} yang jawabannya akan mengubah rencana ini.",
        "Of {open} open questions, only {items} have an answer that would change this plan.",
    ),
    "clean.none": (
        "Tidak ada data kosong yang jawabannya akan mengubah rencana ini.",
        "No missing datum has an answer that would change this plan.",
    ),
    "clean.who": ("Jabatan dan calon", "Post and candidate"),
    "clean.asked": ("Yang belum diketahui", "What is unknown"),
    "clean.turns": ("Bila ternyata", "If it turns out"),
    "clean.stake": ("Akibat pada rencana", "Effect on the plan"),
    "clean.no": ("tidak", "no"),
    "clean.yes": ("ya", "yes"),
    "clean.high": ("lebih tinggi", "higher"),
    "clean.placement": ("penempatan berubah", "a placement changes"),
    "clean.slate": ("daftar seleksi berubah", "a slate changes"),
    "clean.infeasible": ("kunci tidak dapat dipertahankan", "a lock cannot be kept"),
    "clean.critical_more": ("{n} kursi kritis bertambah", "{n} critical seats gained"),
    "clean.critical_less": ("{n} kursi kritis hilang", "{n} critical seats lost"),
    "clean.same": ("poin sama", "same points"),
    "clean.verified": ("diperiksa", "checked"),
    "audit.holders": ("{n} pemangku", "{n} holders"),
    "audit.export": ("Audit XLSX", "Audit XLSX"),
    "audit.file": ("audit-{scenario}-{day}", "audit-{scenario}-{day}"),
    "robust.title": ("Inti kokoh", "Robust core"),
    "robust.offer": (
        "Penempatan mana yang tetap sama bila tiap bobot digeser sampai {points} poin, dan bila data keliru "
        "sewajarnya? Rencana disusun ulang ratusan kali, {draws} di antaranya dengan data yang mungkin keliru; pada "
        "provinsi besar perlu beberapa menit, dan dapat dibatalkan.",
        "Which placements stay the same when each weight is shifted by up to {points} points, and when data err within "
        "reason? The plan is worked out hundreds of times, {draws} of them with data that may be wrong; for a large "
        "province that takes some minutes, and can be cancelled.",
    ),
    "robust.try": ("Uji sekarang", "Try it now"),
    "robust.limited": (
        "Batas skenario mengikat semua penempatan menjadi satu, maka tidak ada yang dapat diuji sendiri. Cabut "
        "batasnya dalam sebuah cabang, lalu uji di sana.",
        "The scenario's limits tie all placements together, so none can be tried alone. Lift the limits in a branch, "
        "and try it there.",
    ),
    "robust.weights": ("Tidak bergeser oleh bobot", "Not shifted by weights"),
    "robust.contested": ("{n} diperdebatkan", "{n} contested"),
    "robust.unsettled": ("{n} belum dapat dipastikan", "{n} not settled"),
    "robust.data": ("Mantap bila data keliru", "Steady when data err"),
    "robust.data_sub": ("bertahan pada sedikitnya {least} undian", "hold in at least {least} of the draws"),
    "robust.list": ("Penempatan yang diperdebatkan", "Contested placements"),
    "robust.none": (
        "Tidak ada: semua penempatan bertahan di bawah bobot dan data yang diragukan.",
        "None: every placement holds under the weights and data that were doubted.",
    ),
    "robust.mover": ("Yang menggeser", "What moves it"),
    "robust.held": ("Bertahan", "Holds"),
    "robust.rival": ("Pengganti", "Instead"),
    "robust.no_rival": ("belum ada", "nobody"),
    "robust.move": ("{who}, pindah", "{who}, moves"),
    "robust.stay": ("{who}, tetap", "{who}, stays"),
    "robust.least": ("sedikitnya {least}", "at least {least}"),
}
