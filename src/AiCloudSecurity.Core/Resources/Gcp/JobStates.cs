namespace AiCloudSecurity.Resources.Gcp;

/// <summary>A job or a run of a pipeline: what is over is history, and nobody can change it.</summary>
public interface IVertexJob
{
    /// <summary>When it was made.</summary>
    DateTimeOffset? CreateTime { get; }

    /// <summary>It has ended, well or not.</summary>
    bool IsOver { get; }
}

/// <summary>The states of jobs and pipelines.</summary>
internal static class JobStates
{
    // JOB_STATE_SUCCEEDED, PIPELINE_STATE_FAILED: the last word says it. What is paused can go on.
    public static bool IsOver(string? state) => state?[(state.LastIndexOf('_') + 1)..] is "SUCCEEDED" or "FAILED" or "CANCELLED" or "EXPIRED";
}
