"""A program in a pseudo-terminal, timed from outside."""
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

ATTRIBUTES = re.compile(rb"\x1b\[[0-9;]*m|\x1b\(B")


class Terminal:
    """Runs a program in a terminal of its own and reads what it writes."""

    def __init__(self, command, columns=200, rows=60, env=None):
        self.started = time.perf_counter()
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execvpe(command[0], command, dict(os.environ, TERM="xterm-256color", **(env or {})))
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.count = 0
        self.text = b""

    def read(self, seconds):
        """Reads what comes within the time; empty where nothing does."""
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.count += len(data)
        self.text = (self.text + data)[-400_000:]
        return data

    def until(self, marks, seconds=20):
        """Milliseconds from the start until all marks have been written."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            self.read(0.5)
            if all(mark in self.text for mark in marks):
                return (time.perf_counter() - self.started) * 1000
        raise SystemExit(f"no {marks} within {seconds} s in {self.text[-300:]!r}")

    def plain(self):
        """What has been written, without colours and other attributes."""
        return ATTRIBUTES.sub(b"", self.text)

    def settle(self, quiet=0.3, seconds=20):
        """Reads until nothing has come for a while."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline and self.read(quiet):
            pass

    def rest(self, seconds):
        """Reads what the program writes for a while."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            self.read(min(1, max(0, deadline - time.perf_counter())))

    def work_off(self, seconds=120):
        """Reads until the program works no more than it takes to move a clock, for two seconds."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline:
            cpu = self.cpu()
            self.rest(2)
            if self.cpu() - cpu < 0.1:
                return
        raise SystemExit(f"still at work after {seconds} s")

    def press(self, keys, seconds=2):
        """Milliseconds from writing the keys until the first byte in answer."""
        begun = time.perf_counter()
        os.write(self.master, keys)
        if not self.read(seconds):
            raise SystemExit(f"no answer to {keys!r} within {seconds} s")
        return (time.perf_counter() - begun) * 1000

    def answers(self, keys, mark, seconds=2):
        """Milliseconds from writing the keys until the mark has been written."""
        begun = time.perf_counter()
        os.write(self.master, keys)
        self.text = b""
        while mark not in self.text:
            if not self.read(seconds):
                raise SystemExit(f"{mark} is not drawn within {seconds} s")
        return (time.perf_counter() - begun) * 1000

    def cpu(self):
        """Seconds of processor time that its threads have used so far, to the nanosecond."""
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def wakeups(self):
        """Voluntary context switches of all threads so far."""
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/status") as file:
                total += sum(int(line.split()[1]) for line in file
                             if line.startswith("voluntary_ctxt"))
        return total

    def end(self):
        """Kills the program and waits for it."""
        try:
            os.kill(self.pid, signal.SIGTERM)
            for _ in range(200):
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    break
                time.sleep(0.01)
            else:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        finally:
            os.close(self.master)
