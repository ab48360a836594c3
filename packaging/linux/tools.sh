# 造、试 Linux 程序的工具：由 build 与 smoke 引入（source），接在 packaging/windows/tools.sh 之后。
#   linux-base/      刚造好的 Debian 11，不再动它；试安装时抄一份当作新电脑
#   linux-root/      在它上面装了编译器和窗口的系统库，编译了 Python 3.11
#   linux-packages/  uv.lock 里的软件包（Linux）

LINUX_BASE=$CACHE/linux-base
LINUX_ROOT=$CACHE/linux-root
LINUX_SUITE=bullseye
# Python 的源代码取 Debian 12 的（3.11，带安全补丁）
PYTHON_SUITE=bookworm
LINUX_BUILD_PACKAGES=(
    build-essential dpkg-dev zlib1g-dev libffi-dev libssl-dev libbz2-dev liblzma-dev libsqlite3-dev uuid-dev
    libexpat1-dev libmpdec-dev
)

debian_mirror() {
    local mirror
    mirror=$(apt-cache policy 2>/dev/null | sed -n 's|.* \(https\?://[^ ]*/debian\) .*|\1|p' | head -n 1)
    echo "${mirror:-http://deb.debian.org/debian}"
}

ensure_linux_base() {
    made "$LINUX_BASE.made" "$LINUX_SUITE" && return
    step "造 Debian 11 的文件夹（约半分钟，只造一次）"
    rm -rf "$LINUX_BASE"
    debootstrap --variant=minbase "$LINUX_SUITE" "$LINUX_BASE" "$(debian_mirror)" >"$CACHE/linux-base.log" 2>&1 ||
        fail "没有造成 Debian 11。请看 $CACHE/linux-base.log"
    cp /etc/resolv.conf "$LINUX_BASE/etc/resolv.conf"
    mkdir -p "$LINUX_BASE"/{cache,src,out}
    echo "$LINUX_SUITE" >"$LINUX_BASE.made"
}

# in_linux 文件夹 秒数 命令…：在 Debian 11 的文件夹里运行。仓库在 /src（只读），缓存在 /cache，OUT 在 /out
in_linux() {
    local root=$1 seconds=$2
    shift 2
    mkdir -p "$OUT" "$root"/{cache,src,out}
    TARGET=$root ROOT=$ROOT CACHE=$CACHE OUT=$OUT SECONDS_ALLOWED=$seconds \
        nice unshare --mount --propagation private bash -ec '
            mount -t proc proc "$TARGET/proc"
            mount --rbind /dev "$TARGET/dev"
            mount --bind "$ROOT" "$TARGET/src"
            mount -o remount,bind,ro "$TARGET/src"
            mount --bind "$CACHE" "$TARGET/cache"
            mount --bind "$OUT" "$TARGET/out"
            exec chroot "$TARGET" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
                DEBIAN_FRONTEND=noninteractive PYTHONDONTWRITEBYTECODE=1 LD_LIBRARY_PATH=/opt/python/lib \
                timeout --kill-after=10 "$SECONDS_ALLOWED" "$@"' in_linux "$@" </dev/null
}

ensure_linux_builder() {
    local want="$LINUX_SUITE $PYTHON_SUITE ${LINUX_BUILD_PACKAGES[*]} ${WINDOW_PACKAGES[*]}"
    made "$LINUX_ROOT.made" "$want" && return
    step "装编译器，编译 Python 3.11（约 6 分钟，只做一次）"
    rm -rf "$LINUX_ROOT" "$LINUX_ROOT.made"
    cp -a --reflink=auto "$LINUX_BASE" "$LINUX_ROOT"
    cp /usr/share/keyrings/debian-archive-keyring.gpg "$LINUX_ROOT/etc/source-keyring.gpg"
    echo "deb-src [signed-by=/etc/source-keyring.gpg] $(debian_mirror) $PYTHON_SUITE main" \
        >"$LINUX_ROOT/etc/apt/sources.list.d/python.list"
    OUT=$CACHE/linux-work in_linux "$LINUX_ROOT" 3600 sh -ec "
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends ${LINUX_BUILD_PACKAGES[*]} ${WINDOW_PACKAGES[*]}
        mkdir -p /build && cd /build
        apt-get source -qq python3.11
        cd python3.11-*/
        # Debian 的安全补丁让 pyexpat 用到内部的头文件，却只照顾了编进主程序的那种编法
        sed -i '1i #ifndef Py_BUILD_CORE_BUILTIN\n#define Py_BUILD_CORE_MODULE 1\n#endif' Modules/pyexpat.c
        ./configure --quiet --prefix=/opt/python --enable-shared --without-ensurepip --disable-test-modules \
            --with-system-expat --with-system-libmpdec
        make -s -j2
        make -s install
        cp LICENSE /opt/python/
        /opt/python/bin/python3.11 -c 'import bz2, ctypes, _decimal, lzma, pyexpat, sqlite3, ssl, uuid, zlib'
        cd / && rm -rf /build" >"$CACHE/linux-root.log" 2>&1 || fail "没有编译成 Python。请看 $CACHE/linux-root.log"
    echo "$want" >"$LINUX_ROOT.made"
}

ensure_linux_packages() {
    local target=$CACHE/linux-packages want
    want=$(sha256sum <"$ROOT/uv.lock")
    made "$target.made" "$want" && return
    step "装 uv.lock 里的软件包"
    rm -rf "$target" "$target.made"
    "$UV" export --project "$ROOT" --frozen --quiet --no-dev --group pack --format requirements-txt \
        -o "$CACHE/linux-wanted.txt" >/dev/null
    uv_install "$target" "$CACHE/linux-wanted.txt" --python-platform x86_64-manylinux_2_31 --only-binary :all: ||
        fail "没有装上软件包。请检查网络，再运行一次。"
    echo "$want" >"$target.made"
}
