#!/usr/bin/env python3
"""Makes samples/gcp.aiestate: an organisation of three projects in the fake, read with our own collector.

    python3 samples/make-gcp.py

One read is refused on purpose, so that the sample shows what Unknown looks like.
"""
import os
import pathlib
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFUSED = ["modelarmor.templates.list"]
SAMPLE = ROOT / "samples" / "gcp.aiestate"

environment = {**os.environ, "CLOUDSDK_AUTH_ACCESS_TOKEN": "sample"}
denials = [word for permission in REFUSED for word in ("--deny", permission)]
fake = subprocess.Popen(["dotnet", "run", "--project", "tests/CloudFake", "--", "--gcp", "tests/gcp/organization.json", *denials], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
try:
    endpoint = next(line.strip() for line in fake.stdout if line.startswith("http"))
    SAMPLE.unlink(missing_ok=True)
    # The refused read is an error, so the command line does not end with 0; the file says whether it worked.
    subprocess.run(["dotnet", "run", "--project", "src/AiCloudSecurity.Shell", "--", "-Command",
                    f"Get-AiEstate -OrganizationId 1000 -EndpointUrl {endpoint} | Export-AiEstate -Path samples/gcp.aiestate -PassThru"], cwd=ROOT, env=environment, check=False)
    if not SAMPLE.exists():
        sys.exit("The sample was not written.")
finally:
    # The program that dotnet started, too.
    os.killpg(fake.pid, signal.SIGTERM)
