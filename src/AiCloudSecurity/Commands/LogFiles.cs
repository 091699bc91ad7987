using AiCloudSecurity.Abuse;
using AiCloudSecurity.Documents;

namespace AiCloudSecurity.Commands;

/// <summary>The files that paths of logs mean: files themselves, and what lies in folders, however deep.</summary>
internal static class LogFiles
{
    private static readonly HashSet<string> s_extensions = new([".json", ".jsonl", ".ndjson", ".gz", ".log", ".parquet"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<LogFile> Of(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (!Directory.Exists(path))
            {
                if (!File.Exists(path))
                {
                    throw InputFile.Missing(path);
                }
                yield return Of(path, new FileInfo(path).Length);
                continue;
            }
            var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System | FileAttributes.Hidden, IgnoreInaccessible = false };
            foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", options).OrderBy(file => file.FullName, StringComparer.Ordinal))
            {
                if (s_extensions.Contains(file.Extension) && !IsAttachment(file.FullName))
                {
                    yield return Of(file.FullName, file.Length);
                }
            }
        }
    }

    private static LogFile Of(string path, long length) =>
        new(path, length, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1, FileOptions.SequentialScan)) { Rows = ReadParquet };

    // A method of its own, so that the library is only loaded where a file is Parquet.
    private static void ReadParquet(Stream file, Action<ReadOnlyMemory<byte>> row, CancellationToken cancellationToken) => ParquetRecords.Read(file, row, cancellationToken);

    // Bedrock puts large bodies, images and documents of calls into a folder beside the log.
    private static bool IsAttachment(string path) =>
        path.Contains("BedrockModelInvocationLogs", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(path)) == "data";
}
