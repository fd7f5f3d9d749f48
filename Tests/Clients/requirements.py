"""The commands that the requirements give, each beside its POSIX form, and the tests that run them.

The requirements write PowerShell: a backtick goes on with the line, `curl` is Invoke-WebRequest, and
there is no shell that would take `foreach`. Names, order and JSON are the same on both sides; the
second side names the local cloud's API and key by what `rollcall env` exports.

Usage: requirements.py PATH_OF_ROLLCALL PATH_OF_BOOTSTRAP [unittest options]
"""
import json
import os
import re
import shlex
import subprocess
import sys
import unittest

import clients

URL = "https://nve5ktqo18.execute-api.eu-central-1.amazonaws.com/prod"

# Name: (as the requirements have it, as a POSIX shell takes it).
COMMANDS = {
    "create table": (
        r"""aws dynamodb create-table `
  --table-name customer_ids `
  --attribute-definitions AttributeName=id,AttributeType=S `
  --key-schema AttributeName=id,KeyType=HASH `
  --billing-mode PAY_PER_REQUEST `
  --region eu-central-1""",
        r"""aws dynamodb create-table \
  --table-name customer_ids \
  --attribute-definitions AttributeName=id,AttributeType=S \
  --key-schema AttributeName=id,KeyType=HASH \
  --billing-mode PAY_PER_REQUEST \
  --region eu-central-1"""),
    "describe table": (
        r"""aws dynamodb describe-table `
  --table-name customer_ids `
  --region eu-central-1 `
  --query "Table.TableStatus" """,
        r"""aws dynamodb describe-table \
  --table-name customer_ids \
  --region eu-central-1 \
  --query "Table.TableStatus" """),
    "put item": (
        "aws dynamodb put-item --table-name customer_ids --item file://item.json"
        " --region eu-central-1",) * 2,
    "get item": (
        """aws dynamodb get-item --table-name customer_ids --key '{"id":{"S":"user_123"}}'"""
        " --region eu-central-1",) * 2,
    "delete item": (
        """aws dynamodb delete-item --table-name customer_ids --key '{"id":{"S":"user_123"}}'"""
        " --region eu-central-1",) * 2,
    "package": (
        r"Compress-Archive -Path backend\app, backend\infrastructure, backend\interfaces"
        r" -DestinationPath backend\dist\backend_bundle.zip -Force",
        '"$ROLLCALL" package --bootstrap "$BOOTSTRAP" --output backend/dist/backend_bundle.zip'),
    "update get_customer_id": (
        "aws lambda update-function-code --function-name get_customer_id"
        " --zip-file fileb://backend/dist/backend_bundle.zip --region eu-central-1",) * 2,
    "update put_customer_id": (
        "aws lambda update-function-code --function-name put_customer_id"
        " --zip-file fileb://backend/dist/backend_bundle.zip --region eu-central-1",) * 2,
    "update delete_customer_id": (
        "aws lambda update-function-code --function-name delete_customer_id"
        " --zip-file fileb://backend/dist/backend_bundle.zip --region eu-central-1",) * 2,
    "update in a loop": (
        r"""$zip = "C:\tmp\customer_service.zip"
$region = "eu-central-1"
$funcs = @("put_customer_id","get_customer_id","delete_customer_id","validate_exists")
foreach ($f in $funcs) {
  aws lambda update-function-code --function-name $f --zip-file fileb://$zip --region $region
}""",
        r"""zip=customer_service.zip
region=eu-central-1
funcs="put_customer_id get_customer_id delete_customer_id validate_exists"
for f in $funcs; do
  aws lambda update-function-code --function-name $f --zip-file fileb://$zip --region $region
done"""),
    "PUT create": (
        f"""curl -Method PUT "{URL}/customers/user_test" `
  -Headers @{{ "Content-Type"="application/json"; "x-api-key"="<API_KEY>" }}""",
        """curl -s -X PUT "$ROLLCALL_API_URL/customers/user_test" \\
  -H "Content-Type: application/json" -H "x-api-key: $ROLLCALL_API_KEY" """),
    "GET exists": (
        f"""curl -Method GET "{URL}/customers/user_test" `
  -Headers @{{ "x-api-key"="<API_KEY>" }}""",
        """curl -s -X GET "$ROLLCALL_API_URL/customers/user_test" \\
  -H "x-api-key: $ROLLCALL_API_KEY" """),
    "DELETE": (
        f"""curl -Method DELETE "{URL}/customers/user_test" `
  -Headers @{{ "x-api-key"="<API_KEY>" }}""",
        """curl -s -X DELETE "$ROLLCALL_API_URL/customers/user_test" \\
  -H "x-api-key: $ROLLCALL_API_KEY" """),
    "OPTIONS preflight": (
        f"""curl.exe -i -X OPTIONS "{URL}/customers/user_abc" `
  -H "Origin: http://localhost:5173" `
  -H "Access-Control-Request-Method: PUT" `
  -H "Access-Control-Request-Headers: content-type,x-api-key" """,
        """curl -s -i -X OPTIONS "$ROLLCALL_API_URL/customers/user_abc" \\
  -H "Origin: http://localhost:5173" \\
  -H "Access-Control-Request-Method: PUT" \\
  -H "Access-Control-Request-Headers: content-type,x-api-key" """),
    "submit": (
        f"""$uri     = "{URL}/workflow/submit"
$headers = @{{ "x-api-key" = "<API_KEY>" }}
$body    = @{{ id = "sfn-101" }} | ConvertTo-Json

Invoke-RestMethod -Method POST -Uri $uri -Headers $headers -Body $body -ContentType \
"application/json" """,
        """uri="$ROLLCALL_API_URL/workflow/submit"
headers="x-api-key: $ROLLCALL_API_KEY"
body='{"id":"sfn-101"}'

curl -s -X POST "$uri" -H "$headers" -d "$body" -H "Content-Type: application/json" """),
    "put rule": (
        'aws events put-rule --name customer-scan-schedule'
        '   --schedule-expression "rate(5 minutes)"',) * 2,
    # With spaces after its commas the requirements' form is three targets to a shell, and the AWS CLI
    # refuses them; as JSON it is the one that is meant.
    "put targets": (
        """aws events put-targets --rule customer-scan-schedule --targets   "Id"="sfn1",\
"Arn"="<STATE_MACHINE_ARN>",   "RoleArn"="<ROLE_WITH_StatesStartExecution>",\
   "Input"='{"id":"scheduled-check"}'""",
        """aws events put-targets --rule customer-scan-schedule --targets '[{"Id":"sfn1",\
"Arn":"'"$STATE_MACHINE_ARN"'","RoleArn":"'"$ROLE"'","Input":"{\\"id\\":\\"scheduled-check\\"}"}]'"""),
    "put events": (
        """import boto3, json

client = boto3.client("events")
client.put_events(Entries=[{
  "Source": "customer.api",
  "DetailType": "CustomerCreated",
  "Detail": json.dumps({"id": id_value})
}])""",
        """python3 -c 'import boto3, json, sys

id_value = "from-an-event"
client = boto3.client("events")
answer = client.put_events(Entries=[{
  "Source": "customer.api",
  "DetailType": "CustomerCreated",
  "Detail": json.dumps({"id": id_value})
}])
json.dump(answer, sys.stdout)'"""),
}


class Requirements(unittest.TestCase):
    """Runs the second sides in the order of the document, with nothing changed but the endpoint."""

    bootstrap = None

    @classmethod
    def setUpClass(cls):
        cls.cloud = clients.Cloud()
        cls.folder = os.path.join(cls.cloud.folder, "work")
        os.makedirs(os.path.join(cls.folder, "backend/dist"))
        with open(os.path.join(cls.folder, "item.json"), "w") as file:
            json.dump({"id": {"S": "user_123"}}, file)
        states = cls.cloud.client("stepfunctions")
        cls.machine = states.list_state_machines()["stateMachines"][0]["stateMachineArn"]
        described = states.describe_state_machine(stateMachineArn=cls.machine)
        cls.environment = os.environ | cls.cloud.env | {
            "ROLLCALL": clients.ROLLCALL, "BOOTSTRAP": cls.bootstrap, "STATE_MACHINE_ARN": cls.machine,
            "ROLE": described["roleArn"], "AWS_DEFAULT_REGION": "eu-central-1"}

    @classmethod
    def tearDownClass(cls):
        cls.cloud.kill()

    def run_command(self, name, succeeds=True):
        done = subprocess.run(
            ["sh", "-c", COMMANDS[name][1]], cwd=self.folder, env=self.environment,
            capture_output=True, text=True)
        self.assertEqual(done.returncode == 0, succeeds, f"{name}: {done.stdout}{done.stderr}")
        return done.stdout if succeeds else done.stderr

    def answer(self, name):
        return json.loads(self.run_command(name))

    def answers(self, name):
        """The JSON documents that a loop prints one after another."""
        text, found = self.run_command(name).lstrip(), []
        while text:
            value, end = json.JSONDecoder().raw_decode(text)
            found.append(value)
            text = text[end:].lstrip()
        return found

    def test_1_each_pair_has_the_same_words(self):
        def words(text):
            return shlex.split(re.sub(r"[`\\]\n", " ", text))
        for name, (given, posix) in COMMANDS.items():
            if given.startswith("aws ") and name != "put targets":
                with self.subTest(name):
                    self.assertEqual(words(given), words(posix))

    def test_2_the_table(self):
        # The template's table is there already, as it is on AWS after a deployment.
        self.assertIn("ResourceInUseException", self.run_command("create table", succeeds=False))
        dynamo = self.cloud.client("dynamodb")
        dynamo.delete_table(TableName="customer_ids")
        self.assertEqual(
            self.answer("create table")["TableDescription"]["TableName"], "customer_ids")
        self.assertEqual(self.answer("describe table"), "ACTIVE")
        self.run_command("put item")
        self.assertEqual(self.answer("get item"), {"Item": {"id": {"S": "user_123"}}})
        self.run_command("delete item")
        self.assertEqual(self.run_command("get item"), "")

    def test_3_the_functions(self):
        self.run_command("package")
        for function in ["get_customer_id", "put_customer_id", "delete_customer_id"]:
            found = self.answer(f"update {function}")
            self.assertEqual(found["FunctionName"], function)
            self.assertGreater(found["CodeSize"], 1_000_000)
        os.link(os.path.join(self.folder, "backend/dist/backend_bundle.zip"),
                os.path.join(self.folder, "customer_service.zip"))
        self.assertEqual(
            [found["FunctionName"] for found in self.answers("update in a loop")],
            ["put_customer_id", "get_customer_id", "delete_customer_id", "validate_exists"])

    def test_4_the_rest_calls(self):
        # The functions that answer are now the uploaded ones.
        self.assertEqual(self.answer("PUT create")["id"], "user_test")
        self.assertEqual(self.answer("GET exists"), {"id": "user_test", "exists": True})
        self.answer("DELETE")
        self.assertEqual(self.answer("GET exists"), {"id": "user_test", "exists": False})
        head = self.run_command("OPTIONS preflight").lower()
        self.assertEqual(head.split()[1], "200")
        for name in ["origin: *", "methods: get,put,delete,options", "headers: content-type,"]:
            self.assertIn(f"access-control-allow-{name}", head)

    def ended(self, run):
        states = self.cloud.client("stepfunctions")

        def output():
            found = states.describe_execution(executionArn=run)
            return found["status"] != "RUNNING" and json.loads(found["output"])
        return clients.until(output)

    def test_5_the_workflow(self):
        for result in ["Inserted", "AlreadyExists"]:
            run = self.answer("submit")["executionArn"]
            self.assertEqual(self.ended(run), {"id": "sfn-101", "result": result})

    def test_6_the_events(self):
        self.assertTrue(self.answer("put rule")["RuleArn"].endswith(":rule/customer-scan-schedule"))
        self.assertEqual(self.answer("put targets")["FailedEntryCount"], 0)
        self.assertEqual(self.answer("put events")["FailedEntryCount"], 0)
        states = self.cloud.client("stepfunctions")

        def finished():
            runs = states.list_executions(stateMachineArn=self.machine, statusFilter="SUCCEEDED")
            for run in runs["executions"]:
                found = states.describe_execution(executionArn=run["executionArn"])
                if json.loads(found["input"]) == {"id": "from-an-event"}:
                    return json.loads(found["output"])
        self.assertEqual(clients.until(finished), {"id": "from-an-event", "result": "Inserted"})


if __name__ == "__main__":
    clients.ROLLCALL, Requirements.bootstrap = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main(verbosity=1)
