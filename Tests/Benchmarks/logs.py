"""Log events: held, searched, followed, taken in."""
import collections
import http.client
import json
import multiprocessing
import os
import random
import re
import shutil
import statistics
import subprocess
import time
import urllib.parse

import servers
from processes import resident_of
from report import plain, row
from servers import Cloud, folder
from services import signed
from terminal import Terminal


def flood(cloud, sent, stop):
    """Writes log events into one group, 20,000 a second where that can be kept up."""
    # A session of its own, which the kernel gives its own share of time: who writes log events is
    # on another machine, or at least not in the terminal that is timed.
    os.setsid()
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
    probe = os.path.join(os.path.dirname(servers.ROLLCALL), "LogBenchmark")
    filters = ["user_777777", "throttled", "/user_7+1[0-9]*3\"/", "level=ERROR"]
    held = json.loads(subprocess.run(
        [probe, "hold", text, place, *filters], capture_output=True, text=True, check=True).stdout)
    terminal = Terminal(["lnav", text], env={"HOME": place})
    terminal.work_off()
    whole, peers = resident_of(terminal.pid), []
    for command in (":filter-in user_777777", ":filter-in throttled",
                    r":filter-in user_7+1[0-9]*3\""):
        cpu = terminal.cpu()
        os.write(terminal.master, command.encode() + b"\r")
        terminal.work_off()
        peers.append((terminal.cpu() - cpu) * 1000)
        os.write(terminal.master, b":reset-session\r")
        terminal.work_off()
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


def save_log(terminal, place):
    """Has a dashboard save the log that it holds into a folder, and reads the file."""
    os.write(terminal.master, b"\x13")
    terminal.settle()
    path = place + "/saved.jsonl"
    os.write(terminal.master, b"\x15" + path.encode() + b"\r")
    deadline = time.perf_counter() + 120
    while not os.path.exists(path) and time.perf_counter() < deadline:
        terminal.read(0.5)
    return Following(path)


def tail():
    """20,000 log events a second for a minute through the local cloud, none lost or doubled.

    A follower and a dashboard read them; what the dashboard holds in the end, it saves.
    """
    cloud = Cloud()
    place = folder()
    follower = subprocess.Popen(
        [servers.ROLLCALL, "logs", "put_customer_id", "--follow", "--json", "--data", cloud.path],
        stdout=open(place + "/followed", "wb"))
    following = Following(place + "/followed")
    terminal = Terminal([servers.ROLLCALL, "--data", cloud.path], env={"HOME": place})
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
    saved = save_log(terminal, place)
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
