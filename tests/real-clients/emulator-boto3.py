import boto3
import botocore.exceptions
from botocore.config import Config

seen = {}


def client(service, key=None, endpoint=None, region="us-east-1", token=None, attempts=1, read_timeout=20):
    """Every client has its endpoint in so many words: no version of boto3 can take it for AWS."""
    key = key or given["keys"]["root"]
    return boto3.client(
        service,
        endpoint_url=endpoint or given["endpoint"],
        region_name=region,
        aws_access_key_id=key["accessKeyId"],
        aws_secret_access_key=key["secretAccessKey"],
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}, read_timeout=read_timeout),
    )


def see(name, call):
    """Notes what a call comes to: its answer without botocore's own member, or the error as botocore understood it."""
    try:
        answer = call()
        if isinstance(answer, dict):
            answer.pop("ResponseMetadata", None)
        seen[name] = answer or (None if isinstance(answer, dict) else answer)
    except botocore.exceptions.ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        seen[name] = {"code": error.response["Error"]["Code"], "status": status, "message": error.response["Error"]["Message"]}
        if "TurkErrorCode" in error.response:
            seen[name]["TurkErrorCode"] = error.response["TurkErrorCode"]
    except Exception as error:
        seen[name] = {"exception": type(error).__name__, "message": str(error)}
