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
UNINSTALL='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Bangfu'

at() { echo "   $*"; }
stop() { echo "不对：$*"; exit 1; }
w() { timeout --kill-after=5 120 wine "$@" </dev/null 2>>"$OUT/stderr.log" | cat; return "${PIPESTATUS[0]}"; }
cli() { w "$PLACE\\bangfu.exe" "$@"; }
# Wine 会给带空格的参数加引号，而安装程序的 /D= 不要引号，所以拆开给
setup() { w 'Z:\out\setup.exe' /S '/D=C:\用户' '程序\帮扶' '台账'; }
code_of() { local code=0; "$@" >/dev/null || code=$?; echo "$code"; }

mkdir -p "$C/数据 一"
openbox --sm-disable >/dev/null 2>&1 &
export WINDOW_MANAGER=openbox

at "安静安装到有中文和空格的路径"
[ "$(code_of setup)" = 0 ] || stop "安装没有成功"
for file in 帮扶台账.exe bangfu.exe 卸载.exe 使用说明.txt LICENSE.txt THIRD-PARTY-NOTICES.txt; do
    [ -s "$HERE/$file" ] || stop "缺 $file"
done
[ ! -e "$HERE/_new" ] || stop "留下了 _new"
[ -e "$MENU" ] && [ -e "$DESKTOP" ] || stop "没有开始菜单或桌面图标"

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
cli chart --db "$DATA\\示例.db" --json >"$OUT/charts.json" || stop "列不出图"
grep -o '"name": *"[^"]*"' "$OUT/charts.json" | sed 's/.*"\([^"]*\)"$/\1/' >"$OUT/charts.txt"
while read -r chart; do
    cli chart "$chart" "Z:\\out\\chart-$chart.png" --db "$DATA\\示例.db" >/dev/null || stop "没有画成 $chart"
done <"$OUT/charts.txt"

at "第一次运行：还没有台账"
wine "$PLACE\\帮扶台账.exe" </dev/null >/dev/null 2>&1 &
for _ in $(seq 30); do
    sleep 1
    xdotool search --onlyvisible --name 帮扶台账 >/dev/null 2>&1 && break
done
sleep 3
import -window root "$OUT/wine-first-run.png"
wine taskkill /f /im bangfu.exe </dev/null >/dev/null 2>&1 || true
sleep 2

at "开窗口，看每个标签页（第一次）"
cp "$C/数据 一/示例.db" "$C/数据 一/window.db"
cp "$C/数据 一/示例.db" "$OUT/window.db"
bash "$OUT/smoke_window.sh" wine-cold "$OUT" wine "$PLACE\\帮扶台账.exe" "$DATA\\window.db" || stop "窗口"
at "再开一次"
bash "$OUT/smoke_window.sh" wine "$OUT" wine "$PLACE\\帮扶台账.exe" "$DATA\\window.db" || stop "第二次开窗口"
cli self-check --db "$DATA\\window.db" || stop "窗口用过以后，台账没有通过自检"

at "程序正开着，不升级"
wine "$PLACE\\bangfu.exe" "$DATA\\window.db" </dev/null >/dev/null 2>&1 &
sleep 8
[ "$(code_of setup)" = 5 ] || stop "程序开着也装了"
wine taskkill /f /im bangfu.exe </dev/null >/dev/null 2>&1 || true
sleep 2

at "升级：先备份，数据不动"
before=$(sha256sum <"$C/数据 一/青禾 台账.db")
echo "旧版本留下的" >"$HERE/_internal/old.txt"
echo "自己放的" >"$HERE/我的台账.db"
rm -f "$DESKTOP"
[ "$(code_of setup)" = 0 ] || stop "升级没有成功"
ls "$C/数据 一/window的备份/"*_升级前.bak >/dev/null || stop "升级前没有备份"
[ "$before" = "$(sha256sum <"$C/数据 一/青禾 台账.db")" ] || stop "升级动了台账"
[ ! -e "$HERE/_internal/old.txt" ] && [ ! -e "$HERE/_old" ] || stop "旧版本的文件没有换掉"
[ -e "$HERE/我的台账.db" ] || stop "升级删了放在程序旁边的台账"
[ ! -e "$DESKTOP" ] || stop "升级又放回了删掉的桌面图标"
cli self-check --db "$DATA\\青禾 台账.db" || stop "升级后没有通过自检"

at "拒绝降级"
w reg add "$UNINSTALL" /v DisplayVersion /d 99.0.0 /f >/dev/null
[ "$(code_of setup)" = 4 ] || stop "装了更旧的版本"
cli self-check || stop "拒绝降级以后程序坏了"

at "Windows 太旧：安装程序和程序都用中文说明"
w winecfg -v win81 >/dev/null
[ "$(code_of setup)" = 3 ] || stop "在旧 Windows 上装了"
wine "$PLACE\\帮扶台账.exe" </dev/null >/dev/null 2>&1 &
wine 'Z:\out\setup.exe' </dev/null >/dev/null 2>&1 &
sleep 6
import -window root "$OUT/wine-old-windows.png"
wine taskkill /f /im 帮扶台账.exe </dev/null >/dev/null 2>&1 || true
wine taskkill /f /im setup.exe </dev/null >/dev/null 2>&1 || true
w winecfg -v win10 >/dev/null

at "文件不全：程序用中文说明"
mv "$HERE/_internal/VCRUNTIME140_1.dll" "$OUT/"
wine "$PLACE\\帮扶台账.exe" </dev/null >/dev/null 2>&1 &
sleep 4
import -window root "$OUT/wine-no-runtime.png"
wine taskkill /f /im 帮扶台账.exe </dev/null >/dev/null 2>&1 || true
mv "$OUT/VCRUNTIME140_1.dll" "$HERE/_internal/"

at "绿色版：数据在程序旁边"
w 'Z:\out\green\帮扶台账\bangfu.exe' self-check || stop "绿色版自检没有通过"
[ -d "$OUT/green/帮扶台账/数据/日志" ] || stop "绿色版的日志没有放在程序旁边"

at "卸载：程序没了，数据还在"
w "$PLACE\\卸载.exe" /S || stop "卸载没有成功"
for _ in $(seq 100); do
    [ -e "$HERE/卸载.exe" ] || break
    sleep 0.2
done
[ ! -e "$HERE/_internal" ] && [ ! -e "$HERE/bangfu.exe" ] && [ ! -e "$HERE/卸载.exe" ] || stop "程序没有删干净"
[ ! -e "$MENU" ] || stop "开始菜单里还有图标"
[ "$(cat "$HERE/我的台账.db")" = "自己放的" ] || stop "卸载删了放在程序旁边的台账"
[ "$before" = "$(sha256sum <"$C/数据 一/青禾 台账.db")" ] || stop "卸载动了台账"
ls "$C/数据 一/window的备份/"*.bak >/dev/null || stop "卸载删了备份"
if w reg query "$UNINSTALL" >/dev/null; then stop "注册表里还有"; fi
wineserver --kill || true
echo passed >"$OUT/passed"
