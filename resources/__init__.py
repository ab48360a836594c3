"""Where the files that ship with the program lie: icons, style, fonts, templates, samples."""

from pathlib import Path

# PyInstaller 打包后本文件仍在程序文件夹的 resources 里，数据文件就在它旁边（见 build.spec），所以两种情形一个写法
ROOT = Path(__file__).resolve().parent

# 自带的中文字体：界面缺字时、图里、PDF 里都用它。族名自成一家，免得与电脑里装的同名字体相混
FONT_FAMILY = "Bangfu Sans SC"
FONT_REGULAR = ROOT / "fonts" / "BangfuSansSC-Regular.ttf"
FONT_BOLD = ROOT / "fonts" / "BangfuSansSC-Bold.ttf"
