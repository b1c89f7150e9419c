# Real boto3, asked again and again: a line of JSON in, a line of JSON out. It looks at a home and at an account from
# outside: which keys every place gives, whether AWS takes them, and which keys IAM lists.
import json
import os
import sys

import boto3
import botocore.config
import botocore.exceptions
import botocore.session

KEEP = {name: os.environ[name] for name in ("PATH", "PYTHONUSERBASE") if name in os.environ}
CONFIG = botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=20)
REGIONS = {"secretsmanager": "eu-central-1"}
NOWHERE = "/nowhere/at/all"
loader = botocore.session.Session().get_component("data_loader")
clients = {}


def client(service, endpoint, key):
    """One client for an address, which signs with whatever key it is given: to make one takes long."""
    made = clients.get((service, endpoint))
    if made is None:
        session = botocore.session.Session()
        session.register_component("data_loader", loader)
        made = boto3.Session("x", "x", botocore_session=session).client(
            service, endpoint_url=endpoint, region_name=REGIONS.get(service, "us-east-1"), config=CONFIG
        )
        clients[(service, endpoint)] = made
    credentials = made._request_signer._credentials
    credentials.access_key, credentials.secret_key = key
    return made


def surroundings(home, more=None):
    os.environ.clear()
    os.environ.update({**KEEP, "HOME": home, "AWS_EC2_METADATA_DISABLED": "true", **(more or {})})


def found_by_boto(profile=None):
    try:
        found = boto3.Session(profile_name=profile).get_credentials()
        return found and [found.access_key, found.secret_key]
    except botocore.exceptions.BotoCoreError as error:
        return type(error).__name__


def in_boto_file(home):
    surroundings(home, {"AWS_SHARED_CREDENTIALS_FILE": NOWHERE, "AWS_CONFIG_FILE": NOWHERE})
    return found_by_boto()


def in_vault(home):
    with open(os.path.join(home, "vault.json")) as file:
        entry = json.load(file).get("team")
    return entry and [entry["accessKeyId"], entry["secretAccessKey"]]


def in_profile(home, profile):
    surroundings(home)
    return found_by_boto(profile)


def in_secrets_manager(endpoint, root, name):
    held = json.loads(client("secretsmanager", endpoint, root).get_secret_value(SecretId=name)["SecretString"])
    return [held["aws_access_key_id"], held["aws_secret_access_key"]]


def works(endpoint, key):
    try:
        client("sts", endpoint, key).get_caller_identity()
        return True
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"]


def listed(endpoint, root, user):
    keys = client("iam", endpoint, root).list_access_keys(UserName=user)["AccessKeyMetadata"]
    return {key["AccessKeyId"]: key["Status"] for key in keys}


for line in sys.stdin:
    asked = json.loads(line)
    endpoint = asked["endpoint"]
    home = asked["home"]
    look = {
        "default": lambda: in_profile(home, "default"),
        "lab": lambda: in_profile(home, "lab"),
        "boto": lambda: in_boto_file(home),
        "vault": lambda: in_vault(home),
        "secret": lambda: in_secrets_manager(endpoint, asked["root"], asked["secret"]),
    }
    found = {place: look[place]() for place in asked["places"]}
    answers = {}

    def tried(key):
        if tuple(key) not in answers:
            answers[tuple(key)] = works(endpoint, key)
        return answers[tuple(key)]

    answer = {
        "keys": listed(endpoint, asked["root"], asked["user"]),
        "places": {
            name: {"id": key[0], "secret": key[1], "works": tried(key)} if isinstance(key, list) else {"error": key}
            for name, key in found.items()
        },
        "also": [{"id": key[0], "works": tried(key)} for key in asked["also"]],
    }
    print(json.dumps(answer), flush=True)
