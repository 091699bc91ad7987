using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on how much a SageMaker endpoint will do at most.</summary>
internal static class EndpointThrottleChecks
{
    // Half of what SageMaker lets one endpoint have.
    private const int MostConcurrency = 100;

    [Check("AWS-NET-046", Severity.Medium, "Endpoint is bounded: by concurrency or by auto scaling",
        Risk = "A flood of requests is answered for as long as the quota lasts, or takes the model away from everybody.",
        Advice = "Lower the maximum concurrency, or register the variant with auto scaling and a maximum.",
        Tip = Tip.InferenceGateway, Remedy = Remedy.Safe, Owasp = "LLM10", Atlas = "AML.T0029, AML.T0034",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html")]
    [Command("aws sagemaker describe-endpoint --endpoint-name {Name} --region {Region} && aws application-autoscaling register-scalable-target --service-namespace sagemaker --resource-id endpoint/{Name}/variant/VARIANT_NAME --scalable-dimension sagemaker:variant:DesiredInstanceCount --min-capacity 1 --max-capacity 4 --region {Region}")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "CurrentInstanceCount": 1 }] }""",
        """ScalableTarget { "ResourceId": "endpoint/e/variant/v", "MaxCapacity": 4 }""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "CurrentServerlessConfig": { "MaxConcurrency": 100 } }] }""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "ManagedInstanceScaling": { "Status": "ENABLED", "MaxInstanceCount": 2 } }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "ManagedInstanceScaling": { "Status": "DISABLED", "MaxInstanceCount": 2 } }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "ManagedInstanceScaling": { "Status": "ENABLED" } }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "CurrentServerlessConfig": { "MaxConcurrency": 101 } }] }""")]
    [Passes("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "CurrentServerlessConfig": { "MaxConcurrency": 101 }, "DesiredServerlessConfig": { "MaxConcurrency": 5 } }] }""",
        Because = "It is being lowered.")]
    [CannotSay("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "CurrentServerlessConfig": { } }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v", "CurrentInstanceCount": 1 }] }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v" }, { "VariantName": "w" }] }""",
        """ScalableTarget { "ResourceId": "endpoint/e/variant/v", "MaxCapacity": 4 }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v" }] }""",
        """ScalableTarget { "ResourceId": "endpoint/other/variant/v", "MaxCapacity": 4 }""")]
    [Fails("""{ "EndpointName": "e", "EndpointStatus": "InService", "ProductionVariants": [{ "VariantName": "v" }] }""",
        """ScalableTarget { "ResourceId": "endpoint/e/variant/v" }""")]
    [Skips("""{ "EndpointName": "e", "EndpointStatus": "Failed", "ProductionVariants": [{ "VariantName": "v" }] }""")]
    [CannotSay("""{ "EndpointName": "e", "EndpointStatus": "InService" }""")]
    public static Verdict Bounded(Endpoint endpoint, Inventory<ScalableTarget> targets)
    {
        if (!endpoint.IsServing)
        {
            return NotApplicable($"It is {endpoint.EndpointStatus}.");
        }
        return endpoint.ProductionVariants is { Count: > 0 } variants
            ? Every.Of(variants.Select(variant => (Func<Verdict>)(() => Judge(endpoint, variant, targets))))
            : Unknown("AWS does not say what serves.");
    }

    private static Verdict Judge(Endpoint endpoint, ServedVariant variant, Inventory<ScalableTarget> targets)
    {
        if ((variant.DesiredServerlessConfig ?? variant.CurrentServerlessConfig) is { } serverless)
        {
            return serverless.MaxConcurrency is not { } most ? Unknown($"How many requests at a time {variant.VariantName} answers is not said.")
                : most > MostConcurrency ? Fail($"{variant.VariantName} answers {most} requests at a time, more than {MostConcurrency}.")
                : Pass($"{variant.VariantName} answers no more than {most} requests at a time.");
        }
        if (variant.ManagedInstanceScaling is { Status: "ENABLED", MaxInstanceCount: { } managed })
        {
            return Pass($"SageMaker scales {variant.VariantName} to {managed} instances at most.");
        }
        return targets.Find($"endpoint/{endpoint.Identity.Name}/variant/{variant.VariantName}") is { MaxCapacity: { } capacity }
            ? Pass($"Auto scaling scales {variant.VariantName} to {capacity} instances at most.")
            : Fail($"Nothing scales {variant.VariantName} or says how far it may grow.");
    }
}
