using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

public sealed class ImportTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private const string Details = """
        {
            "UserDetailList": [
                { "Path": "/", "UserName": "ana", "UserId": "AIDAEXAMPLE1", "Arn": "arn:aws:iam::111122223333:user/ana", "CreateDate": "2026-01-01T00:00:00+00:00",
                  "GroupList": ["scientists"], "AttachedManagedPolicies": [], "Tags": [] }
            ],
            "GroupDetailList": [
                { "Path": "/", "GroupName": "scientists", "GroupId": "AGPAEXAMPLE1", "Arn": "arn:aws:iam::111122223333:group/scientists", "CreateDate": "2026-01-01T00:00:00+00:00",
                  "GroupPolicyList": [ { "PolicyName": "inline", "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } } } ],
                  "AttachedManagedPolicies": [ { "PolicyName": "AmazonSageMakerFullAccess", "PolicyArn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess" } ] }
            ],
            "RoleDetailList": [
                { "Path": "/", "RoleName": "trainer", "RoleId": "AROAEXAMPLE1", "Arn": "arn:aws:iam::111122223333:role/trainer", "CreateDate": "2026-01-01T00:00:00+00:00",
                  "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } ] },
                  "InstanceProfileList": [], "RolePolicyList": [], "AttachedManagedPolicies": [], "Tags": [] }
            ],
            "Policies": [
                { "PolicyName": "AmazonSageMakerFullAccess", "PolicyId": "ANPAEXAMPLE1", "Arn": "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess", "Path": "/", "DefaultVersionId": "v1",
                  "AttachmentCount": 1, "PermissionsBoundaryUsageCount": 0, "IsAttachable": true,
                  "PolicyVersionList": [ { "VersionId": "v1", "IsDefaultVersion": true, "Document": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "sagemaker:*", "Resource": "*" } ] } } ] }
            ]
        }
        """;

    private const string Notebook = """
        { "version": "1.3", "accountId": "111122223333", "configurationItemCaptureTime": "2026-10-31T09:00:00.000Z", "configurationItemStatus": "ResourceDiscovered",
          "configurationStateId": "1793437200000", "arn": "arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/research", "resourceType": "AWS::SageMaker::NotebookInstance",
          "resourceId": "research", "resourceName": "research", "awsRegion": "eu-west-1", "availabilityZone": "Not Applicable", "tags": {}, "relatedEvents": [], "relationships": [],
          "configuration": { "NotebookInstanceName": "research", "DirectInternetAccess": "Disabled", "RootAccess": "Disabled", "RoleArn": "arn:aws:iam::111122223333:role/trainer",
              "SubnetId": "subnet-1", "SecurityGroupIds": ["sg-1"], "KmsKeyId": "arn:aws:kms:eu-west-1:111122223333:key/k-1", "LifecycleConfigName": "setup" },
          "supplementaryConfiguration": {} }
        """;

    private const string Group = """
        { "accountId": "111122223333", "configurationItemStatus": "OK", "arn": "arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1", "resourceType": "AWS::EC2::SecurityGroup",
          "resourceId": "sg-1", "resourceName": "notebooks", "awsRegion": "eu-west-1",
          "configuration": { "description": "notebooks", "groupName": "notebooks", "ownerId": "111122223333", "groupId": "sg-1", "vpcId": "vpc-1", "tags": [],
              "ipPermissions": [ { "fromPort": 443, "ipProtocol": "tcp", "toPort": 443, "prefixListIds": [], "userIdGroupPairs": [], "ipv6Ranges": [ { "cidrIpv6": "::/0" } ],
                  "ipv4Ranges": [ { "cidrIp": "0.0.0.0/0" } ], "ipRanges": [ "0.0.0.0/0" ] } ],
              "ipPermissionsEgress": [] },
          "supplementaryConfiguration": {} }
        """;

    private const string Endpoint = """
        { "accountId": "111122223333", "configurationItemStatus": "OK", "arn": "arn:aws:ec2:eu-west-1:111122223333:vpc-endpoint/vpce-1", "resourceType": "AWS::EC2::VPCEndpoint",
          "resourceId": "vpce-1", "awsRegion": "eu-west-1",
          "configuration": { "vpcEndpointId": "vpce-1", "vpcEndpointType": "Interface", "vpcId": "vpc-1", "serviceName": "com.amazonaws.eu-west-1.bedrock-runtime", "state": { "value": "available" },
              "policyDocument": "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}", "routeTableIds": [], "subnetIds": ["subnet-1"],
              "groups": [ { "groupId": "sg-1", "groupName": "notebooks" } ], "privateDnsEnabled": true, "ownerId": "111122223333" } }
        """;

    private const string Role = """
        { "accountId": "111122223333", "configurationItemStatus": "OK", "arn": "arn:aws:iam::111122223333:role/trainer", "resourceType": "AWS::IAM::Role", "resourceId": "AROAEXAMPLE1",
          "resourceName": "trainer", "awsRegion": "global",
          "configuration": { "path": "/", "roleName": "trainer", "roleId": "AROAEXAMPLE1", "arn": "arn:aws:iam::111122223333:role/trainer", "createDate": "2026-01-01T00:00:00.000Z",
              "assumeRolePolicyDocument": "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22Service%22%3A%22sagemaker.amazonaws.com%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%5D%7D",
              "instanceProfileList": [], "rolePolicyList": [], "attachedManagedPolicies": [ { "policyName": "ReadOnlyAccess", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" } ],
              "permissionsBoundary": null, "tags": [], "roleLastUsed": null } }
        """;

    [Fact]
    public void Authorization_details_give_users_groups_roles_and_policies()
    {
        var estate = Assert.Single(Read(Details));
        Assert.Equal("111122223333", estate.Scope.Id);
        Assert.Equal("IAM authorization details", estate.Source);
        Assert.Equal(s_time, estate.CollectedAt);
        Assert.Equal(
            ["arn:aws:iam::111122223333:group/scientists", "arn:aws:iam::111122223333:role/trainer", "arn:aws:iam::111122223333:user/ana", "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"],
            estate.Resources.Select(resource => resource.Identity.Id).Order(StringComparer.Ordinal));
        Assert.All(estate.Resources, resource => Assert.Null(resource.Unread));
        Assert.All(estate.Coverage, entry => Assert.Equal(CoverageState.Read, entry.State));
        Assert.Equal("scientists", Assert.Single(estate.Inventory<Resources.Aws.IamGroup>().All).GroupName);
    }

    [Fact]
    public void What_authorization_details_lack_is_unknown()
    {
        var estate = Assert.Single(Read(Details));
        foreach (var check in Check.All.Where(check => check.Cloud == Cloud.Aws && !check.Subject.Name.StartsWith("AWS::IAM::", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(check.Judge(estate), finding => finding.Status is Status.Pass or Status.Fail);
        }
        Assert.Contains(Check.All.SelectMany(check => check.Judge(estate)), finding =>
            finding.CheckId == "AWS-NET-001" && finding.Status == Status.Unknown && finding.Reason.Contains("not in the IAM authorization details", StringComparison.Ordinal));
    }

    [Fact]
    public void A_role_is_not_unused_because_the_file_shows_no_regions()
    {
        var estate = Assert.Single(Read(Details));
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.NotebookInstance>().All);
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.NotebookInstance>().Find("research"));
    }

    [Fact]
    public void Each_list_that_the_file_does_not_prove_whole_was_not_read()
    {
        // One page of several; a filter; a policy and a group that are named and missing.
        Assert.All(States(Details[..Details.LastIndexOf('}')] + ", \"IsTruncated\": true, \"Marker\": \"more\" }"), state => Assert.Equal(CoverageState.Failed, state.Value));
        Assert.All(States(Details[..Details.LastIndexOf('}')] + ", \"NextToken\": \"more\" }"), state => Assert.Equal(CoverageState.Failed, state.Value));
        Assert.Equal(CoverageState.Failed, States(Edit(json => json["UserDetailList"] = new JsonArray()))["AWS::IAM::User"]);
        Assert.Equal(CoverageState.Failed, States(Edit(json => json["RoleDetailList"] = new JsonArray()))["AWS::IAM::Role"]);
        Assert.Equal(CoverageState.Failed, States(Edit(json => json.Remove("UserDetailList")))["AWS::IAM::User"]);
        Assert.Equal(CoverageState.Failed, States(Edit(json => json["Policies"]![0]!["Arn"] = "arn:aws:iam::aws:policy/Another"))["AWS::IAM::Policy"]);
        Assert.Equal(CoverageState.Failed, States(Edit(json => json["RoleDetailList"]![0]!["PermissionsBoundary"] = JsonNode.Parse("""{ "PermissionsBoundaryArn": "arn:aws:iam::111122223333:policy/limit" }""")))["AWS::IAM::Policy"]);
        Assert.Equal(CoverageState.Failed, States(Edit(json => json["UserDetailList"]![0]!["GroupList"] = new JsonArray("admins")))["AWS::IAM::Group"]);
        Assert.Equal(CoverageState.Read, States(Edit(json => json["UserDetailList"]![0]!["GroupList"] = new JsonArray()))["AWS::IAM::Group"]);
    }

    [Theory]
    [InlineData("RoleDetailList", "RolePolicyList")]
    [InlineData("RoleDetailList", "AttachedManagedPolicies")]
    [InlineData("RoleDetailList", "AssumeRolePolicyDocument")]
    [InlineData("UserDetailList", "AttachedManagedPolicies")]
    [InlineData("UserDetailList", "GroupList")]
    [InlineData("GroupDetailList", "GroupPolicyList")]
    [InlineData("Policies", "PolicyVersionList")]
    public void An_entity_without_what_IAM_always_sends_is_not_judged(string list, string member)
    {
        var estate = Assert.Single(Read(Edit(json => json[list]![0]!.AsObject().Remove(member))));
        var unread = Assert.Single(estate.Resources, resource => resource.Unread is not null);
        Assert.Contains(member, unread.Unread!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Check.All.SelectMany(check => check.Judge(estate)), finding => finding.ResourceId == unread.Identity.Id && finding.Status != Status.Unknown);
    }

    [Fact]
    public void No_member_of_an_entity_can_be_taken_away_to_make_a_check_pass()
    {
        var before = Passes(Details);
        Assert.NotEmpty(before);
        var lists = JsonNode.Parse(Details)!.AsObject();
        foreach (var (list, members) in lists.Select(list => (list.Key, list.Value![0]!.AsObject().Select(member => member.Key).Where(name => name != "Arn").ToList())))
        {
            foreach (var member in members)
            {
                Assert.Subset(before, Passes(Edit(json => json[list]![0]!.AsObject().Remove(member))));
            }
            Assert.Subset(before, Passes(Edit(json => json.Remove(list))));
            Assert.Subset(before, Passes(Edit(json => json[list] = new JsonArray())));
        }
    }

    [Fact]
    public void Pages_are_put_together_and_the_last_one_decides()
    {
        var first = Edit(json => { json["IsTruncated"] = true; json["Marker"] = "2"; json["Policies"] = new JsonArray(); });
        var last = Edit(json => { json["IsTruncated"] = false; json["UserDetailList"] = new JsonArray(); });
        foreach (var file in new[] { first + last, first + "\n\n" + last + "\n", $"[{first},{last}]" })
        {
            var estate = Assert.Single(Read(file));
            Assert.Equal(4, estate.Resources.Count);
            Assert.All(estate.Coverage, entry => Assert.Equal(CoverageState.Read, entry.State));
        }
        Assert.All(Assert.Single(Read(last + first)).Coverage, entry => Assert.Equal(CoverageState.Failed, entry.State));
    }

    [Fact]
    public void Every_encoding_that_a_shell_redirects_into_is_read()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] file = [.. encoding.GetPreamble(), .. encoding.GetBytes(Details.Replace("ana", "añá", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal))];
            Assert.Contains(Assert.Single(Read(file)).Resources, resource => resource.Identity.Name == "añá");
            Assert.Single(Read(Gzip(file)));
        }
    }

    [Fact]
    public void Two_accounts_in_one_file_of_details_are_refused()
    {
        Assert.Contains("444455556666", Unreadable(Details + Details.Replace("111122223333", "444455556666", StringComparison.Ordinal)).Message, StringComparison.Ordinal);
        Unreadable(Edit(json => { json["UserDetailList"] = json["GroupDetailList"] = json["RoleDetailList"] = null; }));
    }

    [Fact]
    public void A_notebook_of_a_snapshot_has_the_shape_of_the_read()
    {
        var estate = Assert.Single(Read(Snapshot(Notebook)));
        Assert.Equal("AWS Config snapshot", estate.Source);
        Assert.Equal(["eu-west-1"], estate.Regions);
        var notebook = Assert.IsType<Resources.Aws.NotebookInstance>(Assert.Single(estate.Resources));
        Assert.Equal("arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/research", notebook.Identity.Id);
        Assert.Equal("research", notebook.Identity.Name);
        Assert.Equal("Disabled", notebook.DirectInternetAccess);
        Assert.Equal(["sg-1"], notebook.SecurityGroups);
        Assert.Equal("setup", notebook.NotebookInstanceLifecycleConfigName);
        // Where Config records these two not, nothing is said of the notebook.
        Assert.Contains("PlatformIdentifier, InstanceMetadataServiceConfiguration", notebook.Unread!.Message, StringComparison.Ordinal);
        Assert.Contains("sagemaker:DescribeNotebookInstance", notebook.Unread.Operation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_notebook_of_a_snapshot_that_says_all_is_judged()
    {
        var whole = Notebook.Replace("\"LifecycleConfigName\"", "\"PlatformIdentifier\": \"notebook-al2-v3\", \"InstanceMetadataServiceConfiguration\": { \"MinimumInstanceMetadataServiceVersion\": \"2\" }, \"LifecycleConfigName\"", StringComparison.Ordinal);
        var estate = Assert.Single(Read(Snapshot(whole)));
        Assert.Null(Assert.Single(estate.Resources).Unread);
        string[] judged = ["AWS-NET-001", "AWS-IAM-017", "AWS-NET-009", "AWS-NET-010"];
        Assert.All(judged, id => Assert.Equal(Status.Pass, Checks.Check.All.Single(check => check.Id == id).Judge(estate).Single(finding => finding.ResourceName == "research").Status));
    }

    [Fact]
    public void A_security_group_of_a_snapshot_shows_who_may_enter()
    {
        var group = Assert.Single(Assert.Single(Read(Snapshot(Group))).Inventory<Resources.Aws.SecurityGroup>().All);
        Assert.Equal("arn:aws:ec2:eu-west-1:111122223333:security-group/sg-1", group.Identity.Id);
        Assert.Equal("0.0.0.0/0", Assert.Single(Assert.Single(group.IpPermissions!).IpRanges!).CidrIp);
        Assert.Equal("::/0", Assert.Single(group.IpPermissions![0].Ipv6Ranges!).CidrIpv6);
        Assert.Empty(group.IpPermissionsEgress!);
    }

    [Fact]
    public void A_group_whose_item_has_no_name_is_not_taken_for_absent()
    {
        var estate = Assert.Single(Read(Snapshot(Group.Replace("\"groupId\"", "\"was\"", StringComparison.Ordinal))));
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.SecurityGroup>("eu-west-1").Find("sg-1"));
    }

    [Theory]
    [InlineData("\"ipv4Ranges\"", "IpPermissions.IpRanges")]
    [InlineData("\"ipPermissionsEgress\"", "IpPermissionsEgress")]
    public void A_security_group_without_its_ranges_is_not_judged(string member, string missing)
    {
        var group = Assert.Single(Assert.Single(Read(Snapshot(Group.Replace(member, "\"was\"", StringComparison.Ordinal)))).Resources);
        Assert.EndsWith($"lacks {missing} of it", group.Unread!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_endpoint_of_a_snapshot_is_read_where_its_policy_is_recorded()
    {
        var endpoint = Assert.Single(Assert.Single(Read(Snapshot(Endpoint))).Inventory<Resources.Aws.VpcEndpoint>().All);
        Assert.True(endpoint.IsAvailable);
        Assert.Equal("com.amazonaws.eu-west-1.bedrock-runtime", endpoint.ServiceName);
        var without = Assert.Single(Assert.Single(Read(Snapshot(Endpoint.Replace("policyDocument", "was", StringComparison.Ordinal)))).Resources);
        Assert.EndsWith("lacks PolicyDocument of it", without.Unread!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_role_of_a_snapshot_is_read_and_policies_of_AWS_stay_unseen()
    {
        var estate = Assert.Single(Read(Snapshot(Role)));
        var role = Assert.Single(estate.Inventory<Resources.Aws.IamRole>().All);
        Assert.Equal("trainer", role.Identity.Name);
        Assert.Equal("sagemaker.amazonaws.com", Assert.Single(Assert.Single(role.AssumeRolePolicyDocument!.Statements).Principals!).Value);
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.IamPolicy>().Find("arn:aws:iam::aws:policy/ReadOnlyAccess"));
        var policy = Role.Replace("AWS::IAM::Role", "AWS::IAM::Policy", StringComparison.Ordinal);
        Assert.Throws<UnseenException>(() => Assert.Single(Read(Snapshot(Role, policy))).Inventory<Resources.Aws.IamPolicy>().Find("arn:aws:iam::aws:policy/ReadOnlyAccess"));
    }

    [Fact]
    public void A_type_without_an_item_in_a_region_was_not_read_there()
    {
        var estate = Assert.Single(Read(Snapshot(Group, Notebook.Replace("eu-west-1", "us-east-1", StringComparison.Ordinal))));
        Assert.Equal(["eu-west-1", "us-east-1"], estate.Regions);
        Assert.Single(estate.Inventory<Resources.Aws.SecurityGroup>("eu-west-1").All);
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.SecurityGroup>("us-east-1").All);
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.SecurityGroup>().All);
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.Subnet>("eu-west-1").All);
    }

    [Theory]
    [InlineData("ResourceDeleted")]
    [InlineData("ResourceNotRecorded")]
    [InlineData("ResourceDeletedNotRecorded")]
    [InlineData("Something")]
    public void What_is_deleted_or_not_recorded_is_not_there_and_proves_nothing(string status)
    {
        var estate = Assert.Single(Read(Snapshot(Group.Replace("\"OK\"", $"\"{status}\"", StringComparison.Ordinal))));
        Assert.Empty(estate.Resources);
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.SecurityGroup>("eu-west-1").All);
    }

    [Fact]
    public void A_key_that_a_resource_names_is_taken_and_another_is_not()
    {
        var other = Key.Replace("key/k-1", "key/k-2", StringComparison.Ordinal).Replace("\"k-1\"", "\"k-2\"", StringComparison.Ordinal);
        var estate = Assert.Single(Read(Snapshot(Notebook, Key, other)));
        var key = Assert.IsType<Resources.Aws.KmsKey>(Assert.Single(estate.Resources, resource => resource.Type.Name == "AWS::KMS::Key"));
        Assert.True(key.IsCustomerManaged);
        Assert.Equal("Enabled", key.KeyState);
        Assert.True(estate.Inventory<Resources.Aws.KeyRotation>("eu-west-1").One(key)!.KeyRotationEnabled);
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.KeyPolicy>("eu-west-1").One(key));
        Assert.Same(key, estate.Inventory<Resources.Aws.KmsKey>("eu-west-1").Find("arn:aws:kms:eu-west-1:111122223333:key/k-1"));
        Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.KmsKey>("eu-west-1").Find("alias/k"));
    }

    [Fact]
    public void A_key_that_is_named_and_not_in_the_snapshot_is_unseen()
    {
        var estate = Assert.Single(Read(Snapshot(Notebook)));
        var unseen = Assert.Throws<UnseenException>(() => estate.Inventory<Resources.Aws.KmsKey>("eu-west-1").Find("arn:aws:kms:eu-west-1:111122223333:key/k-1"));
        Assert.Contains("not in the AWS Config snapshot", unseen.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_a_bucket_have_the_shape_of_the_reads()
    {
        Assert.True(Setting<Resources.Aws.BucketPublicAccessBlock>()!.RestrictPublicBuckets);
        Assert.Equal("aws:kms", Setting<Resources.Aws.BucketEncryption>()!.Rules![0].ApplyServerSideEncryptionByDefault!.SSEAlgorithm);
        Assert.Equal("Enabled", Setting<Resources.Aws.BucketVersioning>()!.Status);
        Assert.Equal("logs", Setting<Resources.Aws.BucketLogging>()!.LoggingEnabled!.TargetBucket);
        Assert.Null(Setting<Resources.Aws.BucketLogging>("\\\"logs\\\"", "null")!.LoggingEnabled);
        Assert.False(Assert.Single(Setting<Resources.Aws.BucketPolicy>()!.Document().Statements).IsAllow);
        Assert.Null(Setting<Resources.Aws.BucketPolicy>(Policy, "{\\\"policyText\\\":null}"));
        Assert.Equal("http://acs.amazonaws.com/groups/global/AllUsers", Setting<Resources.Aws.BucketAcl>()!.AccessControlList!.Grants![1].Grantee!.URI);
    }

    [Fact]
    public void A_grantee_that_is_not_understood_is_not_nobody()
    {
        var shape = ConfigShapes.Of(ResourceType.Of<Resources.Aws.BucketAcl>())!;
        var acl = ConfigSnapshot.Unquoted(JsonSerializer.SerializeToElement("""{ "grantList": [ { "grantee": "Whoever", "permission": "Read" } ] }"""));
        Assert.Equal(["AccessControlList.Grant.Grantee"], shape.Wire(shape.Prepare(acl)!.Value, default).Missing);
    }

    // The property of the whole: nothing passes that rests on what a file does not hold.
    [Fact]
    public void No_member_of_an_item_can_be_taken_away_to_make_a_check_pass()
    {
        var items = new[] { Notebook, Group, Endpoint, Role, Bucket("data"), Key };
        var before = Passes(Snapshot(items));
        for (var i = 0; i < items.Length; i++)
        {
            var configuration = JsonNode.Parse(items[i])!["configuration"]!.AsObject().Select(member => member.Key).ToList();
            foreach (var member in configuration)
            {
                var item = JsonNode.Parse(items[i])!;
                item["configuration"]!.AsObject().Remove(member);
                Assert.Subset(before, Passes(Snapshot([.. items[..i], item.ToJsonString(), .. items[(i + 1)..]])));
            }
        }
    }

    [Fact]
    public void A_history_of_Config_is_no_snapshot()
    {
        var error = Unreadable($$"""{ "fileVersion": "1.0", "configurationItems": [ {{Group}} ] }""");
        Assert.Contains("deliver-config-snapshot", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Snapshots_of_two_accounts_give_two_estates()
    {
        var estates = Read(Snapshot(Group) + Snapshot(Group.Replace("111122223333", "444455556666", StringComparison.Ordinal)));
        Assert.Equal(["111122223333", "444455556666"], estates.Select(estate => estate.Scope.Id));
    }

    [Fact]
    public void An_estate_file_is_recognised_and_an_unpacked_one_is_refused()
    {
        var estate = Assert.Single(Read(Details));
        var output = new MemoryStream();
        EstateFile.Write([estate], output, TestContext.Current.CancellationToken);
        var opened = Assert.Single(Read(output.ToArray()));
        Assert.Equal(estate.Resources.Select(resource => resource.Json), opened.Resources.Select(resource => resource.Json));
        Assert.Equal(Check.All.SelectMany(check => check.Judge(estate)), Check.All.SelectMany(check => check.Judge(opened)));
        using var unpacked = new MemoryStream();
        new GZipStream(new MemoryStream(output.ToArray()), CompressionMode.Decompress).CopyTo(unpacked);
        Assert.Contains("unpacked", Unreadable(unpacked.ToArray()).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> ForeignFiles => new()
    {
        { "empty", [] },
        { "spaces", "   \n"u8.ToArray() },
        { "text", "hello"u8.ToArray() },
        { "PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] },
        { "other JSON", "{\"a\":1}"u8.ToArray() },
        { "numbers", "1 2 3"u8.ToArray() },
        { "array of nothing", "[]"u8.ToArray() },
        { "XML", "<a/>"u8.ToArray() },
        { "half a byte order mark", [0xFF] },
        { "byte order mark alone", [0xFF, 0xFE] },
        { "half of UTF-16", [0xFF, 0xFE, 0x7B] },
        { "gzip of nothing", Gzip([]) },
        { "gzip of text", Gzip("hello"u8) },
        { "half a gzip", Gzip("hello"u8)[..12] },
        { "deep", Encoding.UTF8.GetBytes(new string('[', 100_000)) },
        { "a lone surrogate", """{ "UserDetailList": [ { "Arn": "\ud800" } ] }"""u8.ToArray() },
        { "a lone surrogate in a name", """{ "UserDetailList": [ { "\ud800": "" } ] }"""u8.ToArray() },
        { "no UTF-8", [.. "{ \"UserDetailList\": [ { \"Arn\": \""u8, 0xC3, 0x28, .. "\" } ] }"u8] },
        { "entries that are none", """{ "UserDetailList": [ 1, null ] }"""u8.ToArray() },
        { "items that are none", """{ "configSnapshotId": "1", "configurationItems": [ 1, null ] }"""u8.ToArray() },
        { "no items", """{ "configSnapshotId": "1", "configurationItems": [] }"""u8.ToArray() },
        { "an account that is none", """{ "configSnapshotId": "1", "configurationItems": [ { "accountId": "../../../x", "resourceType": "a", "awsRegion": "b", "resourceId": "c", "configurationItemStatus": "OK" } ] }"""u8.ToArray() },
    };

    [Theory, MemberData(nameof(ForeignFiles))]
    public void A_foreign_file_is_refused_with_what_to_do(string kind, byte[] file)
    {
        var error = Unreadable(file);
        Assert.True(error.Message.StartsWith("export.json", StringComparison.Ordinal), $"{kind}: {error.Message}");
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_export_cut_off_anywhere_is_unreadable()
    {
        foreach (var file in new[] { Encoding.UTF8.GetBytes(Details), Encoding.UTF8.GetBytes(Snapshot(Group)), Gzip(Encoding.UTF8.GetBytes(Snapshot(Group))) })
        {
            for (var length = 0; length < file.Length; length++)
            {
                Unreadable(file[..length]);
            }
        }
    }

    [Fact]
    public void A_bomb_of_JSON_is_refused()
    {
        var blanks = new byte[80 << 20];
        Array.Fill(blanks, (byte)' ');
        Assert.Contains("more than 200 times its size", Unreadable(Gzip(blanks, CompressionLevel.SmallestSize)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Malformed_JSON_is_placed()
    {
        Assert.Contains("line 3: the JSON is malformed", Unreadable("{\n\"UserDetailList\": [],\n oops }").Message, StringComparison.Ordinal);
        Assert.Contains("line 2: the JSON is malformed", Unreadable("{ \"UserDetailList\": [] }\n{ \"User").Message, StringComparison.Ordinal);
    }

    // Wherever Config's record falls short of ours, the resource must be unread; a row that no record has is a typing error.
    [Fact]
    public void Shapes_are_of_types_that_we_know()
    {
        Assert.All(ResourceType.All.Where(type => ConfigShapes.Of(type) is not null), type => Assert.IsType<AwsResourceAttribute>(type.Read));
        Assert.Empty(ConfigShapes.Of(ResourceType.Of<Resources.Aws.SecurityGroup>())!.Lacks(typeof(Resources.Aws.SecurityGroup)));
        Assert.Empty(ConfigShapes.Of(ResourceType.Of<Resources.Aws.IamRole>())!.Lacks(typeof(Resources.Aws.IamRole)));
        Assert.Contains("PrimaryContainer.Environment", ConfigShapes.Of(ResourceType.Of<Resources.Aws.Model>())!.Lacks(typeof(Resources.Aws.Model)));
    }

    private const string Policy = """{\"policyText\":\"{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"s3:*\\\",\\\"Resource\\\":\\\"*\\\"}]}\"}""";

    private const string Key = """
        { "accountId": "111122223333", "configurationItemStatus": "OK", "arn": "arn:aws:kms:eu-west-1:111122223333:key/k-1", "resourceType": "AWS::KMS::Key", "resourceId": "k-1", "awsRegion": "eu-west-1",
          "configuration": { "awsaccountId": "111122223333", "keyId": "k-1", "arn": "arn:aws:kms:eu-west-1:111122223333:key/k-1", "enabled": true, "keyUsage": "ENCRYPT_DECRYPT", "keyState": "Enabled",
              "origin": "AWS_KMS", "keyManager": "CUSTOMER", "keySpec": "SYMMETRIC_DEFAULT", "multiRegion": false },
          "supplementaryConfiguration": { "KeyRotationStatus": true } }
        """;

    private static string Bucket(string name) => $$"""
        { "accountId": "111122223333", "configurationItemStatus": "OK", "arn": "arn:aws:s3:::{{name}}", "resourceType": "AWS::S3::Bucket", "resourceId": "{{name}}", "resourceName": "{{name}}", "awsRegion": "eu-west-1",
          "configuration": { "name": "{{name}}", "owner": { "displayName": null, "id": "abc" }, "creationDate": "2026-01-01T00:00:00.000Z" },
          "supplementaryConfiguration": {
              "AccessControlList": "\"{\\\"grantSet\\\":null,\\\"grantList\\\":[{\\\"grantee\\\":{\\\"id\\\":\\\"abc\\\",\\\"displayName\\\":null},\\\"permission\\\":\\\"FullControl\\\"},{\\\"grantee\\\":\\\"AllUsers\\\",\\\"permission\\\":\\\"Read\\\"}],\\\"owner\\\":{\\\"displayName\\\":null,\\\"id\\\":\\\"abc\\\"},\\\"isRequesterCharged\\\":false}\"",
              "BucketAccelerateConfiguration": "{\"status\":null}",
              "BucketLoggingConfiguration": "{\"destinationBucketName\":\"logs\",\"logFilePrefix\":\"\"}",
              "BucketPolicy": "{{Policy}}",
              "BucketVersioningConfiguration": "{\"status\":\"Enabled\",\"isMfaDeleteEnabled\":null}",
              "PublicAccessBlockConfiguration": "{\"blockPublicAcls\":true,\"ignorePublicAcls\":true,\"blockPublicPolicy\":true,\"restrictPublicBuckets\":true}",
              "ServerSideEncryptionConfiguration": { "rules": [ { "applyServerSideEncryptionByDefault": { "sseAlgorithm": "aws:kms", "kmsMasterKeyID": "arn:aws:kms:eu-west-1:111122223333:key/k-1" }, "bucketKeyEnabled": false } ] } } }
        """;

    private static T? Setting<T>(string was = "", string becomes = "") where T : Resource
    {
        var type = ResourceType.Of<T>();
        var shape = ConfigShapes.Of(type)!;
        using var item = JsonDocument.Parse(was.Length == 0 ? Bucket("data") : Bucket("data").Replace(was, becomes, StringComparison.Ordinal));
        var recorded = ConfigSnapshot.Unquoted(item.RootElement.GetProperty("supplementaryConfiguration").GetProperty(shape.Supplement!));
        if (shape.Prepare(recorded) is not { } prepared)
        {
            return null;
        }
        var (wire, missing) = shape.Wire(prepared, item.RootElement);
        Assert.Empty(missing);
        Assert.Empty(shape.Lacks(type.Record));
        var resource = type.Create(new(Cloud.Aws, "111122223333", "eu-west-1", "x", "x"), wire);
        Assert.Null(resource.Unread);
        return (T)resource;
    }

    private static string Snapshot(params string[] items) =>
        $$"""{ "fileVersion": "1.0", "configSnapshotId": "11111111-2222-3333-4444-555555555555", "configurationItems": [ {{string.Join(",\n", items)}} ] }""";

    private static string Edit(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Details)!.AsObject();
        change(json);
        return json.ToJsonString();
    }

    private static Dictionary<string, CoverageState> States(string file) => Assert.Single(Read(file)).Coverage.ToDictionary(entry => entry.ResourceType, entry => entry.State);

    private static HashSet<(string, string)> Passes(string file) =>
        [.. from estate in Read(file) from check in Check.All from finding in check.Judge(estate) where finding.Status == Status.Pass select (finding.CheckId, finding.ResourceId)];

    private static List<Estate> Read(string file) => Read(Encoding.UTF8.GetBytes(file));

    private static List<Estate> Read(byte[] file) => [.. ImportFile.Read(new MemoryStream(file), "export.json", s_time, TestContext.Current.CancellationToken)];

    private static AiCloudException Unreadable(string file) => Unreadable(Encoding.UTF8.GetBytes(file));

    private static AiCloudException Unreadable(byte[] file)
    {
        var error = Assert.Throws<AiCloudException>(() => Read(file));
        Assert.Equal(ErrorId.EstateUnreadable, error.Id);
        Assert.Equal("export.json", error.Target);
        return error;
    }

    private static byte[] Gzip(ReadOnlySpan<byte> content, CompressionLevel level = CompressionLevel.Fastest)
    {
        var output = new MemoryStream();
        using (var gzip = new GZipStream(output, level))
        {
            gzip.Write(content);
        }
        return output.ToArray();
    }
}
