"""A network between the program and the local cloud that can be taken away."""
import selectors
import socket
import threading


class Proxy:
    """Passes bytes on to a port of this machine, on a port of its own that it keeps."""

    def __init__(self, port):
        self.target, self.port, self.listener, self.pairs = port, 0, None, set()
        self.start()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Listens, on the same port as before."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(128)
        self.port, self.listener = listener.getsockname()[1], listener
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()

    def stop(self):
        """Refuses connections, and ends those that there are."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for end in [end for pair in list(self.pairs) for end in pair]:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def accept(self, listener):
        while True:
            try:
                near, _ = listener.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.pairs.add((near, far))
            threading.Thread(target=self.carry, args=(near, far), daemon=True).start()

    def carry(self, near, far):
        with selectors.DefaultSelector() as selector:
            selector.register(near, selectors.EVENT_READ, far)
            selector.register(far, selectors.EVENT_READ, near)
            try:
                while True:
                    for key, _ in selector.select():
                        data = key.fileobj.recv(1 << 16)
                        if not data:
                            return
                        key.data.sendall(data)
            except OSError:
                return
            finally:
                self.pairs.discard((near, far))
                near.close()
                far.close()
