using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on SageMaker tuning jobs of the last 90 days.</summary>
internal static class HyperParameterTuningJobChecks
{
    [Check("AWS-NET-020", Severity.Medium, "Tuning job has no network in its containers",
        Risk = "Code in the containers, or in what they install, can send the training data anywhere.",
        Advice = "Enable network isolation in each training definition of the next jobs.",
        Tip = Tip.PublicExposure, Remedy = Remedy.Recreate, Atlas = "AML.T0025",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/mkt-algo-model-internet-free.html")]
    [Command("aws sagemaker describe-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name {Name} --region {Region} && aws sagemaker create-hyper-parameter-tuning-job --hyper-parameter-tuning-job-name NEW_NAME --hyper-parameter-tuning-job-config file://tuning.json --training-job-definition file://training.json --region {Region}")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "TrainingJobDefinition": { "EnableNetworkIsolation": true } }""")]
    [Passes("""{ "CreationTime": "2026-10-20T00:00:00Z", "TrainingJobDefinitions": [{ "EnableNetworkIsolation": true }, { "EnableNetworkIsolation": true }] }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "TrainingJobDefinition": { "EnableNetworkIsolation": false } }""")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "TrainingJobDefinition": { "EnableInterContainerTrafficEncryption": true, "VpcConfig": { "Subnets": ["subnet-1"] } } }""",
        Because = "Containers have a network unless AWS is told otherwise.")]
    [Fails("""{ "CreationTime": "2026-10-20T00:00:00Z", "TrainingJobDefinitions": [{ "DefinitionName": "a", "EnableNetworkIsolation": true }, { "DefinitionName": "b" }] }""")]
    [Fails("""{ "HyperParameterTuningJobStatus": "InProgress", "CreationTime": "2026-01-20T00:00:00Z", "TrainingJobDefinition": { } }""")]
    [CannotSay("""{ "CreationTime": "2026-10-20T00:00:00Z" }""")]
    [Skips("""{ "HyperParameterTuningJobStatus": "Completed", "CreationTime": "2026-01-20T00:00:00Z", "TrainingJobDefinition": { } }""",
        Because = "Nobody can change a job that has run.")]
    public static Verdict NetworkIsolation(HyperParameterTuningJob job, JobWindow window)
    {
        if (job.History(window) is { } history)
        {
            return history;
        }
        var definitions = job.AllDefinitions.ToList();
        return definitions.Find(definition => definition.EnableNetworkIsolation is not true) is { } open
            ? Fail(open.DefinitionName is { } name ? $"Containers of {name} have a network." : "Its containers have a network.")
            : definitions.Count > 0 ? Pass("Its containers have no network.") : Unknown("AWS does not say what it trains.");
    }
}
