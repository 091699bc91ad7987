using AiCloudSecurity.Resources.Azure;

namespace AiCloudSecurity.Iam.Azure;

/// <summary>
/// Finds who comes to act as an identity through an AI service, or gives himself what he was not given: each way as
/// steps, of which each must be possible by his roles, against what is denied and what conditions ask.
/// </summary>
internal sealed class AzurePaths(
    SubscriptionAccess access,
    PrincipalRoles principals,
    Inventory<RoleEligibility> eligibilities,
    Inventory<AssignableIdentity> assignables,
    Inventory<MlWorkspace> workspaces,
    Inventory<MlCompute> computes,
    Inventory<OnlineEndpoint> endpoints,
    Inventory<FoundryProject> projects,
    Inventory<CognitiveAccount> accounts)
{
    // "az-ai-foundry-privesc" of HackTricks Cloud lists the operations; what it does not list is derived.
    private const string HackTricks = "HackTricks az-ai-foundry-privesc";
    private const string Ml = "Microsoft.MachineLearningServices/workspaces/", Cognitive = "Microsoft.CognitiveServices/accounts/";
    private static readonly AzureAction s_assign = Find("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action");
    private static readonly AzureAction s_federate = Find("Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write");
    private static readonly AzureAction s_giveRoles = Find("Microsoft.Authorization/roleAssignments/write");
    private static readonly AzureAction s_makeCompute = Find(Ml + "computes/write"), s_runJob = Find(Ml + "jobs/write"), s_schedule = Find(Ml + "schedules/write");
    private static readonly AzureAction s_makeEndpoint = Find(Ml + "onlineEndpoints/write"), s_deployModel = Find(Ml + "onlineEndpoints/deployments/write");
    private static readonly AzureAction s_makeAgent = Find(Cognitive + "AIServices/agents/write"), s_listKeys = Find(Cognitive + "listKeys/action"), s_chat = Find(Cognitive + "OpenAI/deployments/chat/completions/action");
    private static readonly AzureAction s_storageKeys = Find("Microsoft.Storage/storageAccounts/listKeys/action"), s_writeBlobs = Find("Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write");

    // What another's rights are compared by, the worst first.
    private static readonly ActionClass[] s_order = [ActionClass.Identity, ActionClass.PassRole, ActionClass.Credentials, ActionClass.KeyAccess, ActionClass.LoggingControl, ActionClass.Write, ActionClass.Deploy, ActionClass.Train, ActionClass.Share, ActionClass.Read, ActionClass.Invoke];
    private static readonly AzureAction[] s_gains = [.. AzureActions.All.OrderBy(action => action != s_giveRoles).ThenBy(action => Array.IndexOf(s_order, action.Class)).ThenBy(action => action.Name, StringComparer.Ordinal)];

    // Roles that somebody who gives roles would give himself: a condition may leave some of them.
    private static readonly (string Name, string Guid, Severity Severity)[] s_wanted =
        [("Owner", "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", Severity.Critical), ("Contributor", "b24988ac-6180-42a0-ab88-20f7382dd24c", Severity.High), ("Cognitive Services User", "a97b65f3-24c7-4388-baec-2e87135dc908", Severity.Medium)];

    private readonly Dictionary<string, (IReadOnlyList<(EscalationPath Path, HeldRole First)> Paths, string? Unseen)> _paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlyList<(AzureAction Action, string Scope, HeldRole Role)>> _rights = new(StringComparer.OrdinalIgnoreCase);
    private ILookup<string, HeldRole>? _eligible;

    /// <summary>Whether a role is given where a path may begin.</summary>
    public bool Reaches(HeldRole role) => assignables.All.Concat<Resource>(workspaces.All).Concat(accounts.All).Concat(endpoints.All).Concat(projects.All).Select(resource => resource.Identity.Id)
        .Concat(workspaces.All.Select(workspace => workspace.Properties?.StorageAccount).OfType<string>()).Any(id => AzureScope.Covers(role.Scope, id));

    /// <summary>Whether somebody administers the subscription: he gains nothing.</summary>
    public bool IsAdministrator(string principal) => principals.Of(principal).Any(role => AzureScope.IsWide(role.Scope) && role.Administers && access.Ask(role, s_giveRoles, role.Scope).Decision == Decision.Allowed);

    /// <summary>The paths of a principal, the worst first, each with the role that gives its first step.</summary>
    /// <param name="principal">Who would go.</param>
    /// <param name="unseen">Why there may be more; null where that is known.</param>
    public IReadOnlyList<(EscalationPath Path, HeldRole First)> Of(string principal, out string? unseen)
    {
        if (!_paths.TryGetValue(principal, out var known))
        {
            var goer = new Goer(this, principal);
            var ways = Ways(goer).ToList();
            known = _paths[principal] = ([.. ways.OrderByDescending(way => way.Path.Severity).ThenBy(way => way.Path.Conditions.Count).ThenBy(way => way.Path.IsDerived)], goer.Unseen);
        }
        unseen = known.Unseen;
        return known.Paths;
    }

    private IEnumerable<(EscalationPath Path, HeldRole First)> Ways(Goer goer)
    {
        foreach (var way in Identities(goer).Concat(Workloads(goer)).Concat(Roles(goer)).Concat(Keys(goer)).OfType<(EscalationPath, HeldRole)>())
        {
            yield return way;
        }
    }

    // An identity that may be handed to what runs one's own code, or that may be made to trust another issuer.
    private IEnumerable<(EscalationPath, HeldRole)?> Identities(Goer goer)
    {
        foreach (var identity in assignables.All)
        {
            var (id, name, principal) = (identity.Identity.Id, identity.Identity.Name, identity.Properties?.PrincipalId);
            yield return Way(goer, $"It can add a federated credential to the identity {name}, so that tokens of an issuer of its own are taken for it", "", identity.Identity.Id, principal, false, (s_federate, id));
            if (goer.May(s_assign, id) is null)
            {
                continue;
            }
            foreach (var workspace in workspaces.All)
            {
                var at = workspace.Identity;
                if ((Way(goer, $"It can make a cluster in {at.Name} that acts as {name}, and run a job on it", HackTricks, id, principal, false, (s_assign, id), (s_makeCompute, at.Id), (s_runJob, at.Id))
                    ?? Way(goer, $"It can make an endpoint in {at.Name} that acts as {name}, and run code behind it", HackTricks, id, principal, false, (s_assign, id), (s_makeEndpoint, at.Id), (s_deployModel, at.Id))) is { } way)
                {
                    // One workspace is enough.
                    yield return way;
                    break;
                }
            }
        }
    }

    // What runs already, and as whom.
    private IEnumerable<(EscalationPath, HeldRole)?> Workloads(Goer goer)
    {
        foreach (var compute in computes.All.Where(compute => compute.IsCluster))
        {
            var workspace = workspaces.Find(compute.Identity.Parent);
            foreach (var principal in PrincipalsOf(compute.ActsAs))
            {
                yield return Way(goer, $"It can run a job on the cluster {compute.Identity.Name}", HackTricks, compute.Identity.Id, principal, false, (s_runJob, compute.Identity.Parent!))
                    ?? Way(goer, $"It can schedule a job on the cluster {compute.Identity.Name}", "", compute.Identity.Id, principal, false, (s_schedule, compute.Identity.Parent!))
                    ?? Tampering(goer, workspace, $"the cluster {compute.Identity.Name}", compute.Identity.Id, principal);
            }
        }
        foreach (var endpoint in endpoints.All)
        {
            foreach (var principal in PrincipalsOf(endpoint.ActsAs))
            {
                yield return Way(goer, $"It can run code behind the endpoint {endpoint.Identity.Name}", HackTricks, endpoint.Identity.Id, principal, false, (s_deployModel, endpoint.Identity.Id));
            }
        }
        foreach (var project in projects.All)
        {
            foreach (var principal in PrincipalsOf(project.ActsAs))
            {
                yield return Way(goer, $"It can make an agent in the project {project.Identity.Name}, and tell its tools what to do", "", project.Identity.Id, principal, true, (s_makeAgent, project.Identity.Id));
            }
        }
    }

    // Code of jobs and notebooks lies in the workspace's storage.
    private (EscalationPath, HeldRole)? Tampering(Goer goer, MlWorkspace? workspace, string what, string target, string? principal) => workspace?.Properties?.StorageAccount is not { Length: > 0 } storage ? null
        : Way(goer, $"It can list the keys of {Last(storage)}, change the code that lies there, and wait until {what} runs it", "", target, principal, true, (s_storageKeys, storage))
            ?? Way(goer, $"It can change the code that lies in {Last(storage)}, and wait until {what} runs it", "", target, principal, true, (s_writeBlobs, storage));

    // Who gives roles gives himself one, unless a condition says which.
    private IEnumerable<(EscalationPath, HeldRole)?> Roles(Goer goer)
    {
        foreach (var scope in goer.Roles.Where(role => !role.Scope.Contains("/managementGroups/", StringComparison.OrdinalIgnoreCase)).Select(role => role.Scope).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var target = accounts.All.Concat<Resource>(workspaces.All).FirstOrDefault(target => AzureScope.Covers(scope, target.Identity.Id));
            if (target is null || goer.HasAll(scope))
            {
                continue;
            }
            foreach (var (name, guid, severity) in s_wanted.Where(role => role.Severity > Severity.Medium || goer.MayNot(s_chat, target.Identity.Id)))
            {
                if (goer.May(s_giveRoles, scope, guid) is { } step)
                {
                    yield return (new(goer.Principal, $"It can give itself {name} at {scope}, where {target.Identity.Name} is ({s_giveRoles.Name}).", step.Less(severity == Severity.Critical && !AzureScope.IsWide(scope) ? Severity.High : severity), [s_giveRoles.Name], null, "", step.Conditions), step.By);
                    break;
                }
            }
        }
    }

    // A key gives what the service does, whatever the roles of its holder.
    private IEnumerable<(EscalationPath, HeldRole)?> Keys(Goer goer)
    {
        foreach (var account in accounts.All.Where(account => account.Properties?.DisableLocalAuth is not true))
        {
            var id = account.Identity.Id;
            if (goer.May(s_listKeys, id) is { } step && goer.MayNot(s_chat, id))
            {
                yield return (new(goer.Principal, $"It can list the keys of {account.Identity.Name} and call it with them, which no role of its own gives ({s_chat.Name}).", step.Less(Severity.Medium), [s_listKeys.Name], null, HackTricks, step.Conditions), step.By);
            }
        }
    }

    private (EscalationPath, HeldRole)? Way(Goer goer, string text, string source, string target, string? principal, bool isIndirect, params ReadOnlySpan<(AzureAction Action, string On)> steps)
    {
        if (goer.Principal.Equals(principal, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        List<Step> taken = [];
        foreach (var (action, on) in steps)
        {
            if (goer.May(action, on) is not { } step)
            {
                return null;
            }
            taken.Add(step);
        }
        if (principal is null)
        {
            goer.Unseen ??= $"Azure does not say which identity {Last(target)} acts as.";
            return null;
        }
        if (Gain(goer, principal) is not { } gain)
        {
            return null;
        }
        IReadOnlyList<string> conditions = [.. taken.SelectMany(step => step.Conditions).Distinct(StringComparer.OrdinalIgnoreCase)];
        var severity = isIndirect ? gain.Severity.Less() : gain.Severity;
        List<string> actions = [];
        foreach (var (action, _) in steps)
        {
            actions.Add(action.Name);
        }
        return (new(goer.Principal, $"{text} ({string.Join(", ", actions)}). So it acts as {principal}, which {gain.May}.", conditions.Count > 0 ? severity.Less() : severity, actions, target, source, conditions), taken[0].By);
    }

    // What an identity may do that the goer may not: the worst of it.
    private (Severity Severity, string May)? Gain(Goer goer, string principal)
    {
        foreach (var (action, scope, role) in RightsOf(principal))
        {
            if (goer.MayNot(action, scope))
            {
                var severity = action == s_giveRoles ? AzureScope.IsWide(scope) ? Severity.Critical : Severity.High
                    : role.Administers || action.Class is ActionClass.Identity or ActionClass.PassRole or ActionClass.Credentials or ActionClass.KeyAccess ? Severity.High : Severity.Medium;
                return (severity, $"may {action.Name} at {scope}, by {role.Name}");
            }
        }
        goer.Unseen ??= principals.Of(principal).Select(role => role.Unseen).Concat(principals.MaybeOf(principal).Select(role => principals.Directory.WhyNotKnown(role.Principal))).FirstOrDefault(why => why is not null);
        return null;
    }

    private IReadOnlyList<(AzureAction Action, string Scope, HeldRole Role)> RightsOf(string principal) => _rights.TryGetValue(principal, out var known) ? known
        : _rights[principal] = [.. from action in s_gains
                                   from role in principals.Of(principal)
                                   where role.Unseen is null && action.IsPossibleAt(role.Scope)
                                       && principals.Ask(principals.Request(principal, action, role.Scope), [role], []).Decision == Decision.Allowed
                                   select (action, role.Scope, role)];

    private ILookup<string, HeldRole> Eligible => _eligible ??= access.Roles.Eligible(eligibilities).ToLookup(role => role.Principal, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string?> PrincipalsOf(ManagedIdentity? identity) => identity?.IsAssigned is not true ? []
        : (identity.UserAssignedIdentities ?? new Dictionary<string, UserAssignedIdentity>()).Values.Select(assigned => assigned?.PrincipalId)
            .Concat(identity.Type!.Contains("SystemAssigned", StringComparison.OrdinalIgnoreCase) ? [identity.PrincipalId] : []);

    private static AzureAction Find(string name) => AzureActions.Find(name)!;

    private static string RoleAttribute(string name) => $"@Request[Microsoft.Authorization/roleAssignments:{name}]";

    private static string Last(string id) => id[(id.LastIndexOf('/') + 1)..];

    /// <summary>A step that is possible.</summary>
    /// <param name="By">The role that gives it.</param>
    /// <param name="Conditions">On what it hangs.</param>
    private sealed record Step(HeldRole By, IReadOnlyList<string> Conditions)
    {
        public Severity Less(Severity severity) => Conditions.Count > 0 ? severity.Less() : severity;
    }

    /// <summary>Who would go, with the roles that he has or may take.</summary>
    private sealed class Goer(AzurePaths paths, string principal)
    {
        private readonly Dictionary<(string Action, string On, string? Role), Step?> _steps = [];

        public string Principal => principal;

        public IReadOnlyList<HeldRole> Roles { get; } =
            [.. paths.Eligible[principal].Concat(paths.PrincipalRoles.Of(principal)).Concat(paths.PrincipalRoles.In(principal).SelectMany(group => paths.Eligible[group]))];

        /// <summary>Why something cannot be said of him; null so far.</summary>
        public string? Unseen { get; set; }

        /// <summary>The step, where he can take it; where it is to give a role, that role to himself.</summary>
        public Step? May(AzureAction action, string on, string? role = null)
        {
            if (!_steps.TryGetValue((action.Name, on, role), out var step))
            {
                var answer = Ask(action, on, role);
                Unseen ??= answer.Unseen;
                _steps[(action.Name, on, role)] = step = answer.Decision >= Decision.Conditional ? new Step(answer.By[0], answer.Conditions) : null;
            }
            return step;
        }

        /// <summary>Whether he surely may not: what nobody knows is no gain.</summary>
        public bool MayNot(AzureAction action, string on) => Ask(action, on, null) is { Decision: < Decision.Conditional, Unseen: null };

        /// <summary>Whether he has every action there, that of giving roles among them.</summary>
        public bool HasAll(string scope) => Roles.Any(role => !role.IsEligible && AzureScope.Covers(role.Scope, scope) && role.Permissions?.Patterns.Any(pattern => pattern.Text == "*") is true) && May(s_giveRoles, scope) is { Conditions.Count: 0 };

        private RoleAnswer Ask(AzureAction action, string on, string? role)
        {
            var request = paths.PrincipalRoles.Request(principal, action, on);
            if (role is not null)
            {
                Dictionary<string, IReadOnlyList<string>> attributes = new() { [RoleAttribute("RoleDefinitionId")] = [role], [RoleAttribute("PrincipalId")] = [principal] };
                if (Roles.Select(held => held.PrincipalType).FirstOrDefault(type => type is not null) is { } type)
                {
                    attributes[RoleAttribute("PrincipalType")] = [type];
                }
                request = request with { Attributes = attributes };
            }
            return paths.PrincipalRoles.Ask(request, Roles, paths.PrincipalRoles.MaybeOf(principal));
        }
    }

    private PrincipalRoles PrincipalRoles => principals;
}
