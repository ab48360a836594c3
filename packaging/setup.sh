# 安装：由 ./run 与 ./test 引入（source）。只装缺少的，装什么先说什么；都齐了就几乎不花时间。
#
# 装三样东西，互不依赖：
#   1. .venv：Python 3.11 与 uv.lock 里的软件包（任何用法都要）
#   2. 窗口要用的系统库（只有开窗口或测试时才要）
#   3. 测试工具：虚拟屏幕、中文字体、查看 PDF 的工具（只有测试时才要）
# 用之前须设好 ROOT（仓库所在的文件夹）。

VENV="$ROOT/.venv"
PYTHON="$VENV/bin/python"

# 窗口要用的系统库：由 Qt 的 xcb、wayland 插件用 ldd 查得
WINDOW_PACKAGES=(
    libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libfreetype6 libxkbcommon0 libxkbcommon-x11-0
    libx11-xcb1 libsm6 libice6 libxcb-cursor0 libxcb-glx0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1
    libwayland-client0 libwayland-cursor0 libwayland-egl1
)

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 2
}

# 用管理员身份运行；本来就是管理员时不需要 sudo
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        return 1
    fi
}

apt_install() { # 用途 软件包…
    local purpose=$1
    shift
    command -v apt-get >/dev/null ||
        fail "缺少$purpose。这个系统没有 apt-get，请用系统自己的办法装上（Debian 里的名字：$*），再运行一次。"
    say "正在安装：$purpose（$*）"
    # 软件包清单可能从未下载过，也可能旧得已经指不到文件，所以先更新；更新失败时仍试一次
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null || true
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "没有装上$purpose。请检查网络和管理员权限，或请管理员运行：apt-get install $*"
}

# 能用的 Python 3.11 的路径。只看文件在不在不够：有的管理工具放一个同名的空壳，运行时才说没有
find_python311() {
    local candidate
    for candidate in python3.11 /usr/bin/python3.11 /usr/local/bin/python3.11 python3; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

# 单位的网关会换掉网站证书，管理员把它的根证书装在系统里，或用 SSL_CERT_FILE 指出；pip 和 uv 都照着认
trust_system_certificates() {
    local bundle=${SSL_CERT_FILE:-${PIP_CERT:-/etc/ssl/certs/ca-certificates.crt}}
    [ -e "$bundle" ] || return 0
    export SSL_CERT_FILE=$bundle PIP_CERT=${PIP_CERT:-$bundle}
}

# uv 负责按 uv.lock 安装。系统里有就用，没有就用 pip 装一份，放在 .tools 里，不动系统
find_uv() {
    if command -v uv >/dev/null; then
        UV=uv
        return
    fi
    UV="$ROOT/.tools/bin/uv"
    "$UV" --version >/dev/null 2>&1 && return
    local base
    base=$(find_python311 || command -v python3 || true)
    if [ -z "$base" ] || ! "$base" -c 'import ensurepip' 2>/dev/null; then
        apt_install "Python" ca-certificates python3 python3-venv
        base=$(find_python311 || command -v python3)
    fi
    trust_system_certificates
    say "正在安装 uv（按清单安装 Python 软件包的工具）……"
    rm -rf "$ROOT/.tools"
    "$base" -m venv "$ROOT/.tools" >&2 &&
        "$ROOT/.tools/bin/python" -m pip install --quiet --disable-pip-version-check uv >&2 ||
        fail "没有装上 uv。请检查网络，再运行一次。"
}

# 按 uv.lock 安装。lock 里写的是 Python 官方的软件包地址；到不了那里、而 pip 设了国内镜像的电脑，
# 用同一份清单（含校验值）从镜像安装，不改 lock
sync_packages() { # uv 的参数…
    local mirror
    "$UV" sync --frozen --python "$BASE_PYTHON" "$@" >&2 && return
    mirror=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}
    [ -n "$mirror" ] || return 1
    say "改从本机 pip 设定的镜像安装……"
    [ -x "$PYTHON" ] || "$UV" venv --quiet --python "$BASE_PYTHON" "$VENV" >&2 || return 1
    "$UV" export --frozen --quiet --format requirements-txt "$@" >"$VENV/requirements.txt" &&
        UV_DEFAULT_INDEX="$mirror" "$UV" pip install --python "$PYTHON" --require-hashes \
            -r "$VENV/requirements.txt" >&2
}

# ensure_python app|dev：.venv 与 uv.lock 一致。装好后把 uv.lock 抄一份进 .venv，下次比一比就知道要不要再装
ensure_python() {
    local want=$1
    if [ -x "$PYTHON" ] && { cmp -s "$ROOT/uv.lock" "$VENV/installed-dev.lock" ||
        { [ "$want" = app ] && cmp -s "$ROOT/uv.lock" "$VENV/installed-app.lock"; }; }; then
        return
    fi
    # 两个窗口同时运行时，后一个等前一个装完
    exec 9>"$ROOT/.setup.lock"
    flock 9 2>/dev/null || true
    # 装过测试工具的不拆掉
    [ ! -e "$VENV/installed-dev.lock" ] || want=dev
    local back=$PWD
    cd "$ROOT"
    find_uv
    trust_system_certificates
    # 首选系统的 Python 3.11，其次用 apt 装，再次由 uv 下载一份
    BASE_PYTHON=$(find_python311 || true)
    if [ -z "$BASE_PYTHON" ] && command -v apt-cache >/dev/null && apt-cache show python3.11 >/dev/null 2>&1; then
        apt_install "Python 3.11" python3.11
        BASE_PYTHON=$(find_python311 || true)
    fi
    if [ -z "$BASE_PYTHON" ]; then
        say "系统没有 Python 3.11，由 uv 下载一份……"
        "$UV" python install 3.11 >&2 ||
            fail "没有下载到 Python 3.11。请检查网络，或用别的办法装上 Python 3.11，再运行一次。"
        BASE_PYTHON=3.11
    fi
    say "正在安装帮扶台账要用的软件包（第一次约需几分钟，取决于网速）……"
    if [ "$want" = dev ]; then
        sync_packages || fail "没有装上软件包。请检查网络，再运行一次。"
        cp uv.lock "$VENV/installed-dev.lock"
    else
        sync_packages --no-dev || fail "没有装上软件包。请检查网络，再运行一次。"
    fi
    cp uv.lock "$VENV/installed-app.lock"
    cd "$back"
    exec 9>&-
    say "软件包已装好。"
}

# 窗口要用的系统库。查一次记下来；换了电脑或重装软件包会重新查
ensure_window_libraries() {
    local stamp="$VENV/window-libraries-ok" qt
    [ -e "$stamp" ] && [ "$stamp" -nt "$VENV/installed-app.lock" ] && return
    qt=$(echo "$VENV"/lib/python3.*/site-packages/PySide6/Qt)
    if [[ $(ldd "$qt"/lib/libQt6{Core,Gui,Widgets,PrintSupport,Svg}.so.6 "$qt"/plugins/xcbglintegrations/*.so \
        "$qt"/plugins/platforms/libq{xcb,wayland-generic,wayland-egl}.so 2>&1) == *'not found'* ]]; then
        apt_install "窗口要用的系统库" "${WINDOW_PACKAGES[@]}"
    fi
    touch "$stamp"
}

# 测试工具：虚拟屏幕（测试在看不见的屏幕上开真窗口）、pdftotext、中文字体
ensure_test_tools() {
    local missing=()
    command -v Xvfb >/dev/null && command -v xvfb-run >/dev/null || missing+=(xvfb)
    command -v xauth >/dev/null || missing+=(xauth)
    command -v pdftotext >/dev/null || missing+=(poppler-utils)
    command -v fc-list >/dev/null || missing+=(fontconfig)
    if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh-cn family)" ]; then
        missing+=(fonts-noto-cjk)
    fi
    [ ${#missing[@]} = 0 ] || apt_install "测试要用的工具" "${missing[@]}"
}
