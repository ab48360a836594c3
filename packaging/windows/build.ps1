# 在真正的 Windows 上造：程序文件夹、安装程序、绿色版、SHA-256 清单，都在 dist\ 里。
#     powershell -ExecutionPolicy Bypass -File packaging\windows\build.ps1
# 事先要有：Python 3.11（64 位）、NSIS 3（https://nsis.sourceforge.io）。签名照 docs\install.md 设环境变量，另要有 osslsigncode。
$ErrorActionPreference = 'Stop'
$env:PYTHONUTF8 = '1'
$Root = Split-Path (Split-Path $PSScriptRoot)
$Work = Join-Path $Root 'build\windows'
$Python = Join-Path $Root '.venv\Scripts\python.exe'
# 与 packaging/windows/tools.sh 里的是同一版
$Zig = 'ziglang==0.13.0'

function Step($Text) { Write-Host "── $Text" }
function Run {
    $Program, $Arguments = $args
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) { throw "没有做成：$Program $Arguments" }
}

New-Item -ItemType Directory -Force $Work | Out-Null

Step '按 uv.lock 装软件包'
Run py -3.11 (Join-Path $Root 'packaging\setup_windows.py')
$Uv = if (Get-Command uv -ErrorAction SilentlyContinue) { 'uv' } else { Join-Path $Root '.tools\Scripts\uv.exe' }
# 只装程序自己的和打包要的，别的开发工具不会混进程序里
$env:UV_PROJECT_ENVIRONMENT = Join-Path $Work 'venv'
Run $Uv sync --project $Root --frozen --no-dev --group pack --python 3.11
$Packages = Join-Path $Work 'venv\Lib\site-packages'
$Packer = Join-Path $Work 'venv\Scripts\python.exe'
Run $Uv pip install --quiet --python $Packer --target (Join-Path $Work 'zig') $Zig

Step '用 PyInstaller 打成一个文件夹'
Run $Packer -m PyInstaller --noconfirm --log-level WARN --workpath (Join-Path $Work 'pyinstaller') `
    --distpath (Join-Path $Work 'dist') (Join-Path $Root 'build.spec')

$Licence = & $Packer -c 'import sys, pathlib; print(pathlib.Path(sys.base_prefix) / "LICENSE.txt")'
Run $Packer (Join-Path $PSScriptRoot 'pack.py') --program (Join-Path $Work 'dist\bangfu') `
    --out (Join-Path $Root 'dist') --packages $Packages --python-licence $Licence --zig (Join-Path $Work 'zig')
Step '造好了，在 dist\ 里：'
Get-ChildItem (Join-Path $Root 'dist')
