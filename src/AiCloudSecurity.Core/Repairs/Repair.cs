using System.Reflection;
using AiCloudSecurity.Checks;

namespace AiCloudSecurity.Repairs;

/// <summary>
/// Makes a static method the repair of a check: it stands beside the check and takes what the check takes, and
/// <see cref="RepairChoices"/>. It says which settings must be how; it does nothing. Found by reflection.
/// </summary>
/// <param name="checkId">The check, as AWS-NET-045.</param>
/// <param name="settings">The names of the settings that it may ask for.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class RepairAttribute(string checkId, params string[] settings) : Attribute
{
    /// <summary>The check.</summary>
    public string CheckId => checkId;

    /// <summary>The settings that it may ask for.</summary>
    public IReadOnlyList<string> Settings => settings;

    /// <summary>The parameters that it cannot do without, as -KmsKeyId; empty where it needs none.</summary>
    public string Needs { get; init; } = "";

    /// <summary>The check of the same resource that must not fail before, as AZ-NET-003: else the repair shuts out everybody, not somebody.</summary>
    public string First { get; init; } = "";
}

/// <summary>What a person decides and no check knows.</summary>
public sealed record RepairChoices
{
    /// <summary>The key: its ARN, its address in a vault, or its name in Cloud KMS.</summary>
    public string? KmsKeyId { get; init; }

    /// <summary>How long logs are kept, in days.</summary>
    public int RetentionDays { get; init; } = 365;

    /// <summary>The log group that takes invocation logs.</summary>
    public string? LogGroupName { get; init; }

    /// <summary>The role by which a service writes to the log group.</summary>
    public string? RoleArn { get; init; }

    /// <summary>The Log Analytics workspace that takes logs.</summary>
    public string? LogWorkspaceId { get; init; }

    /// <summary>The action group that Azure's alerts tell.</summary>
    public string? ActionGroupId { get; init; }

    /// <summary>The security settings of Dialogflow that agents and profiles get.</summary>
    public string? SecuritySettings { get; init; }

    /// <summary>The inspect template that says what is personal data.</summary>
    public string? InspectTemplate { get; init; }

    /// <summary>The notification channel that Google Cloud's alerts tell.</summary>
    public string? NotificationChannel { get; init; }

    /// <summary>The data set or table of BigQuery that takes requests and answers, as bq://project.dataset.</summary>
    public string? LogDataset { get; init; }

    /// <summary>The bucket that takes logs.</summary>
    public string? LogBucketName { get; init; }

    /// <summary>The guardrail that steps of flows get, with its version behind a colon; the working draft without.</summary>
    public string? Guardrail { get; init; }

    /// <summary>The lifecycle configuration that notebooks get.</summary>
    public string? LifecycleConfig { get; init; }

    /// <summary>The topic that alarms tell.</summary>
    public string? Topic { get; init; }

    /// <summary>Policies refuse; they only report without.</summary>
    public bool Enforce { get; init; }

    /// <summary>What a caller is asked for in place of a choice that is missing.</summary>
    /// <exception cref="ChoiceNeededException">It was not made.</exception>
    internal static string Of(string? choice, string parameter) => string.IsNullOrEmpty(choice) ? throw new ChoiceNeededException(parameter) : choice;

    internal string Key => Of(KmsKeyId, "-KmsKeyId");
}

/// <summary>A repair needs a decision that was not made.</summary>
/// <param name="parameter">The parameter that makes it, as -KmsKeyId.</param>
public sealed class ChoiceNeededException(string parameter) : Exception($"It takes {parameter}.")
{
    /// <summary>The parameter.</summary>
    public string Parameter => parameter;
}

/// <summary>The repair of one check.</summary>
public sealed class Repair
{
    private static readonly RepairChoices s_none = new();
    private static readonly Lazy<ILookup<string, Repair>> s_all = new(() => (
        from method in Check.Methods
        from about in method.GetCustomAttributes<RepairAttribute>()
        select new Repair(method, about, ResourceType.Of(method.GetParameters()[0].ParameterType))).ToLookup(repair => repair.About.CheckId));

    private readonly MethodInvoker _method;
    private readonly ParameterInfo[] _joins;
    private readonly Check? _first;

    private Repair(MethodInfo method, RepairAttribute about, ResourceType subject)
    {
        _method = MethodInvoker.Create(method);
        _joins = method.GetParameters()[1..];
        About = about;
        Subject = subject;
        _first = about.First.Length == 0 ? null : Check.All.FirstOrDefault(check => check.Id == about.First && check.Subject == subject)
            ?? throw new InvalidOperationException($"{about.CheckId}: no check {about.First} judges {subject.Name}.");
    }

    /// <summary>Every repair.</summary>
    public static IReadOnlyList<Repair> All => [.. s_all.Value.SelectMany(repairs => repairs)];

    /// <summary>What it says of itself.</summary>
    public RepairAttribute About { get; }

    /// <summary>What is repaired.</summary>
    public ResourceType Subject { get; }

    /// <summary>The settings that it may ask for.</summary>
    // Found out when it is first asked, as are its types: few of all repairs ever are.
    public IReadOnlyList<Setting> Settings => field ??=
        [.. About.Settings.Select(name => Setting.Find(name) ?? throw new InvalidOperationException($"{About.CheckId}: no setting is called {name}."))];

    /// <summary>What it must be granted to write, beside what reading needs.</summary>
    public IReadOnlyList<string> Permissions => field ??= [.. Settings.SelectMany(setting => setting.PermissionsOn(Subject)).Distinct(StringComparer.Ordinal)];

    /// <summary>The types that it looks at.</summary>
    public IReadOnlyList<ResourceType> Needs => field ??=
        [.. _joins.SelectMany(join => Check.RecordsOf(join.ParameterType)).Select(ResourceType.Of).Append(Subject).SelectMany(Check.WithParents).Concat(_first?.Types ?? []).Distinct()];

    /// <summary>The repair of a check; null where a person must do it.</summary>
    public static Repair? Of(Check check)
    {
        ArgumentNullException.ThrowIfNull(check);
        return s_all.Value[check.Id].FirstOrDefault(repair => repair.Subject == check.Subject);
    }

    /// <summary>What it wants for a resource that fails; nothing where that cannot be done in place.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="estate">What was read.</param>
    /// <param name="settings">What whoever judges says beyond that.</param>
    /// <param name="choices">What a person decides.</param>
    /// <exception cref="ChoiceNeededException">Something must be decided first.</exception>
    /// <exception cref="UnseenException">It rests on what was not read.</exception>
    public IReadOnlyList<Wish> Plan(Resource resource, Estate estate, JudgeSettings settings, RepairChoices choices)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentNullException.ThrowIfNull(estate);
        var region = estate.Scope.Cloud == Cloud.Azure || resource.Identity.Region == ResourceIdentity.Global ? null : resource.Identity.Region;
        object?[] arguments = [resource, .. _joins.Select(join => join.ParameterType == typeof(RepairChoices) ? choices : Check.Make(estate, region, join.ParameterType, settings))];
        List<Wish> wishes = [.. (IEnumerable<Wish>)_method.Invoke(null, arguments.AsSpan())!];
        return wishes.Find(wish => !About.Settings.Contains(wish.Setting.Name)) is { } stray
            ? throw new InvalidOperationException($"{About.CheckId} asks for {stray.Setting.Name}, which its attribute does not name.")
            : [.. wishes.Select(wish => wish with { Place = wish.Place with { Scope = estate.Scope.Id, Partition = estate.Scope.Partition } })];
    }

    /// <summary>What must be set right before, so that the repair does not shut everybody out; null where nothing must.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="estate">What was read.</param>
    /// <param name="settings">What whoever judges says beyond that.</param>
    public Finding? Unmet(Resource resource, Estate estate, JudgeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(resource);
        return _first?.Judge(estate, settings).FirstOrDefault(finding => finding.ResourceId == resource.Identity.Id && finding.Status is (Status.Fail or Status.Unknown));
    }

    /// <summary>Whether a finding says that a cmdlet sets it right.</summary>
    internal static bool IsByCmdlet(string fix) => fix.StartsWith("Repair-AiFinding", StringComparison.Ordinal);

    /// <summary>Who can set a failure right, as a finding says it.</summary>
    internal static string FixOf(Check check, Resource resource, Estate estate, JudgeSettings settings)
    {
        var by = $"Manual ({check.About.Remedy})";
        if (Of(check) is not { } repair)
        {
            return by;
        }
        try
        {
            var wishes = repair.Plan(resource, estate, settings, s_none);
            return wishes.Count == 0 ? by : Text("", wishes.Any(wish => wish.Breaks.Length > 0));
        }
        catch (ChoiceNeededException needed)
        {
            return Text($" {needed.Parameter}", check.About.Remedy != Remedy.Safe);
        }
        catch (UnseenException)
        {
            // What it rests on is read before it repairs.
            return Text("", check.About.Remedy != Remedy.Safe);
        }
        catch (Exception unforeseen) when (Check.IsOfShape(unforeseen))
        {
            return by;
        }

        static string Text(string parameter, bool mayBreak) => $"Repair-AiFinding{parameter} ({(mayBreak ? Remedy.MayBreak : Remedy.Safe)})";
    }
}
