"""The sentences of the letter "why not me", in Indonesian and English."""

ANSWER = {
    "id": {
        "placed": "Dalam rencana ini Saudara diusulkan untuk jabatan tersebut.",
        "elsewhere": "Dalam rencana ini Saudara diusulkan untuk jabatan lain: {goes}. Ditimbang bersama semua jabatan "
        "yang harus diisi, nilai Saudara di sana lebih besar bagi keseluruhan.",
        "passed_over": "Saudara ditimbang untuk jabatan tersebut. Semua kursinya terisi, dan rencana secara "
        "keseluruhan lebih baik daripada rencana terbaik yang menempatkan Saudara di sana.",
        "stays": "Saudara ditimbang untuk jabatan tersebut. Kursinya masih kosong, tetapi memindahkan Saudara ke sana "
        "lebih merugikan keseluruhan daripada menguntungkannya, termasuk harga satu pindah yang ditetapkan badan.",
        "full": "Saudara ditimbang untuk jabatan tersebut, tetapi tidak ada kursi yang dapat dikosongkan: siapa pun "
        "yang memangkunya tidak boleh kehilangan jabatan tanpa mendapat jabatan lain.",
        "left": "Saudara tidak ditimbang untuk jabatan tersebut.",
        "outside": "Saudara tidak ditimbang untuk jabatan tersebut.",
        "selection": "Jabatan tersebut tidak diisi oleh rencana ini, melainkan lewat seleksi terbuka.",
        "barred": "Saudara tidak ditimbang untuk jabatan tersebut. Syarat yang menjadi sebabnya disebut di bawah, "
        "bersama dasarnya.",
        "beneath": "Saudara tidak ditimbang untuk jabatan tersebut.",
        "locked": "Saudara tidak ditimbang untuk jabatan tersebut: sebuah keputusan manual menetapkan Saudara pada "
        "jabatan lain. Keputusan itu diambil orang, bukan hasil perhitungan, dan tercatat pada buku besar.",
        "forbidden": "Saudara tidak ditimbang untuk jabatan tersebut: sebuah keputusan manual mengecualikan Saudara. "
        "Keputusan itu diambil orang, bukan hasil perhitungan, dan tercatat pada buku besar.",
    },
    "en": {
        "placed": "In this plan you are proposed for that post.",
        "elsewhere": "In this plan you are proposed for another post: {goes}. Weighed together with all the posts to "
        "be filled, you are worth more there for the whole.",
        "passed_over": "You were weighed for that post. All its seats are filled, and the plan as a whole is better "
        "than the best plan that places you there.",
        "stays": "You were weighed for that post. A seat of it is still free, but moving you there would cost the "
        "whole more than it brings, including the price of one move that the agency has set.",
        "full": "You were weighed for that post, but no seat of it can be freed: whoever holds it may not lose a post "
        "without getting another.",
        "left": "You were not weighed for that post.",
        "outside": "You were not weighed for that post.",
        "selection": "That post is not filled by this plan, but by open selection.",
        "barred": "You were not weighed for that post. The requirement that is the cause is named below, with its "
        "ground.",
        "beneath": "You were not weighed for that post.",
        "locked": "You were not weighed for that post: a decision by hand places you in another one. People took it, "
        "not the calculation, and it is on record in the ledger.",
        "forbidden": "You were not weighed for that post: a decision by hand excludes you from it. People took it, not "
        "the calculation, and it is on record in the ledger.",
    },
}

WORDS = {
    "id": {
        "opening": "PENJELASAN",
        "of": "ATAS",
        "title": "HASIL PENEMPATAN DALAM JABATAN",
        "to": "Kepada: {name}",
        "number": "NIP: {nip}",
        "sits": "Jabatan sekarang: {post}",
        "no_name": "(nama tidak tercatat)",
        "no_post": "belum memangku jabatan",
        "question": "Surat ini menjawab mengapa Saudara diusulkan, atau tidak diusulkan, untuk jabatan {post} dalam "
        "rencana penempatan{day}. Rencana itu usulan, bukan keputusan.",
        "from_day": " yang berlaku {day}",
        "answer": "Jawaban",
        "checked": "Jawaban ini diperiksa ulang sebelum dicetak: rencana disusun lagi dengan Saudara pada jabatan "
        "tersebut, dan terbukti tidak lebih baik daripada rencana ini.",
        "checked_placed": "Jawaban ini diperiksa ulang sebelum dicetak: rencana disusun lagi tanpa Saudara pada "
        "jabatan tersebut.",
        "checked_limits": "Jawaban ini diperiksa ulang sebelum dicetak: rencana ini menepati batas yang ditetapkan "
        "badan, dan terbukti bahwa tidak ada rencana dengan Saudara pada jabatan tersebut yang menepati batas itu dan "
        "lebih baik.",
        "checked_limits_placed": "Jawaban ini diperiksa ulang sebelum dicetak: rencana ini menepati batas yang "
        "ditetapkan badan, dan terbukti bahwa tidak ada rencana tanpa Saudara pada jabatan tersebut yang menepati "
        "batas itu dan lebih baik.",
        "untold": "Rencana ini menepati batas yang ditetapkan badan, sehingga selisihnya tidak dihitung.",
        "merit": "Nilai Saudara untuk jabatan ini",
        "merit_table": "Poin merit, dari skala 100",
        "component": "Komponen",
        "weight": "Bobot (persen)",
        "points": "Poin Saudara",
        "most": "Paling tinggi",
        "total": "Jumlah",
        "unknown": "Sebagian data Saudara belum tercatat ({parts}); selama belum, bagian itu dihitung 0. Kolom "
        "terakhir ialah poin seandainya bagian itu bernilai penuh.",
        "rules": "Syarat yang diperiksa",
        "rules_table": "Temuan atas data Saudara",
        "rule": "Syarat",
        "met": "Terpenuhi",
        "observed": "Yang tercatat",
        "threshold": "Yang diminta",
        "ground": "Dasar",
        "shown_only": "{label} (hanya tampil)",
        "change": "Yang dapat mengubah hasil ini",
        "asked": "{label}: yang diminta {threshold}; yang tercatat {observed}.",
        "never": "Kenaikan poin saja tidak akan mengubahnya, sampai nilai penuh sekalipun.",
        "override": "Pencabutan keputusan manual itu oleh yang berwenang; sesudahnya Saudara ditimbang seperti calon "
        "lain.",
        "complete": "Data yang belum tercatat: melengkapinya dapat menambah paling banyak {points} poin.",
        "higher": "Poin yang lebih tinggi untuk jabatan ini. Selisihnya tidak disebut: ia bersandar pada skor terlalu "
        "sedikit orang, sehingga skor mereka dapat dihitung darinya.",
        "difference": "Selisih {points} poin: dengan tambahan sebanyak itu untuk jabatan ini, selama yang lain tetap, "
        "rencana terbaik menempatkan Saudara di sana.",
        "reach_yes": " Data yang belum tercatat mungkin cukup untuk itu.",
        "reach_no": " Data yang belum tercatat saja tidak cukup untuk itu.",
        "rights": "Hak Saudara",
        "object": "Saudara berhak menyatakan keberatan atas hasil ini dan meminta seorang pejabat menimbangnya "
        "kembali. Keberatan disampaikan kepada badan pada kop surat ini.",
        "correct": "Bila data yang tercatat di atas keliru atau tidak lengkap, Saudara berhak meminta perbaikannya; "
        "sesudah diperbaiki, rencana dihitung lagi.",
        "hours": " Badan memperbaikinya paling lambat {hours} jam sejak permintaan diterima.",
        "cited": "Dasar: {citation}.",
        "footer": "Dibuat dengan penataan {version} dari data {as_of}. Potret {snapshot}, aturan {rulebook}, "
        "rencana {plan}.",
        "own": "Surat ini dibuat dari data Saudara sendiri dan tidak memuat data orang lain.",
    },
    "en": {
        "opening": "EXPLANATION",
        "of": "OF",
        "title": "THE OUTCOME OF A PLACEMENT PLAN",
        "to": "To: {name}",
        "number": "NIP: {nip}",
        "sits": "Present post: {post}",
        "no_name": "(no name on record)",
        "no_post": "no post held",
        "question": "This letter answers why you are proposed, or not, for the post {post} in the placement "
        "plan{day}. The plan is a proposal, not a decision.",
        "from_day": " that takes effect on {day}",
        "answer": "Answer",
        "checked": "This answer was checked before it was printed: the plan was worked out anew with you in that "
        "post, and proved to be no better than this one.",
        "checked_placed": "This answer was checked before it was printed: the plan was worked out anew without you in "
        "that post.",
        "checked_limits": "This answer was checked before it was printed: the plan keeps limits that the agency has "
        "set, and it was proved that no plan which has you in that post keeps them and is better.",
        "checked_limits_placed": "This answer was checked before it was printed: the plan keeps limits that the agency "
        "has set, and it was proved that no plan without you in that post keeps them and is better.",
        "untold": "This plan keeps limits that the agency has set, so the difference is not worked out.",
        "merit": "Your merit for this post",
        "merit_table": "Points of merit, of 100",
        "component": "Component",
        "weight": "Weight (percent)",
        "points": "Your points",
        "most": "At most",
        "total": "Total",
        "unknown": "Some of your data are not on record ({parts}); until they are, that part counts 0. The last column "
        "shows the points if it counted in full.",
        "rules": "Requirements that were checked",
        "rules_table": "Findings on your data",
        "rule": "Requirement",
        "met": "Met",
        "observed": "On record",
        "threshold": "Asked for",
        "ground": "Ground",
        "shown_only": "{label} (shown only)",
        "change": "What could change this outcome",
        "asked": "{label}: asked for is {threshold}; on record is {observed}.",
        "never": "More points alone would not change it, not even a full score.",
        "override": "The release of that decision by whoever may take it; you would then be weighed like any other "
        "candidate.",
        "complete": "Data not on record: completing them could add at most {points} points.",
        "higher": "A higher score for this post. The difference is not stated: it rests on the scores of too few "
        "people, which could be worked out from it.",
        "difference": "A difference of {points} points: with as many more for this post, all else as it is, the best "
        "plan places you there.",
        "reach_yes": " The data not on record may suffice for it.",
        "reach_no": " The data not on record would not suffice for it.",
        "rights": "Your rights",
        "object": "You have the right to object to this outcome and to have an official weigh it again. Address the "
        "objection to the agency in the letterhead.",
        "correct": "Where the data on record above are wrong or incomplete, you have the right to have them "
        "corrected; the plan is then worked out again.",
        "hours": " The agency corrects them within {hours} hours of receiving the request.",
        "cited": "Ground: {citation}.",
        "footer": "Made with penataan {version} from data of {as_of}. Snapshot {snapshot}, rules {rulebook}, "
        "plan {plan}.",
        "own": "This letter is made from your own data and holds nobody else's.",
    },
}
