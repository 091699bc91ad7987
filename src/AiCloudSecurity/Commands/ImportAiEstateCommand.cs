using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Commands;

/// <summary>Opens saved estates, or makes estates of what an auditor is handed.</summary>
/// <remarks>
/// <para>Takes files of Export-AiEstate, the output of 'aws iam get-account-authorization-details', and AWS Config configuration snapshots, plain or gzip; the content says which it is. What a file lacks is Unknown when it is judged, not Pass. Needs no sign-in.</para>
/// </remarks>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity</code>
/// <para>Judges a saved estate.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate authorization-details.json | Test-AiSecurity -CheckId AWS-IAM-*</code>
/// <para>Judges the identities in an export that somebody else made.</para>
/// </example>
[Cmdlet(VerbsData.Import, "AiEstate", DefaultParameterSetName = "Path")]
[OutputType(typeof(Estate))]
public sealed class ImportAiEstateCommand : AiCommand
{
    /// <summary>Files; wildcards are allowed.</summary>
    [Parameter(ParameterSetName = "Path", Mandatory = true, Position = 0, ValueFromPipeline = true), SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files, by their exact names.</summary>
    [Parameter(ParameterSetName = "LiteralPath", Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    public string[] LiteralPath { get; set; } = [];

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var file in Files())
        {
            using var stream = Open(file);
            // An export of somebody else's says nowhere when it was made; its file does.
            foreach (var estate in ImportFile.Read(stream, System.IO.Path.GetFileName(file), new DateTimeOffset(File.GetLastWriteTimeUtc(file)), cancellationToken))
            {
                yield return estate;
            }
        }
    }

    private List<string> Files()
    {
        if (ParameterSetName == "LiteralPath")
        {
            return [.. LiteralPath.Select(FullPath)];
        }
        List<string> files = [];
        foreach (var path in Path)
        {
            Collection<string> found;
            try
            {
                found = SessionState.Path.GetResolvedProviderPathFromPSPath(path, out _);
            }
            catch (ItemNotFoundException missing)
            {
                throw Missing(path, missing);
            }
            files.AddRange(found.Count > 0 ? found : throw Missing(path, null));
        }
        return files;
    }

    private static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw failure is FileNotFoundException or DirectoryNotFoundException
                ? Missing(file, failure)
                : new AiCloudException(ErrorId.EstateUnreadable, $"'{Display.Safe(file)}' could not be opened: {Display.Safe(failure.Message)}", file, failure);
        }
    }

    private static AiCloudException Missing(string path, Exception? cause) =>
        new(ErrorId.ResourceNotFound, $"There is no file '{Display.Safe(path)}'.", path, cause);
}
