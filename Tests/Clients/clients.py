"""Drives the local cloud with clients that know nothing of this project: boto3, the AWS CLI, HTTP.

Usage: clients.py PATH_OF_ROLLCALL [unittest options]
"""
import base64
import contextlib
import email
import email.policy
import http.client
import json
import os
import resource
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.config
import botocore.credentials
import botocore.exceptions
import botocore.httpsession

import mail_server

ROLLCALL = None
CORS = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "GET,PUT,DELETE,OPTIONS,POST",
    "access-control-allow-headers":
        "Content-Type,X-Amz-Date,Authorization,X-Api-Key,X-Amz-Security-Token",
}


class Cloud:
    """A local cloud in a folder of its own."""

    def __init__(self, *arguments, environment=None):
        self.environment = os.environ | (environment or {})
        self.folder = (arguments[arguments.index("--data") + 1] if "--data" in arguments
                       else tempfile.mkdtemp(prefix="rollcall-clients-"))
        self.process = None
        self.start(*(word for word in arguments if word not in ("--data", self.folder)))

    def start(self, *arguments):
        self.process = subprocess.Popen(
            [ROLLCALL, "local", "--data", self.folder, *arguments],
            stdout=subprocess.PIPE, text=True, env=self.environment)
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

    def aws(self, *arguments):
        """One call of the AWS CLI: its JSON, or None where it prints nothing."""
        done = subprocess.run(
            ["aws", *arguments, "--output", "json"], env=os.environ | self.env,
            capture_output=True, text=True)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        return json.loads(done.stdout) if done.stdout.strip() else None

    def raw(self, data):
        """Bytes sent as they are: all that comes back until the other side closes."""
        url = urllib.parse.urlsplit(self.env["AWS_ENDPOINT_URL"])
        with socket.create_connection((url.hostname, url.port), timeout=60) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            try:
                while part := connection.recv(65536):
                    answer += part
            except ConnectionResetError:
                pass
        return answer


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

    def test_a_wrong_signature_is_refused_in_the_words_of_each_protocol(self):
        json_calls = {
            "dynamodb": lambda client: client.list_tables(),
            "stepfunctions": lambda client: client.list_state_machines(),
            "logs": lambda client: client.describe_log_groups(),
            "events": lambda client: client.list_rules(),
        }
        query_calls = {
            "sns": lambda client: client.list_topics(),
            "sts": lambda client: client.get_caller_identity(),
        }
        rest_calls = {"lambda": lambda client: client.list_functions()}
        wrong_secret = {"aws_secret_access_key": "wrong"}
        unknown_key = {"aws_access_key_id": "AKIDUNKNOWN"}
        for calls, change, code, status in [
            (json_calls, wrong_secret, "InvalidSignatureException", 400),
            (json_calls, unknown_key, "UnrecognizedClientException", 400),
            (query_calls, wrong_secret, "SignatureDoesNotMatch", 403),
            (query_calls, unknown_key, "InvalidClientTokenId", 403),
            (rest_calls, wrong_secret, "InvalidSignatureException", 403),
            (rest_calls, unknown_key, "UnrecognizedClientException", 403),
        ]:
            for service, call in calls.items():
                with self.subTest(service=service, code=code):
                    with self.assertRaises(botocore.exceptions.ClientError) as caught:
                        call(self.cloud.client(service, **change))
                    answer = caught.exception.response
                    self.assertEqual(
                        (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]),
                        (code, status))

    def test_a_call_without_a_signature_is_refused(self):
        url = urllib.parse.urlsplit(self.cloud.env["AWS_ENDPOINT_URL"])
        connection = http.client.HTTPConnection(url.hostname, url.port)
        connection.request("POST", "/", body="{}", headers={
            "X-Amz-Target": "DynamoDB_20120810.ListTables",
            "Content-Type": "application/x-amz-json-1.0"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 400)
        self.assertEqual(
            json.loads(answer.read())["__type"],
            "com.amazon.coral.service#MissingAuthenticationTokenException")
        connection.close()

    def test_the_aws_cli(self):
        self.cloud.rest("PUT", "/customers/cli-1")
        machine = "arn:aws:states:eu-central-1:000000000000:stateMachine:customers-workflow"
        for call in [
            ["stepfunctions", "list-executions", "--state-machine-arn", machine],
            ["logs", "filter-log-events", "--log-group-name", "/aws/lambda/put_customer_id"],
            ["cloudwatch", "describe-alarms"],
        ]:
            with self.subTest(" ".join(call[:2])):
                self.assertTrue(self.cloud.aws(*call))

    def test_moments_in_xml_are_written_as_iso_8601(self):
        request = botocore.awsrequest.AWSRequest(
            "POST", self.cloud.env["AWS_ENDPOINT_URL"] + "/",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            data="Action=DescribeAlarms&Version=2010-08-01")
        keys = botocore.credentials.Credentials(
            self.cloud.env["AWS_ACCESS_KEY_ID"], self.cloud.env["AWS_SECRET_ACCESS_KEY"])
        botocore.auth.SigV4Auth(keys, "monitoring", self.cloud.env["AWS_REGION"]).add_auth(request)
        answer = botocore.httpsession.URLLib3Session().send(request.prepare())
        self.assertEqual(answer.status_code, 200)
        self.assertRegex(
            answer.text, r"<StateUpdatedTimestamp>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z<")

    def test_a_fault_is_found_in_the_log(self):
        self.assertEqual(self.cloud.command("fault", "log_event", "--error").returncode, 0)
        self.cloud.rest("PUT", "/customers/faulty")
        logs = self.cloud.client("logs")
        found = until(lambda: logs.filter_log_events(
            logGroupName="/aws/lambda/log_event",
            filterPattern='{ $.level = "ERROR" && $.errorType = "InjectedFault" }')["events"])
        line = json.loads(found[0]["message"])
        self.assertEqual((line["id"], line["level"]), ("faulty", "ERROR"))
        self.assertEqual(self.cloud.command("fault", "--clear").returncode, 0)

    def test_what_a_failing_function_is_answered_with(self):
        def answer(*fault):
            self.assertEqual(self.cloud.command("fault", *fault).returncode, 0)
            return self.cloud.rest("GET", "/customers/failing")
        try:
            internal = {"message": "Internal server error"}
            self.assert_answer(answer("get_customer_id", "--error"), 502, internal)
            self.cloud.command("fault", "--clear")
            self.assert_answer(answer("get_customer_id", "--throttle"), 502, internal)
            self.cloud.command("fault", "--clear")
            self.assert_answer(answer("get_customer_id", "--timeout"), 504,
                               {"message": "Endpoint request timed out"})
            logs = self.cloud.client("logs")
            def lines(pattern):
                pages = logs.get_paginator("filter_log_events").paginate(
                    logGroupName="/aws/lambda/get_customer_id", filterPattern=pattern)
                return [event["message"] for page in pages for event in page["events"]]
            last = until(lambda: lines('"Task timed out after 10.00 seconds"'))[-1]
            request = last.split()[1]
            self.assertEqual(
                [json.loads(line)["message"] for line in lines(f'{{ $.requestId = "{request}" }}')],
                ["received"])
        finally:
            self.cloud.command("fault", "--clear")

    def test_hostile_bytes_are_answered_or_cut_off(self):
        for data in [
            b"\x00" * 1000, b"\xff\xfe" * 500, b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00",
            b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 100_000 + b"\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 1_000_000 + b"\r\n\r\n",
            b"GET /prod/customers/a HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
            b"GET /prod/customers/\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
            b"PUT /prod/customers/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            b"PUT /prod/customers/a HTTP/1.1\r\nHost: localhost\r\n"
            b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\nzz\r\n",
            b"POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: AWS4-HMAC-SHA256 "
            b"Credential=////,SignedHeaders=,Signature=\r\nContent-Length: 0\r\n\r\n",
        ]:
            with self.subTest(data[:40]):
                answer = self.cloud.raw(data)
                self.assertRegex(answer or b"HTTP/1.1 400", rb"^HTTP/1\.[01] 4\d\d")
        self.assertEqual(self.cloud.rest("GET", "/customers/a")[0], 200)

    def test_hostile_values_in_calls_are_refused(self):
        for service, call, arguments in [
            ("cloudwatch", "get_metric_statistics", dict(
                Namespace="x", MetricName="y", StartTime=0, EndTime=253402300799, Period=60,
                Statistics=["Sum"])),
            ("logs", "filter_log_events", dict(
                logGroupName="/aws/lambda/log_event", startTime=2**62, endTime=2**63 - 1)),
            ("logs", "filter_log_events", dict(
                logGroupName="/aws/lambda/log_event", filterPattern="{" * 1000)),
            ("logs", "filter_log_events", dict(
                logGroupName="/aws/lambda/log_event", filterPattern="%(a+)+$%")),
            ("logs", "filter_log_events", dict(
                logGroupName="/aws/lambda/log_event", nextToken="\u0000\uffff")),
            ("dynamodb", "get_item", dict(
                TableName="customer_ids", Key={"id": {"S": "x" * 3000}})),
            ("dynamodb", "put_item", dict(
                TableName="customer_ids", Item={"id": {"S": "n"}, "n": {"N": "1e999999999"}})),
            ("dynamodb", "scan", dict(TableName="customer_ids", FilterExpression="(" * 3000)),
            ("events", "put_rule", dict(Name="x", ScheduleExpression="cron(* * * * ? 1-99999999)")),
            ("events", "put_rule", dict(
                Name="x", ScheduleExpression="rate(99999999999999999999 minutes)")),
            ("events", "put_rule", dict(Name="x", EventPattern='{"a":' * 1000 + "1" + "}" * 1000)),
            ("stepfunctions", "create_state_machine", dict(
                name="x", roleArn="arn:aws:iam::000000000000:role/x", definition="[" * 5000)),
            ("stepfunctions", "get_execution_history", dict(executionArn="arn:" + "x" * 200)),
        ]:
            with self.subTest(f"{service} {call}"):
                try:
                    getattr(self.cloud.client(service), call)(**arguments)
                except botocore.exceptions.ClientError as error:
                    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
                    self.assertIn(status // 100, [4], error)
        target = "DynamoDB_20120810.GetItem"
        for body in [b"\xff", b"{\"a\":\"\xff\"}", b"[" * 100_000, b"1e999999", b"\x00", b"{}" * 10]:
            with self.subTest(body[:10]):
                self.assertEqual(self.signed("dynamodb", target, body).status_code, 400)
        for name in ["StartTime", "EndTime"]:
            for number in [b"1e300", b"-1e300", b"9223372036854775808", b"1e15"]:
                body = (b'{"Namespace":"x","MetricName":"y","Period":60,"Statistics":["Sum"],'
                        b'"StartTime":1,"EndTime":2,"' + name.encode() + b'":' + number + b"}")
                answer = self.signed(
                    "monitoring", "GraniteServiceVersion20100801.GetMetricStatistics", body)
                self.assertLess(answer.status_code, 500, answer.text)
        self.assertEqual(self.cloud.rest("GET", "/customers/a")[0], 200)

    def test_what_is_of_another_protocol_is_refused_in_words(self):
        json_type, form_type = "application/x-amz-json-1.0", "application/x-www-form-urlencoded"
        cbor = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
        big = b"x" * (21 << 20)
        for service, body, headers, path, status, words in [
            ("dynamodb", b'{"a":', "DynamoDB_20120810.GetItem", "/", 400, "SerializationException"),
            ("states", b"<a/>", "AWSStepFunctions.ListStateMachines", "/", 400,
             "SerializationException"),
            ("events", b"[]", "AWSEvents.ListRules", "/", 400, "SerializationException"),
            ("sns", b"", {"Content-Type": form_type}, "/", 400, "MissingAction"),
            ("sts", b"%ZZ&&==", {"Content-Type": form_type}, "/", 400, "MissingAction"),
            ("cloudformation", b"<xml/>", {"Content-Type": form_type}, "/", 400, "MissingAction"),
            ("monitoring", b"Action=ListMetrics&A.1." + b"x." * 3000 + b"=1",
             {"Content-Type": form_type}, "/", 400, "MalformedInput"),
            ("sns", b"{}", "AmazonSimpleNotificationService.ListTopics", "/", 400,
             "UnknownOperationException"),
            ("sns", b"<ListTopics/>", {"Content-Type": "text/xml", "SOAPAction": "x"}, "/", 404,
             "is no operation of sns here"),
            ("logs", b"\xbf\xff", cbor, "/service/Logs_20140328/operation/DescribeLogGroups", 400,
             "does not speak rpc-v2-cbor"),
            ("dynamodb", b"Action=ListTables", {"Content-Type": form_type}, "/", 400,
             "UnsupportedProtocol"),
            ("lambda", b'{"a":', {}, "/2015-03-31/functions/log_event/invocations", 400,
             "Could not parse request body into json"),
            ("dynamodb", big, "DynamoDB_20120810.GetItem", "/", 413, "too large"),
            ("sns", b"Action=Publish&Message=" + big, {"Content-Type": form_type}, "/", 413,
             "too large"),
            ("lambda", big, {}, "/2015-03-31/functions/log_event/invocations", 413, "too large"),
        ]:
            if isinstance(headers, str):
                headers = {"Content-Type": json_type, "X-Amz-Target": headers}
            with self.subTest(service=service, body=body[:20], status=status):
                answer = self.signed(service, None, body, headers, path)
                self.assertEqual(answer.status_code, status)
                self.assertIn(words, answer.text)
        self.assertEqual(self.cloud.rest("GET", "/customers/a")[0], 200)

    def test_a_workflow_without_end_or_too_deep_is_contained(self):
        steps = self.cloud.client("stepfunctions", config=botocore.config.Config(
            retries={"max_attempts": 0}, read_timeout=120))
        role = "arn:aws:iam::000000000000:role/x"
        loop = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Next": "A"}}}
        machine = steps.create_state_machine(
            name="endless", roleArn=role, definition=json.dumps(loop))["stateMachineArn"]
        run = steps.start_execution(stateMachineArn=machine)["executionArn"]
        ended = until(lambda: (
            lambda now: now if now["status"] != "RUNNING" else None)(
                steps.describe_execution(executionArn=run)), seconds=120)
        self.assertEqual((ended["status"], ended["error"]), ("FAILED", "States.Runtime"))
        last = steps.get_execution_history(executionArn=run, reverseOrder=True, maxResults=1)
        self.assertEqual(last["events"][0]["id"], 25_000)
        self.assertEqual(last["events"][0]["type"], "ExecutionFailed")
        deep = '{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}'
        for _ in range(1000):
            deep = ('{"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":['
                    + deep + "]}}}")
        with self.assertRaises(steps.exceptions.InvalidDefinition):
            steps.create_state_machine(name="deep", roleArn=role, definition=deep)
        steps.delete_state_machine(stateMachineArn=machine)
        self.assertEqual(self.cloud.rest("GET", "/customers/a")[0], 200)

    def signed(self, service, target, body, headers=None, path="/"):
        """One call of a JSON service with a body of one's own."""
        request = botocore.awsrequest.AWSRequest(
            "POST", self.cloud.env["AWS_ENDPOINT_URL"] + path, data=body,
            headers=headers if headers is not None else {
                "Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": target})
        keys = botocore.credentials.Credentials(
            self.cloud.env["AWS_ACCESS_KEY_ID"], self.cloud.env["AWS_SECRET_ACCESS_KEY"])
        botocore.auth.SigV4Auth(keys, service, self.cloud.env["AWS_REGION"]).add_auth(request)
        return botocore.httpsession.URLLib3Session().send(request.prepare())

    def test_many_idle_connections_keep_nobody_out(self):
        count = 10_000
        if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < count + 100:
            self.skipTest("too few files may be open")
        url = urllib.parse.urlsplit(self.cloud.env["AWS_ENDPOINT_URL"])
        connections = []
        try:
            for _ in range(count):
                connections.append(socket.create_connection((url.hostname, url.port), timeout=30))
            self.assertEqual(self.cloud.rest("GET", "/customers/a")[0], 200)
        finally:
            for connection in connections:
                connection.close()

    def test_a_flood_of_log_lines_can_be_searched(self):
        logs = self.cloud.client("logs")
        group, stream = "/aws/lambda/get_customer_id", "flood"
        logs.create_log_stream(logGroupName=group, logStreamName=stream)
        start = int(time.time() * 1000)
        lines = ["é" * 100_000, "\u001b[31mred\u0007", "\u0000", "a\u0000b"] + [f"n={n}" for n in range(40_000)]
        for at in range(0, len(lines), 1000):
            logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[
                {"timestamp": start, "message": line} for line in lines[at:at + 1000]])
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, logStreamNames=[stream])
        found = [event["message"] for page in pages for event in page["events"]]
        self.assertEqual(sorted(found), sorted(lines))
        one = logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, logStreamNames=[stream], filterPattern='"n=39999"')
        self.assertEqual(
            [event["message"] for page in one for event in page["events"]], ["n=39999"])

    def live_tail(self, **request):
        """A client of its own, and the live tail that it opened."""
        client = self.cloud.client("logs", config=botocore.config.Config(
            retries={"max_attempts": 0}, inject_host_prefix=False, read_timeout=20))
        return client, client.start_live_tail(**request)["responseStream"]

    def test_a_live_tail_shows_what_is_written_while_it_is_open(self):
        logs = self.cloud.client("logs")
        logs.create_log_group(logGroupName="/tail/one")
        logs.create_log_stream(logGroupName="/tail/one", logStreamName="a")
        arn = "arn:aws:logs:eu-central-1:000000000000:log-group:/tail/one"
        _, tail = self.live_tail(logGroupIdentifiers=[arn], logEventFilterPattern="keep")
        messages = iter(tail)
        start = next(messages)["sessionStart"]
        self.assertEqual(start["logGroupIdentifiers"], [arn])
        self.assertEqual(start["logEventFilterPattern"], "keep")
        now = int(time.time() * 1000)
        logs.put_log_events(logGroupName="/tail/one", logStreamName="a", logEvents=[
            {"timestamp": now, "message": text} for text in ["keep 日本 🎈", "drop", "keep two"]])
        found = []
        while len(found) < 2:
            update = next(messages)["sessionUpdate"]
            self.assertIs(update["sessionMetadata"]["sampled"], False)
            found += update["sessionResults"]
        self.assertEqual([event["message"] for event in found], ["keep 日本 🎈", "keep two"])
        self.assertEqual({event["logStreamName"] for event in found}, {"a"})
        self.assertEqual([event["timestamp"] for event in found], [now, now])
        logs.put_log_events(logGroupName="/tail/one", logStreamName="a", logEvents=[
            {"timestamp": now, "message": f"keep {index}"} for index in range(2000)])
        sampled = next(
            update["sessionUpdate"] for update in messages
            if update["sessionUpdate"]["sessionResults"])
        self.assertIs(sampled["sessionMetadata"]["sampled"], True)
        self.assertEqual(len(sampled["sessionResults"]), 500)
        tail.close()

    def test_live_tails_are_counted_and_given_back(self):
        logs = self.cloud.client("logs")
        logs.create_log_group(logGroupName="/tail/many")
        identifiers = ["arn:aws:logs:eu-central-1:000000000000:log-group:/tail/many"]
        tails = [self.live_tail(logGroupIdentifiers=identifiers) for _ in range(15)]
        with self.assertRaises(logs.exceptions.LimitExceededException):
            self.live_tail(logGroupIdentifiers=identifiers)
        for client, tail in tails:
            tail.close()
            client.close()

        def opened():
            try:
                client, tail = self.live_tail(logGroupIdentifiers=identifiers)
            except logs.exceptions.LimitExceededException:
                return False
            tail.close()
            client.close()
            return True
        self.assertTrue(until(opened))

    def test_the_usage_plan_refuses_what_is_over_it(self):
        cloud = Cloud("--parameter", "ApiRateLimit=1", "--parameter", "ApiBurstLimit=2")
        try:
            answers = [cloud.rest("GET", "/customers/a") for _ in range(20)]
            self.assertEqual({answer[0] for answer in answers}, {200, 429})
            self.assert_answer(
                next(answer for answer in answers if answer[0] == 429), 429,
                {"message": "Too Many Requests"})
        finally:
            cloud.kill()

    def test_a_full_disk_is_told_and_passes(self):
        if os.geteuid() != 0:
            self.skipTest("only root can make a small disk")
        disk = tempfile.mkdtemp(prefix="rollcall-disk-")
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk]).returncode:
            self.skipTest("no small disk can be made here")
        cloud = None
        try:
            cloud = Cloud("--data", os.path.join(disk, "data"), "--parameter",
                          "ApiRateLimit=1000000", "--parameter", "ApiBurstLimit=1000000")
            self.assertEqual(cloud.rest("PUT", "/customers/before")[0], 201)
            filler = os.path.join(disk, "filler")
            with contextlib.suppress(OSError), open(filler, "wb", buffering=0) as file:
                while True:
                    file.write(b"x" * 4096)
            statuses = []
            for index in range(200):
                statuses.append(cloud.rest("PUT", f"/customers/full-{index}-" + "x" * 1000)[0])
            self.assertLessEqual(set(statuses), {201, 503})
            self.assertIn(503, statuses)
            self.assertEqual(cloud.rest("GET", "/customers/before")[0], 200)
            os.remove(filler)
            self.assertEqual(until(lambda: cloud.rest("PUT", "/customers/after")[0]), 201)
            for index, status in enumerate(statuses):
                found = cloud.rest("GET", f"/customers/full-{index}-" + "x" * 1000)
                self.assertEqual((found[0], found[2].get("exists")), (200, status == 201), found)
        finally:
            if cloud:
                cloud.kill()
            subprocess.run(["umount", disk])
            os.rmdir(disk)

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


class Mail(unittest.TestCase):
    """What topics publish, by e-mail."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="rollcall-clients-")
        self.clouds = []

    def tearDown(self):
        for cloud in self.clouds:
            cloud.kill()

    def cloud(self, smtp, **environment):
        """A local cloud whose configuration has this smtp section."""
        os.makedirs(self.folder + "/config/rollcall", exist_ok=True)
        with open(self.folder + "/config/rollcall/config.yaml", "w") as file:
            json.dump({"smtp": {"from": "cloud@example.com"} | smtp}, file)
        cloud = Cloud("--data", self.folder + "/data", environment={
            "XDG_CONFIG_HOME": self.folder + "/config"} | environment)
        self.clouds.append(cloud)
        self.sns = cloud.client("sns")
        self.topic = self.sns.create_topic(Name="news")["TopicArn"]
        self.sns.subscribe(
            TopicArn=self.topic, Protocol="email", Endpoint="ann@example.com")
        return cloud

    def delivery(self, cloud):
        """What the newest message in the outbox came to."""
        return json.loads(cloud.command("notifications", "--json").stdout)[0]["delivery"]

    def test_a_message_arrives_as_it_was_published(self):
        server = mail_server.MailServer()
        cloud = self.cloud({"server": f"smtp://127.0.0.1:{server.port}"})
        text = ".dot first\n\nGrüße, 日本 🎈 " + "long " * 200 + "\n.\nend"
        subject = "Störung: " + "日本" * 40
        sent = self.sns.publish(TopicArn=self.topic, Subject=subject, Message=text)
        self.assertTrue(until(lambda: server.mails))
        sender, recipients, data = server.mails[0]
        self.assertEqual((sender, recipients), ("<cloud@example.com>", ["<ann@example.com>"]))
        self.assertTrue(all(len(line) <= 78 for line in data.split(b"\r\n")))
        self.assertNotIn(b"\n", data.replace(b"\r\n", b""))
        mail = email.message_from_bytes(data, policy=email.policy.default)
        self.assertEqual(mail["subject"], subject)
        self.assertEqual(mail.get_content().replace("\r\n", "\n").rstrip("\n"), text)
        self.assertIn(sent["MessageId"], mail["message-id"])
        self.assertEqual(mail["to"], "ann@example.com")
        self.assertLess(abs(mail["date"].datetime.timestamp() - time.time()), 60)
        self.assertTrue(until(lambda: self.delivery(cloud) == "sent"))
        server.stop()

    def test_a_message_waits_for_its_server_over_a_restart_and_goes_out_once(self):
        server = mail_server.MailServer()
        port = server.port
        server.stop()
        cloud = self.cloud({"server": f"smtp://127.0.0.1:{port}"})
        self.sns.publish(TopicArn=self.topic, Message="patience")
        self.assertTrue(until(lambda: self.delivery(cloud).startswith("queued, next try")))
        cloud.kill()
        server = mail_server.MailServer(port)
        cloud.start()
        self.assertTrue(until(lambda: server.mails, seconds=40))
        self.assertTrue(until(lambda: self.delivery(cloud) == "sent"))
        cloud.kill()
        cloud.start()
        self.sns = cloud.client("sns")
        self.sns.publish(TopicArn=self.topic, Message="a second one")
        self.assertTrue(until(lambda: len(server.mails) > 1))
        bodies = [mail[2].split(b"\r\n\r\n")[1].strip() for mail in server.mails]
        self.assertEqual(bodies, [b"patience", b"a second one"])
        server.stop()

    def test_a_refused_message_fails_and_a_busy_server_is_asked_again(self):
        server = mail_server.MailServer()
        server.behaviour = "refuse-recipient"
        cloud = self.cloud({"server": f"smtp://127.0.0.1:{server.port}"})
        self.sns.publish(TopicArn=self.topic, Message="refused")
        self.assertTrue(until(lambda: self.delivery(cloud).startswith("failed: ")))
        self.assertIn("550", self.delivery(cloud))
        for behaviour in ["busy", "drop"]:
            server.behaviour = behaviour
            self.sns.publish(TopicArn=self.topic, Message=behaviour)
            self.assertTrue(until(lambda: self.delivery(cloud).startswith("queued, next try")))
            server.behaviour = "take"
            self.assertTrue(until(lambda: self.delivery(cloud) == "sent", seconds=30))
        self.assertEqual(len(server.mails), 2)
        server.stop()

    def test_without_a_server_messages_are_kept(self):
        cloud = self.cloud({"server": "smtp://127.0.0.1:1"})
        cloud.kill()
        os.remove(self.folder + "/config/rollcall/config.yaml")
        cloud.start()
        cloud.client("sns").publish(TopicArn=self.topic, Message="kept")
        self.assertEqual(self.delivery(cloud), "no server configured")

    def test_a_password_crosses_only_an_encrypted_connection(self):
        key, certificate = self.folder + "/key.pem", self.folder + "/certificate.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-keyout", key, "-out", certificate, "-subj", "/CN=localhost",
             "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate, key)
        password = base64.b64encode(b"\0ann\0secret").decode()
        plain = mail_server.MailServer(password=password)
        smtp = {"user": "ann", "password": {"environment": "MAIL_PASSWORD"},
                "starttls": "always", "certificates": certificate}
        cloud = self.cloud(
            smtp | {"server": f"smtp://localhost:{plain.port}"}, MAIL_PASSWORD="secret")
        self.sns.publish(TopicArn=self.topic, Message="secret")
        self.assertTrue(until(lambda: self.delivery(cloud).startswith("queued, next try")))
        self.assertEqual((plain.mails, plain.logins), ([], []))
        plain.stop()
        cloud.kill()
        self.clouds.clear()
        server = mail_server.MailServer(tls=tls, password=password)
        cloud = self.cloud(
            smtp | {"server": f"smtp://localhost:{server.port}"}, MAIL_PASSWORD="secret")
        self.assertTrue(until(lambda: server.mails, seconds=40))
        self.assertTrue(until(lambda: self.delivery(cloud) == "sent"))
        self.assertEqual((server.encrypted, server.logins), ([True], [password]))
        server.stop()

    def test_a_subscribed_function_is_run(self):
        cloud = self.cloud({"server": "smtp://127.0.0.1:1"})
        function = "arn:aws:lambda:eu-central-1:000000000000:function:log_event"
        self.sns.subscribe(
            TopicArn=self.topic, Protocol="lambda", Endpoint=function,
            Attributes={"FilterPolicy": json.dumps({"kind": [{"prefix": "a"}]})})
        for kind in ["abc", "xyz"]:
            self.sns.publish(TopicArn=self.topic, Message=kind, MessageAttributes={
                "kind": {"DataType": "String", "StringValue": kind}})
        rows = lambda: [
            row for row in json.loads(cloud.command("notifications", "--json").stdout)
            if row["to"] == function]
        self.assertTrue(until(lambda: [row["delivery"] for row in rows()] == ["sent"]))
        self.assertEqual(rows()[0]["message"], "abc")


class Sharing(unittest.TestCase):
    """Two processes on one data folder."""

    def taken_over(self, number):
        """Ends the owner with a signal under load: how long no answer came, in seconds."""
        first = Cloud()
        second = subprocess.Popen(
            [ROLLCALL, "local", "--data", first.folder], stdout=subprocess.PIPE, text=True)
        try:
            self.assertTrue(second.stdout.readline().startswith("ready "))
            client = first.client("dynamodb", config=botocore.config.Config(
                retries={"max_attempts": 10, "mode": "standard"}))
            longest = 0.0
            for index in range(300):
                if index == 100:
                    first.process.send_signal(number)
                begun = time.monotonic()
                client.put_item(TableName="customer_ids", Item={"id": {"S": f"shared-{index}"}})
                longest = max(longest, time.monotonic() - begun)
            found = client.scan(TableName="customer_ids")["Count"]
            self.assertEqual(found, 300)
            return longest
        finally:
            for process in [first.process, second]:
                process.send_signal(signal.SIGKILL)
                process.wait()
                process.stdout.close()

    def test_another_takes_over_from_one_that_is_killed(self):
        self.assertLess(self.taken_over(signal.SIGKILL), 5)

    def test_another_takes_over_from_one_that_ends(self):
        self.assertLess(self.taken_over(signal.SIGTERM), 5)

    def test_another_takes_over_from_one_that_is_suspended(self):
        self.assertLess(self.taken_over(signal.SIGTSTP), 5)

    def test_what_one_command_sets_off_is_finished_before_it_ends(self):
        folder = tempfile.mkdtemp(prefix="rollcall-clients-")
        run = lambda *arguments: subprocess.run(
            [ROLLCALL, *arguments, "--data", folder, "--json"], capture_output=True, text=True)
        self.assertEqual(run("put", "alone").returncode, 0)
        executions = json.loads(run("executions").stdout)
        self.assertEqual(
            [(row["id"], row["status"]) for row in executions], [("alone", "SUCCEEDED")])


class Fidelity(unittest.TestCase):
    """What clients notice of Lambda, EventBridge, CloudWatch Logs, API Gateway and signatures."""

    @classmethod
    def setUpClass(cls):
        cls.cloud = Cloud()

    @classmethod
    def tearDownClass(cls):
        cls.cloud.kill()

    def refused(self, code, words, call, **arguments):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call(**arguments)
        error = caught.exception.response["Error"]
        self.assertEqual(error["Code"], code)
        self.assertIn(words, error["Message"])

    def unchecked(self, service):
        """A client that sends what the model forbids."""
        return self.cloud.client(service, config=botocore.config.Config(
            retries={"max_attempts": 0}, parameter_validation=False))

    def logged(self, words, function):
        logs = self.cloud.client("logs")
        return logs.filter_log_events(
            logGroupName=f"/aws/lambda/{function}", filterPattern=words)["events"]

    def test_an_accepted_event_outlives_a_kill(self):
        cloud = Cloud()
        try:
            cloud.command("fault", "log_event", "--throttle")
            answer = cloud.client("lambda").invoke(
                FunctionName="log_event", InvocationType="Event", Payload=b'{"id":"later"}')
            self.assertEqual(answer["StatusCode"], 202)
            cloud.kill()
            cloud.start()
            cloud.command("fault", "--clear", "log_event")
            request = answer["ResponseMetadata"]["RequestId"]
            found = until(lambda: cloud.client("logs").filter_log_events(
                logGroupName="/aws/lambda/log_event",
                filterPattern=f'"START RequestId: {request}"')["events"], seconds=30)
            self.assertEqual(len(found), 1)
        finally:
            cloud.kill()

    def test_destinations_hear_of_the_end(self):
        client = self.cloud.client("lambda")
        topic = self.cloud.client("sns").create_topic(Name="ends")["TopicArn"]
        arn = client.get_function(FunctionName="log_event")["Configuration"]["FunctionArn"]
        self.cloud.client("sns").subscribe(TopicArn=topic, Protocol="lambda", Endpoint=arn)
        put = client.put_function_event_invoke_config(
            FunctionName="validate_exists", MaximumRetryAttempts=0, MaximumEventAgeInSeconds=60,
            DestinationConfig={"OnSuccess": {"Destination": topic}, "OnFailure": {
                "Destination": "arn:aws:events:eu-central-1:000000000000:event-bus/default"}})
        self.assertEqual(put["FunctionArn"].split(":")[-2:], ["validate_exists", "$LATEST"])
        got = client.get_function_event_invoke_config(FunctionName="validate_exists")
        self.assertEqual(got["LastModified"], put["LastModified"])
        group = self.cloud.client("logs")
        group.create_log_group(logGroupName="/aws/events/failures")
        events = self.cloud.client("events")
        events.put_rule(Name="failures", EventPattern=json.dumps(
            {"source": ["lambda"], "detail": {"requestContext": {"condition": ["RetriesExhausted"]}}}))
        events.put_targets(Rule="failures", Targets=[{
            "Id": "log", "Arn": "arn:aws:logs:eu-central-1:000000000000:log-group:/aws/events/failures"}])
        for payload in [b'{"id":"good"}', b'{"id":""}']:
            client.invoke(FunctionName="validate_exists", InvocationType="Event", Payload=payload)
        found = until(lambda: group.filter_log_events(
            logGroupName="/aws/events/failures")["events"])
        event = json.loads(found[0]["message"])
        self.assertEqual(event["detail-type"], "Lambda Function Invocation Result - Failure")
        self.assertEqual(event["detail"]["requestPayload"], {"id": ""})
        self.assertEqual(event["detail"]["responsePayload"]["errorType"], "InvalidId")
        self.assertTrue(until(lambda: self.logged("START", "log_event")))
        listed = client.list_function_event_invoke_configs(FunctionName="validate_exists")
        self.assertEqual(len(listed["FunctionEventInvokeConfigs"]), 1)
        client.delete_function_event_invoke_config(FunctionName="validate_exists")
        self.refused(
            "ResourceNotFoundException", "doesn't have an EventInvokeConfig",
            client.get_function_event_invoke_config, FunctionName="validate_exists")

    def test_an_invocation_tells_its_log_version_and_error(self):
        client = self.cloud.client("lambda")
        answer = client.invoke(
            FunctionName="validate_exists", LogType="Tail", Qualifier="$LATEST",
            Payload=b'{"id":""}')
        self.assertEqual(answer["FunctionError"], "Unhandled")
        self.assertEqual(answer["ExecutedVersion"], "$LATEST")
        log = base64.b64decode(answer["LogResult"]).decode()
        request = answer["ResponseMetadata"]["RequestId"]
        self.assertTrue(log.startswith(f"START RequestId: {request} Version: $LATEST\n"))
        self.assertIn(f"REPORT RequestId: {request}\t", log)
        self.assertNotIn("LogResult", client.invoke(FunctionName="log_event", Payload=b'{"id":"x"}'))
        self.refused(
            "ResourceNotFoundException", "function:log_event:7", client.invoke,
            FunctionName="log_event", Qualifier="7")

    def test_functions_are_listed_by_pages_and_configured(self):
        client = self.cloud.client("lambda")
        pages = list(client.get_paginator("list_functions").paginate(
            PaginationConfig={"PageSize": 3}))
        self.assertEqual([len(page["Functions"]) for page in pages], [3, 3, 1])
        client.update_function_configuration(
            FunctionName="get_customer_id", Timeout=9, MemorySize=512, Description="changed")
        client.get_waiter("function_updated_v2").wait(FunctionName="get_customer_id")
        shown = client.get_function_configuration(FunctionName="get_customer_id")
        self.assertEqual(
            (shown["Timeout"], shown["MemorySize"], shown["Description"]), (9, 512, "changed"))
        self.assertEqual(self.cloud.rest("GET", "/customers/configured")[0], 200)
        self.refused(
            "ValidationException", "2 validation errors detected: ",
            self.unchecked("lambda").update_function_configuration,
            FunctionName="get_customer_id", Timeout=901, MemorySize=1)
        self.refused(
            "SerializationException", "STRING_VALUE can not be converted to an Integer",
            self.unchecked("lambda").update_function_configuration,
            FunctionName="get_customer_id", Timeout="long")
        self.assertEqual(
            self.cloud.aws("lambda", "list-functions", "--max-items", "2")["Functions"][0]["Version"],
            "$LATEST")

    def test_targets_need_what_aws_needs(self):
        events = self.cloud.client("events")
        machine = self.cloud.client("stepfunctions").list_state_machines()["stateMachines"][0]
        arn = machine["stateMachineArn"]
        events.put_rule(Name="targets", EventPattern='{"source":["x"]}')
        put = lambda **target: events.put_targets(
            Rule="targets", Targets=[{"Id": "a", "Arn": arn} | target])
        self.refused("ValidationException", f"RoleArn is required for target {arn}.", put)
        role = "arn:aws:iam::000000000000:role/r"
        self.refused(
            "ValidationException", "no SQS", put, RoleArn=role,
            DeadLetterConfig={"Arn": "arn:aws:sqs:eu-central-1:000000000000:q"})
        policy = {"MaximumRetryAttempts": 5, "MaximumEventAgeInSeconds": 120}
        put(RoleArn=role, RetryPolicy=policy)
        target = events.list_targets_by_rule(Rule="targets")["Targets"][0]
        self.assertEqual(target["RetryPolicy"], policy)
        self.assertEqual(
            events.list_rule_names_by_target(TargetArn=arn)["RuleNames"].count("targets"), 1)
        answer = events.put_events(Entries=[
            {"Source": "x", "DetailType": "y", "Detail": "{}"},
            {"Source": "x", "DetailType": "y", "Detail": "{"},
            {"Source": "aws.x", "DetailType": "y", "Detail": "{}"}])
        self.assertEqual(answer["FailedEntryCount"], 2)
        self.assertEqual(
            [entry.get("ErrorCode") for entry in answer["Entries"]],
            [None, "MalformedDetail", "NotAuthorizedForSourceException"])
        self.refused(
            "SerializationException", "can not be converted to a String",
            self.unchecked("events").put_rule, Name=1, EventPattern="{}")

    def test_urls_that_are_signed_ahead_work_for_as_long_as_they_say(self):
        def fetch(url, method="GET"):
            answer = botocore.httpsession.URLLib3Session().send(
                botocore.awsrequest.AWSRequest(method=method, url=url).prepare())
            return answer.status_code, answer.text
        for service, operation, words in [
                ("sts", "get_caller_identity", "<Account>000000000000</Account>"),
                ("sns", "list_topics", "<TopicArn>"),
                ("cloudformation", "describe_stacks", "<StackName>rollcall</StackName>")]:
            client = self.cloud.client(service)
            for method in ["GET", "POST"]:
                url = client.generate_presigned_url(operation, ExpiresIn=30, HttpMethod=method)
                status, text = fetch(url, method)
                self.assertEqual(status, 200, text)
                self.assertIn(words, text)
            status, text = fetch(url.replace("Version=", "Wersion="), "POST")
            self.assertEqual(status, 403)
            self.assertIn("<Code>SignatureDoesNotMatch</Code>", text)
        url = self.cloud.client("lambda").generate_presigned_url("list_functions", ExpiresIn=30)
        self.assertIn('"FunctionName"', fetch(url)[1])
        short = self.cloud.client("sts").generate_presigned_url(
            "get_caller_identity", ExpiresIn=1, HttpMethod="GET")
        time.sleep(2.1)
        self.assertIn("Signature expired", fetch(short)[1])

    def test_the_query_protocol_is_spoken_by_get(self):
        endpoint = self.cloud.env["AWS_ENDPOINT_URL"]
        for service, query, words in [
                ("monitoring", "Action=DescribeAlarms&Version=2010-08-01&MaxRecords=1", "<AlarmName>"),
                ("sns", "Action=ListTopics&Version=2010-03-31", "<TopicArn>"),
                ("cloudformation", "Action=ListStackResources&StackName=rollcall", "<LogicalResourceId>")]:
            request = botocore.awsrequest.AWSRequest(method="GET", url=f"{endpoint}/?{query}")
            botocore.auth.SigV4Auth(
                botocore.credentials.Credentials(
                    self.cloud.env["AWS_ACCESS_KEY_ID"], self.cloud.env["AWS_SECRET_ACCESS_KEY"]),
                service, self.cloud.env["AWS_REGION"]).add_auth(request)
            answer = botocore.httpsession.URLLib3Session().send(request.prepare())
            self.assertEqual(answer.status_code, 200, answer.text)
            self.assertIn(words, answer.text)

    def test_log_events_become_metrics(self):
        logs, metrics = self.cloud.client("logs"), self.cloud.client("cloudwatch")
        logs.create_log_group(logGroupName="/metric/filters")
        logs.create_log_stream(logGroupName="/metric/filters", logStreamName="s")
        logs.put_metric_filter(
            logGroupName="/metric/filters", filterName="slow", filterPattern="{ $.ms > 10 }",
            metricTransformations=[dict(
                metricName="Slow", metricNamespace="App", metricValue="$.ms", unit="Milliseconds",
                dimensions={"Path": "$.path"})])
        now = int(time.time() * 1000)
        logs.put_log_events(logGroupName="/metric/filters", logStreamName="s", logEvents=[
            dict(timestamp=now, message=json.dumps(line)) for line in [
                dict(ms=5, path="/a"), dict(ms=20, path="/a"), dict(ms=40, path="/a"),
                dict(ms=30, path="/b"), dict(ms=50)]])
        found = metrics.get_metric_statistics(
            Namespace="App", MetricName="Slow", Dimensions=[dict(Name="Path", Value="/a")],
            StartTime=now / 1000 - 120, EndTime=now / 1000 + 120, Period=60,
            Statistics=["Sum", "Maximum", "SampleCount"])["Datapoints"]
        self.assertEqual(
            [(point["Sum"], point["Maximum"], point["SampleCount"]) for point in found],
            [(60.0, 40.0, 2.0)])
        shown = logs.describe_metric_filters(logGroupName="/metric/filters")["metricFilters"]
        self.assertEqual(shown[0]["metricTransformations"][0]["dimensions"], {"Path": "$.path"})
        self.assertEqual(logs.describe_log_groups(
            logGroupNamePrefix="/metric/")["logGroups"][0]["metricFilterCount"], 1)
        self.refused(
            "InvalidParameterException", "does not support dimensions", logs.put_metric_filter,
            logGroupName="/metric/filters", filterName="x", filterPattern="ERROR",
            metricTransformations=[dict(
                metricName="A", metricNamespace="B", metricValue="1", dimensions={"P": "$.p"})])
        logs.delete_metric_filter(logGroupName="/metric/filters", filterName="slow")

    def test_tables_have_metrics(self):
        table = self.cloud.client("dynamodb")
        for number in range(3):
            table.get_item(TableName="customer_ids", Key={"id": {"S": f"metric-{number}"}})
        with self.assertRaises(botocore.exceptions.ClientError):
            table.delete_item(TableName="customer_ids", Key={"id": {"S": "none"}},
                              ConditionExpression="attribute_exists(id)")
        sums = lambda name, statistic, **dimensions: sum(
            point[statistic] for point in self.cloud.client("cloudwatch").get_metric_statistics(
                Namespace="AWS/DynamoDB", MetricName=name, StartTime=time.time() - 300,
                EndTime=time.time() + 60, Period=60, Statistics=[statistic],
                Dimensions=[dict(Name=key, Value=value) for key, value in dimensions.items()]
            )["Datapoints"])
        names = dict(TableName="customer_ids")
        self.assertTrue(until(lambda: sums("ConditionalCheckFailedRequests", "Sum", **names) == 1))
        self.assertGreaterEqual(sums("ConsumedReadCapacityUnits", "Sum", **names), 1.5)
        self.assertGreaterEqual(
            sums("SuccessfulRequestLatency", "SampleCount", Operation="GetItem", **names), 3)

    def test_an_api_tells_of_its_methods_and_deployments(self):
        gateway = self.cloud.client("apigateway")
        api = gateway.get_rest_apis()["items"][0]
        self.assertLess(abs(api["createdDate"].timestamp() - time.time()), 600)
        resource = next(item for item in gateway.get_resources(restApiId=api["id"])["items"]
                        if item["path"] == "/customers/{id}")
        names = dict(restApiId=api["id"], resourceId=resource["id"], httpMethod="GET")
        method = gateway.get_method(**names)
        self.assertTrue(method["apiKeyRequired"])
        self.assertEqual(method["methodIntegration"]["type"], "AWS_PROXY")
        self.assertEqual(gateway.get_integration(**names)["httpMethod"], "POST")
        options = gateway.get_integration(**(names | {"httpMethod": "OPTIONS"}))
        self.assertEqual(list(options["integrationResponses"]), ["200"])
        self.refused(
            "NotFoundException", "Invalid Method identifier specified", gateway.get_method,
            **(names | {"httpMethod": "PATCH"}))
        deployment = gateway.get_deployments(restApiId=api["id"])["items"][0]
        stage = gateway.get_stages(restApiId=api["id"])["item"][0]
        self.assertEqual(stage["deploymentId"], deployment["id"])
        self.assertIn("createdDate", stage)
        embedded = gateway.get_deployment(
            restApiId=api["id"], deploymentId=deployment["id"], embed=["apisummary"])
        self.assertTrue(embedded["apiSummary"]["/customers/{id}"]["GET"]["apiKeyRequired"])


if __name__ == "__main__":
    ROLLCALL = sys.argv.pop(1)
    unittest.main(verbosity=1)
