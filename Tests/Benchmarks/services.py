"""The services of the local cloud."""
import json
import os
import socket
import statistics
import subprocess
import sys
import time

import servers
from report import plain, row
from servers import Cloud, KEYS, Moto, folder


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


def burst():
    """A burst of 2,000 PUTs: how long until the last of their workflow runs has ended."""
    local = Cloud("--parameter", "ApiRateLimit=1000000", "--parameter", "ApiBurstLimit=1000000")
    path = os.path.join(folder(), "ids")
    with open(path, "w") as file:
        file.writelines(f"burst_{index}\n" for index in range(2000))
    begun = time.perf_counter()
    subprocess.run([servers.ROLLCALL, "put", "--file", path, "--json", "--data", local.path],
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
