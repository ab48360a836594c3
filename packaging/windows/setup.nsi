; 安装程序（NSIS，简体中文，每个用户自己装，不要管理员权限）。由 pack.py 调用，给出：
;   VERSION      版本，如 0.1.0         PROGRAM  程序文件夹          OUTFILE  造出的 setup.exe
;   NEEDED_MB    要多少兆空间           ICON     图标               SIGN     签名命令（可不给）
;
; 安静安装：setup.exe /S /D=D:\某个文件夹（/D= 写在最后，不加引号）。退出码：0 装好；3 这台电脑不能用；4 装的是更新的版本；
; 5 程序正开着；6 不能写或空间不够；7 没有装成，原来的没有动。

Target amd64-unicode
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS Win10

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include x64.nsh
!include WordFunc.nsh
!include FileFunc.nsh

!define TITLE "帮扶台账"
!define LAUNCHER "帮扶台账.exe"
!define UNINSTALLER "卸载.exe"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Bangfu"
!define LEDGER "Bangfu.Ledger"
!define BACKUP "Bangfu.Backup"

Name "${TITLE}"
Caption "${TITLE} ${VERSION} 安装"
BrandingText "${TITLE} ${VERSION}"
OutFile "${OUTFILE}"
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow
!ifdef SIGN
    !uninstfinalize '${SIGN} "%1"'
!endif

VIProductVersion "${VERSION}.0"
VIFileVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "CompanyName" "帮扶台账 contributors"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装${TITLE} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "不需要管理员权限，只装给现在登录的用户；不联网。$\r$\n$\r$\n如果以前装过，会换成这一版：先给最近用过的台账各存一份备份，台账文件、备份和设置都不动。$\r$\n$\r$\n请先关掉正开着的${TITLE}。"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckTarget
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_TITLE "装好了"
!define MUI_FINISHPAGE_TEXT "桌面和开始菜单里有“${TITLE}”。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${LAUNCHER}"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${TITLE}"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

!macro Refuse CODE SENTENCE
    MessageBox MB_OK|MB_ICONEXCLAMATION|MB_SETFOREGROUND "${SENTENCE}" /SD IDOK
    SetErrorLevel ${CODE}
    Quit
!macroend

; ---- 写任何东西之前 ----

Function .onInit
    ${IfNot} ${AtLeastWin10}
    ${OrIfNot} ${AtLeastBuild} 17763
        !insertmacro Refuse 3 "这台电脑的 Windows 太旧，装不了${TITLE}。$\r$\n$\r$\n需要 64 位的 Windows 10（1809 版或更新）或 Windows 11。什么都没有改动。"
    ${EndIf}
    ${IfNot} ${IsNativeAMD64}
        ; ARM 的 Windows 11 能运行 x64 的程序，Windows 10 不能
        ${IfNot} ${IsNativeARM64}
        ${OrIfNot} ${AtLeastBuild} 22000
            !insertmacro Refuse 3 "这台电脑的 Windows 不是 64 位（x64）的，装不了${TITLE}。$\r$\n$\r$\n需要 64 位的 Windows 10（1809 版或更新）或 Windows 11。什么都没有改动。"
        ${EndIf}
    ${EndIf}
    ${IfNot} ${FileExists} "$SYSDIR\ucrtbase.dll"
        !insertmacro Refuse 3 "这台电脑缺少微软的 C 运行库（ucrtbase.dll），装不了${TITLE}。$\r$\n$\r$\n请先用 Windows 更新补齐系统，或请管电脑的同事装上“Visual C++ 运行库”。什么都没有改动。"
    ${EndIf}
    ReadRegStr $0 HKCU "${KEY}" "DisplayVersion"
    ${If} $0 != ""
        ${VersionCompare} "$0" "${VERSION}" $1
        ${If} $1 = 1
            !insertmacro Refuse 4 "这台电脑上装的是更新的版本（$0），不能换成旧的 ${VERSION}：旧版本打不开新版本写过的台账。$\r$\n$\r$\n请用 $0 或更新的安装程序。确实要用旧版，请先卸载，再从升级前的备份恢复台账。什么都没有改动。"
        ${EndIf}
    ${EndIf}
FunctionEnd

; 正在运行的程序，它的文件打不开来写
!macro DefineWaitUntilClosed UN
Function ${UN}WaitUntilClosed
    again:
    StrCpy $0 ""
    ${If} ${FileExists} "$INSTDIR\bangfu.exe"
        ClearErrors
        FileOpen $3 "$INSTDIR\bangfu.exe" a
        ${If} ${Errors}
            StrCpy $0 "running"
        ${Else}
            FileClose $3
        ${EndIf}
    ${EndIf}
    ${If} $0 == "running"
        MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION|MB_SETFOREGROUND "${TITLE}正开着。$\r$\n$\r$\n请先保存并关掉它，再点“重试”。" /SD IDCANCEL IDRETRY again
        SetErrorLevel 5
        Quit
    ${EndIf}
FunctionEnd
!macroend
!insertmacro DefineWaitUntilClosed ""
!insertmacro DefineWaitUntilClosed "un."

Function CheckTarget
    StrCpy $4 "new"
    ${If} ${FileExists} "$INSTDIR\*.*"
        StrCpy $4 "old"
    ${EndIf}
    ClearErrors
    CreateDirectory "$INSTDIR"
    FileOpen $0 "$INSTDIR\~bangfu.tmp" w
    ${If} ${Errors}
        !insertmacro Refuse 6 "不能写进这个文件夹：$\r$\n$INSTDIR$\r$\n$\r$\n请重新运行安装程序，换一个文件夹（照原来给出的就行）。什么都没有改动。"
    ${EndIf}
    FileClose $0
    Delete "$INSTDIR\~bangfu.tmp"
    System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR", *l .r1, p 0, p 0) i .r0'
    ${If} $4 == "new"
        RMDir "$INSTDIR"
    ${EndIf}
    ${If} $0 <> 0
        System::Int64Op $1 / 1048576
        Pop $1
        ${If} $1 < ${NEEDED_MB}
            !insertmacro Refuse 6 "磁盘空间不够：这里要 ${NEEDED_MB} MB，只剩 $1 MB。$\r$\n$INSTDIR$\r$\n$\r$\n请清理磁盘（例如清空回收站），或换一个盘，再运行一次。什么都没有改动。"
        ${EndIf}
    ${EndIf}
    Call WaitUntilClosed
FunctionEnd

; ---- 安装 ----

; 程序自己的文件夹；万一有人把台账放了进去，就整个留着
!macro RemoveOwnFolder FOLDER
    ${IfNot} ${FileExists} "${FOLDER}\*.db"
    ${AndIfNot} ${FileExists} "${FOLDER}\*.bak"
        RMDir /r "${FOLDER}"
    ${EndIf}
!macroend

; 新版本先整个放到 _new，都写好了才换上：中途磁盘满了、断了，原来的照样能用
Section
    ${If} ${Silent}
        Call CheckTarget
    ${EndIf}
    StrCpy $5 "first"
    ${If} ${FileExists} "$INSTDIR\bangfu.exe"
        StrCpy $5 "upgrade"
    ${EndIf}
    RMDir /r "$INSTDIR\_new"
    SetOutPath "$INSTDIR\_new"
    ClearErrors
    File /r "${PROGRAM}\*.*"
    SetOutPath "$INSTDIR"
    ${If} ${Errors}
        RMDir /r "$INSTDIR\_new"
        !insertmacro Refuse 7 "文件没有写全（磁盘满了，或被安全软件拦住）。$\r$\n$\r$\n没有装成，原来的版本和台账都没有动。"
    ${EndIf}
    ${If} $5 == "upgrade"
        DetailPrint "给最近用过的台账各存一份备份"
        nsExec::ExecToLog '"$INSTDIR\_new\bangfu.exe" before-upgrade'
        Pop $0
        ${If} $0 != 0
            MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_SETFOREGROUND "有台账没有备份成（可能在没插上的 U 盘里，或磁盘满了）。$\r$\n$\r$\n升级不会动台账文件。仍要升级吗？" /SD IDYES IDYES go_on
            RMDir /r "$INSTDIR\_new"
            SetErrorLevel 7
            Quit
            go_on:
        ${EndIf}
    ${EndIf}

    !insertmacro RemoveOwnFolder "$INSTDIR\_old"
    ClearErrors
    ${If} ${FileExists} "$INSTDIR\_internal\*.*"
        Rename "$INSTDIR\_internal" "$INSTDIR\_old"
    ${EndIf}
    Rename "$INSTDIR\_new\_internal" "$INSTDIR\_internal"
    ${If} ${Errors}
        ; 换不上就换回来
        ${If} ${FileExists} "$INSTDIR\_old\*.*"
            Rename "$INSTDIR\_old" "$INSTDIR\_internal"
        ${EndIf}
        RMDir /r "$INSTDIR\_new"
        !insertmacro Refuse 7 "原来的程序文件被占用（可能正开着，或安全软件正在检查），换不上新版本。$\r$\n$\r$\n没有装成，原来的版本和台账都没有动。请稍后再试。"
    ${EndIf}
    FindFirst $0 $1 "$INSTDIR\_new\*.*"
    ${DoWhile} $1 != ""
        ${If} $1 != "."
        ${AndIf} $1 != ".."
            Delete "$INSTDIR\$1"
            Rename "$INSTDIR\_new\$1" "$INSTDIR\$1"
        ${EndIf}
        FindNext $0 $1
    ${Loop}
    FindClose $0
    RMDir "$INSTDIR\_new"
    !insertmacro RemoveOwnFolder "$INSTDIR\_old"

    CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${LAUNCHER}"
    ; 升级时不把人家删掉的桌面图标又放回来
    ${If} $5 == "first"
        CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${LAUNCHER}"
    ${EndIf}

    ; .db、.bak 别的程序也用，所以只列进“打开方式”，不抢过来
    WriteRegStr HKCU "Software\Classes\${LEDGER}" "" "${TITLE}文件"
    WriteRegStr HKCU "Software\Classes\${LEDGER}\DefaultIcon" "" "$INSTDIR\${LAUNCHER},0"
    WriteRegStr HKCU "Software\Classes\${LEDGER}\shell\open\command" "" '"$INSTDIR\${LAUNCHER}" "%1"'
    WriteRegStr HKCU "Software\Classes\.db\OpenWithProgids" "${LEDGER}" ""
    WriteRegStr HKCU "Software\Classes\${BACKUP}" "" "${TITLE}备份"
    WriteRegStr HKCU "Software\Classes\${BACKUP}\DefaultIcon" "" "$INSTDIR\${LAUNCHER},0"
    WriteRegStr HKCU "Software\Classes\${BACKUP}\shell\open\command" "" '"$INSTDIR\${LAUNCHER}" "%1"'
    WriteRegStr HKCU "Software\Classes\.bak\OpenWithProgids" "${BACKUP}" ""
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'

    WriteUninstaller "$INSTDIR\${UNINSTALLER}"
    ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
    WriteRegStr HKCU "${KEY}" "DisplayName" "${TITLE}"
    WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${LAUNCHER}"
    WriteRegStr HKCU "${KEY}" "Publisher" "帮扶台账 contributors"
    WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
    WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
    WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
    WriteRegDWORD HKCU "${KEY}" "NoModify" 1
    WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

; ---- 卸载：只删装进来的，不删台账、备份和设置 ----

Section Uninstall
    Call un.WaitUntilClosed
    !insertmacro RemoveOwnFolder "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\_new"
    !insertmacro RemoveOwnFolder "$INSTDIR\_old"
    Delete "$INSTDIR\${LAUNCHER}"
    Delete "$INSTDIR\bangfu.exe"
    Delete "$INSTDIR\LICENSE.txt"
    Delete "$INSTDIR\THIRD-PARTY-NOTICES.txt"
    Delete "$INSTDIR\使用说明.txt"
    Delete "$INSTDIR\${UNINSTALLER}"
    ; 里面还有别的东西（例如放进来的台账）就留着
    RMDir "$INSTDIR"
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    Delete "$DESKTOP\${TITLE}.lnk"
    DeleteRegValue HKCU "Software\Classes\.db\OpenWithProgids" "${LEDGER}"
    DeleteRegValue HKCU "Software\Classes\.bak\OpenWithProgids" "${BACKUP}"
    DeleteRegKey HKCU "Software\Classes\${LEDGER}"
    DeleteRegKey HKCU "Software\Classes\${BACKUP}"
    DeleteRegKey HKCU "${KEY}"
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
    MessageBox MB_OK|MB_ICONINFORMATION "程序已卸载。台账文件、备份和设置都没有动，还在原来的地方（默认在“文档\${TITLE}”）。" /SD IDOK
SectionEnd
