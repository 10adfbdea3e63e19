"""What the limits of a scenario and the frontier of its moves say."""

WORDS: dict[str, tuple[str, str]] = {
    # the panel
    "limits.title": ("Batas", "Limits"),
    "limits.none": ("belum ada", "none yet"),
    "limits.count": ("{n} batas berlaku", "{n} in force"),
    "limits.count_full": ("{n} batas berlaku, {full} terpakai penuh", "{n} in force, {full} used up"),
    "limits.empty": (
        "Rencana ini bebas memindahkan siapa pun menurut aturan. Batas mengikat apa yang dilakukan rencana, bukan apa "
        "yang sudah ada hari ini.",
        "This plan may move anyone the rules allow. A limit binds what the plan does, not what it finds today.",
    ),
    "limits.add": ("Tambah batas", "Add a limit"),
    "limits.edit": ("Ubah", "Change"),
    "limits.drop": ("Cabut", "Remove"),
    "limits.less": ("Tampilkan yang terketat saja", "Show the tightest only"),
    "limits.more": ("Tampilkan {n} lagi", "Show {n} more"),
    "limits.full": ("penuh", "used up"),
    "limits.total": ("Paling banyak {most} orang pindah", "At most {most} people move"),
    # what is used
    "limits.of": ("{used} dari {most} orang", "{used} of {most} people"),
    "limits.of_rupiah": ("Rp{used} dari Rp{most}", "Rp{used} of Rp{most}"),
    "limits.is_least": ("{value}, paling sedikit {most}", "{value}, at least {most}"),
    "limits.is_most": ("{value}, paling banyak {most}", "{value}, at most {most}"),
    "limits.nobody": ("tidak ada pemangku", "no holders"),
    "limits.units": ("{full} dari {n} unit terpakai penuh", "{full} of {n} units used up"),
    "limits.apart": ("{n} pasang orang dijaga", "{n} pairs of people watched"),
    "limits.standing": (
        "{n} pasang sudah segaris hari ini dan boleh tetap",
        "{n} pairs are in one line today and may stay",
    ),
    "limits.barred": ("{n} kemungkinan usulan ditutup", "{n} possible proposals ruled out"),
    "limits.eased": (
        "{n} tempat hari ini sudah kurang; di sana rencana menjaga agar tidak bertambah kurang.",
        "{n} places fall short today; there the plan keeps them from falling further.",
    ),
    "limits.eased_one": (
        "Hari ini sudah kurang dari yang diminta ({asked}); rencana menjaga agar tidak bertambah kurang.",
        "Today falls short of what is asked ({asked}); the plan keeps it from falling further.",
    ),
    "limits.unknown": (
        "{n} hitungan bersandar pada data yang belum diketahui, dan dihitung merugikan.",
        "{n} counts rest on what is unknown, and count against the limit.",
    ),
    # the form
    "limits.form_new": ("Batas baru", "New limit"),
    "limits.form_old": ("Ubah batas", "Change the limit"),
    "limits.save_new": ("Berlakukan", "Set"),
    "limits.save_old": ("Simpan perubahan", "Save the change"),
    "limits.saving": ("Mencari rencana", "Looking for a plan"),
    "limits.cancel": ("Batal", "Cancel"),
    "limits.kind": ("Jenis batas", "Kind of limit"),
    "limits.kind_move_limit": ("Jumlah yang pindah", "How many move"),
    "limits.kind_unit_moves": ("Pindah keluar dari satu unit", "Moves out of one unit"),
    "limits.kind_budget": ("Anggaran pindah", "Relocation budget"),
    "limits.kind_share": ("Bagian suatu kelompok", "Share of a group"),
    "limits.kind_apart": ("Kerabat dan benturan kepentingan", "Relatives and conflicts"),
    "limits.kind_freeze": ("Bekukan satu unit", "Freeze a unit"),
    "limits.kind_quality": ("Mutu paling rendah", "Minimum quality"),
    "limits.people": ("Paling banyak orang", "At most, people"),
    "limits.rupiah": ("Paling banyak rupiah", "At most, rupiah"),
    "limits.costs": (
        "Menurut kebijakan: Rp{move} tiap pindah, Rp{relocation} bila berganti kabupaten, Rp{km} tiap km.",
        "By policy: Rp{move} a move, Rp{relocation} when the regency changes, Rp{km} a km.",
    ),
    "limits.unit": ("Unit", "Unit"),
    "limits.unit_hint": (
        "Ketik sebagian namanya, lalu pilih. Semua unit di bawahnya ikut.",
        "Type part of its name, then choose. All units beneath it count too.",
    ),
    "limits.no_unit": ("Tidak ada unit yang cocok.", "No unit fits."),
    "limits.place": ("Berlaku di", "Holds in"),
    "limits.place_all": ("seluruhnya bersama", "all together"),
    "limits.place_each": ("tiap perangkat daerah", "each regional office"),
    "limits.place_unit": ("satu unit", "one unit"),
    "limits.reach": ("Wajib tercapai", "Must be reached"),
    "limits.reach_hint": (
        "Tanpa ini, tempat yang hari ini sudah kurang hanya tidak boleh bertambah kurang.",
        "Without it, a place that falls short today only may not fall further.",
    ),
    "limits.group": ("Kelompok", "Group"),
    "limits.local": ("tenaga setempat", "local staff"),
    "limits.bound": ("Arah", "Direction"),
    "limits.least": ("paling sedikit", "at least"),
    "limits.most": ("paling banyak", "at most"),
    "limits.percent": ("Persen", "Percent"),
    "limits.tiers": ("Di antara pemangku", "Among holders of"),
    "limits.kinds": ("Hubungan", "Relations"),
    "limits.kinds_hint": ("Tanpa centang: hubungan apa pun.", "None ticked: any relation."),
    "limits.points": ("Rata-rata skor, poin", "Mean score, points"),
    "limits.points_hint": (
        "Dari 100 poin. Kosong: tidak turun dari hari ini.",
        "Of 100 points. Empty: not below today's.",
    ),
    "limits.need_whole": ("Isi dengan bilangan bulat.", "Enter a whole number."),
    "limits.need_percent": ("Isi persen antara {low} dan {high}.", "Enter a percentage between {low} and {high}."),
    "limits.need_points": ("Isi poin di atas 0 sampai 100.", "Enter points above 0, up to 100."),
    "limits.need_unit": ("Pilih satu unit dari daftar.", "Choose a unit from the list."),
    "limits.need_tiers": ("Centang paling sedikit satu jenjang.", "Tick at least one tier."),
    # refused
    "limits.cannot": ("Tidak ada rencana yang memenuhi batas ini:", "No plan can keep this limit:"),
    "limits.cannot_least": (
        "Tidak ada rencana yang memenuhi batas ini; yang paling kecil mungkin adalah {least}:",
        "No plan can keep this limit; the least possible is {least}:",
    ),
    "limits.together": (
        "Tidak ada rencana yang memenuhi batas-batas ini bersama:",
        "No plan can keep these limits together:",
    ),
    "limits.at_unit": ("{limit} ({unit})", "{limit} ({unit})"),
    "limits.lift": ("Cabut lalu coba lagi: {limit}", "Remove and try again: {limit}"),
    # how good the plan is, within limits
    "proof.best": ("Dalam {n} batas: terbukti terbaik.", "Within {n} limits: proven best."),
    "proof.best_one": ("Dalam satu batas: terbukti terbaik.", "Within one limit: proven best."),
    "proof.gap": (
        "Dalam {n} batas: paling banyak {share} di bawah rencana terbaik ({points} poin).",
        "Within {n} limits: at most {share} below the best plan ({points} points).",
    ),
    "proof.gap_one": (
        "Dalam satu batas: paling banyak {share} di bawah rencana terbaik ({points} poin).",
        "Within one limit: at most {share} below the best plan ({points} points).",
    ),
    "proof.critical": (
        "Belum terbukti: mungkin ada rencana dalam batas ini yang mengisi {n} jabatan kritis lagi.",
        "Not proven: a plan within these limits may fill {n} more critical posts.",
    ),
    "proof.again": ("Cari lagi", "Search on"),
    "work.stop": ("Hentikan, pakai yang terbaik", "Stop, keep the best"),
    # a post that a limit keeps vacant
    "vacant.by": ("karena batas: {limit}", "by a limit: {limit}"),
    "vacant.by_limits": ("karena batas", "by limits"),
    # the frontier of merit and moves
    "frontier.title": ("Merit dan banyaknya pindah", "Merit and number of moves"),
    "frontier.summary": (
        "{moves} orang pindah pada harga {price} poin",
        "{moves} people move at a price of {price} points",
    ),
    "frontier.note": (
        "Tiap titik rencana terbaik pada satu harga pindah. Memilih titik menetapkan harganya.",
        "Each point is the best plan at one price of a move. Choosing a point sets its price.",
    ),
    "frontier.note_limits": (
        "Tiap titik rencana terbaik pada satu harga pindah, tanpa batas skenario. Memilih titik menetapkan harganya.",
        "Each point is the best plan at one price of a move, the scenario's limits aside. Choosing it sets the price.",
    ),
    "frontier.counting": ("Menyusun rencana tiap harga", "Working out a plan for each price"),
    "frontier.across": ("orang pindah", "people who move"),
    "frontier.up": ("jumlah skor merit, poin", "sum of merit scores, points"),
    "frontier.choose": ("Pakai", "Use"),
    "frontier.current": ("Berlaku", "In force"),
    "frontier.hint": (
        "Klik satu titik, atau panah lalu Enter.",
        "Click a point, or arrows and Enter.",
    ),
    "frontier.table": ("Tampilkan sebagai tabel", "Show as a table"),
    "frontier.noTable": ("Sembunyikan tabel", "Hide the table"),
    "frontier.now": ("sekarang: {price} poin", "now: {price} points"),
    "frontier.span": ("{low} sampai {high}", "{low} to {high}"),
    "frontier.point": (
        "{moves} orang pindah, jumlah skor {merit}, {critical} kursi kritis terisi, harga {price} poin",
        "{moves} people move, sum of scores {merit}, {critical} critical seats filled, price {price} points",
    ),
    "frontier.column_moves": ("Orang pindah", "People who move"),
    "frontier.column_merit": ("Jumlah skor", "Sum of scores"),
    "frontier.column_critical": ("Kursi kritis", "Critical seats"),
    "frontier.column_price": ("Harga, poin", "Price, points"),
    "frontier.alt": (
        "Garis dengan {n} titik: dari {moves1} orang pindah dengan jumlah skor {merit1} sampai {moves2} orang pindah "
        "dengan {merit2}. Harga sekarang {price} poin.",
        "A line of {n} points: from {moves1} people moving with a sum of scores of {merit1} to {moves2} with {merit2}. "
        "The price now is {price} points.",
    ),
    "frontier.one": (
        "Berapa pun harga satu pindah, rencananya sama; tidak ada yang perlu dipilih.",
        "Whatever the price of a move, the plan is the same; there is nothing to choose.",
    ),
    "frontier.left": (
        "Bagian ini belum dihitung. Lipat dan buka lagi untuk menghitungnya.",
        "Not worked out. Fold and open it again to have it worked out.",
    ),
}
