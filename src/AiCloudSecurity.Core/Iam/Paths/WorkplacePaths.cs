namespace AiCloudSecurity.Iam;

/// <summary>Finds who can work in somebody else's notebook or Studio, and so as its role.</summary>
internal sealed class WorkplacePaths(Workplaces places)
{
    /// <summary>By a URL that signs its holder in: null where there is no way to a role that gains something.</summary>
    /// <exception cref="UnseenException">None was found, and one may lead through something that could not be seen.</exception>
    public EscalationPath? ByUrl(PrincipalAccess access) => Worst(
    [
        () => Through(access, () => places.Notebooks, "open {0} by a presigned URL", "pathfinding.cloud sagemaker-004", false, "sagemaker:CreatePresignedNotebookInstanceUrl"),
        () => Through(access, () => places.Profiles, "open {0} by a presigned URL", "HackTricks aws-sagemaker-privesc", false, "sagemaker:CreatePresignedDomainUrl"),
    ]);

    /// <summary>By a script that runs when it starts.</summary>
    /// <exception cref="UnseenException">None was found, and one may lead through something that could not be seen.</exception>
    public EscalationPath? ByScript(PrincipalAccess access) => Worst(
    [
        () => Script(access, ["sagemaker:CreateNotebookInstanceLifecycleConfig"], "create a lifecycle configuration, stop {0}, attach the configuration and start it again: its script then runs", "pathfinding.cloud sagemaker-005",
            () => places.Notebooks, "any notebook", "sagemaker:StopNotebookInstance", "sagemaker:UpdateNotebookInstance", "sagemaker:StartNotebookInstance"),
        () => Script(access, ["sagemaker:UpdateNotebookInstanceLifecycleConfig"], "put its own script into the lifecycle configuration of {0} and start it again: the script then runs", "stratus-red-team aws.execution.sagemaker-update-lifecycle-config",
            () => places.Notebooks, "any notebook that has one", "sagemaker:StopNotebookInstance", "sagemaker:StartNotebookInstance"),
        () => Script(access, ["sagemaker:CreateStudioLifecycleConfig"], "create a lifecycle configuration and set it for {0}: its script then runs at the start of an app,", "HackTricks aws-sagemaker-persistence",
            () => places.Profiles, "any user of Studio", "sagemaker:UpdateUserProfile"),
        () => Script(access, ["sagemaker:CreateStudioLifecycleConfig"], "create a lifecycle configuration and set it for the domain of {0}: its script then runs at the start of an app,", "HackTricks aws-sagemaker-persistence",
            () => places.Profiles, "any user of Studio", "sagemaker:UpdateDomain"),
    ]);

    private static EscalationPath? Script(PrincipalAccess access, string[] first, string how, string source, Func<IReadOnlyList<Workplace>> all, string any, params string[] then)
    {
        if (Steps.Of(access, first) is not { } steps)
        {
            return null;
        }
        var onAll = Array.TrueForAll(then, action => access.May(action).IsFull);
        try
        {
            if (Through(access, all, how, source, true, then, steps) is { } path)
            {
                return path;
            }
        }
        catch (UnseenException) when (onAll)
        {
            // Whatever there is: nothing stands in the way.
        }
        if (!onAll)
        {
            return null;
        }
        var (among, severity) = Among(all);
        return new(access.Principal.Name, $"It can {string.Format(System.Globalization.CultureInfo.InvariantCulture, how, any)} as its role. {among}",
            steps.Keys.Count > 0 ? severity.Less() : severity, [.. first, .. then], null, source, steps.Keys);
    }

    private static (string, Severity) Among(Func<IReadOnlyList<Workplace>> all)
    {
        try
        {
            return all().Count == 0 ? ("Today there is none.", Severity.Low) : ("Today none of these roles may do more than it does.", Severity.Medium);
        }
        catch (UnseenException)
        {
            return ("Which roles these are could not be seen.", Severity.High);
        }
    }

    private static EscalationPath? Through(PrincipalAccess access, Func<IReadOnlyList<Workplace>> all, string how, string source, bool small, params string[] actions) => Through(access, all, how, source, small, actions, null);

    private static EscalationPath? Through(PrincipalAccess access, Func<IReadOnlyList<Workplace>> all, string how, string source, bool small, string[] actions, Steps? before)
    {
        var rights = Array.ConvertAll(actions, action => access.May(action));
        if (Array.Exists(rights, right => !right.Exists))
        {
            return null;
        }
        var onAll = Array.TrueForAll(rights, right => right.IsFull);
        foreach (var (place, gain) in Gains.Over(access, all(), place => place.Role, place => Array.TrueForAll(Own(place), right => before is null ? right.IsFree : right.Exists), small && onAll))
        {
            IReadOnlyList<string> keys = [.. Own(place).SelectMany(right => right.Keys).Concat(before?.Keys ?? []).Distinct(StringComparer.OrdinalIgnoreCase)];
            return new(access.Principal.Name, $"It can {string.Format(System.Globalization.CultureInfo.InvariantCulture, how, place.What)}{(before is null ? " and work" : "")} as {place.Role.Name}, which may {gain.May}.",
                keys.Count > 0 ? gain.Severity.Less() : gain.Severity, [.. before?.Actions ?? [], .. actions], place.Role.Arn, source, keys);
        }
        return null;

        Right[] Own(Workplace place) => onAll ? rights : Array.ConvertAll(actions, action => access.May(action, Target(action, place.Arn)));

        // A domain is updated, not its user.
        string Target(string action, string arn) => action == "sagemaker:UpdateDomain" && arn.Split('/') is [_, var domain, ..]
            ? $"{arn[..arn.IndexOf(":user-profile/", StringComparison.Ordinal)]}:domain/{domain}" : arn;
    }

    private static EscalationPath? Worst(Func<EscalationPath?>[] ways)
    {
        EscalationPath? worst = null;
        UnseenException? unseen = null;
        foreach (var way in ways)
        {
            try
            {
                if (way() is { } path && (worst is null || path.Severity > worst.Severity))
                {
                    worst = path;
                }
            }
            catch (UnseenException hidden)
            {
                unseen ??= hidden;
            }
        }
        return worst ?? (unseen is null ? null : throw unseen);
    }
}
