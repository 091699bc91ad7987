using System.Management.Automation;
using System.Runtime.CompilerServices;
using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Commands;

/// <summary>Tells how each AI service can be reached, hop by hop, and how far it reaches out.</summary>
/// <remarks>
/// <para>Writes one object for each AI resource and way in: from how far it is reached and from which addresses, what callers must show, what stands in front and how much it lets through, how far the resource reaches out, and the facts that decide. All of it comes from the estate: routes, gateways, network ACLs, security groups, firewalls, private endpoints and perimeters are followed, not flags.</para>
/// <para>Where a hop could not be seen, as a network of another account, the reach is Unknown and the object says what is missing.</para>
/// </remarks>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Get-AiNetworkExposure -Reach Internet, Unknown</code>
/// <para>Shows what the whole internet reaches, and what nobody can say of.</para>
/// </example>
/// <example>
/// <code>Get-AiNetworkExposure -Region eu-west-1 -Allow chat-*, 203.0.113.0/24 -Reach Internet, InternetRestricted</code>
/// <para>Shows what is public in one region of the current account and was not declared to be.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/gcp.aiestate | Get-AiNetworkExposure -Concern NoGateway, NoLimit, DefaultNetwork</code>
/// <para>Shows models that are called past every gateway or without a limit, and what stands in a default network.</para>
/// </example>
/// <example>
/// <code>Import-AiEstate samples/aws.aiestate | Get-AiNetworkExposure -As Mermaid</code>
/// <para>Prints the ways as a graph for a Markdown page.</para>
/// </example>
/// <example>
/// <code>(Import-AiEstate samples/aws.aiestate | Get-AiNetworkExposure -Detailed).Hops | Where-Object Kind -EQ Filter</code>
/// <para>Shows each security group or other filter on the ways.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AiNetworkExposure", DefaultParameterSetName = Reading)]
[OutputType(typeof(AiExposure), typeof(string))]
public sealed class GetAiNetworkExposureCommand : ReadingCommand
{
    private const string Given = "Estate";
    private readonly List<AiExposure> _drawn = [];
    private WildcardPattern[] _names = [];
    private AddressSet _ranges = AddressSet.Empty;
    private int _declared;
    private bool _asked;

    /// <summary>What Get-AiEstate or Import-AiEstate wrote.</summary>
    [Parameter(ParameterSetName = Given, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public Estate[]? Estate { get; set; }

    /// <summary>What is meant to be public: names or ids of resources, of which wildcards are allowed, and ranges of addresses that are meant to reach them. Such exposures are left out.</summary>
    [Parameter, SupportsWildcards]
    public string[]? Allow { get; set; }

    /// <summary>Writes what -Allow declares, too.</summary>
    [Parameter]
    public SwitchParameter IncludeAllowed { get; set; }

    /// <summary>Only what is reached from so far.</summary>
    [Parameter]
    public Reach[]? Reach { get; set; }

    /// <summary>Only what one of these is said of: Undeclared (from the internet, and -Allow does not declare it), DefaultNetwork, NoGateway, NoLimit, NotebookReached, NotebookReaches, Template.</summary>
    [Parameter]
    public ExposureConcerns[]? Concern { get; set; }

    /// <summary>Adds the hops of each way, as objects, in a property Hops.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <summary>Writes the ways as one graph in this language, as text, instead of objects.</summary>
    [Parameter]
    public ExposureGraphFormat? As { get; set; }

    private protected override void Begin()
    {
        var ranges = (Allow ?? []).Select(text => (Text: text, Range: AddressSet.TryParse(text))).ToList();
        _ranges = AddressSet.UnionOf(ranges.Select(range => range.Range).OfType<AddressSet>());
        _names = [.. ranges.Where(range => range.Range is null).Select(range => new WildcardPattern(range.Text, WildcardOptions.IgnoreCase))];
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
        foreach (var item in Estate!.SelectMany(estate => Exposed(estate, cancellationToken)))
        {
            yield return item;
        }
    }

    private protected override async IAsyncEnumerable<object> Finish([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!_asked)
        {
            throw new AiCloudException(ErrorId.NothingAssessed, "No estate and no account came in, so there is nothing to look at. Read one with Get-AiEstate or open one with Import-AiEstate.", "pipeline");
        }
        if (ParameterSetName != Given)
        {
            await foreach (var item in Read(Exposures.Types(AiCloudSecurity.Cloud.Aws).Concat(Exposures.Types(AiCloudSecurity.Cloud.Azure)).Concat(Exposures.Types(AiCloudSecurity.Cloud.Gcp)), cancellationToken).ConfigureAwait(false))
            {
                foreach (var one in item is Estate estate ? Exposed(estate, cancellationToken) : [item])
                {
                    yield return one;
                }
            }
        }
        if (_declared > 0)
        {
            yield return new VerboseRecord($"{_declared} exposures are left out: -Allow declares them.");
        }
        if (As is { } format)
        {
            yield return ExposureGraph.Of(_drawn, format);
        }
    }

    private IEnumerable<object> Exposed(Estate estate, CancellationToken cancellationToken)
    {
        foreach (var found in Exposures.Of(estate))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isAllowed = IsAllowed(found);
            var exposure = isAllowed ? found with { Concerns = found.Concerns & ~ExposureConcerns.Undeclared } : found;
            if (!IncludeAllowed && isAllowed)
            {
                _declared++;
            }
            else if ((Reach is not { Length: > 0 } || Reach.Contains(exposure.Reach)) && (Concern is not { Length: > 0 } || Concern.Any(concern => (exposure.Concerns & concern) != 0)))
            {
                if (As is not null)
                {
                    _drawn.Add(exposure);
                    continue;
                }
                yield return Detailed ? WithHops(exposure) : exposure;
            }
        }
    }

    // What could not be seen may be more than was meant.
    private bool IsAllowed(AiExposure exposure) => exposure.Reach is Exposure.Reach.Internet or Exposure.Reach.InternetRestricted
        && (Array.Exists(_names, name => name.IsMatch(exposure.ResourceName) || name.IsMatch(exposure.ResourceId)) || !_ranges.IsEmpty && exposure.IsWithin(_ranges));

    private static PSObject WithHops(AiExposure exposure)
    {
        var detailed = new PSObject(exposure);
        detailed.Properties.Add(new PSNoteProperty("Hops", exposure.Hops().ToArray()));
        return detailed;
    }
}
