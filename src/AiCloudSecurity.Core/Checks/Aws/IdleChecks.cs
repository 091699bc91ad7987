using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on paid AI capacity that nobody uses.</summary>
internal static class IdleChecks
{
    // As long as CloudWatch lists a metric to which nothing is written.
    private const int Days = 14;

    private const string Risk = "Forgotten capacity costs money day and night, and nobody watches what it lets in.";
    private const string Link = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html";

    [Check("AWS-MON-028", Severity.Medium, "Notebook is stopped now and then",
        Risk = Risk, Advice = "Stop the notebook, and let a lifecycle script stop it when it is idle.",
        Tip = Tip.Budget, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0034",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeNotebookInstance.html")]
    [Command("aws sagemaker stop-notebook-instance --notebook-instance-name {Name} --region {Region}")]
    [Passes("""{ "NotebookInstanceStatus": "InService", "LastModifiedTime": "2026-10-20T00:00:00Z" }""")]
    [Fails("""{ "NotebookInstanceStatus": "InService", "LastModifiedTime": "2026-10-10T00:00:00Z" }""")]
    [Skips("""{ "NotebookInstanceStatus": "Stopped", "LastModifiedTime": "2026-10-10T00:00:00Z" }""")]
    [CannotSay("""{ "NotebookInstanceStatus": "InService" }""")]
    [CannotSay("""{ }""")]
    [Passes("""{ "NotebookInstanceStatus": "InService", "LastModifiedTime": "2026-10-18T12:00:00Z" }""", Because = "It is 14 days ago to the second.")]
    public static Verdict Notebook(NotebookActivity notebook, DateTimeOffset now) => (notebook.NotebookInstanceStatus, notebook.LastModifiedTime) switch
    {
        (null, _) or ("InService", null) => Unknown("AWS does not say since when it runs."),
        ("InService", { } since) when since < now.AddDays(-Days) => Fail($"It has run without a break for {(now - since).Days} days."),
        ("InService", { } since) => Pass($"It has run for {(now - since).Days} days."),
        var (status, _) => NotApplicable($"It is {status}."),
    };

    [Check("AWS-MON-028", Severity.Medium, "Endpoint is used",
        Risk = Risk, Advice = "Delete the endpoint, or scale it to nothing while nobody asks it.",
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034", Link = Link)]
    [Command("aws sagemaker describe-endpoint --endpoint-name {Name} --region {Region} && aws sagemaker delete-endpoint --endpoint-name {Name} --region {Region}")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "CreationTime": "2026-01-01T00:00:00Z" }""",
        """SageMakerMetric { "Dimensions": [{ "Name": "EndpointName", "Value": "e" }, { "Name": "VariantName", "Value": "v" }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "CreationTime": "2026-01-01T00:00:00Z" }""",
        """SageMakerMetric { "Dimensions": [{ "Name": "EndpointName", "Value": "e-2" }, { "Name": "VariantName", "Value": "e" }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService" }""")]
    [Skips("""{ "EndpointName": "e", "EndpointStatus": "InService", "CreationTime": "2026-10-30T00:00:00Z" }""")]
    [Skips("""{ "EndpointName": "e", "EndpointStatus": "OutOfService", "CreationTime": "2026-01-01T00:00:00Z" }""")]
    [Skips("""{ "EndpointName": "e", "EndpointStatus": "InService", "CreationTime": "2026-01-01T00:00:00Z", "ProductionVariants": [{ "CurrentServerlessConfig": { "MaxConcurrency": 5 } }] }""",
        Because = "It costs nothing while nobody asks it.")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "CreationTime": "2026-10-18T12:00:00Z" }""", Because = "It is 14 days old to the second.")]
    public static Verdict Endpoint(Endpoint endpoint, Invocations invocations, DateTimeOffset now) =>
        !endpoint.IsServing ? NotApplicable($"It is {endpoint.EndpointStatus}.")
        : endpoint.IsServerless ? NotApplicable("It costs nothing while nobody asks it.")
        : endpoint.CreationTime > now.AddDays(-Days) ? NotApplicable($"It is younger than {Days} days.")
        : invocations.OfEndpoints.Contains(endpoint.Identity.Name) ? Pass($"It was asked within {Days} days.")
        : Fail($"Nobody has asked it for {Days} days.");

    [Check("AWS-MON-028", Severity.Medium, "Provisioned throughput is used",
        Risk = Risk, Advice = "Delete the provisioned throughput, or let it run out with its commitment.",
        Tip = Tip.Budget, Remedy = Remedy.MayBreak, Owasp = "LLM10", Atlas = "AML.T0034", Link = Link)]
    [Command("aws bedrock get-provisioned-model-throughput --provisioned-model-id {Id} --region {Region} && aws bedrock delete-provisioned-model-throughput --provisioned-model-id {Id} --region {Region}")]
    [Passes("""{ "provisionedModelArn": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1", "status": "InService", "creationTime": "2026-01-01T00:00:00Z" }""",
        """BedrockMetric { "Dimensions": [{ "Name": "ModelId", "Value": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1" }] }""")]
    [Fails("""{ "provisionedModelArn": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1", "status": "InService", "creationTime": "2026-01-01T00:00:00Z", "commitmentExpirationTime": "2026-12-01T00:00:00Z" }""",
        """BedrockMetric { "Dimensions": [{ "Name": "ModelId", "Value": "amazon.nova-lite-v1:0" }] }""")]
    [Fails("""{ "provisionedModelArn": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1", "status": "InService" }""")]
    [Skips("""{ "provisionedModelArn": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1", "status": "Failed" }""")]
    [Skips("""{ "provisionedModelArn": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1", "status": "InService", "creationTime": "2026-10-30T00:00:00Z" }""")]
    [Fails("""{ "provisionedModelArn": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1", "status": "InService", "creationTime": "2026-10-18T12:00:00Z" }""", """BedrockMetric { "Dimensions": [{ "Name": "Other", "Value": "arn:aws:bedrock:eu-west-1:111122223333:provisioned-model/p1" }] }""", Because = "It is 14 days old to the second, and what is counted is no model's.")]
    public static Verdict Throughput(ProvisionedThroughput throughput, ModelCalls calls, DateTimeOffset now) =>
        throughput.Status is not "InService" ? NotApplicable($"It is {throughput.Status ?? "in no known state"}.")
        : throughput.CreationTime > now.AddDays(-Days) ? NotApplicable($"It is younger than {Days} days.")
        : calls.Models.Contains(throughput.Identity.Id) ? Pass($"It was called within {Days} days.")
        : Fail($"Nobody has called it for {Days} days{(throughput.CommitmentExpirationTime is { } end ? $"; it is paid until {end:yyyy-MM-dd}" : "")}.");

    /// <summary>Which endpoints were asked within two weeks.</summary>
    internal sealed class Invocations(Inventory<SageMakerMetric> metrics)
    {
        private HashSet<string>? _endpoints;

        public HashSet<string> OfEndpoints => _endpoints ??=
            [.. metrics.All.SelectMany(metric => metric.Dimensions ?? []).Where(dimension => dimension.Name is "EndpointName").Select(dimension => dimension.Value).OfType<string>()];
    }

    /// <summary>Which models of Bedrock were called within two weeks.</summary>
    internal sealed class ModelCalls(Inventory<BedrockMetric> metrics)
    {
        private HashSet<string>? _models;

        public HashSet<string> Models => _models ??=
            [.. metrics.All.SelectMany(metric => metric.Dimensions ?? []).Where(dimension => dimension.Name is "ModelId").Select(dimension => dimension.Value).OfType<string>()];
    }
}
