"""A small chat service that can be broken on purpose, to practise finding out why.

It needs no package, so that it builds wherever Python is. POST /admin/fault chooses one of the faults of faults.py; the process then starts
itself again with the environment that such a fault leaves behind, as it does when an app setting is wrong. Do not put it on the internet:
anyone may break it.
"""

import json
import logging
import logging.handlers
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import faults
import model

log = logging.getLogger("fragile")


def set_up_logging():
    handlers = [logging.StreamHandler(sys.stdout)]
    folder = os.environ.get("FRAGILE_LOGS", "/home/LogFiles")
    try:
        os.makedirs(folder, exist_ok=True)
        handlers.append(logging.handlers.RotatingFileHandler(os.path.join(folder, "application.log"), maxBytes=1_000_000, backupCount=1))
    except OSError as error:
        print(f"no log file: {error}", flush=True)
    logging.basicConfig(level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(message)s")


PAGE = """<!doctype html><html lang="en"><title>Fragile</title><h1>Fragile</h1>
<p>Fault: <b>{mode}</b>. POST /chat {{"prompt": "hi"}} asks the model; POST /admin/fault {{"mode": "…"}} breaks this app.</p>
<p>Over SSH: apphelp lists the helper commands.</p></html>"""


class Handler(BaseHTTPRequestHandler):
    server_version = "fragile"
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = urlsplit(self.path).path
        if path == "/":
            self.answer(200, PAGE.format(mode=faults.current()), "text/html; charset=utf-8")
        elif path == "/health":
            self.answer(200, {"status": "ok"})
        elif path == "/admin/fault":
            self.answer(200, {"mode": faults.current(), "modes": faults.MODES})
        elif path == "/chat":
            self.chat(parse_qs(urlsplit(self.path).query).get("prompt", ["hi"])[0])
        else:
            self.answer(404, {"detail": "Not found"})

    def do_POST(self):
        try:
            length = min(int(self.headers.get("content-length") or 0), 65536)
            body = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            self.answer(400, {"detail": "The body is not JSON"})
            return
        if not isinstance(body, dict):
            self.answer(400, {"detail": "The body is not an object"})
        elif self.path == "/chat":
            self.chat(str(body.get("prompt", "hi")))
        elif self.path == "/admin/fault":
            self.change_fault(body.get("mode"))
        else:
            self.answer(404, {"detail": "Not found"})

    def chat(self, prompt):
        try:
            faults.before_chat()
            self.answer(200, {"reply": model.complete(prompt)})
        except model.ModelError as error:
            log.error("chat failed: %s", error)
            self.answer(502, {"detail": str(error)})
        except Exception as error:  # a handler answers whatever happens
            log.exception("chat failed")
            self.answer(500, {"detail": f"{type(error).__name__}: {error}"})

    def change_fault(self, mode):
        if mode not in faults.MODES:
            self.answer(400, {"detail": "Unknown mode", "modes": faults.MODES})
            return
        self.answer(200, {"mode": mode})
        log.info("fault mode %s: starting again", mode)
        threading.Thread(target=self.start_again, args=(mode,)).start()

    @staticmethod
    def start_again(mode):
        time.sleep(0.2)
        os.execve(sys.executable, [sys.executable, *sys.argv], faults.environment(mode, os.environ))

    def answer(self, status, body, kind="application/json"):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format, *args):
        log.info("%s %s", self.address_string(), format % args)


def main():
    set_up_logging()
    port = faults.port()
    server = ThreadingHTTPServer(("0.0.0.0", port), Handler)
    server.daemon_threads = True
    log.info("listening on port %d, fault mode %s", port, faults.current())
    server.serve_forever()


if __name__ == "__main__":
    main()
