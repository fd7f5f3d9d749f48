"""Single commands."""
import os
import statistics
import subprocess
import time

import servers
from processes import timed
from report import row
from servers import Cloud, folder


def lookup():
    """One look-up as a command against the AWS CLI."""
    cloud = Cloud()
    env = cloud.env
    ours, theirs = [], []
    for _ in range(7):
        ours.append(timed([servers.ROLLCALL, "get", "a", "--data", cloud.path], {}))
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
    done = subprocess.run([servers.ROLLCALL, "get", "--file", path, "--json", "--data", cloud.path],
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
