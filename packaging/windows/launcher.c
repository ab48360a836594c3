/* 启动小程序：先看这台电脑能不能运行，不能就用一句中文说明，能就打开 bangfu.exe。
 *
 * 不用 C 运行库，只用 kernel32、user32：在旧的 Windows 上、在程序文件不全的时候，它自己也打得开；
 * 否则人看到的是“缺少 api-ms-win-….dll”或一串英文。
 *
 * 退出码：0 打开了；2 路径或文件太多；3 Windows 太旧；4 文件不全；5 缺 VC 运行库；6 不能写；7 磁盘快满了；8 被拦住了。
 */
#define WIN32_LEAN_AND_MEAN
#define UNICODE
#include <windows.h>

#define LONGEST 4096
#define OLDEST_BUILD 17763            /* Windows 10 1809，Qt 6.9 的要求 */
#define LEAST_SPACE (64ULL << 20)     /* 再少，保存和备份都会失败 */

static const WCHAR *TITLE = L"帮扶台账";

/* 缺了任何一个都打不开；从压缩包里直接双击、被安全软件隔离时常见 */
static const WCHAR *NEEDED[] = {
    L"bangfu.exe",
    L"_internal\\base_library.zip",
    L"_internal\\python311.dll",
    L"_internal\\PySide6\\Qt6Core.dll",
    L"_internal\\PySide6\\Qt6Widgets.dll",
    L"_internal\\PySide6\\plugins\\platforms\\qwindows.dll",
};
/* 微软的 VC 运行库，随程序附带；文件坏了也在这里发现 */
static const WCHAR *RUNTIME[] = {
    L"_internal\\VCRUNTIME140.dll",
    L"_internal\\VCRUNTIME140_1.dll",
    L"_internal\\shiboken6\\MSVCP140.dll",
};

/* 编译器要它在，单线程的程序用不着 */
ULONG _tls_index;

static WCHAR folder[LONGEST], path[LONGEST], text[LONGEST * 2], command[LONGEST * 8];

enum { TOO_LONG = 2, TOO_OLD, NOT_WHOLE, NO_RUNTIME, NOT_WRITABLE, FULL, BLOCKED };

static void refuse(UINT code, const WCHAR *sentence) {
    MessageBoxW(NULL, sentence, TITLE, MB_OK | MB_ICONWARNING | MB_SETFOREGROUND);
    ExitProcess(code);
}

static void refuse_about(UINT code, const WCHAR *before, const WCHAR *what, const WCHAR *after) {
    lstrcpyW(text, before);
    lstrcatW(text, what);
    lstrcatW(text, after);
    refuse(code, text);
}

static const WCHAR *in_folder(const WCHAR *name) {
    lstrcpyW(path, folder);
    lstrcatW(path, name);
    return path;
}

static BOOL exists(const WCHAR *name) { return GetFileAttributesW(in_folder(name)) != INVALID_FILE_ATTRIBUTES; }

static void find_folder(void) {
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    if (length == 0 || length >= LONGEST - 128) {
        refuse(TOO_LONG, L"程序所在的文件夹路径太长，打不开。\n\n请把整个文件夹移到较短的路径下（例如 D:\\帮扶台账）再打开。");
    }
    while (length > 0 && folder[length - 1] != L'\\') {
        length--;
    }
    folder[length] = 0;
}

static void check_windows(void) {
    typedef LONG(WINAPI * Ask)(OSVERSIONINFOW *);
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    /* GetVersionEx 会谎报，这个不会 */
    Ask ask = ntdll ? (Ask)(void *)GetProcAddress(ntdll, "RtlGetVersion") : NULL;
    OSVERSIONINFOW system;
    system.dwOSVersionInfoSize = sizeof system;
    if (ask && ask(&system) == 0 && (system.dwMajorVersion < 10 || system.dwBuildNumber < OLDEST_BUILD)) {
        refuse(TOO_OLD, L"这台电脑的 Windows 太旧，帮扶台账打不开。\n\n"
               L"需要 64 位的 Windows 10（1809 版或更新）或 Windows 11。\n"
               L"台账文件没有动，拿到新一点的电脑上就能打开。");
    }
}

static void check_files(void) {
    for (unsigned i = 0; i < sizeof NEEDED / sizeof *NEEDED; i++) {
        if (!exists(NEEDED[i])) {
            refuse_about(NOT_WHOLE, L"程序文件不全，缺少：\n", NEEDED[i],
                         L"\n\n· 如果是在压缩包里直接双击的，请先把压缩包全部解压，再打开解压出来的程序。\n"
                         L"· 如果是安全软件（360、火绒等）隔离了它，请恢复并加入信任。\n"
                         L"· 都不是，请重新安装。台账文件没有动。");
        }
    }
    for (unsigned i = 0; i < sizeof RUNTIME / sizeof *RUNTIME; i++) {
        if (!LoadLibraryExW(in_folder(RUNTIME[i]), NULL, LOAD_WITH_ALTERED_SEARCH_PATH)) {
            refuse_about(NO_RUNTIME, L"缺少微软的 VC 运行库，或文件已损坏：\n", RUNTIME[i],
                         L"\n\n它本来随程序附带，可能被安全软件隔离了。请恢复它，或重新安装。台账文件没有动。");
        }
    }
}

/* 绿色版把数据放在程序旁边，安装版放在用户的文件夹 */
static void find_data(void) {
    if (exists(L"portable")) {
        in_folder(L"");
        return;
    }
    DWORD length = GetEnvironmentVariableW(L"APPDATA", path, LONGEST - 64);
    if (length == 0 || length >= LONGEST - 64) {
        in_folder(L"");
        return;
    }
    lstrcatW(path, L"\\");
}

static void check_data(void) {
    static WCHAR trial[LONGEST];
    ULARGE_INTEGER free_space;
    find_data();
    lstrcpyW(trial, path);
    lstrcatW(trial, L"~bangfu-写入检查.tmp");
    HANDLE file = CreateFileW(trial, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        lstrcpyW(trial, path);
        refuse_about(NOT_WRITABLE, L"不能在这个文件夹里写文件：\n", trial,
                     L"\n\n可能是光盘、只读的 U 盘，或没有权限。绿色版请整个拷到本机硬盘（例如 D:\\）再打开。");
    }
    CloseHandle(file);
    if (GetDiskFreeSpaceExW(path, &free_space, NULL, NULL) && free_space.QuadPart < LEAST_SPACE) {
        lstrcpyW(trial, path);
        refuse_about(FULL, L"磁盘快满了（剩下不到 64 MB），登记的内容会存不下：\n", trial,
                     L"\n\n请先清理磁盘（例如清空回收站），再打开帮扶台账。台账文件没有动。");
    }
}

/* 命令行里除了程序名以外的部分，原样交给 bangfu.exe */
static const WCHAR *arguments(void) {
    const WCHAR *at = GetCommandLineW();
    BOOL quoted = FALSE;
    for (; *at && (quoted || (*at != L' ' && *at != L'\t')); at++) {
        if (*at == L'"') {
            quoted = !quoted;
        }
    }
    return at;
}

static void start(void) {
    STARTUPINFOW how;
    PROCESS_INFORMATION started;
    const WCHAR *rest = arguments();
    GetStartupInfoW(&how);
    if (lstrlenW(rest) > LONGEST * 7) {
        refuse(TOO_LONG, L"打开的文件太多，请少选几个再试。");
    }
    lstrcpyW(command, L"\"");
    lstrcatW(command, in_folder(L"bangfu.exe"));
    lstrcatW(command, L"\"");
    lstrcatW(command, rest);
    /* bangfu.exe 也是命令行程序；从这里打开的只要窗口 */
    if (!CreateProcessW(in_folder(L"bangfu.exe"), command, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &how,
                        &started)) {
        WCHAR number[16];
        wsprintfW(number, L"%lu", GetLastError());
        refuse_about(BLOCKED, L"没有打开（Windows 错误 ", number,
                     L"）。\n\n可能被安全软件（360、火绒等）或单位的管控拦住了。"
                     L"请加入信任，或把程序文件夹里的“使用说明.txt”交给管电脑的同事。");
    }
}

void WINAPI entry(void) {
    find_folder();
    check_windows();
    check_files();
    check_data();
    start();
    ExitProcess(0);
}
