"""The local cloud and moto, started in the background."""
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request


# The program that is measured, as benchmarks.py is told it.
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
            [ROLLCALL, "local", "--data", self.path, *arguments], stdout=subprocess.PIPE, text=True,
            start_new_session=True)
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
