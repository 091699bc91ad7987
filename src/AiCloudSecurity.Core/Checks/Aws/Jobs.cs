using System.Globalization;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Which jobs are judged: a finished one cannot be changed, and after a while says nothing of how jobs are run now.</summary>
internal static class Jobs
{
    /// <summary>The verdict on a job that is history; null on one that is to be judged.</summary>
    public static Verdict? History(this IJob job, JobWindow window) =>
        !job.IsRunning && job.CreationTime is { } created && created < window.Since
            ? Verdict.NotApplicable($"It is history: it was created on {created.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.")
            : null;
}
