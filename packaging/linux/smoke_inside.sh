# 在刚造好的 Debian 11 文件夹里运行，由 smoke 调用。一步不对就停，最后一行说到了哪一步。
set -euo pipefail
unset LD_LIBRARY_PATH

at() { echo "   $*"; }
stop() { echo "不对：$*"; exit 1; }

at "装 .deb，依赖由 apt 补齐"
apt-get update -qq
apt-get install -y -qq --no-install-recommends /out/bangfu.deb >/out/apt.log 2>&1 || stop "装不上，见 apt.log"
[ -x /usr/bin/bangfu ] && [ -s /usr/share/applications/bangfu.desktop ] || stop "没有命令或桌面图标"
find /opt/bangfu/_internal -name 'libQt6*.so.6' -o -name 'libqxcb.so' >/out/libraries.txt
[ -s /out/libraries.txt ] || stop "没有 Qt"
! LD_LIBRARY_PATH=/opt/bangfu/_internal xargs ldd </out/libraries.txt | grep 'not found' || stop "缺系统库"

at "自检、建示例、印、画图"
mkdir "/root/数据 一"
cd "/root/数据 一"
bangfu self-check || stop "自检没有通过"
bangfu new --db 示例.db --sample || stop "没有建成示例"
bangfu self-check --db 示例.db || stop "示例没有通过自检"
bangfu print household 农户.pdf --db 示例.db || stop "没有印成"
bangfu chart household_by_village 图.png --db 示例.db || stop "没有画成"
[ -s 农户.pdf ] && [ -s 图.png ] || stop "没有文件"

at "开窗口（为了试，这时才装虚拟屏幕）"
apt-get install -y -qq --no-install-recommends xvfb xauth xdotool imagemagick openbox >>/out/apt.log 2>&1
xvfb-run -a -s "-screen 0 1366x768x24 -nolisten tcp" bash /out/smoke_window.sh linux /out bangfu "$PWD/示例.db" ||
    stop "窗口"

at "卸载：程序没了，数据还在"
apt-get remove -y -qq bangfu >>/out/apt.log 2>&1
[ ! -e /opt/bangfu ] && [ ! -e /usr/bin/bangfu ] || stop "没有删干净"
[ -s 示例.db ] || stop "卸载删了台账"
