#!/usr/bin/env python3
"""Makes samples/azure.aiestate: fills the fake of Azure with the tenant of the tests, and reads it with our own collector.

    python3 samples/make-azure.py

Some reads are refused on purpose, so that the sample shows what Unknown looks like. To the tenant of the tests come accounts
that a network alone, joined networks and trusted services reach: so there is a way of each reach.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFUSED = ["Microsoft.CognitiveServices/accounts/defenderForAISettings/read", "Microsoft.KeyVault/vaults/keys/read"]
SAMPLE = ROOT / "samples" / "azure.aiestate"

GROUP = "/subscriptions/11111111-0000-0000-0000-000000000001/resourceGroups/lan/providers"
NET, ACCOUNTS = "Microsoft.Network", "Microsoft.CognitiveServices/accounts"


def resource(version, type, name, properties, **members):
    return {"id": f"{GROUP}/{type}/{name}", "name": name, "type": type, "apiVersion": version, "location": "westeurope", **members, "properties": properties}


def network(name, range, joined=None):
    id = f"{GROUP}/{NET}/virtualNetworks/{name}"
    return resource("2024-10-01", f"{NET}/virtualNetworks", name, {
        "addressSpace": {"addressPrefixes": [f"{range}.0.0/16"]}, "subnets": [{"id": f"{id}/subnets/ai", "name": "ai", "properties": {"addressPrefix": f"{range}.1.0/24"}}],
        "virtualNetworkPeerings": [{"name": joined, "properties": {"remoteVirtualNetwork": {"id": f"{GROUP}/{NET}/virtualNetworks/{joined}"}, "peeringState": "Connected", "allowVirtualNetworkAccess": True}}] if joined else []})


def account(name, **properties):
    return resource("2025-12-01", ACCOUNTS, name, {"endpoint": f"https://{name}.cognitiveservices.azure.com/", "customSubDomainName": name, "disableLocalAuth": True, **properties}, kind="TextAnalytics", sku={"name": "S"})


def private(name, network):
    """An account that a private endpoint in a network alone leads to."""
    endpoint = f"{GROUP}/{NET}/privateEndpoints/{name}"
    return [
        account(name, publicNetworkAccess="Disabled", privateEndpointConnections=[{"properties": {"privateEndpoint": {"id": endpoint}, "privateLinkServiceConnectionState": {"status": "Approved"}}}]),
        resource("2024-10-01", f"{NET}/privateEndpoints", name, {
            "subnet": {"id": f"{GROUP}/{NET}/virtualNetworks/{network}/subnets/ai"},
            "privateLinkServiceConnections": [{"name": name, "properties": {"privateLinkServiceId": f"{GROUP}/{ACCOUNTS}/{name}", "groupIds": ["account"], "privateLinkServiceConnectionState": {"status": "Approved"}}}]})]


def machine(name, network, source):
    """A machine with accelerators, and a security group of its own."""
    rule = {"access": "Allow", "direction": "Inbound", "priority": 100, "protocol": "Tcp", "sourceAddressPrefix": source, "sourcePortRange": "*", "destinationAddressPrefix": "*", "destinationPortRange": "22"}
    return [
        resource("2024-10-01", f"{NET}/networkSecurityGroups", name, {"securityRules": [{"name": "ssh", "properties": rule}]}),
        resource("2024-10-01", f"{NET}/networkInterfaces", name, {
            "networkSecurityGroup": {"id": f"{GROUP}/{NET}/networkSecurityGroups/{name}"},
            "ipConfigurations": [{"name": "one", "properties": {
                "privateIPAddress": "10.8.1.4", "subnet": {"id": f"{GROUP}/{NET}/virtualNetworks/{network}/subnets/ai"}, "publicIPAddress": {"id": f"{GROUP}/{NET}/publicIPAddresses/{name}"}}}]}),
        resource("2024-11-01", "Microsoft.Compute/virtualMachines", name, {
            "hardwareProfile": {"vmSize": "Standard_NC24ads_A100_v4"}, "networkProfile": {"networkInterfaces": [{"id": f"{GROUP}/{NET}/networkInterfaces/{name}"}]}})]


MORE = [*machine("trainer", "alone", "Internet"), network("alone", "10.8"), network("left", "10.9", "right"), network("right", "10.10", "left"), *private("alone", "alone"), *private("joined", "left"),
        account("trusting", publicNetworkAccess="Enabled", networkAcls={"defaultAction": "Deny", "bypass": "AzureServices", "ipRules": [], "virtualNetworkRules": []})]
tenant = tempfile.NamedTemporaryFile("w", suffix=".json")
json.dump(json.loads((ROOT / "tests/azure/tenant.json").read_text()) + MORE, tenant)
tenant.flush()

environment = {name: value for name, value in os.environ.items() if not name.startswith(("AZURE_", "IDENTITY_", "MSI_", "IMDS_"))}
denials = [word for action in REFUSED for word in ("--deny", action)]
fake = subprocess.Popen(["dotnet", "run", "--project", "tests/CloudFake", "--", "--azure", tenant.name, *denials], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
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
    # The program that dotnet started, too; a request to end would stop its web server only.
    os.killpg(fake.pid, signal.SIGKILL)
