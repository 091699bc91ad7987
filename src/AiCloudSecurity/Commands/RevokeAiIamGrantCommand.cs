using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Repairs;

namespace AiCloudSecurity.Commands;

/// <summary>Takes a grant away that Get-AiIamGrant shows: detaches the policy, deletes the role assignment, removes the member from the binding.</summary>
/// <remarks>
/// <para>A policy or role is taken away whole, with all that it gives: what is to stay, New-AiIamPolicy proposes as a policy of its own. What is given above the account, subscription or project, or by the policy of a resource of AWS, is left: the error says so.</para>
/// <para>It may shut somebody out, so it takes -Force or -Confirm. Undo-AiRepair gives it back.</para>
/// </remarks>
/// <example>
/// <code>Get-AiIamGrant -Cloud Azure -Principal 00000000-0000-0000-0000-00000000abcd | Revoke-AiIamGrant -WhatIf</code>
/// <para>Shows which assignments would be deleted.</para>
/// </example>
/// <example>
/// <code>Get-AiIamGrant -IncludeUsage | Where-Object Use -EQ Unused | Revoke-AiIamGrant -Force | Export-Csv revoked.csv</code>
/// <para>Takes away what nobody used, and keeps a list by which it can be given back.</para>
/// </example>
[Cmdlet(VerbsSecurity.Revoke, "AiIamGrant", SupportsShouldProcess = true)]
[OutputType(typeof(AiRepair))]
public sealed class RevokeAiIamGrantCommand : ChangingCommand
{
    private readonly List<(Cloud Cloud, string Scope, string Principal, string Policy, string Statement)> _grants = [];

    /// <summary>The cloud.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public Cloud Cloud { get; set; }

    /// <summary>The account, subscription or project.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true)]
    public string Scope { get; set; } = "";

    /// <summary>Who loses it: an ARN, an object id of Azure, a member of Google Cloud.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public string Principal { get; set; } = "";

    /// <summary>The policy or role.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    public string Policy { get; set; } = "";

    /// <summary>In Azure the id of the assignment, in Google Cloud where the binding is.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Statement { get; set; } = "";

    /// <summary>In Google Cloud the full name of what the binding is on, as Get-AiIamGrant writes it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string Resource { get; set; } = "";

    /// <summary>Takes it away without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        UseSession(Cloud);
        // Many actions are granted by one policy.
        var grant = (Cloud, Scope, Principal, Policy, Cloud == Cloud.Aws ? "" : Cloud == Cloud.Gcp && Resource.StartsWith("//", StringComparison.Ordinal) ? Resource : Statement);
        if (!_grants.Contains(grant))
        {
            _grants.Add(grant);
        }
        yield break;
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var scope in _grants.GroupBy(grant => (grant.Cloud, grant.Scope)))
        {
            CloudAccess? access = null;
            AiCloudException? failed = null;
            try
            {
                access = await OpenAsync(scope.Key.Cloud, scope.Key.Scope, [], cancellationToken).ConfigureAwait(false);
            }
            catch (AiCloudException failure)
            {
                failed = failure;
            }
            if (access is null)
            {
                yield return failed!;
                continue;
            }
            using (access)
            {
                var engine = Engine(access.Writer);
                foreach (var grant in scope)
                {
                    Change? change = null;
                    failed = null;
                    try
                    {
                        change = await engine.PlanAsync([GrantRevocation.Of(access.Writer.Scope, grant.Principal, grant.Policy, grant.Statement)], "", cancellationToken).ConfigureAwait(false);
                    }
                    catch (AiCloudException failure)
                    {
                        failed = failure;
                    }
                    catch (CloudCallException failure)
                    {
                        failed = new(failure.Id, $"What {Display.Safe(grant.Policy)} gives {Display.Safe(grant.Principal)} could not be read, so it is not touched ({Display.Safe(failure.Message)}).", grant.Principal, failure);
                    }
                    if (failed is not null)
                    {
                        yield return failed;
                        continue;
                    }
                    if (change is null)
                    {
                        yield return new VerboseRecord($"{grant.Policy} gives {grant.Principal} nothing any more.");
                        continue;
                    }
                    await foreach (var item in MakeAsync(engine, change, Force, cancellationToken).ConfigureAwait(false))
                    {
                        yield return item;
                    }
                }
            }
        }
    }
}
