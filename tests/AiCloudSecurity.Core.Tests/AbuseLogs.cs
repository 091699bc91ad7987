using System.IO.Compression;
using System.Text;
using AiCloudSecurity.Abuse;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Logs in memory.</summary>
internal static class AbuseLogs
{
    public static LogFile File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public static LogFile File(string name, byte[] bytes) => new(name, bytes.Length, () => new MemoryStream(bytes, writable: false));

    public static byte[] Gzip(string text, CompressionLevel level = CompressionLevel.Fastest) => Gzip(Encoding.UTF8.GetBytes(text), level);

    public static byte[] Gzip(byte[] bytes, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, level, leaveOpen: true))
        {
            gzip.Write(bytes);
        }
        return stream.ToArray();
    }

    public static async Task<(FeatureStore Store, IReadOnlyList<LogFileReport> Reports)> ReadAsync(params LogFile[] files)
    {
        var store = new FeatureStore();
        var reports = await LogReading.ReadAsync(files, store, LogPeriod.All, readers: 2, progress: null, seen: null, TestContext.Current.CancellationToken);
        return (store, reports);
    }

    public static IEnumerable<(SeriesKey Key, HourRow Row)> Rows(this FeatureStore store) =>
        store.Callers.SelectMany(caller => caller.Series.Values).SelectMany(series => series.Rows, (series, row) => (series.Key, row)).OrderBy(pair => pair.row.Hour);

    /// <summary>Where real records lie beside the repository, or where AISEC_LOG_DATA says; null where they are not.</summary>
    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("AISEC_LOG_DATA") is { Length: > 0 } named)
        {
            return named;
        }
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !System.IO.File.Exists(Path.Combine(root.FullName, "AiCloudSecurity.slnx")))
        {
            root = root.Parent;
        }
        return new[] { root?.Parent, root?.Parent?.Parent }.OfType<DirectoryInfo>()
            .Select(beside => Path.Combine(beside.FullName, "shared", "data", "logs")).FirstOrDefault(Directory.Exists);
    }
}
