using System.Text.Json.Nodes;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker training jobs of the last 90 days, or of the time asked for: those that ran before say nothing of how jobs are run now.</summary>
internal static class TrainingJobChecks
{
    private const string IsolatedCommand = "aws sagemaker describe-training-job --training-job-name {Name} --region {Region} && aws sagemaker create-training-job --training-job-name NEW_NAME --role-arn {RoleArn} --algorithm-specification file://algorithm.json --input-data-config file://inputs.json --stopping-condition MaxRuntimeInSeconds=86400 --output-data-config 'S3OutputPath={OutputDataConfig.S3OutputPath}' --resource-config 'InstanceType={ResourceConfig.InstanceType},InstanceCount=1,VolumeSizeInGB=30' --enable-network-isolation --region {Region}";

    [Check("AWS-NET-015", Severity.Medium, "Training job runs in a VPC of yours",
        Risk = "On SageMaker's own network none of your firewalls, flow logs or endpoint policies see where the data goes.",
        Advice = "Give the job's template subnets and security groups of your own.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/train-vpc.html")]
    [Command("aws sagemaker describe-training-job --training-job-name {Name} --region {Region} && aws sagemaker create-training-job --training-job-name NEW_NAME --role-arn {RoleArn} --algorithm-specification file://algorithm.json --input-data-config file://inputs.json --stopping-condition MaxRuntimeInSeconds=86400 --output-data-config 'S3OutputPath={OutputDataConfig.S3OutputPath}' --resource-config 'InstanceType={ResourceConfig.InstanceType},InstanceCount=1,VolumeSizeInGB=30' --vpc-config 'SecurityGroupIds=SECURITY_GROUP_ID,Subnets=SUBNET_ID' --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "TrainingJobStatus": "Completed", "VpcConfig": { "Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"] } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "TrainingJobStatus": "Completed" }""")]
    [Fails("""{ "CreationTime": "2026-01-20T00:00:00Z", "TrainingJobStatus": "InProgress", "VpcConfig": { } }""")]
    [Fails("""{ }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "TrainingJobStatus": "Completed" }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict Vpc(TrainingJob job, JobWindow window) =>
        job.History(window)
        ?? (job.VpcConfig is { IsSet: true } vpc ? Pass($"It runs in {string.Join(", ", vpc.Subnets!)}.") : Fail("It runs on SageMaker's own network."));

    [Check("AWS-NET-016", Severity.High, "Training job has no network in its containers",
        Risk = "Code in the container, or in what it installs, can send the training data anywhere.",
        Advice = "Enable network isolation in the job's template.",
        Tip = Tip.PublicExposure | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0025, AML.T0010",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html")]
    [Command(IsolatedCommand)]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "EnableNetworkIsolation": true }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "EnableNetworkIsolation": false, "VpcConfig": { "Subnets": ["subnet-1"] } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z" }""",
        Because = "Containers have a network unless AWS is told otherwise.")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "TrainingJobStatus": "Failed" }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict NetworkIsolation(TrainingJob job, JobWindow window) =>
        job.History(window)
        ?? (job.EnableNetworkIsolation is true ? Pass("Its containers have no network.") : Fail("Its containers have a network."));

    [Check("AWS-NET-017", Severity.High, "Third-party algorithms train without a network",
        Risk = "Code of others can send the training data to its maker.",
        Advice = "Enable network isolation wherever an algorithm of the Marketplace or an image of others trains.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM03", Atlas = "AML.T0010, AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html")]
    [Command(IsolatedCommand)]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "EnableNetworkIsolation": true, "AlgorithmSpecification": { "AlgorithmName": "arn:aws:sagemaker:eu-west-1:865070037744:algorithm/theirs" } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "EnableNetworkIsolation": false, "AlgorithmSpecification": { "AlgorithmName": "arn:aws:sagemaker:eu-west-1:865070037744:algorithm/theirs" } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "AlgorithmSpecification": { "TrainingImage": "999999999999.dkr.ecr.eu-west-1.amazonaws.com/theirs:1" } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "AlgorithmSpecification": { "TrainingImage": "docker.example.com/theirs:1" } }""")]
    [Skips("""{ "CreationTime": "2026-10-20T00:00:00Z", "AlgorithmSpecification": { "TrainingImage": "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-training:2.3" } }""")]
    [Skips("""{ "CreationTime": "2026-10-20T00:00:00Z", "AlgorithmSpecification": { "TrainingImage": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mine:1" } }""")]
    [Skips("""{ "CreationTime": "2026-10-20T00:00:00Z", "AlgorithmSpecification": { "AlgorithmName": "mine" } }""")]
    [CannotSay("""{ "CreationTime": "2026-10-20T00:00:00Z", "AlgorithmSpecification": { "TrainingImage": "mine:1" } }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "AlgorithmSpecification": { "TrainingImage": "999999999999.dkr.ecr.eu-west-1.amazonaws.com/theirs:1" } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict ThirdParty(TrainingJob job, Scope scope, JobWindow window) =>
        job.History(window)
        ?? ImageOrigin.JudgeIsolation(
            [
                job.AlgorithmSpecification?.AlgorithmName is { Length: > 0 } algorithm
                    ? ImageOrigin.OfPackage(algorithm, scope)
                    : ImageOrigin.OfImage(job.AlgorithmSpecification?.TrainingImage, scope),
            ],
            job.EnableNetworkIsolation is true);

    [Check("AWS-NET-018", Severity.Medium, "Training job opens no shell in its containers",
        Risk = "Whoever may start a session of Systems Manager sees the training data and the model.",
        Advice = "Disable remote debugging in the job, and in its template.",
        Tip = Tip.HardenedTemplate, Remedy = Remedy.Safe, Atlas = "AML.T0044",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/train-remote-debugging.html")]
    [Command("aws sagemaker update-training-job --training-job-name {Name} --remote-debug-config EnableRemoteDebug=false --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "RemoteDebugConfig": { "EnableRemoteDebug": false } }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z" }""",
        Because = "It is off unless AWS is told otherwise.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "RemoteDebugConfig": { "EnableRemoteDebug": true } }""")]
    [Fails("""{ "TrainingJobName": "train", "TrainingJobStatus": "InProgress", "CreationTime": "2026-10-20T00:00:00Z", "RemoteDebugConfig": { "EnableRemoteDebug": true } }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "RemoteDebugConfig": { "EnableRemoteDebug": true } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict RemoteDebugging(TrainingJob job, JobWindow window) =>
        job.History(window)
        ?? (job.RemoteDebugConfig?.EnableRemoteDebug is true ? Fail("Remote debugging is on.") : Pass("Remote debugging is off."));

    [Check("AWS-IAM-019", Severity.High, "Training job holds no secrets in its settings",
        Risk = "All who may describe the job can read the secret, for as long as the account exists.",
        Advice = "Rotate the secret and let the job fetch it from Secrets Manager.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html")]
    [Command("aws secretsmanager create-secret --name NEW_SECRET_NAME --secret-string file://secret.txt --region {Region} && aws sagemaker describe-training-job --training-job-name {Name} --region {Region} && aws sagemaker create-training-job --training-job-name NEW_NAME --role-arn {RoleArn} --algorithm-specification file://algorithm.json --input-data-config file://inputs.json --stopping-condition MaxRuntimeInSeconds=86400 --output-data-config 'S3OutputPath={OutputDataConfig.S3OutputPath}' --resource-config 'InstanceType={ResourceConfig.InstanceType},InstanceCount=1,VolumeSizeInGB=30' --environment 'SECRET_NAME=NEW_SECRET_NAME' --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "Environment": { "STAGE": "prod" }, "HyperParameters": { "epochs": "3" } }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "Environment": { "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE" }, "HyperParameters": { "epochs": "3" } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "Environment": { "STAGE": "prod" }, "HyperParameters": { "db": "postgres://ml:correct-horse@db/x" } }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "Environment": { "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE" } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict Settings(TrainingJob job, JobWindow window) =>
        job.History(window)
        ?? Every.Of(() => Secrets.Judge("environment variable", job.Environment), () => Secrets.Judge("hyper-parameter", job.HyperParameters));

    [Check("AWS-DATA-006", Severity.High, "Training volume and output are encrypted with customer-managed keys",
        Risk = "The training data lies on the volume and the model in the output, and no policy of yours guards the keys.",
        Advice = "Name customer-managed keys for volume and output in the job's template.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02, LLM04", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest.html")]
    [Command("aws sagemaker describe-training-job --training-job-name {Name} --region {Region} && aws sagemaker create-training-job --training-job-name NEW_NAME --role-arn {RoleArn} --algorithm-specification file://algorithm.json --input-data-config file://inputs.json --stopping-condition MaxRuntimeInSeconds=86400 --output-data-config 'S3OutputPath={OutputDataConfig.S3OutputPath},KmsKeyId=KMS_KEY_ARN' --resource-config 'InstanceType={ResourceConfig.InstanceType},InstanceCount=1,VolumeSizeInGB=30,VolumeKmsKeyId=KMS_KEY_ARN' --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" }, "OutputDataConfig": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" }, "OutputDataConfig": { "S3OutputPath": "s3://b/o" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Another tool looks only at the volume.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large" }, "OutputDataConfig": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Another tool looks only at the output.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large", "VolumeKmsKeyId": "k-1" }, "OutputDataConfig": { "KmsKeyId": "" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.p4d.24xlarge" }, "OutputDataConfig": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "Its own disk is encrypted by the hardware; SageMaker refuses a key.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceGroups": [{ "InstanceType": "ml.p4d.24xlarge" }, { "InstanceType": "ml.c5.xlarge" }] }, "OutputDataConfig": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "OutputDataConfig": { "KmsKeyId": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        Because = "A serverless job has no volume.")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "ResourceConfig": { "InstanceType": "ml.m5.large" } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict StorageKeys(TrainingJob job, Inventory<KmsKey> keys, JobWindow window) =>
        job.History(window)
        ?? Every.Of(
            () => job.ResourceConfig is not { } resources ? NotApplicable("It has no instances of its own.")
                : LocalStorage.IsOnAll(resources.InstanceTypes) ? NotApplicable("Its instances have only disks of their own, which the hardware encrypts.")
                : CustomerKey.Judge("Its volume", resources.VolumeKmsKeyId, keys),
            () => CustomerKey.Judge("Its output", job.OutputDataConfig?.KmsKeyId, keys));

    [Check("AWS-DATA-007", Severity.Medium, "Distributed training encrypts traffic between its instances",
        Risk = "Gradients and data cross the network between the instances in clear.",
        Advice = "Enable encryption of traffic between containers in the job's template.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html")]
    [Command("aws sagemaker describe-training-job --training-job-name {Name} --region {Region} && aws sagemaker create-training-job --training-job-name NEW_NAME --role-arn {RoleArn} --algorithm-specification file://algorithm.json --input-data-config file://inputs.json --stopping-condition MaxRuntimeInSeconds=86400 --output-data-config 'S3OutputPath={OutputDataConfig.S3OutputPath}' --resource-config 'InstanceType={ResourceConfig.InstanceType},InstanceCount=1,VolumeSizeInGB=30' --enable-inter-container-traffic-encryption --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "EnableInterContainerTrafficEncryption": true, "ResourceConfig": { "InstanceCount": 2 } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "EnableInterContainerTrafficEncryption": false, "ResourceConfig": { "InstanceCount": 2 } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceCount": 2 } }""",
        Because = "It is off unless AWS is told otherwise.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceGroups": [{ "InstanceCount": 1 }, { "InstanceCount": 1 }] } }""")]
    [Skips("""{ "CreationTime": "2026-10-20T00:00:00Z", "ResourceConfig": { "InstanceCount": 1 } }""")]
    [Skips("""{ "CreationTime": "2026-01-20T00:00:00Z", "ResourceConfig": { "InstanceCount": 2 } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict Traffic(TrainingJob job, JobWindow window) =>
        job.History(window)
        ?? (job.ResourceConfig?.Instances is not > 1 ? NotApplicable("It has no second instance.")
            : job.EnableInterContainerTrafficEncryption is true ? Pass("Traffic between its instances is encrypted.")
            : Fail($"Traffic between its {job.ResourceConfig.Instances} instances is not encrypted."));

    [Repair("AWS-NET-018", "aws/sagemaker/TrainingJob")]
    internal static IEnumerable<Wish> CloseShell(TrainingJob job) => job.TrainingJobStatus is "InProgress"
        ? [Wish.Of(job, SageMakerSettings.TrainingJob, new() { ["TrainingJobName"] = job.Identity.Name }, Wish.With(new() { ["RemoteDebugConfig"] = new JsonObject { ["EnableRemoteDebug"] = false } }), "Whoever looks into the job's containers by Systems Manager is shut out.")]
        : [];
}
