using System.Text;
using System.Text.Json.Nodes;
using AiCloudSecurity.Checks;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>
/// Proposes for each principal the least policy that keeps what it used, and proves it: with the evaluator, that what
/// was used stays allowed; with the checks, that what they found about the principal is gone.
/// </summary>
/// <param name="since">From when on use counts.</param>
/// <param name="kind">Managed policies, or a part of the principal.</param>
/// <param name="guards">What is demanded of requests, whether those that were seen met it or not.</param>
/// <param name="usedOnly">Whether actions go of which AWS does not show whether they were used.</param>
public sealed class AiPolicyProposals(DateTimeOffset since, AiPolicyKind kind = AiPolicyKind.Managed, IReadOnlyCollection<AiPolicyGuard>? guards = null, bool usedOnly = false)
{
    private const int Listed = 20;

    // What the proof and the guards rest on, besides who may do what and has done what.
    private static readonly IEnumerable<Check> s_checks = Check.All.Where(check =>
        check.Pillar == Pillar.LeastPrivilege && !check.IsOnRequest && (check.Subject.Record == typeof(IamRole) || check.Subject.Record == typeof(IamUser)));

    /// <summary>The types that an estate must hold, so that proposals can be made and proved.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
    [
        .. s_checks.SelectMany(check => check.Types).Where(type => !type.Read.OnRequest)
            .Union(new[]
            {
                typeof(IamUser), typeof(IamRole), typeof(IamGroup), typeof(IamPolicy), typeof(UserLastAccess), typeof(RoleLastAccess), typeof(ApiEvent),
                typeof(NotebookInstance), typeof(TrainingJob), typeof(ProcessingJob), typeof(Model), typeof(EndpointConfig),
            }.Select(ResourceType.Of)),
    ];

    /// <summary>Proposes policies for the users and roles of an estate that may use AI services.</summary>
    /// <param name="estate">An AWS account that was read with what its principals used.</param>
    /// <param name="chosen">Whether to do so for the principal of that ARN and name.</param>
    /// <exception cref="UnseenException">Users or roles were not read, or not what they used. Thrown when that is come to.</exception>
    public IEnumerable<PrincipalProposals> Of(Estate estate, Func<string, string, bool> chosen)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(chosen);
        if (!PrincipalUse.WasRead(estate))
        {
            throw new UnseenException($"What users and roles of {estate.Scope.Id} have used was not read, so nothing can be said of what they need.");
        }
        List<(Made Made, PrincipalProposals? Unmade)> all = [];
        foreach (var principal in estate.Inventory<IamUser>().All.Cast<IamPrincipal>().Concat(estate.Inventory<IamRole>().All))
        {
            if (!principal.IsServiceLinked && chosen(principal.Identity.Id, principal.Identity.Name) && Make(estate, principal) is var (made, unmade) && (made is not null || unmade is not null))
            {
                all.Add((made!, unmade));
            }
        }
        var findings = Failures(estate, all.Select(one => one.Made).OfType<Made>().ToList());
        foreach (var (made, unmade) in all)
        {
            yield return unmade ?? made.Proposals(since, kind, findings);
        }
    }

    // Neither: it may use no AI service.
    private (Made?, PrincipalProposals?) Make(Estate estate, IamPrincipal principal)
    {
        try
        {
            var policies = estate.Inventory<IamPolicy>();
            var held = PolicyLookup.Of(policies, principal is IamUser user ? PolicyLookup.WithGroups(user, estate.Inventory<IamGroup>()) : [principal]);
            var use = PrincipalUse.Of(estate, principal, held, since, usedOnly);
            var least = new LeastPolicy(estate.Scope, held.Policies, use, new(estate, guards ?? []));
            if (least.Kept.Count == 0 && !least.Removed.Any())
            {
                return default;
            }
            var proof = PolicyProof.Of(principal, held, least, use, estate.Scope);
            return (new(principal, held, least, proof), null);
        }
        catch (UnseenException unseen)
        {
            return (null, new(principal.Identity.Id, [], unseen.Message));
        }
    }

    // Which checks fail about each principal now, and with the proposals in place of what it holds.
    private static Dictionary<string, (IReadOnlyList<string> Before, IReadOnlyList<string> After)> Failures(Estate estate, IReadOnlyList<Made> made)
    {
        var ids = made.Select(one => one.Principal.Identity.Id).ToHashSet(StringComparer.Ordinal);
        var before = Failing(estate);
        var replaced = made.ToDictionary(one => one.Principal.Identity.Id, one => one.Replaced(), StringComparer.Ordinal);
        var after = Failing(new Estate(estate.Scope, estate.CollectedAt, estate.Regions, estate.Resources.Select(resource => replaced.GetValueOrDefault(resource.Identity.Id, resource)), estate.Coverage, estate.Source));
        return ids.ToDictionary(id => id, id => (Of(before, id), Of(after, id)), StringComparer.Ordinal);

        static IReadOnlyList<string> Of(ILookup<string, string> failing, string id) => [.. failing[id].Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

        ILookup<string, string> Failing(Estate of) => s_checks.SelectMany(check => check.Judge(of)).Where(finding => finding.Status == Status.Fail && ids.Contains(finding.ResourceId))
            .ToLookup(finding => finding.ResourceId, finding => finding.CheckId, StringComparer.Ordinal);
    }

    private sealed record Made(IamPrincipal Principal, IdentityPolicies Held, LeastPolicy Least, PolicyProof Proof)
    {
        private bool IsUser => Principal is IamUser;

        /// <summary>The principal with the proposals in place of what it holds.</summary>
        public Resource Replaced()
        {
            var wire = JsonNode.Parse(Principal.Wire.Span)!.AsObject();
            foreach (var name in wire.Select(member => member.Key).Where(name => name.Equals("AttachedManagedPolicies", StringComparison.OrdinalIgnoreCase)
                || name.Equals("GroupList", StringComparison.OrdinalIgnoreCase) || name.EndsWith("PolicyList", StringComparison.OrdinalIgnoreCase)).ToList())
            {
                wire.Remove(name);
            }
            wire["AttachedManagedPolicies"] = new JsonArray();
            wire["GroupList"] = new JsonArray();
            wire[IsUser ? "UserPolicyList" : "RolePolicyList"] = Proof.Statements.Count == 0 ? [] : new JsonArray(new JsonObject { ["PolicyName"] = "least", ["PolicyDocument"] = DraftStatement.Write(Proof.Statements) });
            return Principal.Type.Create(Principal.Identity, Encoding.UTF8.GetBytes(wire.ToJsonString()));
        }

        public PrincipalProposals Proposals(DateTimeOffset since, AiPolicyKind kind, Dictionary<string, (IReadOnlyList<string> Before, IReadOnlyList<string> After)> findings)
        {
            var type = IsUser ? PrincipalType.User : PrincipalType.Role;
            var (id, name) = (Principal.Identity.Id, Principal.Identity.Name);
            var removed = Least.Removed.Select(action => action.Name).ToList();
            if (!Proof.Statements.Any(statement => statement.IsAllow))
            {
                return new(id, [Proposal("", 1, 1, Status.Pass, $"Nothing that it holds was used since {since:yyyy-MM-dd}: take its policies away, or the {(IsUser ? "user" : "role")} with them.")]);
            }
            var limit = kind == AiPolicyKind.Inline ? PolicyPacking.InlineOf(type) : PolicyPacking.Managed;
            if (PolicyPacking.Pack(Proof.Statements, limit) is not { } documents || kind == AiPolicyKind.Inline && documents.Count > 1)
            {
                return new(id, [], $"What {name} used takes more than the {limit} characters of {(kind == AiPolicyKind.Inline ? "its inline policies; as managed policies it fits" : "a managed policy, and cannot be cut")}.");
            }
            var (before, after) = findings[id];
            var closedOf = before.Except(after).Count();
            var unseen = Least.Kept.Count - Least.Used.Count();
            var closed = before.Count == 0 ? "" : closedOf == before.Count ? $" {(before.Count == 1 ? "The finding" : $"All {before.Count} findings")} about it {(before.Count == 1 ? "is" : "are")} closed." : $" {closedOf} of {before.Count} findings about it are closed.";
            closed += after.Count == 0 ? "" : $" What it used leaves {string.Join(", ", after)}.";
            var hidden = unseen == 0 ? "" : $" Of {unseen} kept actions AWS does not show whether they were used.";
            var quota = documents.Count > 10 ? $" {documents.Count} managed policies are more than the 10 that AWS lets a principal have by default." : "";
            var status = Proof.Lost.Count > 0 || after.Count > 0 ? Status.Fail : unseen > 0 ? Status.Unknown : Status.Pass;
            var reason = (Proof.Lost.Count == 0 ? $"{Proof.Checked} used requests stay allowed." : $"Of {Proof.Checked} used requests {Proof.Lost.Count} would or might be refused: {string.Join(", ", Proof.Lost.Take(Listed))}.") + closed + hidden + quota;
            return new(id, [.. documents.Select((document, index) => Proposal(document, index + 1, documents.Count, status, reason))]);

            AiPolicyProposal Proposal(string document, int part, int parts, Status status, string reason) => new()
            {
                Principal = id,
                PrincipalType = type,
                PolicyName = document.Length == 0 ? "" : NameOf(name, part, parts),
                Kind = kind,
                Part = $"{part} of {parts}",
                Size = DraftStatement.SizeOf(document),
                ActionsKept = Least.Kept.Count,
                ActionsUnseen = Least.Kept.Count - Least.Used.Count(),
                ActionsRemoved = removed.Count,
                Status = status,
                Reason = Display.Safe(reason),
                Since = since,
                Kept = Few([.. Least.Used.Union(Least.Kept).Select(action => action.Name), .. Least.Services.Select(service => $"{service}:*")]),
                Removed = Few(removed),
                PolicyDocument = document,
            };
        }

        // Names of policies hold letters, digits and +=,.@_-, up to 128.
        private static string NameOf(string principal, int part, int parts)
        {
            var safe = string.Concat(principal.Select(character => char.IsAsciiLetterOrDigit(character) || "+=,.@_-".Contains(character, StringComparison.Ordinal) ? character : '-'));
            return $"{(safe.Length > 100 ? safe[..100] : safe)}-least{(parts > 1 ? $"-{part}" : "")}";
        }

        private static string Few(List<string> names) => Display.Safe(names.Count <= Listed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(Listed - 1))} and {names.Count - Listed + 1} more");
    }
}
