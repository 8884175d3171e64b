"""Runs a command that does not end by itself, until it has said enough.

    interrupted TEXT [URL...] -- COMMAND

Once the command has written TEXT, each URL is asked for from the server whose address it wrote
(without a host, that server's own), and the answer shown; then the command is interrupted.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from urllib.parse import urlsplit


def ask(address: str, url: str) -> None:
    """Ask the server at an address for a URL, as if it stood at the URL's own host."""
    server, wanted = urlsplit(address), urlsplit(url)
    connection = HTTPConnection(server.netloc)
    headers = {"Host": wanted.netloc} if wanted.netloc else {}
    connection.request("GET", wanted.path, headers=headers)
    answer = connection.getresponse()
    print(f"{answer.status} {answer.reason}\n{answer.read().decode()}")
    connection.close()


def main(text: str, *words: str) -> int:
    """Run it; its exit code."""
    urls, command = words[: words.index("--")], words[words.index("--") + 1 :]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
        said = ""
        while text not in said and process.poll() is None:
            time.sleep(0.02)
            size = os.fstat(output.fileno()).st_size
            said = os.pread(output.fileno(), size, 0).decode()
        for url in urls:
            ask(said.split()[0], url)
        process.send_signal(signal.SIGINT)
        code = process.wait()
        output.seek(0)
        print(output.read().decode(), end="")
    return code


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main(*sys.argv[1:]))
