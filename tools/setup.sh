# Sourced by run-demo and run-tests: a virtual environment with formcheck in it, and the system's
# libraries that MediaPipe and OpenCV need. VENV chooses another place than .venv.

VENV="${VENV:-.venv}"
PACKAGES=""

# want_command COMMAND DEBIAN_PACKAGE: on Debian and Ubuntu, install it if it is missing.
want_command() {
    command -v "$1" >/dev/null 2>&1 || PACKAGES="$PACKAGES $2"
}

# want_library SONAME DEBIAN_PACKAGE
want_library() {
    /sbin/ldconfig -p 2>/dev/null | grep -q "$1 " || PACKAGES="$PACKAGES $2"
}

find_python() {
    for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            PYTHON="$candidate"
            return
        fi
    done
    echo "formcheck needs Python 3.11 or newer; install it and run this again." >&2
    exit 1
}

install_packages() {
    command -v apt-get >/dev/null 2>&1 || return 0
    want_library libEGL.so.1 libegl1
    want_library libGLESv2.so.2 libgles2
    want_library libGL.so.1 libgl1
    want_library libxcb.so.1 libxcb1
    want_library libgthread-2.0.so.0 libglib2.0-0
    "$PYTHON" -c 'import ensurepip' 2>/dev/null || PACKAGES="$PACKAGES python3-venv"
    [ -n "$PACKAGES" ] || return 0
    if [ "$(id -u)" = 0 ]; then
        apt_get=apt-get
    elif command -v sudo >/dev/null 2>&1; then
        apt_get="sudo apt-get"
    else
        echo "Missing system packages. As administrator run:" >&2
        echo "  apt-get install$PACKAGES" >&2
        exit 1
    fi
    echo "Installing system packages:$PACKAGES" >&2
    $apt_get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $apt_get install -y -qq --no-install-recommends $PACKAGES >/dev/null
}

# set_up WHAT: install WHAT (`.` or `.[dev]`) into $VENV, unless that was done already.
set_up() {
    find_python
    install_packages
    stamp="$VENV/formcheck-$(echo "$1" | tr -c 'a-z\n' '_').stamp"
    if [ ! -e "$stamp" ] || [ pyproject.toml -nt "$stamp" ]; then
        echo "Installing formcheck into $VENV (a few minutes the first time)" >&2
        [ -x "$VENV/bin/python" ] || "$PYTHON" -m venv "$VENV"
        "$VENV/bin/python" -m pip install --quiet --disable-pip-version-check -e "$1"
        touch "$stamp"
    fi
}
