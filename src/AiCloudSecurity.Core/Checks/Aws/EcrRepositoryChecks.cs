using System.Text.Json.Nodes;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the repositories that models, training jobs and agents take their images from.</summary>
internal static class EcrRepositoryChecks
{
    [Check("AWS-DATA-054", Severity.Medium, "AI image repository is scanned, immutable and under a key of yours",
        Risk = "A known hole, or an image that somebody put under the same tag, runs with the data and the model.",
        Advice = "Switch on scanning and immutable tags, and recreate the repository with a customer-managed key.",
        Tip = Tip.HardenedTemplate | Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html")]
    [Command("aws ecr put-image-scanning-configuration --repository-name {repositoryName} --image-scanning-configuration scanOnPush=true --region {Region} && aws ecr put-image-tag-mutability --repository-name {repositoryName} --image-tag-mutability IMMUTABLE --region {Region} && aws ecr create-repository --repository-name NEW_REPOSITORY_NAME --encryption-configuration 'encryptionType=KMS,kmsKey=KMS_KEY_ARN' --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true --region {Region}")]
    [Passes("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": true }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION", "imageScanningConfiguration": { "scanOnPush": true }, "encryptionConfiguration": { "encryptionType": "KMS_DSSE", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": false }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", """EcrRegistryScanning { "scanningConfiguration": { "scanType": "ENHANCED", "rules": [{ "scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [{ "filter": "models/*", "filterType": "WILDCARD" }] }] } }""", Because = "The registry scans it.")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": false }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", """EcrRegistryScanning { "scanningConfiguration": { "scanType": "ENHANCED", "rules": [{ "scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": [{ "filter": "web*", "filterType": "WILDCARD" }] }] } }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": false }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", """EcrRegistryScanning { "scanningConfiguration": { "scanType": "BASIC", "rules": [{ "scanFrequency": "MANUAL", "repositoryFilters": [{ "filter": "*", "filterType": "WILDCARD" }] }] } }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": false }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "MUTABLE", "imageScanningConfiguration": { "scanOnPush": true }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "MUTABLE_WITH_EXCLUSION", "imageScanningConfiguration": { "scanOnPush": true }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageScanningConfiguration": { "scanOnPush": true }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": true }, "encryptionConfiguration": { "encryptionType": "AES256" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": true }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE" }""", """AgentRuntime { "agentRuntimeArn": "arn:a", "agentRuntimeArtifact": { "containerConfiguration": { "containerUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn@sha256:0" } } }""")]
    [Fails("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE" }""", """TrainingJob { "TrainingJobArn": "arn:t", "CreationTime": "2026-10-20T00:00:00Z", "AlgorithmSpecification": { "TrainingImage": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn" } }""")]
    [Skips("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "MUTABLE" }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn2:1" } }""")]
    [Skips("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "MUTABLE" }""")]
    [Passes("""{ "repositoryArn": "arn:r", "repositoryName": "models/churn", "repositoryUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn", "imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": { "scanOnPush": false }, "encryptionConfiguration": { "encryptionType": "KMS", "kmsKey": "k-1" } }""", """Model { "ModelArn": "arn:m", "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/models/churn:1" } }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", """EcrRegistryScanning { "scanningConfiguration": { "scanType": "ENHANCED", "rules": [{ "scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": [{ "filter": "web/*", "filterType": "WILDCARD" }, { "filter": "models/*", "filterType": "WILDCARD" }] }] } }""", Because = "One of its filters is about it.")]
    public static Verdict Hardened(EcrRepository repository, ImageUse use, Inventory<EcrRegistryScanning> scanning, Inventory<KmsKey> keys) =>
        use.Of(repository) is not { } user ? NotApplicable("No model, training job or agent runs an image of it.")
        : Every.Of(
            () => Scans(repository, scanning, user),
            () => repository.ImageTagMutability is { } tags && tags.StartsWith("IMMUTABLE", StringComparison.Ordinal) ? Pass("Its tags are immutable.") : Fail("A tag can be moved to another image."),
            () => repository.EncryptionConfiguration is { EncryptionType: "KMS" or "KMS_DSSE" } encryption ? CustomerKey.Judge("It", encryption.KmsKey, keys) : Fail("It is encrypted with a key of S3."));

    [Repair("AWS-DATA-054", "aws/ecr/Repository")]
    internal static IEnumerable<Wish> Harden(EcrRepository repository, ImageUse use, Inventory<EcrRegistryScanning> scanning)
    {
        JsonObject wanted = [];
        if (use.Of(repository) is { } user && Scans(repository, scanning, user).Status == Status.Fail)
        {
            wanted["imageScanningConfiguration"] = new JsonObject { ["scanOnPush"] = true };
        }
        if (repository.ImageTagMutability is { } tags && !tags.StartsWith("IMMUTABLE", StringComparison.Ordinal))
        {
            wanted["imageTagMutability"] = "IMMUTABLE";
        }
        return wanted.Count == 0 ? [] : [Wish.Of(repository, NetworkSettings.Repository, new() { ["repositoryName"] = repository.Identity.Name }, Wish.With(wanted),
            wanted.ContainsKey("imageTagMutability") ? "A push of a tag that is there already is refused." : "")];
    }

    private static Verdict Scans(EcrRepository repository, Inventory<EcrRegistryScanning> scanning, string user) =>
        repository.ImageScanningConfiguration?.ScanOnPush is true ? Pass($"Images are scanned when they come in, and {user} runs one.")
        : scanning.All.SelectMany(registry => registry.ScanningConfiguration?.Rules ?? []).Any(rule => rule.ScanFrequency is "SCAN_ON_PUSH" or "CONTINUOUS_SCAN"
            && rule.RepositoryFilters?.Any(filter => filter.Filter is { } pattern && Glob.Resource(pattern, escapes: false).Matches(repository.Identity.Name)) is true)
            ? Pass($"The registry scans it, and {user} runs an image of it.")
        : Fail($"Images are not scanned, and {user} runs one.");

    /// <summary>What runs images of a repository.</summary>
    internal sealed class ImageUse(Inventory<Model> models, Inventory<TrainingJob> jobs, Inventory<AgentRuntime> agents, JobWindow window)
    {
        private Dictionary<string, string>? _users;
        private string? _unseen;

        /// <summary>Something that runs an image of it; null where nothing does.</summary>
        /// <exception cref="UnseenException">Nothing that was seen does, and not all was seen.</exception>
        public string? Of(EcrRepository repository)
        {
            _users ??= Look();
            return repository.RepositoryUri is not { } uri ? throw new UnseenException("ECR does not say what its images are called.")
                : _users.TryGetValue(uri, out var user) ? user
                : _unseen is null ? null : throw new UnseenException(_unseen);
        }

        private Dictionary<string, string> Look()
        {
            Dictionary<string, string> users = new(StringComparer.Ordinal);
            Add(models, "the model", model => model.AllContainers.Select(container => container.Image));
            Add(jobs, "the training job", job => job.History(window) is null ? [job.AlgorithmSpecification?.TrainingImage] : []);
            Add(agents, "the agent", agent => [agent.AgentRuntimeArtifact?.ContainerConfiguration?.ContainerUri]);
            return users;

            void Add<T>(Inventory<T> workloads, string kind, Func<T, IEnumerable<string?>> images) where T : Resource
            {
                try
                {
                    foreach (var workload in workloads.All)
                    {
                        foreach (var image in images(workload).OfType<string>())
                        {
                            users.TryAdd(EcrRepository.RepositoryOf(image), $"{kind} {workload.Identity.Name}");
                        }
                    }
                }
                catch (UnseenException unseen)
                {
                    _unseen ??= unseen.Message;
                }
            }
        }
    }
}
