"""Measures rollcall against its peers, in one run, and prints Markdown rows.

Usage: benchmarks.py PATH_OF_RELEASE_ROLLCALL [NAME …]

Needs boto3, awscli and moto[server] from pip, and btop, htop, lnav and wrk from apt. Each figure is
a median; a peer is measured in turn with rollcall, so that both see the same machine.
"""
import collections
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

from terminal import Terminal

ROLLCALL = None
KEYS = dict(AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="secret",
            AWS_REGION="eu-central-1", AWS_DEFAULT_REGION="eu-central-1")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def folder():
    return tempfile.mkdtemp(prefix="rollcall-bench-")


class Cloud:
    """A local cloud in the background."""

    def __init__(self, *arguments, path=None):
        self.path = path or folder()
        begun = time.perf_counter()
        self.process = subprocess.Popen(
            [ROLLCALL, "local", "--data", self.path, *arguments], stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()
        self.ready = (time.perf_counter() - begun) * 1000
        exports = subprocess.run([ROLLCALL, "env", "--data", self.path], capture_output=True,
                                 text=True, check=True).stdout
        self.env = dict(line.removeprefix("export ").split("=", 1)
                        for line in exports.splitlines())

    def client(self, service):
        import boto3
        return boto3.client(
            service, endpoint_url=self.env["AWS_ENDPOINT_URL"], region_name="eu-central-1",
            aws_access_key_id=self.env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.env["AWS_SECRET_ACCESS_KEY"])

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Moto:
    """moto's server in the background."""

    def __init__(self):
        self.port = free_port()
        begun = time.perf_counter()
        program = os.environ.get("MOTO_PROGRAM", "moto_server").split()
        self.process = subprocess.Popen(
            [*program, "-H", "127.0.0.1", "-p", str(self.port)], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.005)
        self.ready = (time.perf_counter() - begun) * 1000
        self.url = f"http://127.0.0.1:{self.port}"

    def client(self, service):
        import boto3
        return boto3.client(service, endpoint_url=self.url, region_name="eu-central-1",
                            aws_access_key_id="x", aws_secret_access_key="x")

    def run_workflows(self):
        """Has workflows executed and not only noted, which is off by default."""
        request = urllib.request.Request(
            self.url + "/moto-api/config", method="POST",
            data=json.dumps({"stepfunctions": {"execute_state_machine": True}}).encode(),
            headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request).close()

    def end(self):
        self.process.kill()
        self.process.wait()


def row(what, ours, peer, unit, aim, lower_is_better=True):
    ratio = peer / ours if lower_is_better else ours / peer
    print(f"| {what} | {ours:,.1f} {unit} | {peer:,.1f} {unit} | {ratio:.2f}× better | {aim} |",
          flush=True)


def plain(what, value, aim):
    print(f"| {what} | {value} | – | – | {aim} |", flush=True)


def start():
    """Start to first full frame."""
    panes = [b"Customers", b"Workflow", b"Logs", b"Alarms"]
    cloud = Cloud()
    home = folder()
    figures = {"running": [], "inside": [], "btop": [], "htop": []}
    for _ in range(9):
        for name, command, marks in [
            ("running", [ROLLCALL, "--data", cloud.path], panes),
            ("inside", [ROLLCALL, "--data", folder()], panes),
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


def flood(cloud, sent, stop):
    """Writes log events into one group, 20,000 a second where that can be kept up."""
    logs = cloud.client("logs")
    group = "/aws/lambda/put_customer_id"
    logs.create_log_stream(logGroupName=group, logStreamName="flood")
    while not stop.is_set():
        begun = time.perf_counter()
        now = int(time.time() * 1000)
        logs.put_log_events(
            logGroupName=group, logStreamName="flood",
            logEvents=[{"timestamp": now, "message": f'{{"level":"INFO","n":{sent.value + i}}}'}
                       for i in range(2000)])
        sent.value += 2000
        time.sleep(max(0, 0.1 - (time.perf_counter() - begun)))


def keys():
    """Key to drawn: idle, under a flood of log events, and while every call hangs."""
    cloud = Cloud()
    terminal = Terminal([ROLLCALL, "--data", cloud.path], env={"HOME": folder()})
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
    times = []
    for index in range(200):
        # The screen moves by itself here, so that an answer is a frame that shows the keys: a word
        # of which every letter is another than before, as only what changed is written.
        mark = b"abcdefghijklmnopqrstuvwxyz"[index % 26:index % 26 + 1] * 6
        start_time = time.perf_counter()
        os.write(terminal.master, b"\x15" + mark)
        terminal.text = b""
        while mark not in terminal.text:
            if not terminal.read(2):
                raise SystemExit(f"{mark} is not drawn")
        times.append((time.perf_counter() - start_time) * 1000)
        time.sleep(0.01)
    rate = (sent.value - before) / (time.perf_counter() - begun)
    times.sort()
    stop.set()
    flooding.join()
    plain(f"key to drawn, {rate:,.0f} log events/s arriving: median, p99",
          f"{statistics.median(times):.2f} ms, {times[int(len(times) * .99)]:.2f} ms", "p99 ≤ 5 ms")
    terminal.end()
    cloud.end()
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(100)
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        terminal = Terminal([ROLLCALL, "--endpoint-url", url, "--api-url", url + "/prod"],
                            env=KEYS | {"HOME": folder(), "ROLLCALL_API_KEY": "k"})
        terminal.until([b"Alarms"])
        terminal.settle(seconds=3)
        times = press_keys(terminal)
        plain("key to drawn, every call hangs: median, p99",
              f"{statistics.median(times):.2f} ms, {times[int(len(times) * .99)]:.2f} ms",
              "p99 ≤ 5 ms")
        terminal.end()


def alarms():
    """5,000 alarms: put, listed, drawn and left alone; 200 of them red, and ten changing a second."""
    import threading
    from concurrent.futures import ThreadPoolExecutor
    cloud = Cloud()
    name = lambda number: f"service-{number % 50:02}-errors-{number:04}"
    lane = threading.local()

    def watch():
        if not hasattr(lane, "client"):
            lane.client = cloud.client("cloudwatch")
        return lane.client

    def put(number):
        watch().put_metric_alarm(
            AlarmName=name(number), Namespace="Many", MetricName=f"m{number}", Statistic="Sum",
            Period=300, EvaluationPeriods=1, Threshold=1,
            ComparisonOperator="GreaterThanThreshold", TreatMissingData="ignore")

    def turn(number, state):
        watch().set_alarm_state(AlarmName=name(number), StateValue=state, StateReason="a test")

    def millisecond(times):
        times.sort()
        return f"{statistics.median(times):.1f} ms, {times[int(len(times) * .99)]:.1f} ms"

    before, since = cpu_of(cloud.process.pid), time.perf_counter()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(put, range(5000)))
        took = time.perf_counter() - since
        used = (cpu_of(cloud.process.pid) - before) / 5000 * 1e6
        list(pool.map(lambda number: turn(number, "OK"), range(5000)))
        list(pool.map(lambda number: turn(number, "ALARM"), range(0, 5000, 25)))
    plain("5,000 alarms put by boto3: each, processor time of the local cloud",
          f"{took / 5:.2f} ms, {used:,.0f} µs", "–")
    times = []
    for members in [dict(MaxRecords=100), dict(AlarmNamePrefix="service-07", MaxRecords=100),
                    dict(StateValue="ALARM", MaxRecords=100), dict(AlarmNames=[name(4711)])] * 25:
        since = time.perf_counter()
        watch().describe_alarms(**members)
        times.append((time.perf_counter() - since) * 1000)
    plain("DescribeAlarms among them, by page, prefix, state and name, by boto3: median, p99",
          millisecond(times), "–")
    # Past the evaluations after they were put.
    time.sleep(70)
    before, since = cpu_of(cloud.process.pid), time.perf_counter()
    time.sleep(60)
    used = (cpu_of(cloud.process.pid) - before) / (time.perf_counter() - since) * 100
    plain("the local cloud that evaluates 5,000 alarms without data", f"{used:.2f} % of a core",
          "–")
    home = folder()
    starts = []
    for _ in range(5):
        terminal = Terminal([ROLLCALL, "--data", cloud.path], env={"HOME": home})
        starts.append(terminal.until([b"service-"], seconds=60))
        terminal.end()
    plain("5,000 alarms, 200 red: start to the list drawn", f"{statistics.median(starts):.0f} ms",
          "–")
    terminal = Terminal([ROLLCALL, "--data", cloud.path], env={"HOME": home})
    terminal.until([b"service-"], seconds=60)
    terminal.settle(quiet=1, seconds=5)
    os.write(terminal.master, b"\x1b")
    time.sleep(0.3)
    os.write(terminal.master, b"4z")
    terminal.settle(quiet=1, seconds=5)

    def press():
        times = []
        for index in range(400):
            # Down and up, a filter typed and taken away, the other order: each changes the screen.
            # No escape among them, after which a terminal's program waits whether more of it comes.
            key = [b"j", b"j", b"k", b"/", b"7", b"\x7f", b"\r", b"s", b"s"][index % 9]
            times.append(terminal.press(key))
            while terminal.read(0.03):
                pass
        return millisecond(times)

    plain("5,000 alarms, key to drawn (move, filter, sort): median, p99", press(), "p99 ≤ 5 ms")
    rest(terminal, 60)
    before, since = terminal.cpu(), time.perf_counter()
    rest(terminal, 60)
    share = (terminal.cpu() - before) / (time.perf_counter() - since) * 100
    plain("5,000 alarms at rest, listed at the local cloud's intervals: the dashboard",
          f"{share:.2f} % of a core, {resident_of(terminal.pid):.0f} MB", "–")
    done = threading.Event()

    def change():
        number = 0
        while not done.wait(0.1):
            turn(number * 7 % 5000, "ALARM" if number % 2 else "OK")
            number += 1

    changing = threading.Thread(target=change)
    changing.start()
    time.sleep(2)
    before, since = terminal.cpu(), time.perf_counter()
    rest(terminal, 30)
    share = (terminal.cpu() - before) / (time.perf_counter() - since) * 100
    plain("5,000 alarms, ten changing a second: the dashboard",
          f"{share:.1f} % of a core, {resident_of(terminal.pid):.0f} MB", "–")
    done.set()
    changing.join()
    terminal.end()
    cloud.end()


def rest(terminal, seconds):
    """Reads what the program writes for a while."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        terminal.read(min(1, max(0, deadline - time.perf_counter())))


def cpu_of(pid):
    """Seconds of processor time that a process has used so far, its ended threads included."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_of(pid):
    """The resident memory of a process, in MB."""
    with open(f"/proc/{pid}/status") as file:
        return int(file.read().split("VmRSS:")[1].split()[0]) / 1024


def frames():
    """Frames: processor time and bytes for a key, a log line and the whole screen, 200 × 60."""
    cloud = Cloud()
    terminal = Terminal([ROLLCALL, "--data", cloud.path], env={"HOME": folder()})
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


def resident(pid):
    """Megabytes that a process has resident now."""
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def write_log_text(path, count):
    """Writes so many lines of JSON as functions log them, 168 bytes each in the mean."""
    numbers = random.Random(1)
    levels = ["INFO"] * 97 + ["WARN"] * 2 + ["ERROR"]
    messages = ["created", "looked up", "deleted", "published CustomerCreated", "throttled, again"]
    with open(path, "w") as file:
        for index in range(count):
            file.write(json.dumps({
                "level": numbers.choice(levels), "message": numbers.choice(messages),
                "id": f"user_{numbers.randrange(10_000_000)}",
                "requestId": f"{numbers.getrandbits(128):032x}",
                "took": numbers.randrange(1000), "attempt": index % 3,
                "table": "customer_ids"}, separators=(",", ":")) + "\n")


def logs():
    """1,000,000 log events held and filtered, against lnav, and floods of them followed."""
    place = folder()
    text = place + "/text.log"
    write_log_text(text, 1_000_000)
    probe = os.path.join(os.path.dirname(ROLLCALL), "LogBenchmark")
    filters = ["user_777777", "throttled", "/user_7+1[0-9]*3\"/", "level=ERROR"]
    held = json.loads(subprocess.run(
        [probe, "hold", text, place, *filters], capture_output=True, text=True, check=True).stdout)
    terminal = Terminal(["lnav", text], env={"HOME": place})
    terminal.settle(quiet=4, seconds=60)
    whole, peers = resident(terminal.pid), []
    for command in (":filter-in user_777777", ":filter-in throttled",
                    r":filter-in user_7+1[0-9]*3\""):
        cpu = terminal.cpu()
        os.write(terminal.master, command.encode() + b"\r")
        terminal.settle(quiet=3, seconds=60)
        peers.append((terminal.cpu() - cpu) * 1000)
        os.write(terminal.master, b":reset-session\r")
        terminal.settle(quiet=2, seconds=60)
    terminal.end()
    row("1,000,000 log events held, resident (lnav)", held["after"] / 1024, whole, "MB",
        "not above lnav")
    plain("the same, taken in", f"{held['taken'] / 1000:.1f} s", "–")
    names = ["a rare substring", "a frequent substring", "a regular expression", "a field"]
    # The first screen of what is rare is all of it.
    aims = ["–", "first ≤ 50 ms", "first ≤ 200 ms", "–"]
    for name, search, peer, aim in zip(names, held["searches"], [*peers, None], aims):
        plain(f"{name} among them: first screen, all {search['passing']:,}",
              f"{search['first']:.1f} ms, {search['all']:.0f} ms", aim)
        if peer:
            row(f"{name} among them, processor time (lnav)", search["cpu"], peer, "ms", "≤ 2×")
    plain("a window of them made anew, as scrolling does", f"{held['window']:.2f} ms", "≤ 16 ms")
    shutil.rmtree(place)
    followed = json.loads(subprocess.run(
        [probe, "follow", "6000000", "100000"], capture_output=True, text=True, check=True).stdout)
    plain("100,000 log events/s for a minute from a recorded transport: shown, most behind, memory",
          f"{followed['shown']:,} of {followed['events']:,}, {followed['lag']} ms, "
          f"{followed['memory'] / 1024:.0f} MB", "all, one poll")


class Following:
    """The numbers of the flood's events in a file that grows, counted as they come."""

    PATTERN = re.compile(rb'\\"n\\":(\d+)')

    def __init__(self, path):
        self.file, self.rest, self.told = open(path, "rb"), b"", collections.Counter()

    def read(self):
        """How many different ones there are so far."""
        data = self.rest + self.file.read()
        whole, _, self.rest = data.rpartition(b"\n")
        self.told.update(int(number) for number in self.PATTERN.findall(whole))
        return len(self.told)


def tail():
    """20,000 log events a second for a minute through the local cloud, none lost or doubled.

    A follower and a dashboard read them; what the dashboard holds in the end, it saves.
    """
    cloud = Cloud()
    place = folder()
    follower = subprocess.Popen(
        [ROLLCALL, "logs", "put_customer_id", "--follow", "--json", "--data", cloud.path],
        stdout=open(place + "/followed", "wb"))
    following = Following(place + "/followed")
    terminal = Terminal([ROLLCALL, "--data", cloud.path], env={"HOME": place})
    terminal.until([b"customers-workflow-failed"])
    os.write(terminal.master, b"\x1b")
    time.sleep(0.3)
    os.write(terminal.master, b"3z")
    terminal.settle()
    stop, sent = multiprocessing.Event(), multiprocessing.Value("q", 0)
    flooding = multiprocessing.Process(target=flood, args=(cloud, sent, stop))
    begun = time.perf_counter()
    flooding.start()
    behind = 0
    while time.perf_counter() - begun < 60:
        until = time.perf_counter() + 0.5
        while time.perf_counter() < until:
            terminal.read(0.1)
        was = sent.value
        rate = was / (time.perf_counter() - begun)
        behind = max(behind, (was - following.read()) / max(1, rate))
    stop.set()
    flooding.join()
    rate = sent.value / (time.perf_counter() - begun)
    deadline = time.perf_counter() + 30
    while following.read() < sent.value and time.perf_counter() < deadline:
        terminal.read(0.5)
    terminal.settle(quiet=1, seconds=30)
    os.write(terminal.master, b"\x13")
    terminal.settle()
    os.write(terminal.master, b"\x15~/saved.jsonl\r")
    deadline = time.perf_counter() + 120
    while not os.path.exists(place + "/saved.jsonl") and time.perf_counter() < deadline:
        terminal.read(0.5)
    saved = Following(place + "/saved.jsonl")
    held = saved.read()
    follower.kill()
    terminal.end()
    cloud.end()
    plain(f"{rate:,.0f} log events/s for a minute through the local cloud, followed: missing and "
          f"doubled of {sent.value:,}, most behind",
          f"{sent.value - len(following.told)}, {sum(following.told.values()) - len(following.told)}, "
          f"{behind:.1f} s", "0, 0, one poll")
    newest = set(range(sent.value - held, sent.value))
    plain(f"the newest {held:,} of them, held by a dashboard: missing and doubled",
          f"{len(newest - set(saved.told))}, {sum(saved.told.values()) - held}", "0, 0")
    shutil.rmtree(place)


def timed(command, env):
    """(milliseconds, peak kilobytes) of one run."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return (time.perf_counter() - begun) * 1000, usage.ru_maxrss


def lookup():
    """One look-up as a command against the AWS CLI."""
    cloud = Cloud()
    env = cloud.env
    ours, theirs = [], []
    for _ in range(7):
        ours.append(timed([ROLLCALL, "get", "a", "--data", cloud.path], {}))
        theirs.append(timed(
            ["aws", "dynamodb", "get-item", "--table-name", "customer_ids", "--key",
             '{"id":{"S":"a"}}'], env))
    cloud.end()
    median = lambda figures, index: statistics.median(figure[index] for figure in figures)
    row("one look-up as a command (aws)", median(ours, 0), median(theirs, 0), "ms", "≥ 30×")
    row("its peak memory (aws)", median(ours, 1) / 1024, median(theirs, 1) / 1024, "MB", "≥ 2×")


def batch():
    """10,000 look-ups against boto3 with 50 threads."""
    cloud = Cloud("--parameter", "ApiRateLimit=1000000", "--parameter", "ApiBurstLimit=1000000")
    count = 10_000
    path = os.path.join(folder(), "ids")
    with open(path, "w") as file:
        file.writelines(f"user_{index}\n" for index in range(count))
    begun = time.perf_counter()
    done = subprocess.run([ROLLCALL, "get", "--file", path, "--json", "--data", cloud.path],
                          capture_output=True, text=True)
    ours = count / (time.perf_counter() - begun)
    assert done.stdout.count("\n") == count, done.stderr[:500]
    from concurrent.futures import ThreadPoolExecutor
    import botocore.config
    import boto3
    client = boto3.client(
        "dynamodb", endpoint_url=cloud.env["AWS_ENDPOINT_URL"], region_name="eu-central-1",
        aws_access_key_id=cloud.env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=cloud.env["AWS_SECRET_ACCESS_KEY"],
        config=botocore.config.Config(max_pool_connections=50))
    get = lambda index: client.get_item(
        TableName="customer_ids", Key={"id": {"S": f"user_{index}"}})
    begun = time.perf_counter()
    with ThreadPoolExecutor(50) as pool:
        list(pool.map(get, range(count)))
    theirs = count / (time.perf_counter() - begun)
    cloud.end()
    row("10,000 look-ups (boto3, 50 threads)", ours, theirs, "/s", "≥ 10×", lower_is_better=False)


LUA = """
wrk.method = "{method}"
wrk.body = [[{body}]]
{headers}
"""


def wrk(url, method, headers, body="", seconds=4):
    """Answers a second, 16 connections, one thread; fails where an answer is an error."""
    lines = "".join(f'wrk.headers["{name}"] = [[{value}]]\n' for name, value in headers.items())
    script = os.path.join(folder(), "wrk.lua")
    with open(script, "w") as file:
        file.write(LUA.format(method=method, body=body, headers=lines))
    output = subprocess.run(
        ["wrk", "-t1", "-c16", f"-d{seconds}s", "-s", script, url], capture_output=True,
        text=True).stdout
    assert "Non-2xx" not in output, output
    return float(output.split("Requests/sec:")[1].split()[0])


def signed(cloud, operation, body, target="DynamoDB_20120810.", service="dynamodb"):
    """The headers of one signed call of the JSON protocol, which may be sent again and again."""
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials
    request = AWSRequest("POST", cloud.env["AWS_ENDPOINT_URL"] + "/", data=body, headers={
        "X-Amz-Target": target + operation,
        "Content-Type": "application/x-amz-json-1.0"})
    SigV4Auth(Credentials(cloud.env["AWS_ACCESS_KEY_ID"], cloud.env["AWS_SECRET_ACCESS_KEY"]),
              service, "eu-central-1").add_auth(request)
    return {name: value for name, value in request.headers.items()}


def cloud():
    """The local cloud against moto's server."""
    local = Cloud("--parameter", "ApiRateLimit=1000000", "--parameter", "ApiBurstLimit=1000000")
    moto = Moto()
    moto.client("dynamodb").create_table(
        TableName="customer_ids", AttributeDefinitions=[{"AttributeName": "id",
                                                         "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST")
    get = '{"TableName":"customer_ids","Key":{"id":{"S":"a"}}}'
    put = '{"TableName":"customer_ids","Item":{"id":{"S":"a"}}}'
    theirs = {}
    for operation, body in [("GetItem", get), ("PutItem", put)]:
        headers = {"X-Amz-Target": "DynamoDB_20120810." + operation,
                   "Content-Type": "application/x-amz-json-1.0",
                   "Authorization": "AWS4-HMAC-SHA256 Credential=x/20260101/eu-central-1/dynamodb/"
                                    "aws4_request, SignedHeaders=host, Signature=x"}
        theirs[operation] = wrk(moto.url + "/", "POST", headers, body)
        ours = wrk(local.env["AWS_ENDPOINT_URL"] + "/", "POST", signed(local, operation, body),
                   body)
        aim = "≥ 30×" if operation == "GetItem" else "≥ 10×"
        row(f"signed {operation} (moto)", ours, theirs[operation], "/s", aim,
            lower_is_better=False)
    rest = wrk(local.env["ROLLCALL_API_URL"] + "/customers/a", "GET",
               {"x-api-key": local.env["ROLLCALL_API_KEY"]})
    row("REST GET through key, route and function (moto's GetItem)", rest, theirs["GetItem"],
        "/s", "≥ 30×", lower_is_better=False)
    moto.end()
    local.end()


def events():
    """1,000,000 log events of a day in ten groups: taken in, the newest page, an hour of a group."""
    local = Cloud()
    address = urllib.parse.urlsplit(local.env["AWS_ENDPOINT_URL"])
    newest = int(time.time() * 1000)

    def order(operation, **members):
        body = json.dumps(members)
        return body, signed(local, operation, body, "Logs_20140328.", "logs")

    def call(connection, body, headers):
        connection.request("POST", "/", body, headers)
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return text

    connection = http.client.HTTPConnection(address.hostname, address.port)
    batches, step = [[], []], 86_400_000 // 100_000
    for group in range(10):
        name = dict(logGroupName=f"/bench/{group}")
        call(connection, *order("CreateLogGroup", **name))
        call(connection, *order("CreateLogStream", **name, logStreamName="s"))
        for batch in range(10):
            first = newest - 86_000_000 + batch * 10_000 * step
            batches[batch % 2].append(order("PutLogEvents", **name, logStreamName="s", logEvents=[
                {"timestamp": first + index * step, "message":
                 f'{{"level":"INFO","requestId":"r{batch * 10_000 + index}","message":"checked"}}'}
                for index in range(10_000)]))

    def send(orders):
        lane = http.client.HTTPConnection(address.hostname, address.port)
        for one in orders:
            call(lane, *one)

    lanes = [multiprocessing.Process(target=send, args=(lane,)) for lane in batches]
    begun = time.perf_counter()
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    plain("1,000,000 log events taken in, durable",
          f"{1_000_000 / (time.perf_counter() - begun):,.0f} /s", "≥ 100,000 /s")
    for what, aim, one in [
        ("newest page of a stream, 100 events", "≤ 5 ms", order(
            "GetLogEvents", logGroupName="/bench/3", logStreamName="s", limit=100)),
        ("an hour of one group of 100,000 events a day", "≤ 20 ms", order(
            "FilterLogEvents", logGroupName="/bench/3", startTime=newest - 8 * 3_600_000,
            endTime=newest - 7 * 3_600_000)),
    ]:
        times = []
        for _ in range(20):
            begun = time.perf_counter()
            answer = call(connection, *one)
            times.append((time.perf_counter() - begun) * 1000)
        count = len(json.loads(answer)["events"])
        plain(f"{what}: {count:,} events in {len(answer):,} bytes",
              f"{statistics.median(times):.1f} ms", aim)
    local.end()


def burst():
    """A burst of 2,000 PUTs: how long until the last of their workflow runs has ended."""
    local = Cloud("--parameter", "ApiRateLimit=1000000", "--parameter", "ApiBurstLimit=1000000")
    path = os.path.join(folder(), "ids")
    with open(path, "w") as file:
        file.writelines(f"burst_{index}\n" for index in range(2000))
    begun = time.perf_counter()
    subprocess.run([ROLLCALL, "put", "--file", path, "--json", "--data", local.path],
                   stdout=subprocess.DEVNULL)
    sent = time.perf_counter()
    states = local.client("stepfunctions")
    arn = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
    count = 0
    while count < 2000 and time.perf_counter() - sent < 60:
        pages = states.get_paginator("list_executions").paginate(
            stateMachineArn=arn, statusFilter="SUCCEEDED", maxResults=1000)
        count = sum(len(page["executions"]) for page in pages)
    plain("2,000 PUTs: all sent after, last workflow run ended after the last PUT",
          f"{sent - begun:.1f} s, {time.perf_counter() - sent:.1f} s ({count} runs)", "≤ 10 s")
    local.end()


DEFINITION = json.dumps({"StartAt": "Put", "States": {
    "Put": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:putItem", "Parameters": {
        "TableName": "runs", "Item": {"id": {"S.$": "$.id"}}}, "ResultPath": "$.put",
        "Next": "Get"},
    "Get": {"Type": "Task", "Resource": "arn:aws:states:::dynamodb:getItem", "Parameters": {
        "TableName": "runs", "Key": {"id": {"S.$": "$.id"}}}, "ResultPath": "$.got", "End": True},
}})


def runs_a_second(place, count):
    dynamodb, states = place.client("dynamodb"), place.client("stepfunctions")
    dynamodb.create_table(
        TableName="runs", AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}], BillingMode="PAY_PER_REQUEST")
    arn = states.create_state_machine(
        name="bench", definition=DEFINITION,
        roleArn="arn:aws:iam::000000000000:role/bench")["stateMachineArn"]
    from concurrent.futures import ThreadPoolExecutor
    begun = time.perf_counter()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda index: states.start_execution(
            stateMachineArn=arn, name=f"r{index}", input=json.dumps({"id": f"r{index}"})),
            range(count)))
    done = 0
    while done < count and time.perf_counter() - begun < 90:
        pages = states.get_paginator("list_executions").paginate(
            stateMachineArn=arn, statusFilter="SUCCEEDED", maxResults=1000)
        done = sum(len(page["executions"]) for page in pages)
    return done / (time.perf_counter() - begun)


def workflow():
    """Workflow runs a second against moto, one definition with DynamoDB tasks on both.

    moto 5.2.1 fails each start after the first; MOTO_PROGRAM names a server with that mended.
    """
    local = Cloud()
    ours = runs_a_second(local, 2000)
    local.end()
    moto = Moto()
    try:
        moto.run_workflows()
        theirs = runs_a_second(moto, 100)
    finally:
        moto.end()
    row("workflow runs, started by boto3 (moto)", ours, theirs, "/s", "≥ 20×",
        lower_is_better=False)


def ready():
    """The local cloud ready against moto's import."""
    path = folder()
    Cloud(path=path).end()
    ours, first, theirs = [], [], []
    for _ in range(7):
        cloud = Cloud(path=path)
        ours.append(cloud.ready)
        cloud.end()
        new = Cloud()
        first.append(new.ready)
        new.end()
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import moto.server"], check=True)
        theirs.append((time.perf_counter() - begun) * 1000)
    row("local cloud ready, known folder (import of moto.server)", statistics.median(ours),
        statistics.median(theirs), "ms", "≥ 20×")
    row("local cloud ready, new folder (import of moto.server)", statistics.median(first),
        statistics.median(theirs), "ms", "–")


def idle():
    """Idle for a minute: processor time, wake-ups and bytes; the cloud is another process."""
    cloud = Cloud()
    port = cloud.env["AWS_ENDPOINT_URL"]
    for name, command, env in [
        ("AWS's intervals", [ROLLCALL, "--endpoint-url", port, "--api-url",
                             cloud.env["ROLLCALL_API_URL"], "--region", "eu-central-1"],
         cloud.env | {"XDG_DATA_HOME": folder(), "HOME": folder()}),
        ("the local cloud's intervals", [ROLLCALL, "--data", cloud.path], {"HOME": folder()}),
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


PYTHON_FUNCTION = """
import json, os, urllib.request
import boto3
table = boto3.client("dynamodb")
root = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/2018-06-01/runtime/invocation/"
while True:
    with urllib.request.urlopen(root + "next") as answer:
        invocation = answer.headers["Lambda-Runtime-Aws-Request-Id"]
        event = json.load(answer)
    found = table.get_item(TableName="customer_ids", Key={"id": {"S": event["id"]}})
    result = json.dumps({"id": event["id"], "exists": "Item" in found}).encode()
    urllib.request.urlopen(urllib.request.Request(
        root + invocation + "/response", data=result, method="POST"))
"""


class Sandbox:
    """Lambda's Runtime API for one invocation, and DynamoDB beside it, on one port."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self, process):
        """Answers until the function has answered; when it did, and its peak memory in MB."""
        while True:
            connection, _ = self.listener.accept()
            with connection, connection.makefile("rb") as stream:
                words = stream.readline().split()
                if not words:
                    continue
                path = words[1].decode()
                length = 0
                while (line := stream.readline().strip()):
                    if line.lower().startswith(b"content-length:"):
                        length = int(line.split(b":")[1])
                stream.read(length)
                if path.endswith("/response"):
                    ended = time.perf_counter()
                    status = open(f"/proc/{process.pid}/status").read()
                    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
                    connection.sendall(b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
                    return ended, peak
                body = b'{"id":"x"}' if path.endswith("/next") else b'{"Item":{"id":{"S":"x"}}}'
                connection.sendall(
                    b"HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: r\r\n"
                    b"Content-Type: application/x-amz-json-1.0\r\nConnection: close\r\n"
                    b"Content-Length: %d\r\n\r\n" % len(body) + body)


def coldstart():
    """A function from the start of its process to its first answer, with one GetItem in it."""
    program = os.environ.get("BOOTSTRAP") or os.path.join(
        os.path.dirname(__file__), "../../.build-bootstrap/release/bootstrap")
    sandbox = Sandbox()
    env = KEYS | dict(PATH=os.environ["PATH"], _HANDLER="validate_exists",
                      TABLE_NAME="customer_ids", AWS_LAMBDA_RUNTIME_API=sandbox.address,
                      AWS_ENDPOINT_URL=f"http://{sandbox.address}")
    times, peaks = ([], []), ([], [])
    for _ in range(15):
        for index, command in enumerate([[program], [sys.executable, "-c", PYTHON_FUNCTION]]):
            begun = time.perf_counter()
            process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
            ended, peak = sandbox.serve(process)
            process.kill()
            process.wait()
            times[index].append((ended - begun) * 1000)
            peaks[index].append(peak)
    row("cold start of a function to its first answer (Python 3.11 with a boto3 client)",
        statistics.median(times[0]), statistics.median(times[1]), "ms", "≤ 1/15")
    row("its peak memory (the same)",
        statistics.median(peaks[0]), statistics.median(peaks[1]), "MB", "≤ 1/2")


def reason():
    """From a red alarm to the lines of the request that failed: with one key, and as a command."""
    cloud = Cloud()

    def run(*arguments):
        return subprocess.run([ROLLCALL, *arguments, "--data", cloud.path], capture_output=True,
                              text=True).stdout

    run("fault", "insert_id", "--error")
    run("fault", "get_customer_id", "--error")
    run("submit", "boom", "--wait")
    run("get", "boom")
    subjects = [("a function", "lambda-errors-insert_id"),
                ("the workflow", "customers-workflow-failed"),
                ("the API's 5XX", "customer-ids-api-5xx")]
    deadline = time.perf_counter() + 90
    names = [name for _, name in subjects]
    while any(alarm["state"] != "ALARM" for alarm in json.loads(run("alarms", *names, "--json"))):
        if time.perf_counter() > deadline:
            raise SystemExit("the alarms stay as they are")
        time.sleep(0.5)
    for what, name in subjects:
        terminal = Terminal([ROLLCALL, "--data", cloud.path], env={"HOME": folder()})
        terminal.until([name.encode()])
        os.write(terminal.master, b"\x1b")
        terminal.settle()
        os.write(terminal.master, b"4/" + name.encode() + b"\r")
        times = []
        for _ in range(15):
            terminal.settle()
            terminal.text = b""
            begun = time.perf_counter()
            os.write(terminal.master, b"x")
            # The line of the function that failed is the last thing that is found.
            while b"errorType=InjectedFault" not in terminal.plain():
                if not terminal.read(5):
                    raise SystemExit(f"no reason in {terminal.text[-300:]!r}")
            times.append((time.perf_counter() - begun) * 1000)
            os.write(terminal.master, b"\x1b")
            time.sleep(0.2)
        terminal.end()
        times.sort()
        plain(f"red alarm of {what} to the lines of the failed request, one key: median, worst of "
              "15", f"{statistics.median(times):.0f} ms, {times[-1]:.0f} ms",
              "≤ 300 ms, at most three keys")
    times = []
    for _ in range(5):
        for _, name in subjects:
            begun = time.perf_counter()
            assert "errorType=InjectedFault" in run("explain", name)
            times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    plain("the same as a command, from its start to its end: median, worst of 15",
          f"{statistics.median(times):.0f} ms, {times[-1]:.0f} ms", "≤ 300 ms")
    cloud.end()


ALL = [
    start, keys, alarms, frames, logs, tail, reason, lookup, batch, cloud, events, burst, workflow,
    ready, coldstart, idle]

if __name__ == "__main__":
    ROLLCALL = os.path.abspath(sys.argv[1])
    wanted = sys.argv[2:]
    unknown = set(wanted) - {benchmark.__name__ for benchmark in ALL}
    if unknown:
        raise SystemExit(f"there is no benchmark {', '.join(sorted(unknown))}")
    print("| what (peer) | rollcall | peer | ratio | aim |\n|---|---|---|---|---|")
    for benchmark in ALL:
        if not wanted or benchmark.__name__ in wanted:
            try:
                benchmark()
            except Exception as error:
                print(f"| {benchmark.__doc__.splitlines()[0]} | failed: {error!r:.300} | | | |", flush=True)
