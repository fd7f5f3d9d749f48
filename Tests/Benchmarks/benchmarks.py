"""Measures rollcall against its peers, in one run, and prints Markdown rows.

Usage: benchmarks.py PATH_OF_RELEASE_ROLLCALL [NAME …]

Needs boto3, awscli and moto[server] from pip, and btop, htop, lnav and wrk from apt. Each figure is
a median; a peer is measured in turn with rollcall, so that both see the same machine.
"""
import os
import sys

import servers
from commands import batch, lookup
from incidents import alarms, reason
from logs import events, logs, tail
from screen import frames, idle, keys, start
from services import burst, cloud, coldstart, ready, workflow
from soak import outage, soak

ALL = [
    start, keys, alarms, frames, logs, tail, reason, lookup, batch, cloud, events, burst, workflow,
    ready, coldstart, idle, soak, outage]

if __name__ == "__main__":
    servers.ROLLCALL = os.path.abspath(sys.argv[1])
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
