using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Commands;

/// <summary>Proposes for users and roles the least policy that keeps what they have used of AI services.</summary>
/// <remarks>
/// <para>Takes estates that were read with -IncludeUsage, or reads the account of the current credentials. Joins what each principal may do with what it has done: AWS's reports of last access, and CloudTrail's event history of the last 90 days. What it used stays, on the resources that were seen; what it did not use goes; roles may be passed only to the services that were used. Actions that AWS does not show, as calls of endpoints and agents, stay unless -UsedOnly says otherwise. Other services stay as they were granted where they were used, and go where they were not. Every Deny stays.</para>
/// <para>Each proposal is proved: every used request is evaluated against it and must stay allowed, and the checks judge the principal again with it. It changes nothing in AWS. Together the proposals of a principal take the place of all that it holds, groups included; its boundary stays. They are split where a policy would be longer than AWS takes.</para>
/// <para>A principal whose use could not be read gets no proposal but an error: nothing is cut that nobody looked at.</para>
/// </remarks>
/// <example>
/// <code>Get-AiEstate -IncludeUsage | New-AiIamPolicy -Principal *notebook* -OutputPath policies</code>
/// <para>Writes a policy for each role and user of that name into a folder.</para>
/// </example>
/// <example>
/// <code>New-AiIamPolicy -Since (Get-Date).AddDays(-180) | Select-Object Principal, ActionsKept, ActionsRemoved, Status, Reason</code>
/// <para>Shows what would be left of whom in the current account, by half a year of use.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate account.aiestate | New-AiIamPolicy -Principal ml-train -Guard Vpc, Kms -Inline | ForEach-Object PolicyDocument</code>
/// <para>Shows a policy for one role that demands a network and a key of one's own, as a part of the role.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "AiIamPolicy", DefaultParameterSetName = Reading, SupportsShouldProcess = true)]
[OutputType(typeof(AiPolicyProposal))]
public sealed class NewAiIamPolicyCommand : ReadingCommand
{
    private const string Given = "Estate";
    private const int DaysByDefault = 90;
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly HashSet<string> _matched = new(StringComparer.OrdinalIgnoreCase);
    private WildcardPattern[]? _patterns;
    private string? _folder;
    private bool _asked;
    private int _estates;

    /// <summary>What Get-AiEstate -IncludeUsage or Import-AiEstate wrote.</summary>
    [Parameter(ParameterSetName = Given, Mandatory = true, ValueFromPipeline = true)]
    public Estate[]? Estate { get; set; }

    /// <summary>Names or ARNs of users and roles; wildcards are allowed. All that may use AI services without.</summary>
    [Parameter(Position = 0), SupportsWildcards]
    public string[] Principal { get; set; } = ["*"];

    /// <summary>From when on use counts; 90 days before the estate was read without. From earlier on AWS shows services and some actions, but not all calls.</summary>
    [Parameter]
    public DateTime? Since { get; set; }

    /// <summary>Leaves out actions of used services of which AWS does not show whether they were used.</summary>
    [Parameter]
    public SwitchParameter UsedOnly { get; set; }

    /// <summary>What to demand of requests even where those that were seen are not known to meet it: a network of one's own, a key of one's own, tags. What all of them met is demanded anyhow.</summary>
    [Parameter]
    public AiPolicyGuard[] Guard { get; set; } = [];

    /// <summary>Writes one policy that is a part of the principal, with the limit that AWS sets to these.</summary>
    [Parameter]
    public SwitchParameter Inline { get; set; }

    /// <summary>A folder to write the policies into, too, each as a file of its own.</summary>
    [Parameter]
    public string? OutputPath { get; set; }

    /// <summary>Writes over files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override void Begin()
    {
        _patterns = Array.ConvertAll(Principal, principal => new WildcardPattern(principal, WildcardOptions.IgnoreCase));
        _folder = OutputPath is null ? null : FullPath(OutputPath);
        if (_folder is not null && File.Exists(_folder))
        {
            throw new AiCloudException(ErrorId.ResourceNotFound, $"'{Display.Safe(OutputPath!)}' is a file. Name a folder.", OutputPath!);
        }
    }

    private protected override async IAsyncEnumerable<object> Run([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        _asked = true;
        if (ParameterSetName != Given)
        {
            Collect();
            yield break;
        }
        foreach (var item in Estate!.SelectMany(Propose))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_asked)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "No estate and no account came in, so no policy was proposed. Read one with Get-AiEstate -IncludeUsage.", "pipeline");
        }
        if (ParameterSetName != Given)
        {
            await foreach (var item in Read(AiPolicyProposals.Types, cancellationToken).ConfigureAwait(false))
            {
                foreach (var proposal in item is Estate estate ? Propose(estate) : [item])
                {
                    yield return proposal;
                }
            }
        }
        // Where no account could be read, the errors have said why.
        foreach (var principal in _estates == 0 ? [] : Principal.Where(principal => !_matched.Contains(principal)))
        {
            yield return new AiCloudException(ErrorId.ResourceNotFound, $"No user or role that may use AI services matches '{Display.Safe(principal)}'.", principal);
        }
    }

    private IEnumerable<object> Propose(Estate estate)
    {
        _estates++;
        if (estate.Scope.Cloud != AiCloudSecurity.Cloud.Aws)
        {
            yield return new AiCloudException(ErrorId.UnsupportedCloud, $"Policies can be proposed for AWS in this version, not for {estate.Scope.Cloud}.", estate.Scope.Id);
            yield break;
        }
        var since = Since is { } from ? new DateTimeOffset(from).ToUniversalTime() : estate.CollectedAt.AddDays(-DaysByDefault);
        var results = new AiPolicyProposals(since, Inline ? AiPolicyKind.Inline : AiPolicyKind.Managed, Guard, UsedOnly).Of(estate, IsChosen).GetEnumerator();
        using (results)
        {
            while (true)
            {
                AiCloudException? failure = null;
                try
                {
                    if (!results.MoveNext())
                    {
                        yield break;
                    }
                }
                catch (UnseenException unseen)
                {
                    failure = new(ErrorId.NothingAssessed, $"{unseen.Message} Read it with Get-AiEstate -IncludeUsage; Get-AiRequiredPermission says what that takes.", estate.Scope.Id, unseen);
                }
                if (failure is not null)
                {
                    _matched.UnionWith(Principal);
                    yield return failure;
                    yield break;
                }
                var result = results.Current;
                foreach (var pattern in Principal.Where((_, at) => IsMatch(_patterns![at], result.Principal, result.Principal[(result.Principal.LastIndexOf('/') + 1)..])))
                {
                    _matched.Add(pattern);
                }
                if (result.Unseen is { } why)
                {
                    yield return new AiCloudException(ErrorId.NothingAssessed, $"No policy is proposed for {result.Principal}: {why}", result.Principal);
                }
                foreach (var proposal in result.Proposals)
                {
                    yield return proposal;
                    // What follows a yield runs where ShouldProcess may be called: in the pipeline.
                    if (_folder is not null && proposal.PolicyDocument.Length > 0 && Write(proposal) is { } refusal)
                    {
                        yield return refusal;
                    }
                }
            }
        }
    }

    private bool IsChosen(string id, string name) => Array.Exists(_patterns!, pattern => IsMatch(pattern, id, name));

    private static bool IsMatch(WildcardPattern pattern, string id, string name) => pattern.IsMatch(id) || pattern.IsMatch(name);

    private AiCloudException? Write(AiPolicyProposal proposal)
    {
        // Names of policies are names of files: they hold nothing that leads elsewhere.
        var path = Path.Join(_folder, $"{proposal.PrincipalType.ToString().ToLowerInvariant()}-{proposal.PolicyName}.json");
        if (!ShouldProcess(path, $"Write the policy {proposal.PolicyName} for {proposal.Principal}"))
        {
            return null;
        }
        try
        {
            Directory.CreateDirectory(_folder!);
            using var document = JsonDocument.Parse(proposal.PolicyDocument);
            new OutputFile(path, Force).Write(stream => JsonSerializer.Serialize(stream, document.RootElement, s_indented));
            return null;
        }
        catch (AiCloudException failure)
        {
            return failure;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(ErrorId.ResourceNotFound, $"'{Display.Safe(_folder!)}' could not be made: {Display.Safe(failure.Message)}", _folder!, failure);
        }
    }
}
