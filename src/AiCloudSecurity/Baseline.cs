using AiCloudSecurity.Reports;

namespace AiCloudSecurity;

/// <summary>The findings of an earlier run, from a file.</summary>
internal static class Baseline
{
    /// <summary>Reads it.</summary>
    /// <exception cref="AiCloudException">It is not there (ResourceNotFound), or no report (EstateUnreadable).</exception>
    public static IReadOnlyList<Finding> Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            return FindingFile.Read(stream, Path.GetFileName(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(path)}' could not be opened: {Display.Safe(failure.Message)} Write it with Export-AiReport -Path findings.json.", path, failure);
        }
    }
}
