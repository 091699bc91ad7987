using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on MLflow tracking servers.</summary>
internal static class MlflowTrackingServerChecks
{
    [Check("AWS-DATA-055", Severity.Low, "Tracking server writes only to a bucket that is known to be yours",
        Risk = "Whoever takes over the name of a deleted bucket gets your models, and can hand you his.",
        Advice = "Switch on the verification of the bucket's owner, and block public access to the bucket.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM03", Atlas = "AML.T0010.003",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeMlflowTrackingServer.html")]
    [Command("aws sagemaker describe-mlflow-tracking-server --tracking-server-name {Name} --region {Region} && aws s3api put-public-access-block --bucket BUCKET_NAME --public-access-block-configuration 'BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true' --region {Region}")]
    [Passes("""{ "S3BucketOwnerVerification": true, "ArtifactStoreUri": "s3://runs/a" }""", """Bucket { "@Id": "arn:aws:s3:::runs", "@Name": "runs" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::runs", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""")]
    [Passes("""{ "S3BucketOwnerVerification": true, "ArtifactStoreUri": "s3://runs/a" }""", """Bucket { "@Id": "arn:aws:s3:::runs", "@Name": "runs" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::runs", "IsPublic": "true" }""", """BucketPublicAccessBlock { "@Parent": "arn:aws:s3:::runs", "RestrictPublicBuckets": "true" }""")]
    [Passes("""{ "S3BucketOwnerVerification": true, "ArtifactStoreUri": "s3://runs/a" }""", """Bucket { "@Id": "arn:aws:s3:::runs", "@Name": "runs" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::runs", "IsPublic": "true" }""", """AccountPublicAccessBlock { "RestrictPublicBuckets": "true" }""")]
    [Fails("""{ "S3BucketOwnerVerification": false, "ArtifactStoreUri": "s3://runs/a" }""", """Bucket { "@Id": "arn:aws:s3:::runs", "@Name": "runs" }""")]
    [Fails("""{ "ArtifactStoreUri": "s3://runs/a" }""", """Bucket { "@Id": "arn:aws:s3:::runs", "@Name": "runs" }""")]
    [Fails("""{ "S3BucketOwnerVerification": true, "ArtifactStoreUri": "s3://runs/a" }""", """Bucket { "@Id": "arn:aws:s3:::runs", "@Name": "runs" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::runs", "IsPublic": "true" }""")]
    [Fails("""{ "S3BucketOwnerVerification": true, "ArtifactStoreUri": "s3://gone/a" }""")]
    [CannotSay("""{ "S3BucketOwnerVerification": true }""")]
    public static Verdict ArtifactStore(MlflowTrackingServer server, Inventory<Bucket> buckets, BucketExposure exposure) =>
        server.S3BucketOwnerVerification is not true ? Fail("It does not verify who owns the bucket.")
        : server.ArtifactStoreUri is not { } uri ? Unknown("AWS does not say where it writes.")
        : buckets.Find(References.Bucket(uri)) is not { } bucket ? Fail($"Its bucket {References.Bucket(uri)} does not exist.")
        : Every.Of(exposure.Of(bucket, "Its bucket").Prepend(() => Pass("It verifies who owns the bucket.")));
}
