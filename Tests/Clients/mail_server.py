"""A mail server that takes, refuses, stalls or drops, as a test tells it."""
import socket
import ssl
import threading


class MailServer:
    """Listens on the loopback interface and keeps what it takes, as (sender, recipients, bytes).

    behaviour: take, or one of refuse-recipient (550), busy (451 after DATA), drop (closes after
    DATA), stall (says nothing more after DATA).
    """

    def __init__(self, port=0, tls=None, password=None):
        self.behaviour = "take"
        self.mails = []
        self.logins = []
        self.encrypted = []
        self.tls = tls
        self.password = password
        self.listener = socket.create_server(("127.0.0.1", port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def stop(self):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        try:
            self.converse(connection)
        except (OSError, ssl.SSLError):
            pass
        finally:
            connection.close()

    def converse(self, connection):
        lines = connection.makefile("rb")
        say = lambda text: connection.sendall(text.encode() + b"\r\n")
        sender, recipients, encrypted = None, [], False
        say("220 test ESMTP")
        while line := lines.readline():
            word = line.decode().strip()
            verb = word.upper()
            if verb.startswith("EHLO"):
                offers = ["SIZE"] + (["STARTTLS"] if self.tls and not encrypted else [])
                offers += ["AUTH PLAIN"] if self.password else []
                say("250-test\r\n" + "\r\n".join(
                    f"250{'-' if offer != offers[-1] else ' '}{offer}" for offer in offers))
            elif verb == "STARTTLS":
                say("220 go ahead")
                connection = self.tls.wrap_socket(connection, server_side=True)
                lines, encrypted = connection.makefile("rb"), True
            elif verb.startswith("AUTH PLAIN"):
                if verb == "AUTH PLAIN":
                    say("334 ")
                    word = lines.readline().decode().strip()
                self.logins.append(word.split()[-1])
                say("235 welcome" if self.logins[-1] == self.password else "535 wrong password")
            elif verb.startswith("MAIL FROM:"):
                sender = word[10:].split()[0]
                say("250 ok")
            elif verb.startswith("RCPT TO:"):
                if self.behaviour == "refuse-recipient":
                    say("550 no such mailbox")
                else:
                    recipients.append(word[8:].split()[0])
                    say("250 ok")
            elif verb == "DATA":
                say("354 go on")
                body = b""
                while (line := lines.readline()) not in (b".\r\n", b""):
                    body += line[1:] if line.startswith(b".") else line
                if self.behaviour == "drop":
                    return
                if self.behaviour == "stall":
                    lines.readline()
                    return
                if self.behaviour == "busy":
                    say("451 try again later")
                    continue
                self.mails.append((sender, recipients, body))
                self.encrypted.append(encrypted)
                recipients = []
                say("250 taken")
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say("250 ok")
