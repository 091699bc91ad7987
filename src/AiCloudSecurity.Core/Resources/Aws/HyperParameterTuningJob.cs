namespace AiCloudSecurity.Resources.Aws;

/// <summary>A SageMaker tuning job, as DescribeHyperParameterTuningJob gives it.</summary>
[AwsResource("AWS::SageMaker::HyperParameterTuningJob", "sagemaker",
    List = "ListHyperParameterTuningJobs", Items = "HyperParameterTuningJobSummaries", Input = """{ "MaxResults": 100 }""", Since = "CreationTimeAfter",
    Describe = "DescribeHyperParameterTuningJob", Key = "HyperParameterTuningJobName",
    Id = "HyperParameterTuningJobArn", NameMember = "HyperParameterTuningJobName")]
public sealed record HyperParameterTuningJob : Resource, IJob
{
    /// <summary>Completed, InProgress, Failed, Stopped, Stopping, Deleting or DeleteFailed.</summary>
    public string? HyperParameterTuningJobStatus { get; init; }

    /// <inheritdoc/>
    public DateTimeOffset? CreationTime { get; init; }

    /// <summary>What its training jobs are made of; absent where there are several definitions.</summary>
    public TunedTraining? TrainingJobDefinition { get; init; }

    /// <summary>What its training jobs are made of, where it tunes several algorithms.</summary>
    public IReadOnlyList<TunedTraining>? TrainingJobDefinitions { get; init; }

    /// <inheritdoc/>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsRunning => HyperParameterTuningJobStatus is "InProgress" or "Stopping";

    /// <summary>All definitions.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IEnumerable<TunedTraining> AllDefinitions => (TrainingJobDefinition is null ? [] : new[] { TrainingJobDefinition }).Concat(TrainingJobDefinitions ?? []);
}

/// <summary>What the training jobs of a tuning job are made of.</summary>
public sealed record TunedTraining
{
    /// <summary>The name; absent where there is one definition only.</summary>
    public string? DefinitionName { get; init; }

    /// <summary>The role that their containers run as.</summary>
    public string? RoleArn { get; init; }

    /// <summary>Whether their containers have no network; they have one by default.</summary>
    public bool? EnableNetworkIsolation { get; init; }

    /// <summary>Environment variables.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Hyper-parameters that are not tuned.</summary>
    [Sensitive]
    public IReadOnlyDictionary<string, string>? StaticHyperParameters { get; init; }
}
