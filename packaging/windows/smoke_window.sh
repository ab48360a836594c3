# 开窗口，逐个标签页拍照，再用 Ctrl+Q 关掉：smoke_window.sh 名字 照片文件夹 命令…（窗口打开台账“window.db”）
# 从不数着秒等：等到窗口出现、画面停住为止，机器再忙也一样。
set -euo pipefail
name=$1 folder=$2
shift 2
. "$(dirname "$0")/smoke_screen.sh"

# 没有管窗口的程序，窗口不能最大化；只开一次
[ -n "${WINDOW_MANAGER:-}" ] || start_window_manager

"$@" </dev/null >"$folder/$name.log" 2>&1 &
program=$!
if ! window=$(wait_for 120 main_window); then
    import -window root "$folder/$name-no-window.png"
    echo "120 秒没有等到窗口：$name" >&2
    exit 1
fi
xdotool windowfocus "$window" 2>/dev/null || true
wait_until_still "$folder/$name-01.png"
xdotool key --clearmodifiers ctrl+1
wait_until_still "$folder/$name-01.png"
last=01
# 只看打不打得开时，不用逐页看
[ -n "${ONLY_OPEN:-}" ] || for tab in $(seq -w 2 20); do
    # 画面变了才是换了页
    xdotool key --clearmodifiers ctrl+Next
    wait_for 60 changed_from "$folder/$name-$last.png" || { echo "第 $tab 页没有出来：$name" >&2; exit 1; }
    wait_until_still "$folder/$name-$tab.png"
    # 又到了第二页，就转完了一圈；前一张是首页，这时图都画好了
    if [ "$tab" -gt 3 ] && same_page "$folder/$name-$tab.png" "$folder/$name-02.png"; then
        mv "$folder/$name-$last.png" "$folder/$name-01.png"
        rm "$folder/$name-$tab.png"
        break
    fi
    last=$tab
done
xdotool key --clearmodifiers ctrl+q
if ! wait_for 60 gone; then
    import -window root "$folder/$name-stays-open.png"
    echo "Ctrl+Q 关不掉窗口：$name" >&2
    exit 1
fi
wait "$program" 2>/dev/null || true
