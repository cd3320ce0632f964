"""A page of another site in a real browser: it calls, and what it was allowed to read comes back."""

import html
import json
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CALLS = """<!doctype html><meta charset="utf-8"><pre id="told"></pre><script>
const calls = %s;
async function call([url, options]) {
  try {
    const answer = await fetch(url, options);
    const headers = Object.fromEntries(answer.headers.entries());
    return {status: answer.status, headers, body: (await answer.text()).slice(0, 4000)};
  } catch (error) { return {failed: String(error)}; }
}
(async () => {
  const told = [];
  for (const one of calls) told.push(await call(one));
  document.getElementById("told").textContent = JSON.stringify(told);
})();
</script>"""
PATIENCE_MS = 60_000


def chromium() -> str | None:
    return shutil.which("chromium")


@contextmanager
def site() -> Iterator["Site"]:
    """A site of its own, on a port of its own, which is what makes it another origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Site(server)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Page(BaseHTTPRequestHandler):
    """Whatever is asked, the page that its server holds."""

    def do_GET(self) -> None:
        content = self.server.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Site:
    """`calls` makes the page call (address, options of fetch), one after another, and tells what it could read."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.server = server
        self.origin = f"http://127.0.0.1:{server.server_address[1]}"

    def calls(self, *calls: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
        self.server.page = CALLS % json.dumps(calls).replace("</", "<\\/")
        with tempfile.TemporaryDirectory(prefix="chromium-", dir="/tmp") as folder:
            quiet = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]
            own = [f"--user-data-dir={folder}", f"--virtual-time-budget={PATIENCE_MS}", "--dump-dom"]
            done = subprocess.run([chromium(), *quiet, *own, self.origin], capture_output=True, text=True, timeout=180)
        told = re.search('<pre id="told">(.+?)</pre>', done.stdout, re.DOTALL)
        assert told, done.stdout[:1000] + done.stderr[-1000:]
        return json.loads(html.unescape(told[1]))
