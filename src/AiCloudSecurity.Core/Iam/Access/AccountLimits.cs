using System.Runtime.CompilerServices;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>
/// What an organisation forbids in an account. It can only take away, and most accounts may not read it: so where it
/// was not seen, what is allowed is allowed as far as is known, and that is said.
/// </summary>
public sealed class AccountLimits
{
    private static readonly ConditionalWeakTable<Estate, AccountLimits> s_known = [];

    // AWS Organizations User Guide, "Resource control policies": the services whose resources they limit.
    private static readonly string[] s_resourceControlled = ["s3", "sts", "kms", "sqs", "secretsmanager", "cognito-identity", "cognito-idp", "logs", "dynamodb", "ecr", "aoss"];

    internal AccountLimits(IReadOnlyList<IReadOnlyList<HeldPolicy>> held, IReadOnlyList<IReadOnlyList<CompiledPolicy>> serviceControl, IReadOnlyList<IReadOnlyList<CompiledPolicy>> resourceControl, string? unseen = null)
    {
        Held = held;
        ServiceControl = serviceControl;
        ResourceControl = resourceControl;
        Unseen = unseen;
    }

    /// <summary>The SCPs, ready to be evaluated; empty where none apply or none are known.</summary>
    public IReadOnlyList<IReadOnlyList<CompiledPolicy>> ServiceControl { get; }

    /// <summary>The RCPs, ready to be evaluated.</summary>
    public IReadOnlyList<IReadOnlyList<CompiledPolicy>> ResourceControl { get; }

    /// <summary>Why they are not known; null where they are.</summary>
    public string? Unseen { get; }

    /// <summary>What is to be said of a finding that they could take away: empty where they were seen, or nobody tried.</summary>
    internal string Caveat { get; private init; } = "";

    /// <summary>The types that say it.</summary>
    internal static IReadOnlyList<ResourceType> Types { get; } =
    [
        ResourceType.Of<Organization>(), ResourceType.Of<OrganizationAccount>(), ResourceType.Of<ServiceControlPolicy>(), ResourceType.Of<ServiceControlPolicyTarget>(),
        ResourceType.Of<ResourceControlPolicy>(), ResourceType.Of<ResourceControlPolicyTarget>(),
    ];

    /// <summary>The SCPs, as they are written.</summary>
    internal IReadOnlyList<IReadOnlyList<HeldPolicy>> Held { get; }

    /// <summary>What an estate says of them.</summary>
    public static AccountLimits Of(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return s_known.GetValue(estate, Read);
    }

    /// <summary>Whether resource control policies limit a service's resources.</summary>
    internal static bool IsResourceControlled(string service) => s_resourceControlled.Contains(service, StringComparer.OrdinalIgnoreCase);

    private static AccountLimits Read(Estate estate)
    {
        var (organizations, accounts) = (estate.Inventory<Organization>(), estate.Inventory<OrganizationAccount>());
        var services = new ServiceControl(estate.Scope, organizations, accounts, estate.Inventory<ServiceControlPolicy>(), estate.Inventory<ServiceControlPolicyTarget>());
        var resources = new ResourceControl(estate.Scope, organizations, accounts, estate.Inventory<ResourceControlPolicy>(), estate.Inventory<ResourceControlPolicyTarget>());
        string? unseen = null;
        var serviceControl = Seen(() => services.Levels);
        var resourceControl = Seen(() => resources.Levels);
        return new(serviceControl.Count > 0 ? services.Held : [], serviceControl, resourceControl, unseen)
        {
            Caveat = unseen is null || estate.CoverageOf(ResourceType.Of<Organization>(), ResourceIdentity.Global) is null ? "" : " Whether the organisation forbids it could not be seen.",
        };

        IReadOnlyList<IReadOnlyList<CompiledPolicy>> Seen(Func<IReadOnlyList<IReadOnlyList<CompiledPolicy>>> levels)
        {
            try
            {
                return levels();
            }
            catch (UnseenException missing)
            {
                unseen ??= missing.Message;
                return [];
            }
        }
    }
}
