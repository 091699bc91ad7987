using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiCloudSecurity;

/// <summary>
/// What AWS Config records of the types that we know and in which shape: CloudFormation's for SageMaker, the
/// services' own with lower-case names for the others, S3's settings as JSON in the supplementary configuration.
/// Facts from Config's published resource schema (github.com/awslabs/aws-config-resource-schema) and the Config
/// Developer Guide. A type that is missing here is not imported.
/// </summary>
internal static class ConfigShapes
{
    private const string Groups = "http://acs.amazonaws.com/groups/";

    private static readonly Dictionary<string, ConfigShape> s_shapes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["AWS::SageMaker::NotebookInstance"] = new("NotebookInstanceArn:@arn!", "NotebookInstanceName!", "DirectInternetAccess!", "RootAccess!",
            "RoleArn!", "SubnetId", "SecurityGroups:SecurityGroupIds", "KmsKeyId", "InstanceType", "VolumeSizeInGB", "DefaultCodeRepository",
            "AdditionalCodeRepositories", "NotebookInstanceLifecycleConfigName:LifecycleConfigName", "AcceleratorTypes",
            // In CloudFormation's type, not yet in Config's published schema: a snapshot that has them says all.
            "PlatformIdentifier!", "InstanceMetadataServiceConfiguration!.MinimumInstanceMetadataServiceVersion!"),
        ["AWS::SageMaker::Model"] = new("ModelArn:@arn!", "ModelName!", "ExecutionRoleArn", "EnableNetworkIsolation",
            "VpcConfig.SecurityGroupIds", "VpcConfig.Subnets", "InferenceExecutionConfig.Mode",
            "PrimaryContainer.Image", "PrimaryContainer.Mode", "PrimaryContainer.ModelDataUrl", "PrimaryContainer.ModelPackageName",
            "Containers.Image", "Containers.Mode", "Containers.ModelDataUrl", "Containers.ModelPackageName"),
        ["AWS::SageMaker::EndpointConfig"] = new("EndpointConfigArn:@arn!", "EndpointConfigName!", "KmsKeyId",
            "DataCaptureConfig.EnableCapture", "DataCaptureConfig.InitialSamplingPercentage", "DataCaptureConfig.DestinationS3Uri",
            "DataCaptureConfig.KmsKeyId", "DataCaptureConfig.CaptureOptions.CaptureMode",
            "ProductionVariants.VariantName", "ProductionVariants.ModelName", "ProductionVariants.InstanceType", "ProductionVariants.AcceleratorType",
            "ProductionVariants.EnableSSMAccess", "ProductionVariants.InitialInstanceCount", "ProductionVariants.VolumeSizeInGB",
            "ProductionVariants.CoreDumpConfig.DestinationS3Uri", "ProductionVariants.CoreDumpConfig.KmsKeyId",
            "ProductionVariants.ServerlessConfig.MaxConcurrency", "ProductionVariants.ServerlessConfig.MemorySizeInMB"),
        ["AWS::SageMaker::Domain"] = new("DomainArn!", "DomainId!", "DomainName!", "AuthMode!", "VpcId", "SubnetIds", "KmsKeyId",
            "AppNetworkAccessType", "AppSecurityGroupManagement", "HomeEfsFileSystemId", "SecurityGroupIdForDomainBoundary",
            "DefaultUserSettings.ExecutionRole", "DefaultUserSettings.SecurityGroups", "DefaultUserSettings.SharingSettings.NotebookOutputOption",
            "DefaultUserSettings.SharingSettings.S3KmsKeyId", "DefaultUserSettings.SharingSettings.S3OutputPath",
            "DefaultSpaceSettings.ExecutionRole", "DefaultSpaceSettings.SecurityGroups", "DomainSettings.SecurityGroupIds"),
        ["AWS::SageMaker::FeatureGroup"] = new("FeatureGroupArn:@arn!", "FeatureGroupName!", "RoleArn",
            "OfflineStoreConfig.S3StorageConfig.S3Uri", "OfflineStoreConfig.DisableGlueTableCreation", "OnlineStoreConfig.EnableOnlineStore"),
        ["AWS::KMS::Key"] = new("Arn!", "KeyId!", "KeyManager!", "KeyState!", "KeySpec!", "Origin!", "KeyUsage!", "Enabled", "MultiRegion", "DeletionDate", "CreationDate"),
        ["AWS::KMS::KeyRotation"] = new("KeyRotationEnabled!") { Supplement = "KeyRotationStatus", Prepare = Rotation },

        ["AWS::IAM::User"] = new("Arn!", "UserName!", "UserId!", "Path", "CreateDate", "GroupList!", "UserPolicyList!", "AttachedManagedPolicies!", "PermissionsBoundary", "Tags"),
        ["AWS::IAM::Group"] = new("Arn!", "GroupName!", "GroupId!", "Path", "CreateDate", "GroupPolicyList!", "AttachedManagedPolicies!"),
        ["AWS::IAM::Role"] = new("Arn!", "RoleName!", "RoleId!", "Path", "CreateDate", "AssumeRolePolicyDocument!", "RolePolicyList!", "AttachedManagedPolicies!",
            "PermissionsBoundary", "Tags", "InstanceProfileList", "RoleLastUsed"),
        ["AWS::IAM::Policy"] = new("Arn!", "PolicyName!", "PolicyId!", "Path", "CreateDate", "UpdateDate", "DefaultVersionId!", "PolicyVersionList!", "AttachmentCount", "PermissionsBoundaryUsageCount", "IsAttachable", "Description"),

        ["AWS::EC2::SecurityGroup"] = new([.. new[] { "GroupId!", "OwnerId!", "GroupName!", "Description", "VpcId" }, .. Permissions("IpPermissions!"), .. Permissions("IpPermissionsEgress!")]),
        ["AWS::EC2::Subnet"] = new("SubnetId!", "SubnetArn", "VpcId!", "CidrBlock", "AvailabilityZone", "MapPublicIpOnLaunch!", "DefaultForAz", "AssignIpv6AddressOnCreation", "OwnerId!"),
        ["AWS::EC2::VPC"] = new("VpcId!", "CidrBlock", "IsDefault!", "OwnerId!", "InstanceTenancy", "DhcpOptionsId"),
        ["AWS::EC2::RouteTable"] = new("RouteTableId!", "VpcId!", "OwnerId!",
            "Associations!.SubnetId", "Associations!.GatewayId", "Associations!.Main", "Associations!.RouteTableId", "Associations!.RouteTableAssociationId",
            "Routes!.DestinationCidrBlock", "Routes!.DestinationIpv6CidrBlock", "Routes!.DestinationPrefixListId", "Routes!.GatewayId", "Routes!.NatGatewayId",
            "Routes!.EgressOnlyInternetGatewayId", "Routes!.TransitGatewayId", "Routes!.VpcPeeringConnectionId", "Routes!.NetworkInterfaceId", "Routes!.InstanceId",
            "Routes!.LocalGatewayId", "Routes!.CarrierGatewayId", "Routes!.Origin", "Routes!.State"),
        ["AWS::EC2::VPCEndpoint"] = new("VpcEndpointId!", "VpcId!", "ServiceName!", "VpcEndpointType!", "State:state/value!", "PolicyDocument!", "PrivateDnsEnabled!",
            "OwnerId!", "RouteTableIds", "SubnetIds", "Groups!.GroupId!", "Groups!.GroupName", "NetworkInterfaceIds"),

        ["AWS::S3::Bucket"] = new("Name", "LocationConstraint:@awsRegion"),
        ["AWS::S3::BucketPublicAccessBlock"] = new("BlockPublicAcls!", "IgnorePublicAcls!", "BlockPublicPolicy!", "RestrictPublicBuckets!") { Supplement = "PublicAccessBlockConfiguration" },
        ["AWS::S3::BucketEncryption"] = new("Rule:rules!.ApplyServerSideEncryptionByDefault!.SSEAlgorithm!", "Rule:rules!.ApplyServerSideEncryptionByDefault!.KMSMasterKeyID", "Rule:rules!.BucketKeyEnabled") { Supplement = "ServerSideEncryptionConfiguration" },
        ["AWS::S3::BucketVersioning"] = new("Status") { Supplement = "BucketVersioningConfiguration" },
        ["AWS::S3::BucketLogging"] = new("LoggingEnabled.TargetBucket!") { Supplement = "BucketLoggingConfiguration", Prepare = Logging },
        ["AWS::S3::BucketPolicy"] = new("Version", "Id", "Statement!") { Supplement = "BucketPolicy", Prepare = Policy },
        ["AWS::S3::BucketAcl"] = new("AccessControlList!.Grant!.Grantee!.URI", "AccessControlList!.Grant!.Permission!") { Supplement = "AccessControlList", Prepare = Acl },
    };

    /// <summary>The shape in which Config records a type; null where it does not or where we do not know.</summary>
    public static ConfigShape? Of(ResourceType type) => s_shapes.GetValueOrDefault(type.Name);

    private static string[] Permissions(string list) =>
        [$"{list}.IpProtocol!", $"{list}.FromPort", $"{list}.ToPort", $"{list}.IpRanges:ipv4Ranges!.CidrIp!", $"{list}.Ipv6Ranges!.CidrIpv6!",
            $"{list}.PrefixListIds.PrefixListId", $"{list}.UserIdGroupPairs.GroupId", $"{list}.UserIdGroupPairs.UserId", $"{list}.UserIdGroupPairs.VpcId"];

    private static JsonElement? Rotation(JsonElement recorded) => recorded.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Element(new JsonObject { ["KeyRotationEnabled"] = recorded.GetBoolean() })
        : recorded;

    private static JsonElement? Logging(JsonElement recorded) =>
        recorded.ValueKind != JsonValueKind.Object ? recorded
        : Import.Text(recorded, "destinationBucketName") is { } bucket ? Element(new JsonObject { ["LoggingEnabled"] = new JsonObject { ["TargetBucket"] = bucket } })
        : Element(new JsonObject());

    private static JsonElement? Policy(JsonElement recorded) =>
        Import.Member(recorded, "policyText").ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => ConfigSnapshot.Unquoted(Import.Member(recorded, "policyText")),
            _ => recorded,
        };

    // Groups are recorded by their short names, permissions in the SDK's spelling.
    private static JsonElement? Acl(JsonElement recorded)
    {
        var list = Import.Member(recorded, "grantList");
        if (list.ValueKind != JsonValueKind.Array)
        {
            return recorded;
        }
        var grants = new JsonArray();
        foreach (var grant in list.EnumerateArray())
        {
            var grantee = Import.Member(grant, "grantee");
            var who = grantee.ValueKind switch
            {
                JsonValueKind.String => Import.Text(grant, "grantee") switch
                {
                    "AllUsers" => new JsonObject { ["URI"] = Groups + "global/AllUsers" },
                    "AuthenticatedUsers" => new JsonObject { ["URI"] = Groups + "global/AuthenticatedUsers" },
                    "LogDelivery" => new JsonObject { ["URI"] = Groups + "s3/LogDelivery" },
                    _ => null,
                },
                JsonValueKind.Object when Import.Text(grantee, "id") is not null => new JsonObject(),
                _ => null,
            };
            grants.Add(new JsonObject
            {
                ["Grantee"] = who,
                ["Permission"] = Import.Text(grant, "permission") switch
                {
                    "FullControl" => "FULL_CONTROL",
                    "Read" => "READ",
                    "Write" => "WRITE",
                    "ReadAcp" => "READ_ACP",
                    "WriteAcp" => "WRITE_ACP",
                    _ => null,
                },
            });
        }
        return Element(new JsonObject { ["AccessControlList"] = new JsonObject { ["Grant"] = grants } });
    }

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
