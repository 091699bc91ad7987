using System.Management.Automation;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;

namespace AiCloudSecurity.Commands;

/// <summary>Lists the checks: what each one says, what it reads, and which advice it serves.</summary>
/// <remarks>
/// <para>Needs no sign-in. The permissions of the chosen checks as a policy come from Get-AiRequiredPermission.</para>
/// </remarks>
/// <example>
/// <code>Get-AiCheck AWS-NET-*</code>
/// <para>Lists the isolation checks on AWS.</para>
/// </example>
/// <example>
/// <code>Get-AiCheck -Severity Critical | ForEach-Object { $_.CheckId + ' ' + $_.Permissions }</code>
/// <para>Shows what the critical checks must be allowed to read.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiCheck")]
[OutputType(typeof(CheckDescription))]
public sealed class GetAiCheckCommand : AiCommand
{
    /// <summary>Ids of checks; wildcards are allowed.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? CheckId { get; set; }

    /// <summary>Only checks of these severities.</summary>
    [Parameter]
    public Severity[]? Severity { get; set; }

    /// <summary>Only checks of these pillars.</summary>
    [Parameter]
    public Pillar[]? Pillar { get; set; }

    /// <summary>Only checks about these services, as sagemaker; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(ServiceCompleter))]
    public string[]? Service { get; set; }

    /// <summary>Only checks of these clouds.</summary>
    [Parameter]
    public Cloud[]? Cloud { get; set; }

    /// <summary>Only checks that serve this advice of the methodology.</summary>
    [Parameter]
    public Tip? Tip { get; set; }

    private protected override async IAsyncEnumerable<object> Run([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var check in CheckSelection.Of(CheckId, Severity, Pillar, Service, Cloud, Tip))
        {
            yield return CheckDescription.Of(check);
        }
    }
}
