namespace AiCloudSecurity.Resources.Aws;

/// <summary>Something that runs once and is history after a while.</summary>
public interface IJob
{
    /// <summary>When it was created.</summary>
    DateTimeOffset? CreationTime { get; }

    /// <summary>Whether it runs now.</summary>
    bool IsRunning { get; }
}
