using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on who let a model into service.</summary>
internal static class ModelApprovalChecks
{
    [Check("AWS-IAM-043", Severity.Medium, "Endpoint serves models that somebody approved",
        Risk = "A model that nobody looked at, poisoned or plainly wrong, answers in production.",
        Advice = "Register the model as a package, approve it and deploy the package.",
        Tip = Tip.Segregation, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010.003",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html")]
    [Command("aws sagemaker describe-endpoint --endpoint-name {Name} --region {Region} && aws sagemaker update-model-package --model-package-arn MODEL_PACKAGE_ARN --model-approval-status Approved --region {Region} && aws sagemaker update-endpoint --endpoint-name {Name} --endpoint-config-name NEW_CONFIG_NAME --region {Region}")]
    [Passes(Serving, Config, """Model { "ModelName": "m", "PrimaryContainer": { "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" } }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved" } }""")]
    [Fails(Serving, Config, """Model { "ModelName": "m", "PrimaryContainer": { "Image": "i" } }""")]
    [Fails(Serving, Config, """Model { "ModelName": "m" }""")]
    [Fails(Serving, Config, """Model { "ModelName": "m", "Containers": [{ "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" }] }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "PendingManualApproval" } }""")]
    [Fails(Serving, Config, """Model { "ModelName": "m", "Containers": [{ "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" }] }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Rejected" } }""")]
    [Fails(Serving, Config, """Model { "ModelName": "m", "Containers": [{ "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" }] }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved", "CreationTime": "2026-10-01T12:00:00Z" } }""", Because = "It was registered as approved, as a pipeline does.", Severity = Severity.Low)]
    [Passes(Serving, Config, """Model { "ModelName": "m", "Containers": [{ "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" }] }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved", "CreationTime": "2026-10-01T12:00:00Z", "LastModifiedTime": "2026-10-02T12:00:00Z" } }""")]
    [Passes(Serving, Config, """Model { "ModelName": "m", "Containers": [{ "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" }] }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved", "CreationTime": "2026-10-01T12:00:00Z", "ApprovalDescription": "seen by the board" } }""")]
    [Fails(Serving, Config, """Model { "ModelName": "m", "Containers": [{ "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" }] }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved", "CreationTime": "2026-10-01T12:00:00Z", "ApprovalDescription": "seen by the board" } }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/4", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved", "CreationTime": "2026-10-03T12:00:00Z" } }""", Because = "The next one approves itself.", Severity = Severity.Low)]
    [Passes(Serving, Config, """Model { "ModelName": "m", "Containers": [{ "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" }] }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3", "ModelPackageGroupName": "churn", "ModelApprovalStatus": "Approved", "CreationTime": "2026-10-01T12:00:00Z", "ApprovalDescription": "seen by the board" } }""",
        """ModelPackage { "ModelPackage": { "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/price/4", "ModelPackageGroupName": "price", "ModelApprovalStatus": "Approved", "CreationTime": "2026-10-03T12:00:00Z" } }""", Because = "The other is of another group.")]
    [CannotSay(Serving, Config, """Model { "ModelName": "m", "PrimaryContainer": { "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/churn/3" } }""", Because = "A package can be deleted while a model uses it.")]
    [CannotSay(Serving, Config)]
    [CannotSay(Serving)]
    [Skips(Serving, Config, """Model { "ModelName": "m", "PrimaryContainer": { "ModelPackageName": "arn:aws:sagemaker:eu-west-1:865070037744:model-package/llama" } }""", Because = "It was bought: its seller's account approves it.")]
    [Skips(Serving, """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v" }] }""", Because = "Inference components bring their models.")]
    [Skips("""{ "EndpointName": "e", "EndpointStatus": "Failed", "EndpointConfigName": "c" }""")]
    public static Verdict Approved(Endpoint endpoint, Inventory<EndpointConfig> configs, Inventory<Model> models, Registry registry, Scope scope)
    {
        if (!endpoint.IsServing)
        {
            return NotApplicable($"It is {endpoint.EndpointStatus}.");
        }
        return configs.Find(endpoint.EndpointConfigName) is { } config
            ? Every.Of("It names no model of this account.", config.AllVariants.Select(variant => variant.ModelName).OfType<string>().Distinct(StringComparer.Ordinal)
                .Select(name => (Func<Verdict>)(() => Of(name, models.Find(name), registry, scope))))
            : Unknown($"Its configuration {endpoint.EndpointConfigName} no longer exists.");
    }

    private const string Serving = """{ "EndpointName": "e", "EndpointStatus": "InService", "EndpointConfigName": "c" }""";
    private const string Config = """EndpointConfig { "EndpointConfigName": "c", "ProductionVariants": [{ "VariantName": "v", "ModelName": "m" }] }""";

    private static Verdict Of(string name, Model? model, Registry registry, Scope scope)
    {
        if (model is null)
        {
            return Unknown($"Its model {name} no longer exists.");
        }
        var registered = model.AllContainers.Select(container => container.ModelPackageName).OfType<string>().ToList();
        return registered.Count == 0 ? Fail($"The model {name} does not come from the registry.")
            : Every.Of(registered.Select(package => (Func<Verdict>)(() =>
                package.Split(':') is [_, _, _, _, { Length: > 0 } owner, ..] && owner != scope.Id ? NotApplicable($"The package {package} belongs to account {owner}.")
                : registry.Find(package) is not { } details ? Unknown($"The package {package} of the model {name} was not found.")
                : details.ApprovedItself ? Fail($"The model {name} is a package of {details.ModelPackageGroupName} that was registered as approved: nobody has looked at it since.", Severity.Low)
                : details.ModelApprovalStatus is "Approved" && registry.Newest(details) is { ApprovedItself: true } ? Fail($"The model {name} is an approved package, but the newest of {details.ModelPackageGroupName} was registered as approved: nobody looks at what is deployed next.", Severity.Low)
                : details.ModelApprovalStatus is "Approved" ? Pass($"The model {name} is an approved package of {details.ModelPackageGroupName}.")
                : Fail($"The model {name} is a package of {details.ModelPackageGroupName} that is {(details.ModelApprovalStatus is "Rejected" ? "rejected" : "not approved")}."))));
    }

    /// <summary>The registry of models in a region.</summary>
    internal sealed class Registry(Inventory<ModelPackage> packages)
    {
        private ILookup<string?, ModelPackageDetails>? _byGroup;

        /// <summary>The package of that ARN; null where there is none.</summary>
        /// <exception cref="UnseenException">It was not read.</exception>
        public ModelPackageDetails? Find(string arn) => packages.Find(arn)?.Details;

        /// <summary>The newest of a package's group: itself, where it is in none.</summary>
        /// <exception cref="UnseenException">The registry was not read to its end.</exception>
        public ModelPackageDetails Newest(ModelPackageDetails package) => package.ModelPackageGroupName is null ? package
            : (_byGroup ??= packages.All.Select(one => one.Details).OfType<ModelPackageDetails>().ToLookup(one => one.ModelPackageGroupName))[package.ModelPackageGroupName].MaxBy(one => one.CreationTime) ?? package;
    }
}
