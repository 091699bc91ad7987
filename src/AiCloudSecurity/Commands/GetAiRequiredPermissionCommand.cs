using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;

namespace AiCloudSecurity.Commands;

/// <summary>Prints the least policy or role that an auditor needs for the chosen checks.</summary>
/// <remarks>
/// <para>The policy holds read permissions only and is derived from what the checks read, so it grows and shrinks with them. Needs no sign-in.</para>
/// <para>The policy of all AWS checks is longer than a managed policy may be (6,144 characters). A role takes it inline (10,240 characters), so does a permission set of IAM Identity Center; or make a managed policy for the checks of each pillar.</para>
/// <para>A role of Google Cloud is made in the organisation and granted there, so that it holds in all projects; billing.budgets.list only counts where it is granted on the billing account.</para>
/// </remarks>
/// <example>
/// <code>Get-AiRequiredPermission</code>
/// <para>Prints the IAM policy for all checks, as JSON that IAM accepts.</para>
/// </example>
/// <example>
/// <code>Get-AiRequiredPermission AWS-NET-*</code>
/// <para>Prints the IAM policy for the checks on isolation.</para>
/// </example>
/// <example>
/// <code>Get-AiCheck -Service sagemaker | Get-AiRequiredPermission</code>
/// <para>Prints the IAM policy for the checks on SageMaker.</para>
/// </example>
/// <example>
/// <code>Get-AiRequiredPermission -Cloud Azure > role.json</code>
/// <para>Writes a custom role for az role definition create, after AssignableScopes was set in it.</para>
/// </example>
/// <example>
/// <code>Get-AiRequiredPermission -Cloud Gcp > role.json</code>
/// <para>Writes a custom role for gcloud iam roles create --organization --file.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiRequiredPermission")]
[OutputType(typeof(string))]
public sealed class GetAiRequiredPermissionCommand : AiCommand
{
    private readonly List<string> _ids = [];

    /// <summary>Ids of checks; wildcards are allowed. All checks without.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true), SupportsWildcards]
    [ArgumentCompleter(typeof(CheckIdCompleter))]
    public string[]? CheckId { get; set; }

    /// <summary>The cloud: for Aws an IAM policy is printed, for Azure and Gcp the definition of a custom role.</summary>
    [Parameter]
    public Cloud Cloud { get; set; } = Cloud.Aws;

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        _ids.AddRange(CheckId ?? []);
        yield break;
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return Cloud switch
        {
            Cloud.Aws => AwsAuditPolicy.Of(CheckSelection.Of([.. _ids])),
            Cloud.Azure => AzureAuditRole.Of(CheckSelection.Of([.. _ids])),
            _ => GcpAuditRole.Of(CheckSelection.Of([.. _ids])),
        };
    }
}
