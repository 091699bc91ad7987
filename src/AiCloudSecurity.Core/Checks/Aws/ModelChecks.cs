using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker models.</summary>
internal static class ModelChecks
{
    private const string IsolatedCommand = "aws sagemaker describe-model --model-name {Name} --region {Region} && aws sagemaker create-model --model-name NEW_NAME --execution-role-arn {ExecutionRoleArn} --primary-container file://container.json --enable-network-isolation --region {Region}";

    [Check("AWS-NET-012", Severity.High, "Model has no network in its containers",
        Risk = "Code in the container can send requests and answers anywhere.",
        Advice = "Recreate the model with network isolation, and update its endpoints.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html")]
    [Command(IsolatedCommand)]
    [Passes("""{ "EnableNetworkIsolation": true }""")]
    [Fails("""{ "EnableNetworkIsolation": false, "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ }""",
        Because = "Containers have a network unless AWS is told otherwise.")]
    public static Verdict NetworkIsolation(Model model) =>
        model.EnableNetworkIsolation is true ? Pass("Its containers have no network.") : Fail("Its containers have a network.");

    [Check("AWS-NET-013", Severity.Medium, "Model stands in a VPC of yours",
        Risk = "On SageMaker's own network none of your firewalls, flow logs or endpoint policies see the model's traffic.",
        Advice = "Recreate the model with subnets and security groups of your own, and update its endpoints.",
        Tip = Tip.PublicExposure | Tip.DefaultNetwork, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html")]
    [Command("aws sagemaker describe-model --model-name {Name} --region {Region} && aws sagemaker create-model --model-name NEW_NAME --execution-role-arn {ExecutionRoleArn} --primary-container file://container.json --vpc-config 'SecurityGroupIds=SECURITY_GROUP_ID,Subnets=SUBNET_ID' --region {Region}")]
    [Passes("""{ "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ "EnableNetworkIsolation": true }""")]
    [Fails("""{ "VpcConfig": { "Subnets": [], "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ "VpcConfig": { } }""",
        Because = "Some servers send an empty object where there is none.")]
    public static Verdict Vpc(Model model) =>
        model.VpcConfig is { IsSet: true } vpc ? Pass($"It stands in {string.Join(", ", vpc.Subnets!)}.") : Fail("It stands on SageMaker's own network.");

    [Check("AWS-NET-025", Severity.Medium, "Model images come from this account, from AWS or from your VPC",
        Risk = "Whoever keeps the image decides what runs beside your data, and can change it.",
        Advice = "Copy the image to a repository of your own and recreate the model.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html")]
    [Command("aws sagemaker describe-model --model-name {Name} --region {Region} && aws ecr create-repository --repository-name NEW_REPOSITORY_NAME --region {Region} && aws sagemaker create-model --model-name NEW_NAME --execution-role-arn {ExecutionRoleArn} --primary-container 'Image=OWN_IMAGE_URI,ModelDataUrl=S3_URI' --region {Region}")]
    [Passes("""{ "PrimaryContainer": { "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1", "ImageConfig": { "RepositoryAccessMode": "Platform" } } }""",
        Because = "Platform means Amazon ECR, the default, and not a public registry, for which another tool takes it.")]
    [Passes("""{ "PrimaryContainer": { "Image": "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.3" } }""")]
    [Passes("""{ "PrimaryContainer": { "Image": "registry.example.com:5000/mine:1", "ImageConfig": { "RepositoryAccessMode": "Vpc" } } }""")]
    [Fails("""{ "PrimaryContainer": { "Image": "registry.example.com:5000/mine:1", "ImageConfig": { "RepositoryAccessMode": "Platform" } } }""")]
    [Fails("""{ "PrimaryContainer": { "Image": "999999999999.dkr.ecr.eu-west-1.amazonaws.com/theirs:1" } }""")]
    [Fails("""{ "PrimaryContainer": { "Image": "public.ecr.aws/theirs/image:1" } }""")]
    [Fails("""{ "Containers": [{ "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1" }, { "Image": "999999999999.dkr.ecr.eu-west-1.amazonaws.com/theirs:1" }] }""")]
    [CannotSay("""{ "PrimaryContainer": { "Image": "team/mine:1" } }""")]
    [CannotSay("""{ "PrimaryContainer": { "Image": "mine:1" } }""")]
    [Skips("""{ "PrimaryContainer": { "ModelPackageName": "mine" } }""")]
    public static Verdict ImageRegistry(Model model, Scope scope) => Every.Of(
        model.AllContainers.Where(container => container.Image is not null).Select(container => (Func<Verdict>)(() =>
            container.ImageConfig?.RepositoryAccessMode is "Vpc" ? Pass($"{container.Image} comes from a registry in your VPC.")
            : ImageOrigin.OfImage(container.Image, scope) switch
            {
                { Owner: ImageOwner.Other } origin => Fail($"{container.Image} comes from {origin.Name}, which is neither yours nor AWS's."),
                { Owner: ImageOwner.Unsaid } origin => Unknown($"Its image is {origin.Name}."),
                var origin => Pass($"{container.Image} comes from {origin.Name}."),
            })).DefaultIfEmpty(() => NotApplicable("It names no image.")));

    [Check("AWS-NET-017", Severity.High, "Third-party models have no network in their containers",
        Risk = "Code of others can send your requests to its maker.",
        Advice = "Recreate the model with network isolation, and update its endpoints.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010, AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html")]
    [Command(IsolatedCommand)]
    [Passes("""{ "EnableNetworkIsolation": true, "PrimaryContainer": { "ModelPackageName": "arn:aws:sagemaker:eu-west-1:865070037744:model-package/theirs-1" } }""")]
    [Fails("""{ "EnableNetworkIsolation": false, "PrimaryContainer": { "ModelPackageName": "arn:aws:sagemaker:eu-west-1:865070037744:model-package/theirs-1" } }""")]
    [Fails("""{ "Containers": [{ "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1" }, { "Image": "999999999999.dkr.ecr.eu-west-1.amazonaws.com/theirs:1" }] }""")]
    [Skips("""{ "PrimaryContainer": { "ModelPackageName": "arn:aws:sagemaker:eu-west-1:111122223333:model-package/mine/1" } }""")]
    [Skips("""{ "PrimaryContainer": { "Image": "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.3" } }""")]
    [CannotSay("""{ "PrimaryContainer": { "Image": "mine:1" } }""")]
    [Passes("""{ "EnableNetworkIsolation": true, "PrimaryContainer": { "Image": "mine:1" } }""")]
    public static Verdict ThirdParty(Model model, Scope scope)
    {
        var origins = model.AllContainers.Select(container =>
            container.ModelPackageName is { Length: > 0 } package ? ImageOrigin.OfPackage(package, scope) : ImageOrigin.OfImage(container.Image, scope)).ToList();
        return ImageOrigin.JudgeIsolation(origins, model.EnableNetworkIsolation is true);
    }

    [Check("AWS-IAM-019", Severity.High, "Model environment holds no secrets",
        Risk = "All who may describe the model can read the secret.",
        Advice = "Rotate the secret, and recreate the model so that it fetches it from Secrets Manager.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html")]
    [Command("aws secretsmanager create-secret --name NEW_SECRET_NAME --secret-string file://secret.txt --region {Region} && aws sagemaker describe-model --model-name {Name} --region {Region} && aws sagemaker create-model --model-name NEW_NAME --execution-role-arn {ExecutionRoleArn} --primary-container file://container.json --region {Region}")]
    [Passes("""{ "PrimaryContainer": { "Environment": { "MODEL_NAME": "bert", "DB": "db.internal" } } }""")]
    [Passes("""{ }""")]
    [Fails("""{ "PrimaryContainer": { "Environment": { "MODEL_NAME": "bert", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE" } } }""")]
    [Fails("""{ "Containers": [{ "Environment": { "MODEL_NAME": "bert", "DB": "db.internal" } }, { "Environment": { "DB_PASSWORD": "correct-horse" } }] }""")]
    public static Verdict Environment(Model model) =>
        Secrets.Judge("environment variable", model.AllContainers.SelectMany(container => container.Environment ?? new Dictionary<string, string>()));
}
