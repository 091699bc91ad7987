#!/usr/bin/env python3
"""Makes samples/gcp.aiestate: an organisation of three projects in the fake, read with our own collector.

    python3 samples/make-gcp.py

One read is refused on purpose, so that the sample shows what Unknown looks like. To the organisation of the tests come a
notebook that some addresses of the internet reach, one that a partner's network may reach, and an endpoint in a joined network:
so there is a way of each reach.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFUSED = ["modelarmor.templates.list"]
SAMPLE = ROOT / "samples" / "gcp.aiestate"

COMPUTE, PROJECT, REGION = "https://www.googleapis.com/compute/v1/projects/ai-prod", "projects/ai-prod", "europe-west4"
VERTEX = f"projects/111111111111/locations/{REGION}"


def notebook(name, network, **setup):
    id = f"{PROJECT}/locations/{REGION}-a/instances/{name}"
    return {"type": "notebooks.googleapis.com/Instance", "name": id, "message": "google.cloud.notebooks.v2.Instance",
            "data": {"name": id, "state": "ACTIVE", "createTime": "2026-09-01T00:00:00Z", "instanceOwners": ["grace@example.com"], "gceSetup": {
                "serviceAccounts": [{"email": "models@ai-prod.iam.gserviceaccount.com"}], "networkInterfaces": [{"network": f"{PROJECT}/global/networks/{network}", "subnet": f"{PROJECT}/regions/{REGION}/subnetworks/{network}"}],
                "bootDisk": {"diskEncryption": "GMEK"}, "metadata": {}, **setup}}}


MORE = [
    {"type": "compute.googleapis.com/Network", "name": f"{PROJECT}/global/networks/lab", "data": {"name": "lab", "selfLink": f"{COMPUTE}/global/networks/lab", "autoCreateSubnetworks": False}},
    {"type": "compute.googleapis.com/Subnetwork", "name": f"{PROJECT}/regions/{REGION}/subnetworks/lab", "location": REGION,
     "data": {"name": "lab", "network": f"{COMPUTE}/global/networks/lab", "ipCidrRange": "10.4.0.0/24", "privateIpGoogleAccess": True}},
    {"type": "compute.googleapis.com/Firewall", "name": f"{PROJECT}/global/firewalls/lab-office",
     "data": {"name": "lab-office", "network": f"{COMPUTE}/global/networks/lab", "direction": "INGRESS", "priority": 1000, "sourceRanges": ["203.0.113.0/24"], "allowed": [{"IPProtocol": "tcp", "ports": ["22"]}]}},
    {"type": "compute.googleapis.com/Route", "name": f"{PROJECT}/global/routes/lab-out",
     "data": {"name": "lab-out", "network": f"{COMPUTE}/global/networks/lab", "destRange": "0.0.0.0/0", "priority": 1000, "nextHopGateway": f"{COMPUTE}/global/gateways/default-internet-gateway"}},
    {"type": "compute.googleapis.com/Route", "name": f"{PROJECT}/global/routes/default-out",
     "data": {"name": "default-out", "network": f"{COMPUTE}/global/networks/default", "destRange": "0.0.0.0/0", "priority": 1000, "nextHopGateway": f"{COMPUTE}/global/gateways/default-internet-gateway"}},
    notebook("lab", "lab"),
    # A machine with accelerators, in the same network.
    {"type": "compute.googleapis.com/Instance", "name": f"{PROJECT}/zones/{REGION}-a/instances/trainer", "location": f"{REGION}-a",
     "data": {"name": "trainer", "status": "RUNNING", "machineType": f"{COMPUTE}/zones/{REGION}-a/machineTypes/g2-standard-4", "zone": f"{COMPUTE}/zones/{REGION}-a",
              "guestAccelerators": [{"acceleratorType": f"{COMPUTE}/zones/{REGION}-a/acceleratorTypes/nvidia-l4", "acceleratorCount": 1}],
              "networkInterfaces": [{"network": f"{COMPUTE}/global/networks/lab", "subnetwork": f"{COMPUTE}/regions/{REGION}/subnetworks/lab", "networkIP": "10.4.0.9", "accessConfigs": [{"type": "ONE_TO_ONE_NAT", "natIP": "198.51.100.20"}]}]}},
    {"type": "compute.googleapis.com/Network", "name": f"{PROJECT}/global/networks/guests",
     "data": {"name": "guests", "selfLink": f"{COMPUTE}/global/networks/guests", "autoCreateSubnetworks": False,
              "peerings": [{"name": "partner", "network": "https://www.googleapis.com/compute/v1/projects/partner/global/networks/all", "state": "ACTIVE"}]}},
    {"type": "compute.googleapis.com/Subnetwork", "name": f"{PROJECT}/regions/{REGION}/subnetworks/guests", "location": REGION,
     "data": {"name": "guests", "network": f"{COMPUTE}/global/networks/guests", "ipCidrRange": "10.5.0.0/24", "privateIpGoogleAccess": True}},
    {"type": "compute.googleapis.com/Firewall", "name": f"{PROJECT}/global/firewalls/guests-inside",
     "data": {"name": "guests-inside", "network": f"{COMPUTE}/global/networks/guests", "direction": "INGRESS", "priority": 1000, "sourceRanges": ["10.0.0.0/8"], "allowed": [{"IPProtocol": "tcp"}]}},
    notebook("guest", "guests", disablePublicIp=True),
    {"type": "aiplatform.googleapis.com/Endpoint", "name": f"{VERTEX}/endpoints/3", "message": "google.cloud.aiplatform.v1.Endpoint",
     "data": {"name": f"{VERTEX}/endpoints/3", "displayName": "joined", "network": "projects/111111111111/global/networks/ai", "deployedModels": [{"id": "3", "model": f"{VERTEX}/models/1"}]}},
]
organization = tempfile.NamedTemporaryFile("w", suffix=".json")
json.dump(json.loads((ROOT / "tests/gcp/organization.json").read_text()) + MORE, organization)
organization.flush()

environment = {**os.environ, "CLOUDSDK_AUTH_ACCESS_TOKEN": "sample"}
denials = [word for permission in REFUSED for word in ("--deny", permission)]
fake = subprocess.Popen(["dotnet", "run", "--project", "tests/CloudFake", "--", "--gcp", organization.name, *denials], cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
try:
    endpoint = next(line.strip() for line in fake.stdout if line.startswith("http"))
    SAMPLE.unlink(missing_ok=True)
    # The refused read is an error, so the command line does not end with 0; the file says whether it worked.
    subprocess.run(["dotnet", "run", "--project", "src/AiCloudSecurity.Shell", "--", "-Command",
                    f"Get-AiEstate -OrganizationId 1000 -EndpointUrl {endpoint} | Export-AiEstate -Path samples/gcp.aiestate -PassThru"], cwd=ROOT, env=environment, check=False)
    if not SAMPLE.exists():
        sys.exit("The sample was not written.")
finally:
    # The program that dotnet started, too; a request to end would stop its web server only.
    os.killpg(fake.pid, signal.SIGKILL)
