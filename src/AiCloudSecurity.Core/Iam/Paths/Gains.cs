namespace AiCloudSecurity.Iam;

/// <summary>Goes through what somebody could act as, for what is gained by it.</summary>
internal static class Gains
{
    // To compare two principals right by right takes long; what matters most is compared for all.
    private const int Compared = 16;

    /// <summary>Those by which something is gained, the worst first.</summary>
    /// <param name="access">Who would act.</param>
    /// <param name="targets">What it could act as, the strongest first.</param>
    /// <param name="roleOf">The role of one of these.</param>
    /// <param name="reaches">Whether it comes to act as that.</param>
    /// <param name="small">Whether single rights count, too.</param>
    /// <exception cref="UnseenException">Thrown after all others, where it reaches a role of which it could not be seen what it may do.</exception>
    public static IEnumerable<(T Target, Gain Gain)> Over<T>(PrincipalAccess access, IReadOnlyList<T> targets, Func<T, TakenRole> roleOf, Func<T, bool> reaches, bool small)
    {
        string? unseen = null;
        var compared = 0;
        List<T> others = [];
        foreach (var target in targets)
        {
            var role = roleOf(target);
            if (role.Arn == access.Principal.Name)
            {
                continue;
            }
            if (role.Access is null)
            {
                unseen ??= reaches(target) ? role.Unseen : null;
            }
            else if (role.Access.Powers.Exceed(access.Powers))
            {
                if (reaches(target))
                {
                    yield return (target, role.Access.Powers.Over(access.Powers)!);
                }
            }
            else if (small && compared < Compared && reaches(target))
            {
                compared++;
                others.Add(target);
            }
        }
        foreach (var target in others)
        {
            if (roleOf(target).Access!.Powers.RightOver(access.Powers) is { } gain)
            {
                yield return (target, gain);
            }
        }
        if (unseen is not null)
        {
            throw new UnseenException(unseen);
        }
    }

    /// <summary>One step milder.</summary>
    public static Severity Less(this Severity severity) => severity > Severity.Low ? severity - 1 : severity;
}
