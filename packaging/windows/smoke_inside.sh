# 在 Wine 文件夹里、虚拟屏幕上运行，由 smoke 调用。一步不对就停，最后一行说到了哪一步。
set -euo pipefail
OUT=/out
C=$WINEPREFIX/drive_c
PLACE='C:\用户 程序\帮扶 台账'
HERE="$C/用户 程序/帮扶 台账"
DATA='C:\数据 一'
USER_FOLDER=$(echo "$C"/users/*/AppData | head -n 1)
USER_FOLDER=${USER_FOLDER%/AppData}
MENU="$USER_FOLDER/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/帮扶台账.lnk"
DESKTOP="$USER_FOLDER/Desktop/帮扶台账.lnk"
WINDOWS_NT='HKLM\Software\Microsoft\Windows NT\CurrentVersion'
UNINSTALL='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Bangfu'

at() { echo "   $*"; }
stop() { echo "不对：$*"; exit 1; }
w() { timeout --kill-after=5 120 wine "$@" </dev/null 2>>"$OUT/stderr.log" | cat; return "${PIPESTATUS[0]}"; }
cli() { w "$PLACE\\bangfu.exe" "$@"; }
# Wine 会给带空格的参数加引号，而安装程序的 /D= 不要引号，所以拆开给
setup() { w "Z:\\out\\${1:-setup.exe}" /S '/D=C:\用户' '程序\帮扶' '台账'; }
code_of() { local code=0; "$@" >/dev/null || code=$?; echo "$code"; }

# 出来一个说明窗口（拍照），回车关掉，退出码要对：refused 照片 退出码 命令…
refused() {
    local picture=$1 want=$2 code=0 window program
    shift 2
    "$@" </dev/null >/dev/null 2>&1 &
    program=$!
    window=$(wait_for 60 dialog '^帮扶台账') || stop "没有说明为什么不行：$picture"
    wait_until_still "$OUT/$picture.png"
    for _ in 1 2 3; do
        xdotool windowfocus "$window" key Return 2>/dev/null || true
        wait_for 10 ended "$program" >/dev/null && break
    done
    wait "$program" || code=$?
    [ "$code" = "$want" ] || stop "$picture：退出码是 $code，应为 $want"
}
ended() { ! kill -0 "$1" 2>/dev/null; }
no_dialog() { ! dialog "$1" >/dev/null; }
# 命令不做，用中文说为什么：says 话 退出码 参数…
says() {
    local words=$1 want=$2 code=0
    shift 2
    timeout --kill-after=5 120 wine "$@" </dev/null >"$OUT/said.txt" 2>&1 || code=$?
    [ "$code" = "$want" ] && grep -q "$words" "$OUT/said.txt" && ! grep -q Traceback "$OUT/said.txt" ||
        stop "应当说“$words”（退出码 $code）：$(tail -n 3 "$OUT/said.txt")"
}
value_of() { w reg query "$1" /v "$2" | tr -d '\r' | awk '/REG_SZ/ { print $3 }'; } # 注册表里的一个值
end_program() { # 名字 它的窗口
    wine taskkill /f /im "$1" </dev/null >/dev/null 2>&1 || true
    wait_for 30 no_dialog "$2" >/dev/null || stop "关不掉 $1"
}

mkdir -p "$C/数据 一"
. "$OUT/smoke_screen.sh"
start_window_manager

at "安静安装到有中文和空格的路径"
[ "$(code_of setup)" = 0 ] || stop "安装没有成功"
for file in 帮扶台账.exe bangfu.exe 卸载.exe 使用说明.txt LICENSE.txt THIRD-PARTY-NOTICES.txt; do
    [ -s "$HERE/$file" ] || stop "缺 $file"
done
[ ! -e "$HERE/_new" ] || stop "留下了 _new"
[ -e "$MENU" ] && [ -e "$DESKTOP" ] || stop "没有开始菜单或桌面图标"
w reg query 'HKCU\Software\Classes\.bak\OpenWithProgids' | grep Bangfu.Backup >/dev/null || stop "“打开方式”里没有备份"

at "自检"
cli self-check || stop "自检没有通过"

at "建台账、导入、印、画图"
cli new --db "$DATA\\示例.db" --sample || stop "没有建成示例"
cli self-check --db "$DATA\\示例.db" || stop "示例没有通过自检"
cli export household "$DATA\\农户.xlsx" --db "$DATA\\示例.db" || stop "没有导出"
cli new --db "$DATA\\青禾 台账.db" || stop "没有建成台账"
# 1：有要核对的地方（示例的区划代码是虚构的）；有没有哪一行没导入，smoke_check.py 看
cli import "$DATA\\农户.xlsx" --ledger household --db "$DATA\\青禾 台账.db" --json >"$OUT/import.json" ||
    [ $? = 1 ] || stop "没有导入"
if [ -e "$OUT/seed.xlsx" ]; then
    cli import 'Z:\out\seed.xlsx' --ledger project --db "$DATA\\青禾 台账.db" --json >"$OUT/seed.json" ||
        [ $? = 1 ] || stop "没有导入种子工作簿"
    cli figures project_count project_total --db "$DATA\\青禾 台账.db" --json >"$OUT/figures.json" || stop "算不出指标"
fi
cli list household --db "$DATA\\青禾 台账.db" --json >"$OUT/list.json" || stop "列不出导入的户"
cli print household 'Z:\out\household.pdf' --db "$DATA\\示例.db" || stop "没有印成"
mkdir "$OUT/charts"
cli chart --all 'Z:\out\charts' --db "$DATA\\示例.db" || stop "没有画成图"

at "台账、报表、图、待办：与源代码里的一样多（smoke 来比）"
for what in ledgers report chart; do
    cli "$what" --json >"$OUT/found-$what.json" || stop "列不出 $what"
done
cli todos --db "$DATA\\示例.db" --json >"$OUT/found-todos.json" || stop "列不出待办"

at "第一次运行：还没有台账"
[ ! -e "$USER_FOLDER/AppData/Roaming/bangfu/config.json" ] || stop "这台“新电脑”上已经有设置"
wine "$PLACE\\帮扶台账.exe" </dev/null >/dev/null 2>&1 &
wait_for 120 dialog 帮扶台账 >/dev/null || stop "没有等到第一次运行的窗口"
wait_until_still "$OUT/wine-first-run.png"
end_program bangfu.exe 帮扶台账

at "开窗口（第一次）"
cp "$C/数据 一/示例.db" "$C/数据 一/window.db"
cp "$C/数据 一/示例.db" "$OUT/window.db"
ONLY_OPEN=1 bash "$OUT/smoke_window.sh" wine-cold "$OUT" wine "$PLACE\\帮扶台账.exe" "$DATA\\window.db" || stop "窗口"
at "再开一次，看每个标签页"
bash "$OUT/smoke_window.sh" wine "$OUT" wine "$PLACE\\帮扶台账.exe" "$DATA\\window.db" || stop "第二次开窗口"
cli self-check --db "$DATA\\window.db" || stop "窗口用过以后，台账没有通过自检"

at "程序正开着，不升级"
wine "$PLACE\\bangfu.exe" "$DATA\\window.db" </dev/null >/dev/null 2>&1 &
wait_for 120 main_window >/dev/null || stop "没有等到窗口"
[ "$(code_of setup)" = 5 ] || stop "程序开着也装了"
end_program bangfu.exe 帮扶台账

at "旧版本：少一次表结构的改动，建一个台账"
MIGRATIONS=$HERE/_internal/models/migrations
newest=$(ls "$MIGRATIONS"/[0-9]*.py | tail -n 1)
mv "$newest" "$OUT/newest.py"
w reg add "$UNINSTALL" /v DisplayVersion /d 0.0.1 /f >/dev/null
# 它数不出还没有的那张表里有几条，所以退出码不是 0；文件已经建好
cli new --db "$DATA\\旧版本.db" >/dev/null || true
[ -s "$C/数据 一/旧版本.db" ] || stop "旧版本没有建成台账"

at "升级（用签了名的安装程序）：先备份，数据不动"
before=$(sha256sum <"$C/数据 一/青禾 台账.db")
echo "旧版本留下的" >"$HERE/_internal/old.txt"
echo "自己放的" >"$HERE/我的台账.db"
rm -f "$DESKTOP"
[ "$(code_of setup setup-signed.exe)" = 0 ] || stop "升级没有成功"
ls "$C/数据 一/window的备份/"*_升级前.bak >/dev/null || stop "升级前没有备份"
[ "$before" = "$(sha256sum <"$C/数据 一/青禾 台账.db")" ] || stop "升级动了台账"
[ ! -e "$HERE/_internal/old.txt" ] && [ ! -e "$HERE/_old" ] || stop "旧版本的文件没有换掉"
[ -e "$HERE/我的台账.db" ] || stop "升级删了放在程序旁边的台账"
[ ! -e "$DESKTOP" ] || stop "升级又放回了删掉的桌面图标"
[ -e "$newest" ] || stop "升级没有换上新的表结构"
cli self-check --db "$DATA\\青禾 台账.db" || stop "升级后没有通过自检"

at "新版本打开旧版本的台账：在抄件上升级，先备份"
cli self-check --db "$DATA\\旧版本.db" || stop "旧版本的台账升级后没有通过自检"
ls "$C/数据 一/旧版本的备份/"*_升级前.bak >/dev/null || stop "改表结构前没有备份"
! ls "$C/数据 一/"*升级中* >/dev/null 2>&1 || stop "留下了升级中的文件"

at "旧版本打开新版本的台账：用一句话拒绝"
mv "$newest" "$OUT/newest.py"
says 更新版本的程序 2 "$PLACE\\bangfu.exe" list household --db "$DATA\\旧版本.db"
mv "$OUT/newest.py" "$newest"

at "拒绝降级"
version=$(value_of "$UNINSTALL" DisplayVersion)
w reg add "$UNINSTALL" /v DisplayVersion /d 99.0.0 /f >/dev/null
[ "$(code_of setup)" = 4 ] || stop "装了更旧的版本"
refused wine-downgrade 4 wine 'Z:\out\setup.exe'
cli self-check || stop "拒绝降级以后程序坏了"
w reg add "$UNINSTALL" /v DisplayVersion /d "$version" /f >/dev/null

at "Windows 太旧：安装程序和程序都用中文说明"
w winecfg -v win7 >/dev/null
[ "$(code_of setup)" = 3 ] || stop "在旧 Windows 上装了"
refused wine-old-windows 3 wine "$PLACE\\帮扶台账.exe"
refused wine-old-windows-setup 3 wine 'Z:\out\setup.exe'
w winecfg -v win10 >/dev/null
# Windows 10，但是 1709
build=$(value_of "$WINDOWS_NT" CurrentBuildNumber)
w reg add "$WINDOWS_NT" /v CurrentBuildNumber /d 16299 /f >/dev/null
wineserver --kill || true
[ "$(code_of setup)" = 3 ] || stop "在 Windows 10 1709 上装了"
refused wine-windows-1709 3 wine "$PLACE\\帮扶台账.exe"
w reg add "$WINDOWS_NT" /v CurrentBuildNumber /d "$build" /f >/dev/null
wineserver --kill || true

at "文件不全、缺运行库：程序用中文说明"
for missing in "4 PySide6/Qt6Core.dll" "5 VCRUNTIME140_1.dll"; do
    mv "$HERE/_internal/${missing#* }" "$OUT/missing.dll"
    refused "wine-missing-${missing%% *}" "${missing%% *}" wine "$PLACE\\帮扶台账.exe"
    mv "$OUT/missing.dll" "$HERE/_internal/${missing#* }"
done

at "磁盘快满了、不能写：程序和安装程序都用中文说明"
mkdir -p /small
# 放得下绿色版，剩下不到 64 MB
mount -t tmpfs -o "size=$(($(du -sm "$OUT/green" | cut -f 1) + 12))m" small /small
ln -sfn /small "$WINEPREFIX/dosdevices/t:"
cp -r "$OUT/green/帮扶台账" /small/帮扶台账
refused wine-disk-full 7 wine 'T:\帮扶台账\帮扶台账.exe'
[ "$(code_of w 'Z:\out\setup.exe' /S '/D=T:\新')" = 6 ] || stop "空间不够也装了"
[ ! -e /small/新 ] || stop "没有装成，却留下了文件夹"
# 只剩半兆：命令要说磁盘满了，不能留下半个台账
dd if=/dev/zero of=/small/塞满 bs=64k 2>/dev/null || true
truncate -s -512K /small/塞满
says 磁盘 2 'T:\帮扶台账\bangfu.exe' new --db 'T:\满.db' --sample
[ ! -e /small/满.db ] || stop "磁盘满了，留下了半个台账"
mount -o remount,ro /small
refused wine-read-only 6 wine 'T:\帮扶台账\帮扶台账.exe'
[ "$(code_of w 'Z:\out\setup.exe' /S '/D=T:\新')" = 6 ] || stop "不能写也装了"
umount -l /small
rm "$WINEPREFIX/dosdevices/t:"

at "绿色版：数据在程序旁边"
w 'Z:\out\green\帮扶台账\bangfu.exe' self-check || stop "绿色版自检没有通过"
[ -d "$OUT/green/帮扶台账/数据/日志" ] || stop "绿色版的日志没有放在程序旁边"

at "卸载：程序没了，数据还在"
w "$PLACE\\卸载.exe" /S || stop "卸载没有成功"
wait_for 60 [ ! -e "$HERE/卸载.exe" ] || true
[ ! -e "$HERE/_internal" ] && [ ! -e "$HERE/bangfu.exe" ] && [ ! -e "$HERE/卸载.exe" ] || stop "程序没有删干净"
[ ! -e "$MENU" ] || stop "开始菜单里还有图标"
[ "$(cat "$HERE/我的台账.db")" = "自己放的" ] || stop "卸载删了放在程序旁边的台账"
[ "$before" = "$(sha256sum <"$C/数据 一/青禾 台账.db")" ] || stop "卸载动了台账"
ls "$C/数据 一/window的备份/"*.bak >/dev/null || stop "卸载删了备份"
if w reg query 'HKCU\Software\Classes\Bangfu.Backup' >/dev/null; then stop "“打开方式”里还有"; fi
if w reg query "$UNINSTALL" >/dev/null; then stop "注册表里还有"; fi
wineserver --kill || true
echo passed >"$OUT/passed"
