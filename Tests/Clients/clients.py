"""Drives the local cloud with clients that know nothing of this project: boto3, the AWS CLI, HTTP.

Usage: clients.py PATH_OF_ROLLCALL [unittest options]
"""
import http.client
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

import boto3
import botocore.config
import botocore.exceptions

ROLLCALL = None
CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET,PUT,DELETE,OPTIONS,POST",
    "access-control-allow-headers":
        "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
}


class Cloud:
    """A local cloud in a folder of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="rollcall-clients-")
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [ROLLCALL, "local", "--data", self.folder], stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("ready http://127.0.0.1:"):
            raise RuntimeError(f"no ready line but {line!r}")
        exports = subprocess.run(
            [ROLLCALL, "env", "--data", self.folder], capture_output=True, text=True, check=True)
        self.env = dict(
            row.removeprefix("export ").split("=", 1) for row in exports.stdout.splitlines())
        self.env = {name: value.strip("'\"") for name, value in self.env.items()}

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def client(self, service, **changes):
        arguments = dict(
            endpoint_url=self.env["AWS_ENDPOINT_URL"], region_name=self.env["AWS_REGION"],
            aws_access_key_id=self.env["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=self.env["AWS_SECRET_ACCESS_KEY"],
            config=botocore.config.Config(retries={"max_attempts": 0}))
        return boto3.client(service, **(arguments | changes))

    def rest(self, method, path, headers=None, body=None, key=True):
        """One call of the REST API: (status, headers, JSON or None)."""
        url = urllib.parse.urlsplit(self.env["ROLLCALL_API_URL"])
        connection = http.client.HTTPConnection(url.hostname, url.port, timeout=30)
        headers = dict(headers or {})
        if key is True:
            headers["x-api-key"] = self.env["ROLLCALL_API_KEY"]
        elif key:
            headers["x-api-key"] = key
        connection.request(method, url.path + path, body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        found = {name.lower(): value for name, value in answer.getheaders()}
        connection.close()
        return answer.status, found, json.loads(text) if text else None

    def command(self, *arguments):
        return subprocess.run(
            [ROLLCALL, *arguments, "--data", self.folder], capture_output=True, text=True)


def until(condition, seconds=10):
    """Polls until the condition gives something true, and returns it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s")


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.cloud = Cloud()

    @classmethod
    def tearDownClass(cls):
        cls.cloud.kill()

    def assert_answer(self, answer, status, body):
        self.assertEqual((answer[0], answer[2]), (status, body))
        self.assertEqual({name: answer[1].get(name) for name in CORS}, CORS)
        self.assertTrue(answer[1].get("x-amzn-requestid"))

    def test_the_rest_contract(self):
        rest = self.cloud.rest
        self.assert_answer(rest("GET", "/customers/rest-1"), 200, {"id": "rest-1", "exists": False})
        self.assert_answer(
            rest("PUT", "/customers/rest-1"), 201, {"id": "rest-1", "message": "created"})
        self.assert_answer(
            rest("PUT", "/customers/rest-1"), 409, {"id": "rest-1", "error": "id already exists"})
        self.assert_answer(rest("GET", "/customers/rest-1"), 200, {"id": "rest-1", "exists": True})
        self.assert_answer(
            rest("DELETE", "/customers/rest-1"), 200, {"id": "rest-1", "message": "deleted"})
        self.assert_answer(
            rest("DELETE", "/customers/rest-1"), 404, {"id": "rest-1", "error": "id not found"})

    def test_what_the_gateway_refuses(self):
        rest = self.cloud.rest
        self.assert_answer(
            rest("GET", "/customers/a", key=False), 403, {"message": "Forbidden"})
        self.assert_answer(
            rest("GET", "/customers/a", key="wrong"), 403, {"message": "Forbidden"})
        self.assert_answer(rest("GET", "/customer/a"), 404, {"message": "Not Found"})
        self.assert_answer(rest("PATCH", "/customers/a"), 404, {"message": "Not Found"})
        status, headers, _ = rest("OPTIONS", "/customers/a", key=False, headers={
            "Origin": "http://localhost:5173", "Access-Control-Request-Method": "PUT",
            "Access-Control-Request-Headers": "content-type,x-api-key"})
        self.assertEqual(status, 200)
        self.assertEqual({name: headers.get(name) for name in CORS}, CORS)

    def test_bodies(self):
        put = lambda body, kind="application/json": self.cloud.rest(
            "PUT", "/customers/body-1", headers={"Content-Type": kind}, body=body)
        self.assertEqual(put("nonsense")[0], 400)
        self.assertEqual(put("[1]")[0], 400)
        self.assertEqual(put("{}", "text/plain")[0], 415)
        self.assertEqual(put(b"{" + b" " * 11_000_000 + b"}")[0], 413)
        self.assertEqual(put("{}")[0], 201)
        self.assertEqual(
            self.cloud.rest("POST", "/workflow/submit", body="[]",
                            headers={"Content-Type": "application/json"})[0], 400)

    def test_ids_of_every_kind(self):
        for text in ["a/b", "a%2Fb", "50%", "a+b", "a b", "😀", "é", "..", ".", "x" * 2048, "日本"]:
            path = "/customers/" + urllib.parse.quote(text, safe="").replace(".", "%2E")
            with self.subTest(text[:20]):
                self.assert_answer(
                    self.cloud.rest("PUT", path), 201, {"id": text, "message": "created"})
                self.assert_answer(self.cloud.rest("GET", path), 200, {"id": text, "exists": True})
                self.assert_answer(
                    self.cloud.rest("DELETE", path), 200, {"id": text, "message": "deleted"})

    def test_invalid_ids(self):
        for text in ["%20", "%20x", "x%20", "%00", "a%0Ab", "%7F", "x" * 2049, "x" * 3000, "%FF"]:
            for method in ["PUT", "GET", "DELETE"]:
                with self.subTest(text=text[:20], method=method):
                    status, _, body = self.cloud.rest(method, "/customers/" + text)
                    self.assertEqual(status, 400)
                    self.assertIn("error", body)

    def test_a_workflow_run_inserts_and_then_reports_that_it_exists(self):
        states = self.cloud.client("stepfunctions")
        outputs = []
        for _ in range(2):
            status, _, body = self.cloud.rest(
                "POST", "/workflow/submit", body=json.dumps({"id": "sfn-101"}),
                headers={"Content-Type": "application/json"})
            self.assertEqual(status, 202)
            arn = body["executionArn"]
            run = until(lambda: (found := states.describe_execution(executionArn=arn))
                        ["status"] != "RUNNING" and found)
            outputs.append(json.loads(run["output"]))
        self.assertEqual(outputs, [
            {"id": "sfn-101", "result": "Inserted"}, {"id": "sfn-101", "result": "AlreadyExists"}])
        history = states.get_execution_history(executionArn=arn)["events"]
        self.assertEqual(history[0]["type"], "ExecutionStarted")
        self.assertEqual(history[-1]["type"], "ExecutionSucceeded")
        self.assertEqual([event["id"] for event in history], list(range(1, len(history) + 1)))
        listed = states.list_executions(
            stateMachineArn=states.list_state_machines()["stateMachines"][0]["stateMachineArn"])
        self.assertIn(arn, [run["executionArn"] for run in listed["executions"]])

    def test_boto3_reads_every_service(self):
        self.cloud.rest("PUT", "/customers/boto-1")
        item = self.cloud.client("dynamodb").get_item(
            TableName="customer_ids", Key={"id": {"S": "boto-1"}})
        self.assertEqual(item["Item"], {"id": {"S": "boto-1"}})
        logs = self.cloud.client("logs")
        group = "/aws/lambda/put_customer_id"
        messages = until(lambda: [
            event["message"] for event in logs.filter_log_events(logGroupName=group)["events"]
            if '"boto-1"' in event["message"]])
        self.assertTrue(all(json.loads(message)["function"] == "put_customer_id"
                            for message in messages))
        alarms = self.cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
        self.assertEqual(len(alarms), 9)
        self.assertEqual(
            {rule["Name"] for rule in self.cloud.client("events").list_rules()["Rules"]},
            {"customer-scan-schedule", "customer-created-to-sfn"})
        topics = self.cloud.client("sns").list_topics()["Topics"]
        self.assertEqual([topic["TopicArn"].rsplit(":", 1)[1] for topic in topics], ["alerts"])
        self.assertEqual(self.cloud.client("sts").get_caller_identity()["Account"], "000000000000")

    def test_dynamodb_errors_have_their_own_codes(self):
        dynamodb = self.cloud.client("dynamodb")
        with self.assertRaises(dynamodb.exceptions.ResourceNotFoundException):
            dynamodb.get_item(TableName="nothing", Key={"id": {"S": "x"}})
        dynamodb.put_item(TableName="customer_ids", Item={"id": {"S": "once"}})
        with self.assertRaises(dynamodb.exceptions.ConditionalCheckFailedException):
            dynamodb.put_item(TableName="customer_ids", Item={"id": {"S": "once"}},
                              ConditionExpression="attribute_not_exists(id)")

    def test_signatures_are_verified(self):
        for changes in [{"aws_secret_access_key": "wrong"}, {"aws_access_key_id": "AKIDWRONG"}]:
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                self.cloud.client("dynamodb", **changes).list_tables()
            self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 403
                             if "aws_access_key_id" not in changes else
                             caught.exception.response["ResponseMetadata"]["HTTPStatusCode"])
        url = urllib.parse.urlsplit(self.cloud.env["AWS_ENDPOINT_URL"])
        connection = http.client.HTTPConnection(url.hostname, url.port)
        connection.request("POST", "/", body="{}", headers={
            "X-Amz-Target": "DynamoDB_20120810.ListTables",
            "Content-Type": "application/x-amz-json-1.0"})
        self.assertGreaterEqual(connection.getresponse().status, 400)
        connection.close()

    def test_the_aws_cli(self):
        env = os.environ | self.cloud.env
        self.cloud.rest("PUT", "/customers/cli-1")
        calls = [
            ["dynamodb", "get-item", "--table-name", "customer_ids",
             "--key", '{"id":{"S":"cli-1"}}'],
            ["stepfunctions", "list-executions", "--state-machine-arn",
             "arn:aws:states:eu-central-1:000000000000:stateMachine:customers-workflow"],
            ["logs", "filter-log-events", "--log-group-name", "/aws/lambda/put_customer_id"],
            ["cloudwatch", "describe-alarms"],
        ]
        for call in calls:
            with self.subTest(" ".join(call[:2])):
                done = subprocess.run(["aws", *call, "--output", "json"], env=env,
                                      capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(json.loads(done.stdout))

    def test_what_was_answered_survives_kill_9(self):
        cloud = Cloud()
        try:
            for index in range(20):
                self.assertEqual(cloud.rest("PUT", f"/customers/kept-{index}")[0], 201)
            cloud.kill()
            cloud.start()
            for index in range(20):
                self.assertEqual(
                    cloud.rest("GET", f"/customers/kept-{index}")[2]["exists"], True)
        finally:
            cloud.kill()


if __name__ == "__main__":
    ROLLCALL = sys.argv.pop(1)
    unittest.main(verbosity=1)
