# 开窗口，逐个标签页拍照，再用 Ctrl+Q 关掉：smoke_window.sh 名字 照片文件夹 命令…（窗口打开台账“window.db”）
# 打开到能用的秒数写进 照片文件夹/名字.seconds
set -euo pipefail
name=$1 folder=$2
shift 2

# 没有管窗口的程序，窗口不能最大化；只开一次
if [ -z "${WINDOW_MANAGER:-}" ]; then
    openbox --sm-disable >/dev/null 2>&1 &
    sleep 1
fi

now() { date +%s.%N; }
main_window() { # 够大的那个窗口才是主窗口，不是开头的对话框
    local id width
    for id in $(xdotool search --onlyvisible --name . 2>/dev/null); do
        width=$(xdotool getwindowgeometry --shell "$id" 2>/dev/null | sed -n 's/^WIDTH=//p')
        [ "${width:-0}" -lt 900 ] || { echo "$id"; return 0; }
    done
    return 1
}

began=$(now)
"$@" </dev/null >"$folder/$name.log" 2>&1 &
program=$!
for _ in $(seq 600); do
    window=$(main_window) && break
    sleep 0.1
done
if [ -z "${window:-}" ]; then
    import -window root "$folder/$name-no-window.png"
    echo "60 秒没有等到窗口：$name" >&2
    exit 1
fi
awk "BEGIN { print $(now) - $began }" >"$folder/$name.seconds"
sleep 4
xdotool windowfocus "$window" 2>/dev/null || true
for tab in 1 2 3 4 5 6 7 8 9; do
    # 没有这一页了，画面不再变
    xdotool key --clearmodifiers "ctrl+$tab"
    sleep 3
    import -window root "$folder/$name-$tab.png"
    if [ "$tab" -gt 1 ] && cmp -s "$folder/$name-$tab.png" "$folder/$name-$((tab - 1)).png"; then
        rm "$folder/$name-$tab.png"
        break
    fi
done
xdotool key --clearmodifiers ctrl+q
for _ in $(seq 200); do
    main_window >/dev/null || break
    sleep 0.1
done
if main_window >/dev/null; then
    import -window root "$folder/$name-stays-open.png"
    echo "Ctrl+Q 关不掉窗口：$name" >&2
    exit 1
fi
wait "$program" 2>/dev/null || true
