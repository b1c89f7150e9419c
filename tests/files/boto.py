# Real botocore, asked again and again: a line of JSON in, a line of JSON out. A start of Python and botocore takes a
# second, a question some milliseconds.
import json
import os
import shlex
import sys

import botocore.configloader
import botocore.credentials
import botocore.exceptions
import botocore.session
import botocore.utils
from botocore.useragent import UserAgentString

KEEP = {name: os.environ[name] for name in ("PATH", "PYTHONUSERBASE", "SystemRoot") if name in os.environ}

# None of these takes part in finding a key in files and variables, and each costs more than all the rest.
botocore.credentials.InstanceMetadataFetcher = lambda **_: None
botocore.credentials.ContainerMetadataFetcher = lambda **_: None
user_agent = UserAgentString.from_environment()
UserAgentString.from_environment = lambda: user_agent


# A generated command line is not run; that Boto would run it is what counts.
def would_run(self, command):
    raise botocore.exceptions.CredentialRetrievalError(provider=self.METHOD, error_msg="not run")


botocore.credentials.ProcessProvider._retrieve_credentials_using = would_run


def no_metadata(self):
    return None


botocore.credentials.InstanceMetadataProvider.load = no_metadata


def provider_of(error):
    """The provider of the chain that failed: the outermost one in the traceback."""
    frame = error.__traceback__
    while frame is not None:
        provider = frame.tb_frame.f_locals.get("self")
        if isinstance(provider, botocore.credentials.CredentialProvider):
            return provider.METHOD
        frame = frame.tb_next
    return None


def failure(error):
    missing = getattr(error, "kwargs", {}).get("cred_var")
    return {"error": type(error).__name__, "provider": provider_of(error), **({"missing": missing} if missing else {})}


def plain(value):
    """A nested value is a dictionary in Boto; nobody can sign with one."""
    return value if value is None or isinstance(value, str) else {"nested": True}


def key(session):
    try:
        found = session.get_credentials()
        if found is None:
            return None
        if isinstance(found, botocore.credentials.DeferredRefreshableCredentials):
            return {"temporary": found.method}
        values = [found.access_key, found.secret_key, found.token]
        return {"key": [plain(value) for value in values], "provider": found.method}
    except Exception as error:
        return failure(error)


def region(session):
    try:
        return plain(session.get_config_variable("region"))
    except Exception as error:
        return failure(error)


def session_for(profile):
    # Without the handlers of requests, which nobody makes here.
    return botocore.session.Session(profile=profile, include_builtin_handlers=False)


def answer(profile):
    session = session_for(profile)
    found = key(session)
    # A session that failed on the credentials file takes the config file alone from then on.
    failed = found is not None and "error" in found
    return {"key": found, "region": region(session_for(profile) if failed else session)}


def profiles():
    try:
        return session_for(None).available_profiles
    except Exception as error:
        return failure(error)


def second_word(section):
    try:
        words = shlex.split(section)
    except ValueError:
        return None
    return words[1] if len(words) == 2 else None


def sections(path):
    try:
        found = botocore.configloader.raw_config_parse(path)
    except Exception as error:
        return failure(error)
    return [{"name": name, "secondWord": second_word(name), "options": found[name]} for name in found]


def pairs(path):
    try:
        return botocore.utils.parse_key_val_file(path)
    except Exception as error:
        return failure(error)


for line in sys.stdin:
    asked = json.loads(line)
    if "parse" in asked:
        os.environ.clear()  # a path is what it is, also with a "$" in it
        os.environ.update(KEEP)
        print(json.dumps([{"sections": sections(path), "pairs": pairs(path)} for path in asked["parse"]]), flush=True)
        continue
    os.environ.clear()
    os.environ.update({**KEEP, "AWS_EC2_METADATA_DISABLED": "true", **asked["env"]})
    known = profiles()
    names = [*asked["profiles"], *(known if isinstance(known, list) else [])]
    answers = {name: answer(name) for name in dict.fromkeys(names[: asked["most"]])}
    print(json.dumps({"profiles": known, "chain": answer(None), "byProfile": answers}), flush=True)
