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
    "audit.holders": ("{n} pemangku", "{n} holders"),
}
