using System.Globalization;
using System.Text;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Benchmarks;

/// <summary>
/// An account of any size, in the clouds' own JSON, all of it read: blocks of 100 resources, each in one of four
/// regions. Everything that has a key, a subnet or a security group names one of its block.
/// </summary>
internal sealed class SyntheticAccount
{
    private const string Account = "111122223333";
    private const int BlockSize = 100;
    private static readonly string[] s_regions = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"];
    private static readonly Scope s_scope = new() { Cloud = Cloud.Aws, Id = Account, Name = Account, Caller = $"arn:aws:iam::{Account}:role/auditor", Partition = "aws" };
    private static readonly DateTimeOffset s_now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly List<Resource> _resources = [];
    private readonly List<CoverageEntry> _coverage = [];
    private readonly List<Resource> _collected;

    public SyntheticAccount(int resources)
    {
        foreach (var type in ResourceType.All.Where(type => type.Read is AwsResourceAttribute))
        {
            foreach (var region in type.Read.Global ? [ResourceIdentity.Global] : s_regions)
            {
                Cover(type, region, null);
            }
        }
        for (var block = 0; block < resources / BlockSize; block++)
        {
            AddBlock(block, s_regions[block % s_regions.Length]);
        }
        _collected = [.. _resources.OrderBy(resource => resource.Type.Name, StringComparer.Ordinal).ThenBy(resource => resource.Identity.Region, StringComparer.Ordinal)];
    }

    /// <summary>The estate, new each time: nothing that an earlier judgement looked up is kept.</summary>
    public Estate Estate() => new(s_scope, s_now, s_regions, _collected, _coverage);

    /// <summary>The same in the order of a file that goes to and fro between regions, where a collector's is sorted.</summary>
    public Estate ImportedEstate() => new(s_scope, s_now, s_regions, _resources, _coverage);

    /// <summary>The same, read by somebody who was refused each resource of a type.</summary>
    public Estate EstateWithout(ResourceType refused) => new(s_scope, s_now, s_regions, _collected.Where(resource => resource.Type != refused),
        _coverage.Select(entry => entry.ResourceType == refused.Name && entry.Subject is not null ? entry with { State = CoverageState.Refused, Message = "AccessDenied" } : entry));

    private void AddBlock(int block, string region)
    {
        string Arn(string service, string rest) => $"arn:aws:{service}:{region}:{Account}:{rest}";
        string Key(int number) => Arn("kms", $"key/k-{block}-{number % 5}");
        string Network(int number) => $$"""{ "Subnets": ["subnet-{{block}}-{{number % 4}}"], "SecurityGroupIds": ["sg-{{block}}-{{number % 4}}"] }""";

        Many<NotebookInstance>(35, number => $$"""
            { "NotebookInstanceArn": "{{Arn("sagemaker", $"notebook-instance/nb-{block}-{number}")}}", "NotebookInstanceName": "nb-{{block}}-{{number}}",
              "DirectInternetAccess": "{{(number % 3 == 0 ? "Enabled" : "Disabled")}}", "RootAccess": "{{(number % 2 == 0 ? "Enabled" : "Disabled")}}",
              "SubnetId": "subnet-{{block}}-{{number % 4}}", "SecurityGroups": ["sg-{{block}}-{{number % 4}}"], "KmsKeyId": "{{Key(number)}}",
              "PlatformIdentifier": "notebook-al2023-v1", "RoleArn": "arn:aws:iam::{{Account}}:role/notebooks" }
            """);
        Many<TrainingJob>(20, number => $$"""
            { "TrainingJobArn": "{{Arn("sagemaker", $"training-job/job-{block}-{number}")}}", "TrainingJobName": "job-{{block}}-{{number}}",
              "TrainingJobStatus": "Completed", "CreationTime": 1793000000, "EnableNetworkIsolation": {{(number % 2 == 0 ? "true" : "false")}},
              "AlgorithmSpecification": { "TrainingImage": "{{Account}}.dkr.ecr.{{region}}.amazonaws.com/train:1" }, "VpcConfig": {{Network(number)}},
              "ResourceConfig": { "InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeKmsKeyId": "{{Key(number)}}" },
              "OutputDataConfig": { "S3OutputPath": "s3://models/{{block}}", "KmsKeyId": "{{Key(number)}}" }, "RoleArn": "arn:aws:iam::{{Account}}:role/training" }
            """);
        Many<Model>(10, number => $$"""
            { "ModelArn": "{{Arn("sagemaker", $"model/model-{block}-{number}")}}", "ModelName": "model-{{block}}-{{number}}", "EnableNetworkIsolation": true,
              "VpcConfig": {{Network(number)}}, "PrimaryContainer": { "Image": "{{Account}}.dkr.ecr.{{region}}.amazonaws.com/serve:1", "ModelDataUrl": "s3://models/{{block}}" },
              "ExecutionRoleArn": "arn:aws:iam::{{Account}}:role/serving" }
            """);
        Many<EndpointConfig>(5, number => $$"""
            { "EndpointConfigArn": "{{Arn("sagemaker", $"endpoint-config/config-{block}-{number}")}}", "EndpointConfigName": "config-{{block}}-{{number}}",
              "KmsKeyId": "{{Key(number)}}", "ProductionVariants": [{ "VariantName": "all", "ModelName": "model-{{block}}-{{number}}", "InstanceType": "ml.m5.large" }] }
            """);
        Many<Endpoint>(2, number => $$"""
            { "EndpointArn": "{{Arn("sagemaker", $"endpoint/endpoint-{block}-{number}")}}", "EndpointName": "endpoint-{{block}}-{{number}}", "EndpointStatus": "InService",
              "EndpointConfigName": "config-{{block}}-{{number}}", "ProductionVariants": [{ "VariantName": "all", "CurrentInstanceCount": 1 }] }
            """);
        Many<Alarm>(2, number => $$"""
            { "AlarmArn": "{{Arn("cloudwatch", $"alarm:alarm-{block}-{number}")}}", "AlarmName": "alarm-{{block}}-{{number}}", "Namespace": "AWS/SageMaker", "MetricName": "Invocations",
              "Dimensions": [{ "Name": "EndpointName", "Value": "endpoint-{{block}}-{{number}}" }], "ActionsEnabled": true, "AlarmActions": ["{{Arn("sns", "security")}}"] }
            """);
        Many<IamRole>(1, _ => $$"""
            { "Arn": "arn:aws:iam::{{Account}}:role/role-{{block}}", "RoleName": "role-{{block}}",
              "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } },
              "RolePolicyList": [{ "PolicyName": "work", "PolicyDocument": { "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::models/*" }] } }] }
            """);
        Many<KmsKey>(5, number => $$"""{ "Arn": "{{Key(number)}}", "KeyId": "k-{{block}}-{{number}}", "KeyManager": "CUSTOMER", "KeyState": "Enabled", "KeySpec": "SYMMETRIC_DEFAULT", "Origin": "AWS_KMS" }""");
        Many<KeyRotation>(5, number => $$"""{ "KeyRotationEnabled": {{(number % 2 == 0 ? "true" : "false")}} }""", Key);
        Many<KeyPolicy>(5, _ => $$$"""{ "Policy": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::{{{Account}}}:root\"},\"Action\":\"kms:*\",\"Resource\":\"*\"}]}" }""", Key);
        Many<Subnet>(4, number => $$"""{ "SubnetId": "subnet-{{block}}-{{number}}", "VpcId": "vpc-{{block}}", "OwnerId": "{{Account}}", "MapPublicIpOnLaunch": false }""");
        Many<SecurityGroup>(4, number => $$"""
            { "GroupId": "sg-{{block}}-{{number}}", "GroupName": "ai-{{number}}", "VpcId": "vpc-{{block}}", "OwnerId": "{{Account}}",
              "IpPermissions": [{ "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{ "CidrIp": "10.0.0.0/8" }] }],
              "IpPermissionsEgress": [{ "IpProtocol": "-1", "IpRanges": [{ "CidrIp": "0.0.0.0/0" }] }] }
            """);
        Many<Vpc>(1, _ => $$"""{ "VpcId": "vpc-{{block}}", "OwnerId": "{{Account}}", "IsDefault": false }""");
        Many<RouteTable>(1, _ => $$"""
            { "RouteTableId": "rtb-{{block}}", "VpcId": "vpc-{{block}}", "OwnerId": "{{Account}}", "Associations": [{ "Main": true }],
              "Routes": [{ "DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local" }, { "DestinationCidrBlock": "0.0.0.0/0", "NatGatewayId": "nat-1", "State": "active" }] }
            """);

        void Many<T>(int count, Func<int, string> json, Func<int, string>? parent = null) where T : Resource
        {
            var type = ResourceType.Of<T>();
            for (var number = 0; number < count; number++)
            {
                Add(type, type.Read.Global ? ResourceIdentity.Global : region, json(number), parent?.Invoke(number));
            }
        }
    }

    private void Add(ResourceType type, string region, string json, string? parent)
    {
        var wire = Encoding.UTF8.GetBytes(json);
        var read = (AwsResourceAttribute)type.Read;
        var resource = type.Create(AwsIdentity.Of(read, wire, new("aws", Account, region), parent), wire);
        if (resource.Unread is { } unread)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{type.Name} is not made well: {unread}"));
        }
        _resources.Add(resource);
        if (parent is not null)
        {
            Cover(type, region, parent);
        }
        if (type.IsReferenced)
        {
            Cover(type, region, resource.Identity.Id);
        }
    }

    private void Cover(ResourceType type, string region, string? subject) => _coverage.Add(new()
    {
        ResourceType = type.Name,
        Region = region,
        State = CoverageState.Read,
        Operation = type.Read.Operations[0].Operation,
        Permission = type.Read.Operations[0].Permission,
        Subject = subject,
    });
}
