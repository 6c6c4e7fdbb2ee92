"""A mail server that others wrote. Prints its port, then each mail as Python's own library reads it, one line of JSON each."""

import email
import email.policy
import json
import logging
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

# A client that goes away is told of in a traceback each time.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)

certificate, key, username, password = sys.argv[1:5]


class Handler:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        print(
            json.dumps(
                {
                    "from": envelope.mail_from,
                    "to": envelope.rcpt_tos,
                    "encrypted": session.ssl is not None,
                    "loggedIn": session.authenticated,
                    "headers": [[name, str(value)] for name, value in message.items()],
                    "type": message.get_content_type(),
                    "text": message.get_content(),
                    "defects": [str(defect) for part in message.walk() for defect in part.defects],
                    "headerDefects": [
                        str(defect) for _, value in message.items() for defect in getattr(value, "defects", [])
                    ],
                    "longestLine": max(len(line) for line in envelope.original_content.split(b"\r\n")),
                }
            ),
            flush=True,
        )
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    is_right = (data.login.decode(), data.password.decode()) == (username, password)
    return AuthResult(success=is_right, handled=is_right)


context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
controller = Controller(
    Handler(),
    hostname="127.0.0.1",
    port=int(sys.argv[5]),
    tls_context=context,
    require_starttls=True,
    authenticator=authenticate,
    auth_required=True,
    auth_require_tls=True,
)
controller.start()
print(json.dumps({"ready": True}), flush=True)
sys.stdin.read()
controller.stop()
