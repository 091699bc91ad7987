using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Tells jobs that matter from history. A finished job cannot be changed, so an old one would fail for ever; what
/// was asked for lately shows how jobs are asked for now.
/// </summary>
internal static class JobWindow
{
    /// <summary>Whether a job was asked for too long ago to judge.</summary>
    public static bool IsHistory(DateTimeOffset? created, DateTimeOffset now) =>
        created is { } time && time < now.AddDays(-AwsResourceAttribute.JobWindowDays);

    /// <summary>The verdict on a job that is history.</summary>
    public static Verdict History(DateTimeOffset? created) =>
        NotApplicable($"It was asked for on {created:yyyy-MM-dd}, more than {AwsResourceAttribute.JobWindowDays} days ago.");
}
