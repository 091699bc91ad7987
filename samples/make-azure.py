#!/usr/bin/env python3
"""Makes samples/azure.aiestate: fills the fake of Azure with the tenant of the tests, and reads it with our own collector.

    python3 samples/make-azure.py

Some reads are refused on purpose, so that the sample shows what Unknown looks like.
"""
import os
import pathlib
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFUSED = ["Microsoft.CognitiveServices/accounts/defenderForAISettings/read", "Microsoft.KeyVault/vaults/keys/read"]
SAMPLE = ROOT / "samples" / "azure.aiestate"

environment = {name: value for name, value in os.environ.items() if not name.startswith(("AZURE_", "IDENTITY_", "MSI_", "IMDS_"))}
denials = [word for action in REFUSED for word in ("--deny", action)]
fake = subprocess.Popen(["dotnet", "run", "--project", "tests/CloudFake", "--", "--azure", "tests/azure/tenant.json", *denials], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
try:
    endpoint = next(line.strip() for line in fake.stdout if line.startswith("http:"))
    environment["AZURE_POD_IDENTITY_AUTHORITY_HOST"] = endpoint
    SAMPLE.unlink(missing_ok=True)
    # The refused reads are errors, so the command line does not end with 0; the file says whether it worked.
    subprocess.run(["dotnet", "run", "--project", "src/AiCloudSecurity.Shell", "--", "-Command",
                    f"Get-AiEstate -Cloud Azure -EndpointUrl {endpoint} | Export-AiEstate -Path samples/azure.aiestate -PassThru"], cwd=ROOT, env=environment, check=False)
    if not SAMPLE.exists():
        sys.exit("The sample was not written.")
finally:
    # The program that dotnet started, too.
    os.killpg(fake.pid, signal.SIGTERM)
