using System.Globalization;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Which jobs are judged: one that is over cannot be changed, and after a while says nothing of how jobs are run now.</summary>
internal static class Jobs
{
    /// <summary>The verdict on a job that is history; null on one that is to be judged.</summary>
    public static Verdict? History(this IVertexJob job, JobWindow window) =>
        job.IsOver && (job.CreateTime is not { } created || created < window.Since)
            ? Verdict.NotApplicable(job.CreateTime is { } made ? $"It is history: it was made on {made.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} and is over." : "It is history: it is over.")
            : null;
}
