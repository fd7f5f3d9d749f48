"""Alarms, and the way from a red one to its reason."""
import json
import os
import statistics
import subprocess
import time

import servers
from processes import cpu_of, resident_of
from report import plain
from servers import Cloud, folder
from terminal import Terminal


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
        terminal = Terminal([servers.ROLLCALL, "--data", cloud.path], env={"HOME": home})
        starts.append(terminal.until([b"service-"], seconds=60))
        terminal.end()
    plain("5,000 alarms, 200 red: start to the list drawn", f"{statistics.median(starts):.0f} ms",
          "–")
    terminal = Terminal([servers.ROLLCALL, "--data", cloud.path], env={"HOME": home})
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
    terminal.rest(60)
    before, since = terminal.cpu(), time.perf_counter()
    terminal.rest(60)
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
    terminal.rest(30)
    share = (terminal.cpu() - before) / (time.perf_counter() - since) * 100
    plain("5,000 alarms, ten changing a second: the dashboard",
          f"{share:.1f} % of a core, {resident_of(terminal.pid):.0f} MB", "–")
    done.set()
    changing.join()
    terminal.end()
    cloud.end()


def reason():
    """From a red alarm to the lines of the request that failed: with one key, and as a command."""
    cloud = Cloud()

    def run(*arguments):
        return subprocess.run([servers.ROLLCALL, *arguments, "--data", cloud.path], capture_output=True,
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
        terminal = Terminal([servers.ROLLCALL, "--data", cloud.path], env={"HOME": folder()})
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
