using System.Management.Automation;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;
using AiCloudSecurity.OwnChecks;

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
/// <example>
/// <code>Get-AiCheck -Framework OWASP-LLM:LLM10 | Select-Object CheckId, Title, Frameworks</code>
/// <para>Lists the checks against unbounded consumption, and which other frameworks they serve.</para>
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

    /// <summary>Only checks that serve these frameworks or entries of them, as OWASP-LLM, LLM02 or NIST*; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(FrameworkCompleter))]
    public string[]? Framework { get; set; }

    /// <summary>Files with checks of your own, which are listed, too; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    public string[] CheckPath { get; set; } = [];

    private protected override async IAsyncEnumerable<object> Run([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        using var own = new OwnCheckSet([.. CheckPath.SelectMany(Resolve)], SessionState.LanguageMode, cancellationToken);
        foreach (var check in CheckSelection.Of(CheckId, Severity, Pillar, Service, Cloud, Tip, own.All, Framework))
        {
            yield return CheckDescription.Of(check);
        }
    }
}
