"""What the apps say, in Indonesian and English; one line a word, so that both are seen together."""

from typing import Any

_WORDS: dict[str, tuple[str, str]] = {
    # scenario bar
    "bar.none": ("Belum ada skenario", "No scenario yet"),
    "bar.main": ("Pokok", "Main"),
    "bar.step": ("langkah {at} dari {of}", "step {at} of {of}"),
    "bar.no_step": ("belum ada langkah", "no step yet"),
    "bar.saved": ("tersimpan {time}", "saved {time}"),
    "bar.branch": ("Cabang", "Branch"),
    "bar.branches": ("Cabang skenario", "Branches of the scenario"),
    "bar.undo": ("Urungkan", "Undo"),
    "bar.redo": ("Ulangi", "Redo"),
    "bar.python": ("Lihat sebagai Python", "Show as Python"),
    "bar.name": ("Nama cabang", "Name of the branch"),
    "bar.create": ("Buat cabang", "Create branch"),
    "bar.cancel": ("Batal", "Cancel"),
    # heading
    "page.title": ("Siapa di mana, dan mengapa", "Who is where, and why"),
    "page.tab": ("Penempatan · Penataan ASN", "Placement · Civil service planning"),
    "page.answer": (
        "{open} kursi kosong atau akan kosong dalam {months} bulan. Rencana ini memindahkan {moves} orang "
        "dan menyisakan {vacant} kursi kosong.",
        "{open} seats are vacant or will be within {months} months. This plan moves {moves} people "
        "and leaves {vacant} seats vacant.",
    ),
    "page.scope": (
        "{posts} jabatan dalam lingkup, {candidates} calon memenuhi syarat awal",
        "{posts} posts in scope, {candidates} candidates pass the first test",
    ),
    "page.data": (
        "data per {day}, aturan yang berlaku pada {effective}",
        "data as of {day}, rules in force on {effective}",
    ),
    "page.time": ("dihitung ulang dalam {seconds} detik", "recomputed in {seconds} seconds"),
    "page.thin": (
        "Data masih tipis: {share} temuan belum diketahui. Yang paling banyak menjawab: {sources}.",
        "Data are thin: {share} of the findings are unknown. What would settle most: {sources}.",
    ),
    # toolbar
    "blind.on": ("Mode tertutup: nama disembunyikan", "Blind mode: names are hidden"),
    "blind.off": ("Nama dibuka", "Names are shown"),
    "blind.badge": ("pembukaan nama dicatat", "showing names is recorded"),
    "search": ("Cari jabatan atau OPD", "Search for a post or office"),
    "search.named": ("Cari jabatan, OPD, atau nama", "Search for a post, office or name"),
    # policy
    "policy.title": ("Bobot kebijakan", "Policy weights"),
    "policy.sum": ("jumlah {sum}", "sum {sum}"),
    "policy.note": (
        "Garis tegak menandai bobot semula. Perubahan ini memindahkan {changed} dari {all} usulan.",
        "The tick marks the weight it began with. This change moves {changed} of {all} proposals.",
    ),
    "policy.same": (
        "Garis tegak menandai bobot semula; bobot belum diubah.",
        "The tick marks the weight it began with; no weight has changed.",
    ),
    "policy.counting": ("Garis tegak menandai bobot semula.", "The tick marks the weight it began with."),
    "policy.limit": ("Batas pindah", "Limit of moves"),
    "policy.no_limit": ("tanpa batas", "no limit"),
    "policy.price": ("Harga satu pindah", "Price of one move"),
    "policy.points": ("{points} poin", "{points} points"),
    # numbers
    "numbers.title": ("Hasil rencana", "What the plan does"),
    "numbers.mean": ("Skor merit rata-rata", "Mean merit score"),
    "numbers.critical": ("Jabatan kritis terisi", "Critical posts filled"),
    "numbers.moves": ("Orang pindah", "People who move"),
    "numbers.vacant": ("Kursi tetap kosong", "Seats left vacant"),
    "numbers.of": ("{part} dari {all}", "{part} of {all}"),
    "numbers.up": ("naik {by}", "up {by}"),
    "numbers.down": ("turun {by}", "down {by}"),
    "numbers.same": ("tetap", "unchanged"),
    "numbers.limit": ("batas {limit}", "limit {limit}"),
    "numbers.before": ("semula {before}", "was {before}"),
    "numbers.none": ("tidak ada", "none"),
    # overrides
    "overrides.title": ("Penetapan manual", "Set by hand"),
    "overrides.empty": (
        "Belum ada kunci atau larangan. Kunci menahan seseorang pada jabatan; larangan menjauhkannya.",
        "No lock or ban yet. A lock holds a person on a post; a ban keeps them off it.",
    ),
    "overrides.lock": ("{who} dikunci.", "{who} is locked."),
    "overrides.forbid": ("{who} dilarang.", "{who} is forbidden."),
    "overrides.release": ("Lepaskan", "Release"),
    # plan
    "plan.title": ("Rencana", "Plan"),
    "plan.count": ("{shown} dari {all}", "{shown} of {all}"),
    "plan.pages": ("{first} sampai {last} dari {all}", "{first} to {last} of {all}"),
    "plan.empty": (
        "Tidak ada jabatan yang cocok. Kosongkan pencarian atau saringan.",
        "No post fits. Clear the search or the filter.",
    ),
    "plan.nothing": ("Tidak ada jabatan dalam lingkup ini.", "No post is in this scope."),
    "plan.post": ("Jabatan", "Post"),
    "plan.proposal": ("Usulan", "Proposal"),
    "plan.score": ("Skor merit", "Merit score"),
    "plan.findings": ("Temuan", "Findings"),
    "plan.lock": ("Kunci", "Lock"),
    "plan.only": ("Hanya temuan", "Findings only"),
    "plan.bar": ("Sumbangan merit", "Contributions to merit"),
    "plan.before": ("Sebelumnya", "Previous"),
    "plan.after": ("Berikutnya", "Next"),
    "plan.stays": ("tetap", "stays"),
    "plan.vacant_seat": ("kosong", "vacant"),
    "plan.critical": ("{origin}, jabatan kritis", "{origin}, critical post"),
    "plan.replaces": ("menggantikan {who}", "replaces {who}"),
    "plan.chain": ("rantai {chain}", "chain {chain}"),
    "plan.no_chain": ("tanpa rantai", "no chain"),
    "plan.nobody": ("belum terisi", "not filled"),
    "plan.seats": ("{n} kursi", "{n} seats"),
    "plan.selection": ("{n} calon untuk seleksi terbuka", "{n} candidates for open selection"),
    "lock.on": ("dikunci", "locked"),
    "lock.off": ("belum dikunci", "not locked"),
    "lock.stays": ("tetap di tempat", "stays in place"),
    "lock.bans": ("{n} larangan", "{n} bans"),
    "lock.selection": ("diisi melalui seleksi terbuka", "filled by open selection"),
    # verdicts
    "verdict.yes": ("ya", "yes"),
    "verdict.no": ("tidak", "no"),
    "verdict.unknown": ("belum diketahui", "unknown"),
    "verdict.count": ("{n} {word}", "{n} {word}"),
    # chain
    "chain.title": ("Rantai {chain}", "Chain {chain}"),
    "chain.one": ("satu langkah", "one step"),
    "chain.many": ("{n} langkah", "{n} steps"),
    "chain.none": ("Rantai", "Chain"),
    "chain.stays": ("pemangku tetap, tidak ada kursi yang terbuka", "the holder stays, no seat opens"),
    "chain.vacant": ("kursi ini tidak terisi dalam rencana", "this seat is not filled in the plan"),
    "chain.first": ("diisi {who}", "filled by {who}"),
    "chain.next": ("ditinggal {left}, diisi {who}", "left by {left}, filled by {who}"),
    "chain.end": ("selesai", "end"),
    "chain.open": ("terbuka", "open"),
    "chain.left": ("ditinggal {left}, belum ada penggantinya", "left by {left}, nobody follows"),
    "chain.outside": ("ditinggal {left}, di luar lingkup rencana", "left by {left}, outside the scope of the plan"),
    "chain.from_nowhere": ("Tidak meninggalkan jabatan", "Leaves no post"),
    "chain.retires": ("{who} tidak memegang jabatan sebelumnya", "{who} held no post before"),
    # vacancies
    "vacant.title": ("Yang masih kosong sesudah rencana", "Still vacant after the plan"),
    "vacant.aside": ("jumlah kursi, {n} OPD terbanyak", "seats, the {n} offices with most"),
    "vacant.office": ("OPD", "Office"),
    "vacant.left": ("Ditinggalkan", "Left behind"),
    "vacant.empty": ("Semua kursi dalam lingkup terisi.", "Every seat in scope is filled."),
    # slate
    "slate.none": ("Calon", "Candidates"),
    "slate.pick": ("Pilih satu jabatan pada rencana.", "Choose a post in the plan."),
    "slate.empty": (
        "Tidak ada calon yang lolos semua aturan untuk jabatan ini.",
        "No candidate passes every rule for this post.",
    ),
    "slate.selection": (
        "Seleksi terbuka: {n} calon terbaik sebagai bahan panitia, bukan usulan pengangkatan.",
        "Open selection: the {n} best candidates for the committee, not a proposal to appoint.",
    ),
    "slate.legend": ("{component} {weight}", "{component} {weight}"),
    "slate.more": ("Tampilkan {n} calon lagi", "Show {n} more candidates"),
    "slate.less": ("Tampilkan calon teratas saja", "Show the best candidates only"),
    "slate.upper": ("paling tinggi {score}", "at most {score}"),
    "slate.holds": ("pemangku sekarang, {rank}", "present holder, {rank}"),
    "slate.no_post": ("tanpa jabatan, {rank}", "no post, {rank}"),
    "slate.note": ("{post}, {rank}", "{post}, {rank}"),
    "slate.barred": ("{note}; belum memenuhi syarat", "{note}; does not qualify"),
    "slate.share": ("{component} {points}", "{component} {points}"),
    "slate.proposed": ("Diusulkan", "Proposed"),
    "slate.propose": ("Tetapkan", "Choose"),
    "slate.lock": ("Kunci pada jabatan ini", "Lock on this post"),
    "slate.unlock": ("Lepaskan kunci", "Release the lock"),
    "slate.forbid": ("Larang pada jabatan ini", "Forbid for this post"),
    "slate.allow": ("Lepaskan larangan", "Lift the ban"),
    # findings
    "findings.title": ("Temuan {who}", "Findings on {who}"),
    "findings.none": ("Temuan", "Findings"),
    "findings.pick": ("Pilih satu calon.", "Choose a candidate."),
    "findings.count": ("{shown} dari {all}", "{shown} of {all}"),
    "findings.more": ("Tampilkan {n} temuan lain", "Show {n} more findings"),
    "findings.less": ("Tampilkan yang penting saja", "Show the important ones only"),
    "findings.measure": ("{observed}; diminta {threshold}", "{observed}; asked {threshold}"),
    "findings.missing": ("data kosong", "no data"),
    "findings.practice": ("praktik", "practice"),
    "findings.policy": ("kebijakan badan", "agency policy"),
    # people
    "who.blind": ("Calon {code}", "Candidate {code}"),
    # python
    "python.label": ("Kode Python untuk yang tampak di layar", "Python for what is on the screen"),
    "python.copy": ("Salin", "Copy"),
    "python.copied": ("Tersalin", "Copied"),
    "python.comment": ("baris yang sama dengan panel ini", "the same as this panel"),
    # progress
    "work.left": ("{percent} %, sisa sekitar {seconds} detik", "{percent} %, about {seconds} seconds left"),
    "work.percent": ("{percent} %", "{percent} %"),
    "work.open": ("Membuka data dan skenario", "Opening data and scenario"),
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
    "export.name": ("rencana-{scenario}-{day}.xlsx", "plan-{scenario}-{day}.xlsx"),
    "export.draft": ("tanpa-skenario", "no-scenario"),
    # data
    "data.tab": ("Data · Penataan ASN", "Data · Civil service planning"),
    "data.title": ("Dari berkas menjadi potret", "From files to a snapshot"),
    "data.answer": (
        "Berkas SIASN dan templat dibaca sebagai satu kiriman: semuanya diambil, atau tidak satu pun. Yang tidak "
        "terbaca menjadi belum diketahui dan disebut di bawah.",
        "SIASN files and templates are read as one delivery: all of it is taken, or none. What cannot be read becomes "
        "unknown and is named below.",
    ),
    "data.files": ("Berkas", "Files"),
    "data.chosen": ("{n} dipilih", "{n} chosen"),
    "data.drop": ("Letakkan berkas CSV atau XLSX di sini", "Drop CSV or XLSX files here"),
    "data.choose": ("Pilih berkas", "Choose files"),
    "data.remove": ("Buang", "Remove"),
    "data.date": ("Tanggal data", "Date of the data"),
    "data.dateHint": ("Berkas contoh membawanya sendiri.", "Demo files carry their own."),
    "data.note": ("Catatan", "Note"),
    "data.read": ("Periksa", "Check"),
    "data.too_big": (
        "{name} lebih besar daripada {most}; pecah dahulu, atau impor dengan baris perintah.",
        "{name} is larger than {most}; split it, or import it on the command line.",
    ),
    "data.reading": ("Membaca berkas", "Reading the files"),
    "data.refused_title": ("Kiriman ini belum dapat diambil", "This delivery cannot be taken yet"),
    "data.refused": (
        "{n} masalah menghalangi. Tidak ada yang berubah; perbaiki berkasnya lalu periksa lagi.",
        "{n} problems stand in the way. Nothing has changed; repair the files and check again.",
    ),
    "data.ready": ("Siap disimpan", "Ready to keep"),
    "data.ready_text": (
        "{people} pegawai dan {posts} jabatan per {day}; {problems} catatan masalah.",
        "{people} people and {posts} posts as of {day}; {problems} problems noted.",
    ),
    "data.take": ("Simpan sebagai potret", "Keep as a snapshot"),
    "data.kept": ("Potret tersimpan", "Snapshot kept"),
    "data.kept_text": ("Potret {snapshot} kini dipakai skenario baru.", "New scenarios now start from {snapshot}."),
    "data.begin": ("Buka skenario", "Open a scenario"),
    "data.problems": ("Masalah", "Problems"),
    "data.no_problems": ("Tidak ada masalah.", "No problems."),
    "data.file": ("masalah-impor.xlsx", "import-problems.xlsx"),
    "data.where": ("Berkas", "File"),
    "data.problem": ("Masalah", "Problem"),
    "data.repair": ("Perbaikan", "Repair"),
    "data.effect": ("Akibat", "Effect"),
    "data.decisions": ("Keputusan", "Decisions"),
    "data.row": ("baris {row}, {column}", "row {row}, {column}"),
    "data.wrote": ("tertulis: {found}", "written: {found}"),
    "effect.refuse": ("menghalangi", "blocks"),
    "effect.unknown": ("jadi belum diketahui", "becomes unknown"),
    "effect.row": ("baris tidak diambil", "row is left out"),
    "effect.kept": ("diambil apa adanya", "kept as it is"),
    "data.snapshots": ("Potret", "Snapshots"),
    "data.no_snapshot": ("Belum ada potret.", "No snapshot yet."),
    "data.latest": ("terbaru", "latest"),
    "data.snapshot": (
        "{people} pegawai, {posts} jabatan. Disimpan {by}, {day}{note}",
        "{people} people, {posts} posts. Kept by {by}, {day}{note}",
    ),
    # connection
    "lost.saved": ("Langkah terakhir tersimpan {time}.", "Last step saved {time}."),
    "lost.none": ("Belum ada langkah yang perlu disimpan.", "There is no step to save yet."),
    "lost.gone": (
        "Mesin hitung halaman ini berhenti; muat ulang untuk melanjutkan.",
        "The engine of this page has stopped; reload to go on.",
    ),
    "lost.attempt": ("Menyambung kembali, percobaan ke-{n}.", "Reconnecting, attempt {n}."),
}


class Words:
    """The catalogue in one language: `t("bar.step", at=3, of=3)`."""

    def __init__(self, lang: str) -> None:
        self.lang = "en" if lang == "en" else "id"
        self._column = 1 if self.lang == "en" else 0

    def __call__(self, key: str, **values: Any) -> str:
        text = _WORDS[key][self._column]
        return text.format(**values) if values else text


def keys() -> tuple[str, ...]:
    return tuple(_WORDS)
