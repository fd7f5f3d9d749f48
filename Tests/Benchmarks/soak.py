"""Long runs: eight hours' worth of log events, and ten minutes without a network."""
import multiprocessing
import os
import re
import shutil
import statistics
import subprocess
import time

import servers
from logs import Following, flood, save_log
from processes import files_of, resident_of, threads_of
from proxy import Proxy
from report import plain
from servers import Cloud, folder
from terminal import Terminal

# Two hundred events a second for eight hours.
EIGHT_HOURS = 200 * 8 * 3600
# When the dashboard holds all that it ever does: 1,000,000 events, and the ids of 2,000,000.
FULL = 2_200_000
# Where a person looks in the meantime, and back; the pane of the logs is zoomed.
WAYS = [[b"0"], [b"\x1b", b"4"], [b"\x1b", b"3"], [b"k", b"k", b"k"], [b"G"],
        [b"/", b"level:error\r"], [b"\x1b"], [b"f"], [b"f"]]


def press(terminal, *keys):
    """Presses keys one after the other; Escape needs a moment before it is one by itself."""
    for key in keys:
        os.write(terminal.master, key)
        time.sleep(0.1)


def soak():
    """Eight hours' worth of events, 20,000 a second, past a dashboard that somebody uses."""
    cloud = Cloud()
    home = folder()
    terminal = Terminal([servers.ROLLCALL, "--data", cloud.path], env={"HOME": home})
    terminal.until([b"customers-workflow-failed"])
    press(terminal, b"\x1b", b"3", b"z")
    terminal.settle()
    stop, sent = multiprocessing.Event(), multiprocessing.Value("q", 0)
    flooding = multiprocessing.Process(target=flood, args=(cloud, sent, stop))
    begun = time.perf_counter()
    flooding.start()
    samples = []
    while sent.value < EIGHT_HOURS and time.perf_counter() - begun < 1200:
        press(terminal, *WAYS[len(samples) % len(WAYS)])
        terminal.rest(2)
        samples.append((sent.value, resident_of(terminal.pid), resident_of(cloud.process.pid),
                        files_of(terminal.pid), threads_of(terminal.pid)))
    took = time.perf_counter() - begun
    stop.set()
    flooding.join()
    press(terminal, b"\x1b", b"\x1b", b"3", b"G")
    terminal.settle(quiet=2, seconds=60)
    saved = save_log(terminal, home)
    full = [sample for sample in samples if sample[0] >= FULL]
    third = len(full) // 3
    for what, index in [("the dashboard", 1), ("the local cloud", 2)]:
        first, last = (statistics.median(sample[index] for sample in part)
                       for part in (full[:third], full[-third:]))
        plain(f"{sent.value:,} log events in {took:.0f} s: memory of {what} from the time it was "
              "full: median of the first and of the last third, peak",
              f"{first:.1f} MB, {last:.1f} MB, {max(sample[index] for sample in full):.1f} MB",
              "flat")
    (names, size), (names_then, size_then) = full[-1][3], full[0][3]
    plain("its open files and threads, the bytes of those without a name: then and at the end",
          f"{names_then} and {full[0][4]}, {size_then / 1e6:.0f} MB; "
          f"{names} and {full[-1][4]}, {size / 1e6:.0f} MB", "flat")
    held = saved.read()
    newest = set(range(sent.value - held, sent.value))
    plain(f"the newest {held:,} of them, held by the dashboard: missing, doubled",
          f"{len(newest - set(saved.told))}, {sum(saved.told.values()) - held}", "0, 0")
    terminal.end()
    cloud.end()
    shutil.rmtree(home)


def outage():
    """Ten minutes without a network, while the backend works on."""
    minutes = float(os.environ.get("OUTAGE_MINUTES", "10"))
    cloud = Cloud()
    home = folder()
    direct = cloud.env
    address = direct["AWS_ENDPOINT_URL"]
    proxy = Proxy(int(address.rsplit(":", 1)[1]))
    behind = {name: value.replace(address, proxy.url) for name, value in direct.items()}
    command = [servers.ROLLCALL, "--endpoint-url", proxy.url, "--api-url",
               behind["ROLLCALL_API_URL"], "--region", "eu-central-1"]
    env = behind | {"HOME": home, "XDG_DATA_HOME": folder()}
    follower = subprocess.Popen(
        [servers.ROLLCALL, "logs", "put_customer_id", "--follow", "--json", "--endpoint-url",
         proxy.url, "--region", "eu-central-1"],
        env=os.environ | env, stdout=open(home + "/followed", "wb"))
    followed = Following(home + "/followed")
    terminal = Terminal(command, env=env)
    terminal.until([b"customers-workflow-failed"])
    logs = cloud.client("logs")
    group = "/aws/lambda/put_customer_id"
    logs.create_log_stream(logGroupName=group, logStreamName="outage")
    sent = 0

    def write(count):
        nonlocal sent
        logs.put_log_events(logGroupName=group, logStreamName="outage", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": f'{{"level":"INFO","n":{sent + i}}}'}
            for i in range(count)])
        sent += count

    def put(name):
        subprocess.run([servers.ROLLCALL, "put", name, "--data", cloud.path], check=True,
                       capture_output=True)

    press(terminal, b"\x1b", b"3", b"z")
    for _ in range(10):
        write(10)
        terminal.rest(1)
    memory = resident_of(terminal.pid)
    proxy.stop()
    begun = time.perf_counter()
    presses, said, cpu, wakeups = [], 0, terminal.cpu(), terminal.wakeups()
    while time.perf_counter() - begun < minutes * 60:
        write(20)
        put(f"outage_{sent}")
        terminal.settle(quiet=0.05, seconds=1)
        presses.append(terminal.press(b"G" if len(presses) % 2 else b"k"))
        terminal.rest(2)
        terminal.text = b""
        os.write(terminal.master, b"\x0c")
        terminal.rest(0.5)
        shown = terminal.plain()
        said += b"cannot reach" in shown and re.search(rb"data <?\d+ [smh]", shown) is not None
    share = (terminal.cpu() - cpu) / (time.perf_counter() - begun) * 100
    wakeups = (terminal.wakeups() - wakeups) / (time.perf_counter() - begun)
    grown = resident_of(terminal.pid) - memory
    presses.sort()
    proxy.start()
    back = time.perf_counter()
    while len(followed.told) < sent and time.perf_counter() - back < 120:
        terminal.rest(0.1)
        followed.read()
    fresh = time.perf_counter() - back
    os.write(terminal.master, b"G")
    terminal.settle(quiet=2, seconds=60)
    terminal.text = b""
    os.write(terminal.master, b"\x0c")
    terminal.rest(1)
    healed = b"cannot reach" not in terminal.plain()
    saved = save_log(terminal, home)
    begun = time.perf_counter()
    os.write(terminal.master, b"q")
    _, status = os.waitpid(terminal.pid, 0)
    quit_took = (time.perf_counter() - begun) * 1000
    follower.kill()
    follower.wait()
    numbers = set(range(sent))
    plain(f"{minutes:g} minutes without a network: key to drawn, median and p99 of "
          f"{len(presses)}",
          f"{statistics.median(presses):.1f} ms, {presses[int(len(presses) * .99)]:.1f} ms",
          "p99 ≤ 5 ms")
    plain("the same: screens that say what is wrong and how old the data is",
          f"{said} of {len(presses)}", "all")
    plain("the same: processor time and wake-ups with those keys, growth of memory",
          f"{share:.1f} % of a core, {wakeups:.0f} a second, {grown:.1f} MB", "–")
    plain(f"the network's return to all {sent:,} events followed; the trouble is gone",
          f"{fresh:.1f} s; {'yes' if healed else 'no'}", "by itself")
    for what, told in [("followed", followed), ("held by the dashboard", saved)]:
        told.read()
        plain(f"the events {what}: missing, doubled",
              f"{len(numbers - set(told.told))}, {sum(told.told.values()) - len(told.told)}", "0, 0")
    plain("`q` to the end", f"{quit_took:.0f} ms, status {status}", "at once, 0")
    os.close(terminal.master)
    proxy.stop()
    cloud.end()
    shutil.rmtree(home)
