"""The dashboard as a person has it: start, keys, frames, idle."""
import multiprocessing
import os
import shutil
import socket
import statistics
import time

import servers
from logs import flood
from report import plain, row
from servers import Cloud, KEYS, folder
from terminal import Terminal


def start():
    """Start to first full frame."""
    panes = [b"Customers", b"Workflow", b"Logs", b"Alarms"]
    cloud = Cloud()
    home = folder()
    figures = {"running": [], "inside": [], "btop": [], "htop": []}
    for _ in range(9):
        for name, command, marks in [
            ("running", [servers.ROLLCALL, "--data", cloud.path], panes),
            ("inside", [servers.ROLLCALL, "--data", folder()], panes),
            ("btop", ["btop"], [b"proc"]), ("htop", ["htop"], [b"F10"]),
        ]:
            if not shutil.which(command[0]):
                continue
            terminal = Terminal(command, env={"HOME": home})
            figures[name].append(terminal.until(marks))
            terminal.end()
    cloud.end()
    median = {name: statistics.median(values) for name, values in figures.items() if values}
    row("start to first frame, local cloud running (btop)", median["running"], median["btop"],
        "ms", "≤ 1.5× btop")
    row("start to first frame, local cloud inside, new folder (btop)", median["inside"],
        median["btop"], "ms", "≤ 3× btop")
    row("start to first frame, local cloud running (htop)", median["running"], median["htop"],
        "ms", "–")


def press_keys(terminal, count=300):
    times = []
    for index in range(count):
        times.append(terminal.press(b"x" if index % 2 == 0 else b"\x7f"))
        while terminal.read(0.002):
            pass
    return sorted(times)


def keys():
    """Key to drawn: idle, under a flood of log events, and while every call hangs."""
    cloud = Cloud()
    terminal = Terminal([servers.ROLLCALL, "--data", cloud.path], env={"HOME": folder()})
    terminal.until([b"customers-workflow-failed"])
    terminal.settle()
    times = press_keys(terminal)
    plain("key to drawn, idle: median, p99",
          f"{statistics.median(times):.2f} ms, {times[int(len(times) * .99)]:.2f} ms", "p99 ≤ 5 ms")
    # A process of its own: as a thread it would hold the interpreter that takes the times.
    stop, sent = multiprocessing.Event(), multiprocessing.Value("q", 0)
    flooding = multiprocessing.Process(target=flood, args=(cloud, sent, stop))
    flooding.start()
    time.sleep(1)
    before, begun = sent.value, time.perf_counter()
    # An echo without any work of its own, in turn with the dashboard: what the machine itself needs
    # to take a key to a program and its answer back, while the flood keeps it busy.
    echo = Terminal(["sh", "-c", "stty raw -echo; echo ready; exec cat"])
    echo.until([b"ready"])
    times, echoed = [], []
    for index in range(500):
        # The screen moves by itself here, so that an answer is a frame that shows the keys: a word
        # of which every letter is another than before, as only what changed is written.
        mark = b"abcdefghijklmnopqrstuvwxyz"[index % 26:index % 26 + 1] * 6
        times.append(terminal.answers(b"\x15" + mark, mark))
        time.sleep(0.01)
        echoed.append(echo.answers(mark, mark))
        time.sleep(0.01)
        while terminal.read(0):
            pass
    rate = (sent.value - before) / (time.perf_counter() - begun)
    stop.set()
    flooding.join()
    echo.end()
    for at, aim in [(.5, "–"), (.9, "–"), (.99, "p99 ≤ 5 ms")]:
        row(f"key to drawn, {rate:,.0f} log events/s arriving: p{at * 100:.0f} (an echo by cat)",
            sorted(times)[int(len(times) * at)], sorted(echoed)[int(len(echoed) * at)], "ms", aim)
    terminal.end()
    cloud.end()
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(100)
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        terminal = Terminal([servers.ROLLCALL, "--endpoint-url", url, "--api-url", url + "/prod"],
                            env=KEYS | {"HOME": folder(), "ROLLCALL_API_KEY": "k"})
        terminal.until([b"Alarms"])
        terminal.settle(seconds=3)
        times = press_keys(terminal)
        plain("key to drawn, every call hangs: median, p99",
              f"{statistics.median(times):.2f} ms, {times[int(len(times) * .99)]:.2f} ms",
              "p99 ≤ 5 ms")
        terminal.end()


def frames():
    """Frames: processor time and bytes for a key, a log line and the whole screen, 200 × 60."""
    cloud = Cloud()
    terminal = Terminal([servers.ROLLCALL, "--data", cloud.path], env={"HOME": folder()})
    terminal.until([b"customers-workflow-failed"])
    terminal.settle(quiet=1)

    def spent(keys, times):
        """Microseconds of the whole program and bytes, each a frame, at the median."""
        figures = []
        for _ in range(times):
            cpu, count = terminal.cpu(), terminal.count
            keys()
            terminal.settle(quiet=0.05)
            figures.append(((terminal.cpu() - cpu) * 1e6, terminal.count - count))
        middle = lambda index: statistics.median(figure[index] for figure in figures)
        return f"{middle(0):,.0f} µs, {middle(1):,.0f} bytes"

    letters = iter("abcdefghij" * 10)
    plain("a key typed into a field", spent(
        lambda: os.write(terminal.master, next(letters).encode()), 40), "–")
    plain("the whole screen anew (ctrl-l)", spent(
        lambda: os.write(terminal.master, b"\x0c"), 20), "–")
    logs = cloud.client("logs")
    group = "/aws/lambda/put_customer_id"
    logs.create_log_stream(logGroupName=group, logStreamName="frames")
    os.write(terminal.master, b"\x1b")
    time.sleep(0.1)
    os.write(terminal.master, b"3z")

    def line():
        now = int(time.time() * 1000)
        logs.put_log_events(logGroupName=group, logStreamName="frames", logEvents=[
            {"timestamp": now, "message": f'{{"level":"INFO","message":"line {now}"}}'}])
        time.sleep(0.6)

    for _ in range(70):
        line_time = int(time.time() * 1000)
        logs.put_log_events(logGroupName=group, logStreamName="frames", logEvents=[
            {"timestamp": line_time, "message": f'{{"level":"INFO","message":"fill {line_time}"}}'}])
    terminal.settle(quiet=2)
    plain("a log line that scrolls the full width", spent(line, 12), "≤ 400 bytes")
    terminal.end()
    cloud.end()


def idle():
    """Idle for a minute: processor time, wake-ups and bytes; the cloud is another process."""
    cloud = Cloud()
    port = cloud.env["AWS_ENDPOINT_URL"]
    for name, command, env in [
        ("AWS's intervals", [servers.ROLLCALL, "--endpoint-url", port, "--api-url",
                             cloud.env["ROLLCALL_API_URL"], "--region", "eu-central-1"],
         cloud.env | {"XDG_DATA_HOME": folder(), "HOME": folder()}),
        ("the local cloud's intervals", [servers.ROLLCALL, "--data", cloud.path], {"HOME": folder()}),
        ("htop", ["htop"], {"HOME": folder()}),
    ]:
        terminal = Terminal(command, env=env)
        # Beyond the first minute ages step by minutes; before, by seconds.
        terminal.settle(quiet=65, seconds=65)
        cpu, wakeups, count = terminal.cpu(), terminal.wakeups(), terminal.count
        deadline = time.perf_counter() + 60
        while time.perf_counter() < deadline:
            terminal.read(1)
        used = (terminal.cpu() - cpu) / 60 * 100
        plain(f"idle at {name}: of a core, wake-ups and bytes a minute",
              f"{used:.2f} %, {terminal.wakeups() - wakeups}, {terminal.count - count}",
              "≤ 0.2 %, ≤ 2 kB")
        terminal.end()
    cloud.end()
