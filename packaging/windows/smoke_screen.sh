# 看虚拟屏幕的工具，由 smoke_window.sh 和 smoke_inside.sh 引入（source）。

start_window_manager() {
    openbox --sm-disable >/dev/null 2>&1 &
    export WINDOW_MANAGER=openbox
    wait_for 30 xdotool get_num_desktops >/dev/null || true
}

# wait_for 秒数 命令…：等到命令成功，印出它印的
wait_for() {
    local until=$((SECONDS + $1)) said
    shift
    while [ "$SECONDS" -lt "$until" ]; do
        if said=$("$@" 2>/dev/null); then
            [ -z "$said" ] || echo "$said"
            return 0
        fi
        sleep 0.3
    done
    return 1
}

main_window() { # 够大的那个窗口才是主窗口，不是开头的对话框
    local id width
    for id in $(xdotool search --onlyvisible --name . 2>/dev/null); do
        width=$(xdotool getwindowgeometry --shell "$id" 2>/dev/null | sed -n 's/^WIDTH=//p')
        [ "${width:-0}" -lt 900 ] || { echo "$id"; return 0; }
    done
    return 1
}

dialog() { xdotool search --onlyvisible --name "$1" 2>/dev/null | head -n 1 | grep .; }

gone() { ! main_window >/dev/null; }

# 两张画面差多少个点；光标一闪只差几十个
difference() {
    local points
    points=$(compare -metric AE "$1" "$2" null: 2>&1) || true
    awk -v points="${points%% *}" 'BEGIN { printf "%d\n", points }'
}

# 标签下面是不是同一页；标签本身会挪动一个点（选中的字粗一些）
same_page() {
    local one=$1.one.png other=$1.other.png points
    convert "$1" -crop 1366x560+0+140 +repage "$one"
    convert "$2" -crop 1366x560+0+140 +repage "$other"
    points=$(difference "$one" "$other")
    rm -f "$one" "$other"
    [ "$points" -le 2000 ]
}

changed_from() {
    import -window root "$1.now.png"
    local points
    points=$(difference "$1" "$1.now.png")
    rm -f "$1.now.png"
    [ "$points" -gt 2000 ]
}

# 连着五张几乎一样，就是画完了；最后一张留在给出的文件里
wait_until_still() {
    local file=$1 same=0 until=$((SECONDS + 60))
    import -window root "$file"
    while [ "$same" -lt 4 ] && [ "$SECONDS" -lt "$until" ]; do
        sleep 0.5
        import -window root "$file.next.png"
        if [ "$(difference "$file" "$file.next.png")" -le 2000 ]; then same=$((same + 1)); else same=0; fi
        mv "$file.next.png" "$file"
    done
}
