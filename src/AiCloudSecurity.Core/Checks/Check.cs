using System.Collections.Concurrent;
using System.Reflection;
using AiCloudSecurity.Iam;

namespace AiCloudSecurity.Checks;

/// <summary>
/// One rule: what it says of itself, and how it judges an estate. The method's first parameter is what is judged;
/// the others are inventories of what the verdict rests on, or views made of inventories, so what a check reads is
/// known from its signature.
/// </summary>
public sealed class Check
{
    private static readonly JudgeSettings s_settings = new();
    private readonly ParameterInfo[] _joins;
    private readonly OwnCheck? _own;

    private Check(MethodInfo method, CheckAttribute about) : this(about, ResourceType.Of(method.GetParameters()[0].ParameterType), method.GetParameters()[1..]) =>
        Method = method;

    private Check(OwnCheck own) : this(own.About, own.Subject, []) => _own = own;

    private Check(CheckAttribute about, ResourceType subject, ParameterInfo[] joins)
    {
        About = about;
        Subject = subject;
        _joins = joins;
        Cloud = Id.Split('-')[0] switch { "AWS" => Cloud.Aws, "AZ" => Cloud.Azure, "GCP" => Cloud.Gcp, _ => subject.Cloud };
        Pillar = Id.Split('-') switch
        {
            [_, "IAM", _] => Pillar.LeastPrivilege,
            [_, "NET", _] => Pillar.Isolation,
            [_, "MON", _] => Pillar.Monitoring,
            _ => Pillar.DataProtection,
        };
    }

    /// <summary>A check that users have written: it is judged as every other, with the same rules about what was not seen.</summary>
    public static Check Of(OwnCheck own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return new(own);
    }

    /// <summary>The methods among which are those of checks and of their repairs: all of the static classes beside this one.</summary>
    internal static IEnumerable<MethodInfo> Methods =>
        from type in typeof(Check).Assembly.GetTypes()
        where type.IsAbstract && type.IsSealed && type.Namespace?.StartsWith(typeof(Check).Namespace!, StringComparison.Ordinal) is true
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        select method;

    /// <summary>Every check, by id; an id that is about several resource types is there once for each.</summary>
    public static IReadOnlyList<Check> All { get; } =
        [.. from method in Methods
            let about = method.GetCustomAttribute<CheckAttribute>()
            where about is not null
            let check = new Check(method, about)
            orderby check.Id, check.Subject.Name
            select check];

    /// <summary>What it says of itself.</summary>
    public CheckAttribute About { get; }

    /// <summary>The catalogue's id, as AWS-NET-001.</summary>
    public string Id => About.Id;

    /// <summary>The good state.</summary>
    public string Title => About.Title;

    /// <summary>How much a failure matters.</summary>
    public Severity Severity => About.Severity;

    /// <summary>The pillar that it belongs to.</summary>
    public Pillar Pillar { get; }

    /// <summary>The cloud that it judges.</summary>
    public Cloud Cloud { get; }

    /// <summary>Where it was written, for checks of users; empty for our own.</summary>
    public string Source => _own?.Source ?? "";

    /// <summary>What is judged.</summary>
    public ResourceType Subject { get; }

    /// <summary>The service of what is judged, as sagemaker; of what it rests on, where that is an account or a region.</summary>
    public string Service => Needs.Select(type => type.Read.Service).Prepend(Subject.Read.Service).FirstOrDefault(service => service.Length > 0) ?? "";

    /// <summary>The types that the verdict rests on, the subject and parents included.</summary>
    // Found out when it is first asked, as are the two below: few of all checks ever are.
    public IReadOnlyList<ResourceType> Needs => field ??= [.. _joins.SelectMany(join => RecordsOf(join.ParameterType)).Append(Subject.Record)
        .Select(ResourceType.Of).Concat(_own?.With ?? []).SelectMany(WithParents).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>
    /// The types that must be read for it: with those by which a region is in use, where it asks that, and those that
    /// name its subjects, where these are found by name.
    /// </summary>
    public IReadOnlyList<ResourceType> Types
    {
        get
        {
            return field ??= All();

            IReadOnlyList<ResourceType> All()
            {
                var seesUsage = Subject.Record == typeof(RegionItself) || _joins.Any(join => join.ParameterType == typeof(AiUsage));
                var named = WithParents(Subject).Where(type => type.IsReferenced).SelectMany(Referrers);
                return [.. Needs.Union(seesUsage ? AiUsage.Types : []).Union(named).Union(_joins.Any(join => TakesLimits(join.ParameterType)) ? AccountLimits.Types : [])];
            }
        }
    }

    /// <summary>Whether it rests on what is read on request only.</summary>
    public bool IsOnRequest => Needs.Any(type => type.Read.OnRequest);

    /// <summary>Whether an estate has what is read on request only and it rests on, or whether that was tried.</summary>
    public bool WasAskedFor(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return Needs.All(type => !type.Read.OnRequest || estate.Asked(type));
    }

    /// <summary>The reads behind them, with their permissions.</summary>
    public IReadOnlyList<ReadOperation> Reads => field ??= [.. Types.SelectMany(type => type.Read.Operations).Distinct().OrderBy(read => read.Operation, StringComparer.Ordinal)];

    /// <summary>Examples that run as tests.</summary>
    public IReadOnlyList<ExampleAttribute> Examples => _own?.Examples ?? [.. Method!.GetCustomAttributes<ExampleAttribute>().SelectMany(example => example.Spread())];

    /// <summary>The commands by which a person sets it right, with words in braces for what a resource is; empty where there are none.</summary>
    public string Command => field ??= Method?.GetCustomAttribute<CommandAttribute>()?.Text ?? "";

    internal MethodInfo? Method { get; }

    private MethodInvoker Invoker => field ??= MethodInvoker.Create(Method!);

    /// <summary>
    /// Judges an estate by many checks, side by side on all processors; what comes is in the order of the checks. Checks
    /// of users share one session for their scripts and come after ours, one by one.
    /// </summary>
    /// <param name="checks">The checks.</param>
    /// <param name="estate">What was read.</param>
    /// <param name="settings">What whoever judges says beyond that.</param>
    /// <param name="cancellationToken">Ends it between two checks.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static IEnumerable<(Check Check, IReadOnlyList<Finding> Findings)> Judge(IEnumerable<Check> checks, Estate estate, JudgeSettings? settings = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(estate);
        Check[] all = [.. checks];
        var ours = Array.FindAll(all, check => check._own is null);
        if (estate.Scope.Cloud == Cloud.Aws && ours.Any(check => check.Subject.Record.IsSubclassOf(typeof(Resources.Aws.IamPrincipal))))
        {
            View<Accesses>(estate, null).Prepare(estate);
        }
        // One by one to whoever is free: some checks take a hundred times as long as others.
        return Partitioner.Create(ours, loadBalance: true).AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(check => new Judged(check, [.. check.Judge(estate, settings)]))
            .AsEnumerable().Select(judged => (judged.Check, judged.Findings)).Concat(all.Where(check => check._own is not null).Select(check =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                return (check, (IReadOnlyList<Finding>)[.. check.Judge(estate, settings)]);
            }));
    }

    // A class: the library has compiled code for those, and for tuples it would be compiled at each start.
    private sealed record Judged(Check Check, IReadOnlyList<Finding> Findings);

    /// <summary>Judges everything in an estate that it is about; yields nothing where there is nothing.</summary>
    /// <param name="estate">What was read.</param>
    /// <param name="settings">What whoever judges says beyond that.</param>
    public IEnumerable<Finding> Judge(Estate estate, JudgeSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(estate);
        if (estate.Scope.Cloud != Cloud)
        {
            yield break;
        }
        settings ??= s_settings;
        if (Needs.FirstOrDefault(type => type.Read.OnRequest && !estate.Asked(type)) is { } unasked)
        {
            yield return FindingOf(estate, ResourceIdentity.Global, Placeholder(estate, ResourceIdentity.Global),
                Verdict.Unknown($"{unasked.Name} was not read ({string.Join(", ", unasked.Read.Operations.Select(read => read.Operation))}): it is read on request. Ask with -IncludeUsage."));
            yield break;
        }
        foreach (var entry in Unlisted(estate))
        {
            yield return FindingOf(estate, entry.Region, entry.Identity, Verdict.Unknown(entry.Reason));
        }
        IEnumerable<Resource> subjects = Subject.Record == typeof(ScopeItself) ? [estate.Account]
            : Subject.Record == typeof(RegionItself) ? estate.RegionResources
            : estate.Of(Subject);
        // What is found by name may be named in several regions: it is one resource, and the worst verdict counts.
        Dictionary<string, Finding>? named = WithParents(Subject).Any(type => type.IsReferenced) ? [] : null;
        // An imported file may go to and fro between regions: what is joined is bound once for each.
        Dictionary<string, object?[]> bound = new(StringComparer.Ordinal);
        foreach (var resource in subjects)
        {
            // What one read gives for all regions is judged against all.
            var region = Cloud == Cloud.Azure ? ResourceIdentity.Global : resource.Identity.Region;
            if (!bound.TryGetValue(region, out var arguments))
            {
                bound[region] = arguments = Bind(estate, region, settings);
            }
            arguments[0] = resource;
            var finding = FindingOf(estate, resource.Identity.Region, resource.Identity, Judge(resource, arguments));
            if (finding.Status == Status.Fail)
            {
                var fix = About.Remedy == Remedy.None ? finding.Fix : Repairs.Repair.FixOf(this, resource, estate, settings);
                finding = finding with { Fix = fix, Command = Repairs.Repair.IsByCmdlet(fix) ? "" : Repairs.RemedyCommand.Of(this, resource, estate.Scope) };
            }
            if (named is null)
            {
                yield return finding;
            }
            else if (!named.TryGetValue(finding.ResourceId, out var known) || Rank(finding.Status) > Rank(known.Status))
            {
                named[finding.ResourceId] = finding;
            }
        }
        foreach (var finding in named?.Values.AsEnumerable() ?? [])
        {
            yield return finding;
        }

        static int Rank(Status status) => status switch { Status.Fail => 3, Status.Unknown => 2, Status.Pass => 1, _ => 0 };
    }

    private Verdict Judge(Resource resource, object?[] arguments)
    {
        if (resource.Unread is { } refusal)
        {
            return Verdict.Unknown(refusal.ToString());
        }
        try
        {
            return _own is null ? (Verdict)Invoker.Invoke(null, arguments.AsSpan())!
                // All of what it names must have been read: a script could take what is thrown for nothing.
                : _own.Judge(resource, [.. arguments[1..].Select(all => ((Lazy<IReadOnlyList<Resource>>)all!).Value)]);
        }
        catch (UnseenException unseen)
        {
            return Verdict.Unknown(unseen.Message);
        }
        catch (Exception unforeseen) when (IsOfShape(unforeseen))
        {
            // A resource of a shape that the check does not expect must not stop the rest, and is no Pass.
            return Verdict.Unknown($"{Id} could not judge this resource's shape ({unforeseen.GetType().Name}).");
        }
    }

    // What code throws where JSON has another shape than it expects.
    internal static bool IsOfShape(Exception exception) => exception is NullReferenceException or InvalidOperationException or FormatException
        or ArgumentException or KeyNotFoundException or IndexOutOfRangeException or OverflowException or System.Text.Json.JsonException;

    // What hides subjects: a list that was refused, a part or a reference that could not be read, or a resource that
    // would have named one. There may be some that nobody saw, and that must not be silence.
    private IEnumerable<(string Region, ResourceIdentity Identity, string Reason)> Unlisted(Estate estate)
    {
        if (Subject.Read is ContainerAttribute)
        {
            yield break;
        }
        foreach (var region in Subject.Read.Global ? [ResourceIdentity.Global] : estate.Regions)
        {
            string? hidden = null;
            for (var type = Subject; type is not null; type = type.Parent)
            {
                foreach (var entry in estate.Gaps(type, region))
                {
                    var reason = entry.Refusal().ToString();
                    if (entry.Subject is { } about && type == Subject)
                    {
                        yield return (region, Placeholder(estate, region, about), $"{about}: {reason}");
                    }
                    else
                    {
                        hidden ??= reason;
                    }
                }
                if (type.IsReferenced && estate.WhyNotNamed(type, region) is { } unnamed)
                {
                    hidden ??= $"Which there are is not known: {unnamed}";
                }
            }
            if (hidden is not null)
            {
                yield return (region, Placeholder(estate, region), hidden);
            }
        }
        var listed = Subject;
        while (listed.Parent is { } parent)
        {
            listed = parent;
        }
        if (!(Subject.Read.Global ? [ResourceIdentity.Global] : estate.Regions).Any(region => estate.CoverageOf(listed, region) is not null))
        {
            var reads = string.Join(", ", listed.Read.Operations.Select(read => read.Operation));
            yield return (ResourceIdentity.Global, Placeholder(estate, ResourceIdentity.Global), estate.Source.Length > 0
                ? $"{listed.Name} is not in the {estate.Source} ({reads})."
                : $"{listed.Name} was not read ({reads}).");
        }
    }

    private ResourceIdentity Placeholder(Estate estate, string region, string about = "*") =>
        new(estate.Scope.Cloud, estate.Scope.Id, region, $"{estate.Account.Identity.Id}/{region}/{Subject.Name}{(about == "*" ? "" : "/" + about)}", about);

    private Finding FindingOf(Estate estate, string region, ResourceIdentity identity, Verdict verdict) => new()
    {
        CheckId = Id,
        Pillar = Pillar,
        Severity = verdict.Severity ?? Severity,
        Status = verdict.Status,
        Cloud = identity.Cloud,
        Scope = Display.Safe(estate.Scope.Id),
        Region = Display.Safe(region),
        ResourceType = Subject.Name,
        ResourceName = Display.Safe(identity.Name),
        ResourceId = Display.Id(identity.Id),
        Reason = Display.Safe(verdict.Reason),
        Advice = About.Advice,
        Fix = verdict.Status != Status.Fail || About.Remedy == Remedy.None ? "None" : $"Manual ({About.Remedy})",
        CollectedAt = estate.CollectedAt,
        Identifies = identity.Cloud == Cloud.Azure ? identity.Id.ToLowerInvariant() : identity.Id,
        OwnCheck = _own is null ? null : this,
    };

    /// <summary>A view made of an estate's inventories, as a check would get it.</summary>
    /// <param name="estate">What was read.</param>
    /// <param name="region">Only what lies there; null for all.</param>
    internal static T View<T>(Estate estate, string? region) where T : class => (T)Make(estate, region, typeof(T), s_settings);

    /// <summary>The types that a view is made of, with those that they are parts of.</summary>
    internal static IEnumerable<ResourceType> TypesOf<T>() => RecordsOf(typeof(T)).Select(ResourceType.Of).SelectMany(WithParents).Distinct();

    // What the method takes, with room for the subject. What is global, or a scope as a whole, is judged against all regions.
    private object?[] Bind(Estate estate, string region, JudgeSettings settings)
    {
        var within = region == ResourceIdentity.Global ? null : region;
        return [null, .. _joins.Select(join => Make(estate, within, join.ParameterType, settings)),
            .. (_own?.With ?? []).Select(type => new Lazy<IReadOnlyList<Resource>>(() => [.. ((System.Collections.IEnumerable)estate.InventoryOf(type.Record, within)).Cast<Resource>()], LazyThreadSafetyMode.PublicationOnly))];
    }

    internal static object Make(Estate estate, string? region, Type type, JudgeSettings settings)
    {
        if (RecordOf(type) is { } record)
        {
            return estate.InventoryOf(record, region);
        }
        if (type == typeof(Scope))
        {
            return estate.Scope;
        }
        if (type == typeof(DateTimeOffset))
        {
            return estate.CollectedAt;
        }
        if (type == typeof(JudgeSettings))
        {
            return settings;
        }
        if (type == typeof(JobWindow))
        {
            // What was not read cannot be judged.
            return new JobWindow(settings.JobsSince is { } since && since > estate.JobsSince ? since : estate.JobsSince);
        }
        if (type == typeof(AiUsage))
        {
            return estate.Usage;
        }
        if (type == typeof(AccountLimits))
        {
            return AccountLimits.Of(estate);
        }
        var constructor = s_views.GetOrAdd(type, static type =>
        {
            var found = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Single(candidate => candidate.GetParameters() is not [{ } only] || only.ParameterType != type);
            return new(ConstructorInvoker.Create(found), [.. found.GetParameters().Select(parameter => parameter.ParameterType)]);
        });
        return constructor.Invoker.Invoke(constructor.Parameters.Select(parameter => (object?)Make(estate, region, parameter, settings)).ToArray().AsSpan());
    }

    // How views are made, found out once.
    private static readonly ConcurrentDictionary<Type, ViewConstructor> s_views = new();

    private sealed record ViewConstructor(ConstructorInvoker Invoker, Type[] Parameters);

    internal static IEnumerable<Type> RecordsOf(Type type) =>
        RecordOf(type) is { } record ? [record]
        : type == typeof(Scope) || type == typeof(DateTimeOffset) || type == typeof(AiUsage) || type == typeof(JudgeSettings) || type == typeof(JobWindow) || type == typeof(AccountLimits) || type == typeof(Repairs.RepairChoices) ? []
        : type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Single(candidate => candidate.GetParameters() is not [{ } only] || only.ParameterType != type)
            .GetParameters().SelectMany(parameter => RecordsOf(parameter.ParameterType));

    // What an organisation forbids is read for a verdict where it may be read, and does not decide whether there is one.
    private static bool TakesLimits(Type type) => type == typeof(AccountLimits)
        || type.Namespace == typeof(AccountLimits).Namespace && type.IsClass && !typeof(Resource).IsAssignableFrom(type)
            && type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).SelectMany(constructor => constructor.GetParameters()).Any(parameter => parameter.ParameterType != type && TakesLimits(parameter.ParameterType));

    private static Type? RecordOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Inventory<>) ? type.GetGenericArguments()[0] : null;

    // Who names it, and who names that: a bucket's settings name a key, an endpoint's configuration the bucket.
    private static HashSet<ResourceType> Referrers(ResourceType named)
    {
        HashSet<ResourceType> found = [];
        Queue<ResourceType> open = new([named]);
        while (open.TryDequeue(out var type))
        {
            foreach (var referrer in type.ReferredBy.SelectMany(WithParents))
            {
                if (found.Add(referrer) && referrer.IsReferenced)
                {
                    open.Enqueue(referrer);
                }
            }
        }
        return found;
    }

    internal static IEnumerable<ResourceType> WithParents(ResourceType? type)
    {
        for (; type is not null; type = type.Parent)
        {
            yield return type;
        }
    }
}
