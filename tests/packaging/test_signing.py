"""Signing with a certificate made for the test: packaging/windows/sign.py. The smoke test installs a signed setup."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SIGN = ROOT / "packaging" / "windows" / "sign.py"
PASSWORD = "证书 8866"
# 一个现成的 Windows 程序
PROGRAM = Path(importlib.util.find_spec("setuptools").origin).with_name("cli-64.exe")

pytestmark = pytest.mark.skipif(
    not (shutil.which("osslsigncode") and shutil.which("openssl")), reason="osslsigncode is for who signs"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A folder with code.p12, code.pem and the password in a file."""
    place = tmp_path_factory.mktemp("certificate")
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "3",
        "-utf8",
        "-subj",
        "/CN=青禾乡 测试",
    ]
    make += ["-addext", "extendedKeyUsage=codeSigning", "-keyout", "key.pem", "-out", "code.pem"]
    subprocess.run(make, cwd=place, check=True, capture_output=True)
    (place / "password").write_text(PASSWORD, "utf-8")
    pack = ["openssl", "pkcs12", "-export", "-inkey", "key.pem", "-in", "code.pem", "-out", "code.p12"]
    subprocess.run([*pack, "-passout", "file:password"], cwd=place, check=True, capture_output=True)
    return place


def sign(file, **given):
    """Run sign.py as pack.py does; what it prints and its exit code."""
    return subprocess.run(
        [sys.executable, str(SIGN), str(file)], env={**os.environ, **given}, capture_output=True, text=True
    )


def verified(file, certificate):
    """Whether the signature is whole and of our certificate."""
    authority = str(certificate / "code.pem")
    command = ["osslsigncode", "verify", "-CAfile", authority, "-TSA-CAfile", authority, "-in", str(file)]
    return subprocess.run(command, capture_output=True).returncode == 0


def test_a_program_is_signed_in_place_and_a_changed_one_is_found_out(tmp_path, certificate):
    program = tmp_path / "帮扶台账.exe"
    shutil.copyfile(PROGRAM, program)
    assert not verified(program, certificate)
    done = sign(
        program, BANGFU_SIGN_P12=str(certificate / "code.p12"), BANGFU_SIGN_PASSWORD_FILE=str(certificate / "password")
    )
    assert done.returncode == 0, done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["帮扶台账.exe"]
    assert verified(program, certificate)
    data = bytearray(program.read_bytes())
    data[0x400] ^= 1
    program.write_bytes(data)
    assert not verified(program, certificate)


def test_a_wrong_password_leaves_the_program_as_it_was(tmp_path, certificate):
    program, password = tmp_path / "bangfu.exe", tmp_path / "password"
    shutil.copyfile(PROGRAM, program)
    password.write_text("不对", "utf-8")
    done = sign(program, BANGFU_SIGN_P12=str(certificate / "code.p12"), BANGFU_SIGN_PASSWORD_FILE=str(password))
    assert done.returncode != 0
    assert program.read_bytes() == PROGRAM.read_bytes()
    assert PASSWORD not in done.stdout + done.stderr
