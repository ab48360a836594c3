"""Sign one Windows file in place by osslsigncode: certificate BANGFU_SIGN_P12, password file BANGFU_SIGN_PASSWORD_FILE.

BANGFU_SIGN_TIMESTAMP may name a time stamp server; without it a signature ends with its certificate.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Sign the file named on the command line."""
    file = Path(sys.argv[1])
    signed = file.with_suffix(".signed")
    command = ["osslsigncode", "sign", "-pkcs12", os.environ["BANGFU_SIGN_P12"], "-h", "sha256", "-n", "帮扶台账"]
    if os.environ.get("BANGFU_SIGN_PASSWORD_FILE"):
        command += ["-readpass", os.environ["BANGFU_SIGN_PASSWORD_FILE"]]
    if os.environ.get("BANGFU_SIGN_TIMESTAMP"):
        command += ["-ts", os.environ["BANGFU_SIGN_TIMESTAMP"]]
    done = subprocess.run([*command, "-in", str(file), "-out", str(signed)], stdout=subprocess.DEVNULL)
    if done.returncode == 0:
        signed.replace(file)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
