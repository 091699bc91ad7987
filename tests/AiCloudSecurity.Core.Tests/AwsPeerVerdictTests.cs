using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Verdicts that other tools are known to get wrong, each as a resource of that shape.</summary>
public sealed class AwsPeerVerdictTests
{
    private const string Own = """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""";
    private const string OfAws = """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""";
    private const string Watching = """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""";

    [Theory]
    // A key without a date never expires: the worst of them, not one to pass over.
    [InlineData("AWS-IAM-020", Status.Fail, """{ "ServiceName": "bedrock.amazonaws.com", "Status": "Active" }""")]
    // The list says neither internet access nor key; what is described does, and an absent member is the default.
    [InlineData("AWS-NET-001", Status.Fail, """{ }""")]
    [InlineData("AWS-NET-001", Status.Fail, """{ "DirectInternetAccess": "Enabled", "RootAccess": "Disabled" }""")]
    [InlineData("AWS-NET-001", Status.Pass, """{ "DirectInternetAccess": "Disabled", "RootAccess": "Enabled" }""")]
    [InlineData("AWS-DATA-001", Status.Pass, """{ "KmsKeyId": "k-1" }""", Own)]
    // Volume and output, both: neither says anything of the other.
    [InlineData("AWS-DATA-006", Status.Fail, """{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" }, "OutputDataConfig": { "S3OutputPath": "s3://b/o" } }""", Own)]
    [InlineData("AWS-DATA-006", Status.Fail, """{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large" }, "OutputDataConfig": { "KmsKeyId": "k-1" } }""", Own)]
    // That a key is named does not make it the customer's.
    [InlineData("AWS-DATA-001", Status.Fail, """{ "KmsKeyId": "k-1" }""", OfAws)]
    [InlineData("AWS-DATA-006", Status.Fail, """{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" }, "OutputDataConfig": { "KmsKeyId": "k-1" } }""", OfAws)]
    // A schedule for another endpoint watches that one.
    [InlineData("AWS-MON-018", Status.Fail, """{ "EndpointName": "e-1", "EndpointStatus": "InService" }""", """MonitoringSchedule { "MonitoringScheduleName": "s-1", "EndpointName": "e-2", "MonitoringScheduleStatus": "Scheduled" }""")]
    // Management events show no call of an agent.
    [InlineData("AWS-MON-005", Status.Fail, "{}", """Agent { "agentId": "A1" }""", """Trail { "TrailARN": "arn:t" }""", Watching, """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "All", "IncludeManagementEvents": true, "DataResources": [] }] }""")]
    // S3's own key is none of the customer's.
    [InlineData("AWS-DATA-023", Status.Fail, """{ "loggingConfig": { "s3Config": { "bucketName": "b" } } }""", """Bucket { "@Id": "arn:b", "@Name": "b" }""", """BucketEncryption { "@Parent": "arn:b", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } } }""")]
    // A policy that is attached to nothing opts nobody out.
    [InlineData("AWS-DATA-049", Status.Fail, "{}", """Agent { "agentId": "A1" }""", """Organization { "Id": "o-1", "Arn": "arn:o", "MasterAccountId": "111122223333", "FeatureSet": "ALL" }""",
        """AiOptOutPolicy { "@Id": "arn:p", "PolicySummary": { "Name": "Out" }, "Content": "{\"services\":{\"default\":{\"opt_out_policy\":{\"@@assign\":\"optOut\"}}}}" }""")]
    // What ran long ago is history, and cannot be mended.
    [InlineData("AWS-NET-015", Status.NotApplicable, """{ "TrainingJobStatus": "Completed", "CreationTime": "2025-01-20T00:00:00Z" }""")]
    [InlineData("AWS-NET-015", Status.Fail, """{ "TrainingJobStatus": "Completed", "CreationTime": "2026-10-20T00:00:00Z" }""")]
    public void What_others_get_wrong_is_right_here(string id, Status expected, string json, params string[] with)
    {
        var check = Check.All.First(check => check.Id == id);
        var findings = check.Judge(Example.Estate(check, new FailsAttribute(json, with))).ToList();
        Assert.Equal(expected, Assert.Single(findings).Status);
    }

    // A product that nobody uses is no failure.
    [Fact]
    public void An_account_without_AI_has_no_failures()
    {
        var account = new IamEstate().Role("app", """{ "Effect": "Allow", "Action": "ec2:DescribeVpcs", "Resource": "*" }""", "ec2.amazonaws.com").Estate;
        Assert.Equal([], Check.All.Where(check => !check.IsOnRequest).SelectMany(check => check.Judge(account)).Where(finding => finding.Status == Status.Fail).Select(finding => $"{finding.CheckId} {finding.ResourceId}: {finding.Reason}"));
    }
}
