using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker AutoML jobs of the last 90 days.</summary>
internal static class AutoMLJobChecks
{
    [Check("AWS-NET-020", Severity.Medium, "AutoML job runs in a VPC of yours",
        Risk = "On SageMaker's own network none of your firewalls, flow logs or endpoint policies see where the data goes.",
        Advice = "Give the next jobs subnets and security groups of your own.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoMLSecurityConfig.html")]
    [Command("""aws sagemaker describe-auto-ml-job-v2 --auto-ml-job-name {Name} --region {Region} && aws sagemaker create-auto-ml-job-v2 --auto-ml-job-name NEW_NAME --auto-ml-job-input-data-config file://inputs.json --output-data-config S3OutputPath=S3_URI --auto-ml-problem-type-config file://problem.json --role-arn {RoleArn} --security-config '{"EnableInterContainerTrafficEncryption":true,"VpcConfig":{"SecurityGroupIds":["SECURITY_GROUP_ID"],"Subnets":["SUBNET_ID"]}}' --region {Region}""")]
    [Passes("""{ "AutoMLJobStatus": "Completed", "CreationTime": "2026-10-20T00:00:00Z", "SecurityConfig": { "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } } }""")]
    [Fails("""{ "AutoMLJobStatus": "Completed", "CreationTime": "2026-10-20T00:00:00Z", "SecurityConfig": { "VpcConfig": { "Subnets": [] } } }""")]
    [Fails("""{ "AutoMLJobStatus": "Completed", "CreationTime": "2026-10-20T00:00:00Z", "SecurityConfig": { "EnableInterContainerTrafficEncryption": true } }""",
        Because = "Encrypted traffic isolates nothing.")]
    [Fails("""{ "AutoMLJobStatus": "Completed", "CreationTime": "2026-10-20T00:00:00Z" }""")]
    [Fails("""{ "AutoMLJobStatus": "InProgress", "CreationTime": "2026-01-20T00:00:00Z" }""")]
    [Fails("""{ }""")]
    [Skips("""{ "AutoMLJobStatus": "Completed", "CreationTime": "2026-01-20T00:00:00Z" }""", Because = "Nobody can change a job that has run.")]
    public static Verdict Vpc(AutoMLJob job, JobWindow window) =>
        job.History(window)
        ?? (job.SecurityConfig?.VpcConfig is { IsSet: true } vpc ? Pass($"It runs in {string.Join(", ", vpc.Subnets!)}.") : Fail("It runs on SageMaker's own network."));
}
