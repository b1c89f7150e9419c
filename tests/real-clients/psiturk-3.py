"""Where psiTurk 3.3.1 takes its key from, in psiTurk's own order: the judge of what a migration leaves behind.

The rules of its psiturk_config.py and of the two lines that hand the key to boto3, without its web server:
the nearest .env goes into the environment, where it overrides nothing; the defaults of the package, then the global file,
then config.txt, read into one parser; each option then overridden by AWS_<NAME>, and by PSITURK_AWS_<NAME> before that, if
it is not empty; and if both are empty, whatever boto3 finds by itself.
"""
import configparser, os, pathlib, re
import boto3

NAMES = ("aws_access_key_id", "aws_secret_access_key")


def load_dotenv(directory):
    for place in [directory, *directory.parents]:
        if (place / ".env").is_file():
            for line in (place / ".env").read_text().splitlines():
                found = re.match(r"\s*(?:export\s+)?(\w+)\s*=\s*(.*)$", line)
                if found:
                    os.environ.setdefault(found.group(1), found.group(2).strip("\"'"))
            return


def psiturk_key():
    load_dotenv(pathlib.Path.cwd())
    parser = configparser.ConfigParser()
    parser.read_string("[AWS Access]\naws_access_key_id =\naws_secret_access_key =\naws_region = us-east-1\n")
    where = os.environ.get("PSITURK_GLOBAL_CONFIG_LOCATION", os.path.expanduser("~"))
    parser.read([os.path.join(where, ".psiturkconfig"), "config.txt"])
    values = []
    for name in NAMES:
        override = os.environ.get("PSITURK_" + name.upper()) or os.environ.get(name.upper())
        values.append(override or parser.get("AWS Access", name))
    if not any(values):
        found = boto3.Session().get_credentials()
        return ["boto", found and found.access_key, found and found.secret_key]
    return ["psiturk", *values]
