"""What other processes take of the machine."""
import os
import subprocess
import time


def cpu_of(pid):
    """Seconds of processor time that a process has used so far, its ended threads included."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_of(pid):
    """Megabytes that a process has resident now."""
    with open(f"/proc/{pid}/status") as file:
        return int(file.read().split("VmRSS:")[1].split()[0]) / 1024


def timed(command, env):
    """(milliseconds, peak kilobytes) of one run."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | env, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    return (time.perf_counter() - begun) * 1000, usage.ru_maxrss


def threads_of(pid):
    """How many threads a process has."""
    return len(os.listdir(f"/proc/{pid}/task"))


def files_of(pid):
    """How many files a process has open, and the bytes of those that have no name any more."""
    count = size = 0
    for descriptor in os.listdir(f"/proc/{pid}/fd"):
        path = f"/proc/{pid}/fd/{descriptor}"
        count += 1
        if os.readlink(path).endswith("(deleted)"):
            size += os.stat(path).st_blocks * 512
    return count, size
