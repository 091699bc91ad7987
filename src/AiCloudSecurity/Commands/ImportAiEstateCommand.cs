using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Commands;

/// <summary>Opens saved estates, or makes estates of what an auditor is handed.</summary>
/// <remarks>
/// <para>Takes files of Export-AiEstate, the output of 'aws iam get-account-authorization-details', AWS Config configuration snapshots, the output of 'gcloud asset export' and 'gcloud asset list --format json', and of 'gcloud projects get-iam-policy' in a file that is called as the project is, the output of 'az graph query', 'Search-AzGraph | ConvertTo-Json -Depth 20' and 'az resource list', and ARM templates, plain or gzip; the content says which it is. What a file lacks is Unknown when it is judged, not Pass. Needs no sign-in.</para>
/// </remarks>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiSecurity</code>
/// <para>Judges a saved estate.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate authorization-details.json | Test-AiSecurity -CheckId AWS-IAM-*</code>
/// <para>Judges the identities in an export that somebody else made.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate assets.json | Test-AiSecurity -CheckId GCP-*</code>
/// <para>Judges the projects of an export of Google Cloud's assets.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate template.json | Test-AiSecurity | Where-Object Status -EQ Fail</code>
/// <para>Judges what an ARM template would make, before it is deployed.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate template.json -TemplateParameterFile production.parameters.json | Test-AiSecurity</code>
/// <para>Judges what it would make with the parameters of production.</para>
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

    /// <summary>A file with the values of an ARM template's parameters, as New-AzResourceGroupDeployment takes it.</summary>
    [Parameter]
    public string? TemplateParameterFile { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        // All of them before the first is read: a name that is wrong shows at once.
        string[] files = [.. ParameterSetName == "LiteralPath" ? LiteralPath.Select(FullPath) : Path.SelectMany(Resolve)];
        foreach (var file in files)
        {
            using var stream = InputFile.Open(file);
            using var parameters = TemplateParameterFile is null ? null : InputFile.Open(FullPath(TemplateParameterFile));
            // An export of somebody else's says nowhere when it was made; its file does.
            var (name, time) = (System.IO.Path.GetFileName(file), new DateTimeOffset(File.GetLastWriteTimeUtc(file)));
            foreach (var estate in parameters is null ? ImportFile.Read(stream, name, time, cancellationToken) : ImportFile.ReadTemplate(stream, name, time, parameters, System.IO.Path.GetFileName(TemplateParameterFile)!, cancellationToken))
            {
                yield return estate;
            }
        }
    }
}
