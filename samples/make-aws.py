#!/usr/bin/env python3
"""Makes samples/aws.aiestate: fills an account in moto behind the fake, and reads it with our own collector.

    python3 samples/make-aws.py

Some reads are refused on purpose, so that the sample shows what Unknown looks like.
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFUSED = ["bedrock-agent:GetDataSource", "s3:GetBucketLogging"]
REGIONS = "us-east-1, eu-west-1, ap-southeast-2"

environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
environment.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION="us-east-1",
                   AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)


SAMPLE = ROOT / "samples" / "aws.aiestate"


def run(*command, check=True):
    subprocess.run(command, cwd=ROOT, env=environment, check=check)


denials = [word for operation in REFUSED for word in ("--deny", operation)]
fake = subprocess.Popen(["dotnet", "run", "--project", "tests/CloudFake", "--", *denials], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
try:
    endpoint = next(line.strip() for line in fake.stdout if line.startswith("http"))
    run(sys.executable, "tests/moto/account.py", "--endpoint-url", endpoint)
    SAMPLE.unlink(missing_ok=True)
    # The refused reads are errors, so the command line does not end with 0; the file says whether it worked.
    run("dotnet", "run", "--project", "src/AiCloudSecurity.Shell", "--", "-Command",
        f"Get-AiEstate -EndpointUrl {endpoint} -Region {REGIONS} | Export-AiEstate -Path samples/aws.aiestate -PassThru", check=False)
    if not SAMPLE.exists():
        sys.exit("The sample was not written.")
finally:
    fake.terminate()
