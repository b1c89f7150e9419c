# What real botocore makes of each scenario: its key, or the kind of failure. `given` and `json` come from the test.
# All in one process: a start of botocore takes half a second.
import os
import botocore.credentials
import botocore.session

KEEP = {name: os.environ[name] for name in ("PATH", "PYTHONUSERBASE", "SystemRoot") if name in os.environ}


def outcome(profile):
    session = botocore.session.Session(profile=profile)
    try:
        credentials = session.get_credentials()
    except Exception as error:
        return {"kind": type(error).__name__}
    if credentials is None:
        return {"kind": "none"}
    if isinstance(credentials, botocore.credentials.RefreshableCredentials):
        return {"kind": "refreshable", "method": credentials.method}
    return {
        "kind": "key",
        "method": credentials.method,
        "accessKeyId": credentials.access_key,
        "secretAccessKey": credentials.secret_key,
        "sessionToken": credentials.token or None,
    }


def region(profile):
    try:
        return botocore.session.Session(profile=profile).get_config_variable("region")
    except Exception as error:
        return {"kind": type(error).__name__}


results = {}
for name, scenario in given["scenarios"].items():
    os.environ.clear()
    os.environ.update(KEEP)
    os.environ.update({"HOME": scenario["home"], "USERPROFILE": scenario["home"], "AWS_EC2_METADATA_DISABLED": "true"})
    os.environ.update(scenario["env"])
    profile = scenario.get("profile")
    results[name] = {**outcome(profile), "region": region(profile)}
print(json.dumps(results))
