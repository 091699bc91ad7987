#!/usr/bin/env python3
"""Makes samples/aws.aiestate: fills an account in moto behind the fake, and reads it with our own collector.

    python3 samples/make-aws.py

Some reads are refused on purpose, so that the sample shows what Unknown looks like. To the account of the tests come endpoints
that a VPC alone and a joined one reach, and an API for an office: so there is a way of each reach.
"""
import json
import os
import pathlib
import signal
import subprocess
import sys

import boto3

ROOT = pathlib.Path(__file__).resolve().parent.parent
REFUSED = ["bedrock-agent:GetDataSource", "s3:GetBucketLogging"]
REGIONS = "us-east-1, eu-west-1, ap-southeast-2"

environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
environment.update(AWS_ACCESS_KEY_ID="testing", AWS_SECRET_ACCESS_KEY="testing", AWS_DEFAULT_REGION="us-east-1",
                   AWS_EC2_METADATA_DISABLED="true", AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)


SAMPLE = ROOT / "samples" / "aws.aiestate"


def add_ways(endpoint):
    def client(service):
        return boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing")

    ec2, gateway = client("ec2"), client("apigateway")

    def vpc(name, block):
        made = ec2.create_vpc(CidrBlock=f"{block}.0.0/16", TagSpecifications=[{"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": name}]}])["Vpc"]["VpcId"]
        return made, ec2.create_subnet(VpcId=made, CidrBlock=f"{block}.1.0/24", AvailabilityZone="us-east-1a")["Subnet"]["SubnetId"]

    def bedrock(vpc, subnet):
        group = ec2.create_security_group(GroupName="bedrock", Description="Who calls Bedrock", VpcId=vpc)["GroupId"]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}])
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.bedrock-runtime", VpcEndpointType="Interface", SubnetIds=[subnet], SecurityGroupIds=[group], PrivateDnsEnabled=True)

    bedrock(*vpc("alone", "10.41"))
    (left, at_left), (right, _) = vpc("left", "10.42"), vpc("right", "10.43")
    peering = ec2.create_vpc_peering_connection(VpcId=left, PeerVpcId=right)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    for own, other in ((left, "10.43.0.0/16"), (right, "10.42.0.0/16")):
        table = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [own]}])["RouteTables"][0]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock=other, VpcPeeringConnectionId=peering)
    bedrock(left, at_left)

    # A machine with accelerators: everybody reaches its SSH, an office its model server, and a second network by a transit gateway.
    lab, at_lab = vpc("lab", "10.44")
    desks, at_desks = vpc("desks", "10.45")
    door = ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=door, VpcId=lab)
    hub = ec2.create_transit_gateway(Description="hub")["TransitGateway"]["TransitGatewayId"]
    routing = ec2.create_transit_gateway_route_table(TransitGatewayId=hub)["TransitGatewayRouteTable"]["TransitGatewayRouteTableId"]
    for own, subnet, block, other in ((lab, at_lab, "10.44.0.0/16", "10.45.0.0/16"), (desks, at_desks, "10.45.0.0/16", "10.44.0.0/16")):
        attachment = ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=hub, VpcId=own, SubnetIds=[subnet])["TransitGatewayVpcAttachment"]["TransitGatewayAttachmentId"]
        ec2.associate_transit_gateway_route_table(TransitGatewayRouteTableId=routing, TransitGatewayAttachmentId=attachment)
        ec2.create_transit_gateway_route(DestinationCidrBlock=block, TransitGatewayRouteTableId=routing, TransitGatewayAttachmentId=attachment)
        table = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [own]}])["RouteTables"][0]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock=other, TransitGatewayId=hub)
        if own == lab:
            ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=door)
    guard = ec2.create_security_group(GroupName="trainer", Description="Who comes to the trainer", VpcId=lab)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=guard, IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]},
        {"IpProtocol": "tcp", "FromPort": 8000, "ToPort": 8000, "IpRanges": [{"CidrIp": "203.0.113.0/24"}]},
        {"IpProtocol": "tcp", "FromPort": 8888, "ToPort": 8888, "IpRanges": [{"CidrIp": "10.45.0.0/16"}]}])
    ec2.run_instances(ImageId=ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"], MinCount=1, MaxCount=1, InstanceType="g5.xlarge",
                      NetworkInterfaces=[{"DeviceIndex": 0, "SubnetId": at_lab, "Groups": [guard], "AssociatePublicIpAddress": True}],
                      TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": "trainer"}]}])

    api = gateway.create_rest_api(name="office", policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}}]}))["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    gateway.put_method(restApiId=api, resourceId=root, httpMethod="POST", authorizationType="AWS_IAM")
    gateway.put_integration(restApiId=api, resourceId=root, httpMethod="POST", type="AWS", integrationHttpMethod="POST",
                            uri="arn:aws:apigateway:us-east-1:bedrock-runtime:path/model/m/invoke")
    gateway.create_deployment(restApiId=api, stageName="prod")


def run(*command, check=True):
    subprocess.run(command, cwd=ROOT, env=environment, check=check)


denials = [word for operation in REFUSED for word in ("--deny", operation)]
fake = subprocess.Popen(["dotnet", "run", "--project", "tests/CloudFake", "--", *denials], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True)
try:
    endpoint = next(line.strip() for line in fake.stdout if line.startswith("http"))
    run(sys.executable, "tests/moto/account.py", "--endpoint-url", endpoint)
    add_ways(endpoint)
    SAMPLE.unlink(missing_ok=True)
    # The refused reads are errors, so the command line does not end with 0; the file says whether it worked.
    run("dotnet", "run", "--project", "src/AiCloudSecurity.Shell", "--", "-Command",
        f"Get-AiEstate -EndpointUrl {endpoint} -Region {REGIONS} | Export-AiEstate -Path samples/aws.aiestate -PassThru", check=False)
    if not SAMPLE.exists():
        sys.exit("The sample was not written.")
finally:
    # The program that dotnet started, too; a request to end would stop its web server only.
    os.killpg(fake.pid, signal.SIGKILL)
