namespace AiCloudSecurity.Resources.Aws;

/// <summary>What all of Comprehend's jobs over documents in S3 have, as their lists give it.</summary>
public abstract record ComprehendJob : Resource, IJob
{
    /// <summary>SUBMITTED, IN_PROGRESS, COMPLETED, FAILED, STOP_REQUESTED or STOPPED.</summary>
    public string? JobStatus { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset? SubmitTime { get; init; }

    /// <summary>The documents.</summary>
    public S3Location? InputDataConfig { get; init; }

    /// <summary>Where the results go.</summary>
    public ComprehendOutput? OutputDataConfig { get; init; }

    DateTimeOffset? IJob.CreationTime => SubmitTime;

    bool IJob.IsRunning => JobStatus is "SUBMITTED" or "IN_PROGRESS" or "STOP_REQUESTED";
}

/// <summary>What a job has that runs on machines with a volume, in a network.</summary>
public abstract record ComprehendVolumeJob : ComprehendJob
{
    /// <summary>The key of the machines' volumes; absent with a key of AWS.</summary>
    [Refers(typeof(KmsKey))]
    public string? VolumeKmsKeyId { get; init; }

    /// <summary>The network from which it reads and writes; absent on the network of AWS.</summary>
    public VpcConfig? VpcConfig { get; init; }
}

/// <summary>Where results go.</summary>
public sealed record ComprehendOutput
{
    /// <summary>An s3:// URI.</summary>
    [Refers(typeof(Bucket))]
    public string? S3Uri { get; init; }

    /// <summary>The key that encrypts them; absent where the job names none.</summary>
    [Refers(typeof(KmsKey))]
    public string? KmsKeyId { get; init; }
}
