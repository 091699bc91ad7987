using System.Management.Automation;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Commands;

/// <summary>Judges who holds more than AI work needs, and by which paths somebody comes to act as another through an AI service.</summary>
/// <remarks>
/// <para>In AWS, evaluates identity, group and boundary policies, the organisation's policies where they can be read, and the trust policies of roles. A path is shown step by step; one that no other source documents is marked as derived. A path that a Deny, a boundary or a service control policy blocks is none.</para>
/// <para>Administrators, roles that AWS keeps and roles that nobody can take are not judged right by right.</para>
/// <para>In Azure, evaluates role assignments with their conditions, roles that may be taken by Privileged Identity Management, and deny assignments, and by which steps somebody comes to act as the identity of a cluster, an endpoint or an agent. Who is a guest or in a group the directory says: that takes Directory.Read.All and GroupMember.Read.All of Microsoft Graph.</para>
/// <para>In Google Cloud, evaluates bindings with their conditions, inherited ones too, deny policies and principal access boundaries, and who comes to act as a service account by what runs AI work.</para>
/// </remarks>
/// <example>
/// <code>Test-AiIamLeastPrivilege | Where-Object Status -EQ Fail | Sort-Object Severity -Descending</code>
/// <para>Shows who holds too much in the current account, the worst first.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiIamLeastPrivilege -Principal data-*, arn:aws:iam::*:user/ann</code>
/// <para>Judges some principals of a saved estate, without credentials.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Test-AiIamLeastPrivilege -Severity Critical, High | Export-AiReport -Path iam.html</code>
/// <para>Writes a report of what matters most.</para>
/// </example>
/// <example>
/// <code>Test-AiIamLeastPrivilege -CheckId AWS-IAM-037, AWS-IAM-113 -Since (Get-Date).AddDays(-180)</code>
/// <para>Shows which AI services and actions nobody has used for half a year, of those who may use them in the current account.</para>
/// </example>
[Cmdlet(VerbsDiagnostic.Test, "AiIamLeastPrivilege", DefaultParameterSetName = Reading)]
[OutputType(typeof(Finding), typeof(bool))]
public sealed class TestAiIamLeastPrivilegeCommand : JudgingCommand
{
    private WildcardPattern[]? _principals;

    /// <summary>Only findings about these users, groups and roles, by name or ARN, in Azure by object id; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    public string[]? Principal { get; set; }

    /// <summary>Judges, too, which rights were not used since then: services and actions, by AWS's reports of last access and CloudTrail's event history, and by Google Cloud's Recommender. Estates must have been read with -IncludeUsage. Where they were, 90 days count without it.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    private protected override DateTimeOffset? UsedSince => Since is { } from ? new DateTimeOffset(from).ToUniversalTime() : null;

    private protected override Pillar[]? Pillars => [Pillar.LeastPrivilege];

    private protected override bool IsAbout(Check check) => CheckSelection.IsOnPolicies(check);

    private protected override bool IsAskedFor(Finding finding)
    {
        _principals ??= Array.ConvertAll(Principal ?? [], name => new WildcardPattern(name, WildcardOptions.IgnoreCase));
        return _principals.Length == 0 || Array.Exists(_principals, pattern => pattern.IsMatch(finding.ResourceName) || pattern.IsMatch(finding.ResourceId));
    }
}
