using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Completers;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Commands;

/// <summary>Tells who may do what on which AI resource, on what that hangs, and which statement decided.</summary>
/// <remarks>
/// <para>Writes a grant for each principal, action, statement and resource pattern: of the actions of AI services, and of those of other services that decide over AI, as iam:PassRole. Grants come as they are found, principal by principal.</para>
/// <para>In AWS, identity, group and boundary policies are evaluated, and the organisation's policies where they were read, together with the policies of the resources themselves: buckets, keys, functions, agent runtimes and gateways, bots, model package groups, and custom models of Rekognition and Comprehend. What these grant is shown with the principal that they name; so are data access policies of OpenSearch Serverless and data accessors of Amazon Q Business.</para>
/// <para>In Azure, role assignments, what may be taken by Privileged Identity Management and deny assignments are evaluated at the subscription, below it and at the management groups above it. A group is shown, and who is in it with the group, where the directory may be read (Microsoft Graph's Directory.Read.All and GroupMember.Read.All).</para>
/// <para>In Google Cloud, bindings of the project, of its resources and of the folders and the organisation above it are evaluated with their conditions, and so is what takes from them: deny policies, and principal access boundaries of the organisation. Where these were not read, grants are conditional and say so.</para>
/// </remarks>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Get-AiIamGrant -ActionClass Invoke -Resource *foundation-model/*</code>
/// <para>Shows who may call models.</para>
/// </example>
/// <example>
/// <code>Get-AiIamGrant -Principal data-scientist -Action sagemaker:Create*, iam:PassRole | Export-Csv -Path grants.csv</code>
/// <para>Writes down what one principal of the current account may create.</para>
/// </example>
/// <example>
/// <code>Get-AiEstate -IncludeUsage | Get-AiIamGrant -Since (Get-Date).AddDays(-90) -Action sagemaker:Create* | Where-Object Use -EQ Unused</code>
/// <para>Shows what principals of the current account may create in SageMaker and have not for 90 days.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiIamGrant", DefaultParameterSetName = Reading)]
[OutputType(typeof(AiIamGrant))]
public sealed class GetAiIamGrantCommand : ReadingCommand
{
    private const string Given = "Estate";
    private GrantQuery? _query;
    private WildcardPattern[]? _principals;

    /// <summary>What Get-AiEstate or Import-AiEstate wrote.</summary>
    [Parameter(ParameterSetName = Given, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Estate[]? Estate { get; set; }

    /// <summary>Only grants of these users, groups and roles, by name or ARN, in Azure by object id, in Google Cloud by address or member; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    public string[]? Principal { get; set; }

    /// <summary>Only these actions, as sagemaker:CreateEndpoint, Microsoft.CognitiveServices/* or aiplatform.endpoints.predict; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    [ArgumentCompleter(typeof(ActionCompleter))]
    public string[]? Action { get; set; }

    /// <summary>Only actions that let their caller do this.</summary>
    [Parameter]
    public ActionClass[]? ActionClass { get; set; }

    /// <summary>Only grants on resources that one of these may mean: ARNs, ids of Azure, full names of Google Cloud; wildcards are allowed.</summary>
    [Parameter, SupportsWildcards]
    public string[]? Resource { get; set; }

    /// <summary>Writes, too, what a policy allows and another denies or a boundary does not allow.</summary>
    [Parameter]
    public SwitchParameter IncludeDenied { get; set; }

    /// <summary>Says of each grant of a user or role whether the action was used since then, and when last, by AWS's reports of last access and CloudTrail's event history, and in Google Cloud by Recommender's policy insights, which look back 90 days and do not say when. Estates must have been read with -IncludeUsage.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        _principals ??= Array.ConvertAll(Principal ?? [], name => new WildcardPattern(name, WildcardOptions.IgnoreCase));
        _query ??= Query();
        if (ParameterSetName != Given)
        {
            Collect();
            yield break;
        }
        foreach (var item in Estate!.SelectMany(estate => Grants(estate, cancellationToken)))
        {
            yield return item;
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (_query is null)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "No estate and no account came in, so there are no grants to show. Read one with Get-AiEstate or open one with Import-AiEstate.", "pipeline");
        }
        if (ParameterSetName == Given)
        {
            yield break;
        }
        await foreach (var item in Read(Check.All.Where(CheckSelection.IsOnPolicies), IncludeUsage || Since is not null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var one in item is Estate estate ? Grants(estate, cancellationToken) : [item])
            {
                yield return one;
            }
        }
    }

    private IEnumerable<object> Grants(Estate estate, CancellationToken cancellationToken)
    {
        if (!CloudGrants.Clouds.Contains(estate.Scope.Cloud))
        {
            yield return new AiCloudException(ErrorId.UnsupportedCloud, $"Grants of {estate.Scope.Cloud} cannot be shown in this version; those of {string.Join(" and ", CloudGrants.Clouds)} can.", estate.Scope.Id);
            yield break;
        }
        using var principals = CloudGrants.Of(estate, _query!).GetEnumerator();
        var saidOfGroups = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            AiCloudException? failure = null;
            try
            {
                if (!principals.MoveNext())
                {
                    break;
                }
            }
            catch (UnseenException unseen)
            {
                failure = new(ErrorId.NothingAssessed, $"Not all grants in {estate.Scope.Id} are known. {unseen.Message}{(Since is null ? "" : " Read it with Get-AiEstate -IncludeUsage.")}", estate.Scope.Id);
            }
            if (failure is not null)
            {
                yield return failure;
                yield break;
            }
            if (principals.Current.Unseen is { } reason)
            {
                yield return new WarningRecord($"What {Display.Safe(principals.Current.Principal)} is granted cannot be said. {reason}");
            }
            if (principals.Current.WhyMembersUnknown is { } hidden && !saidOfGroups)
            {
                // One refusal hides all groups; each of them would be a warning that says the same.
                saidOfGroups = true;
                yield return new WarningRecord($"Who has what groups in {estate.Scope.Id} are granted is not known of each. {hidden}");
            }
            foreach (var grant in principals.Current.Grants.Where(grant => IncludeDenied || grant.Decision >= Decision.Conditional))
            {
                yield return AiIamGrant.Of(grant, estate.Scope);
            }
        }
    }

    private bool IsAskedFor(string name, string arn) => _principals is not { Length: > 0 } || Array.Exists(_principals, pattern => pattern.IsMatch(name) || pattern.IsMatch(arn));

    private GrantQuery Query()
    {
        if (Array.Find(Action ?? [], name => !CloudGrants.Knows(name)) is { } unknown)
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"No action that is known here matches '{Display.Safe(unknown)}'. Known are those of {string.Join(", ", AiActions.Services.Take(5))} and other AI services, and those that decide over AI, as iam:PassRole.", unknown);
        }
        return new() { Actions = Action ?? [], Classes = ActionClass ?? [], Principals = IsAskedFor, Resources = Resource ?? [], UsedSince = Since is { } from ? new DateTimeOffset(from).ToUniversalTime() : null };
    }
}
