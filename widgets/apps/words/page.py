"""What every page says: progress, states, the connection."""

WORDS: dict[str, tuple[str, str]] = {
    # progress
    "work.left": ("{percent} %, sisa sekitar {seconds} detik", "{percent} %, about {seconds} seconds left"),
    "work.percent": ("{percent} %", "{percent} %"),
    "work.open": ("Membuka data dan skenario", "Opening data and scenario"),
    "work.study": ("Menghitung", "Working it out"),
    "work.better": ("Memeriksa apakah ada rencana yang lebih baik", "Looking whether there is a better plan"),
    "work.cancel": ("Batalkan", "Cancel"),
    # states
    "start.title": ("Belum ada skenario", "No scenario yet"),
    "start.text": (
        "Rencana di bawah berangkat dari keadaan {day} dengan kebijakan badan. Skenario dibuka pada langkah pertama "
        "Anda; tidak ada yang berubah pada data asli.",
        "The plan below starts from the state of {day} under the agency's policy. A scenario opens with your first "
        "step; nothing changes in the real data.",
    ),
    "start.create": ("Buat skenario", "Create a scenario"),
    "start.open": ("Buka {title}", "Open {title}"),
    "start.name": ("Penempatan {day}", "Placement {day}"),
    "empty.title": ("Belum ada data", "No data yet"),
    "empty.demo": (
        "Untuk mencoba dengan provinsi contoh (fiktif), jalankan:",
        "To try the fictional demo province, run:",
    ),
    "empty.data": ("Buka halaman Data", "Open the Data page"),
    "error.title": ("Perhitungan berhenti", "The calculation stopped"),
    "error.text": (
        "{reason} Skenario Anda tersimpan; tidak ada langkah yang hilang.",
        "{reason} Your scenario is saved; no step is lost.",
    ),
    "error.unknown": ("Ada yang tidak terduga ({kind}).", "Something unexpected happened ({kind})."),
    "error.retry": ("Coba lagi", "Try again"),
    "error.copy": ("Salin rincian", "Copy details"),
    "error.missing": ("Skenario tidak dapat dibuka", "The scenario cannot be opened"),
    "error.fresh": ("Mulai tanpa skenario", "Start without a scenario"),
    "cancelled.title": ("Perhitungan dibatalkan", "The calculation was cancelled"),
    "cancelled.text": ("Tidak ada yang dicatat; langkah sebelumnya tetap.", "Nothing was recorded."),
    "cancelled.study": ("Bagian ini belum dihitung.", "This part has not been worked out."),
    "refused.title": ("Langkah ini tidak mungkin", "This step is impossible"),
    "refused.text": ("{reason} Rencana tidak berubah.", "{reason} The plan has not changed."),
    "refused.close": ("Batal", "Cancel"),
    "refused.release_lock": ("Lepaskan kunci {who}", "Release the lock of {who}"),
    "refused.release_ban": ("Lepaskan larangan {who}", "Lift the ban on {who}"),
    "why.locked": ("Orang ini sudah dikunci pada {post}.", "This person is already locked on {post}."),
    "why.forbidden": ("Orang ini dilarang untuk {post}.", "This person is forbidden for {post}."),
    "why.locked_elsewhere": ("Orang ini sudah dikunci pada {post}.", "This person is already locked on {post}."),
    "why.seats_locked": (
        "Semua kursi {post} sudah dikunci untuk orang lain.",
        "Every seat of {post} is locked for somebody else.",
    ),
    "why.frozen": (
        "Satu unit dibekukan, dan orang ini melintasi batasnya: {limit}.",
        "A unit is frozen, and this person would cross its border: {limit}.",
    ),
    "why.limit_set": ("Batas ini sudah ada: {limit}.", "This limit is there already: {limit}."),
    "why.no_office": (
        "Tidak ada unit yang tercatat sebagai perangkat daerah pada data ini; pilih unitnya.",
        "No unit is recorded as a regional office in these data; choose a unit.",
    ),
    "why.relocation": (
        "Kebijakan belum menyebut biaya satu perpindahan dan jarak antarkabupaten.",
        "The policy does not say yet what a move costs, and how far the regencies are apart.",
    ),
    "conflict.title": ("Skenario ini sudah diubah di tempat lain", "This scenario was changed elsewhere"),
    "conflict.text": (
        "Perubahan Anda belum dicatat. Pilih yang berlaku; yang lain dapat disimpan sebagai cabang.",
        "Your change is not recorded yet. Choose which holds; the other can be kept as a branch.",
    ),
    "conflict.mine": ("Anda", "You"),
    "conflict.theirs": ("Lanjutkan dengan yang di sana", "Go on with theirs"),
    "conflict.over": ("Terapkan milik saya di atasnya", "Apply mine on top"),
    "conflict.branch": ("Simpan milik saya sebagai cabang", "Keep mine as a branch"),
    "conflict.name": ("{title}, milik {actor}", "{title}, by {actor}"),
    "event.undo": ("mengurungkan satu langkah", "undid a step"),
    "event.redo": ("mengulangi satu langkah", "redid a step"),
    "event.reveal": ("membuka nama", "showed names"),
    "event.other": ("mencatat {kind}", "recorded {kind}"),
    "ask.title": ("Siapa yang mencatat?", "Who is recording?"),
    "ask.text": (
        "Setiap langkah dicatat dengan nama. Peramban ini akan mengingatnya.",
        "Every step is recorded with a name. This browser will remember it.",
    ),
    "ask.field": ("Nama Anda", "Your name"),
    "ask.save": ("Simpan nama", "Save the name"),
    "export.title": ("Berkas ini memuat nama dan NIP", "This file holds names and NIPs"),
    "export.text": (
        "Mengunduhnya dicatat sebagai pembukaan nama dalam skenario.",
        "Downloading it is recorded in the scenario as showing names.",
    ),
    "export.go": ("Unduh dan catat", "Download and record"),
    "export.name": ("rencana-{scenario}-{day}", "plan-{scenario}-{day}"),
    "export.draft": ("tanpa-skenario", "no-scenario"),
    # connection
    "lost.saved": ("Langkah terakhir tersimpan {time}.", "Last step saved {time}."),
    "lost.none": ("Belum ada langkah yang perlu disimpan.", "There is no step to save yet."),
    "lost.gone": (
        "Mesin hitung halaman ini berhenti; muat ulang untuk melanjutkan.",
        "The engine of this page has stopped; reload to go on.",
    ),
    "lost.attempt": ("Menyambung kembali, percobaan ke-{n}.", "Reconnecting, attempt {n}."),
}
