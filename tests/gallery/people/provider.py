"""A sign-in provider on loopback that vouches for whom the test says, in as few words as OpenID Connect allows."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Provider:
    def __init__(self):
        self.claims = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def answers(self):
        places = ("authorization", "token", "userinfo")
        return {
            "/.well-known/openid-configuration": {f"{one}_endpoint": f"{self.url}/{one}" for one in places}
            | {"issuer": self.url, "jwks_uri": f"{self.url}/jwks"},
            "/token": {"access_token": "a", "token_type": "Bearer"},
            "/userinfo": self.claims,
        }

    def handler(self):
        provider = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                body = json.dumps(provider.answers()[self.path]).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args):
                pass

        return Answer
