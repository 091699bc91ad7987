namespace AiCloudSecurity.Commands;

/// <summary>What to tell of the reads that were refused or failed: one error for each cause, however many regions and resources it struck.</summary>
internal static class ReadErrors
{
    /// <summary>The errors of one estate.</summary>
    public static IEnumerable<AiCloudException> Of(Estate estate)
    {
        var direct = from entry in estate.Coverage
                     where entry.State is CoverageState.Refused or CoverageState.Failed
                     select (entry.Operation, entry.Permission, entry.State, Message: entry.Message ?? "", entry.Region, entry.Error);
        var described = from resource in estate.Resources
                        where resource.Unread is not null
                        let unread = resource.Unread
                        select (unread.Operation, unread.Permission, unread.State, unread.Message, resource.Identity.Region, Error: (ErrorId?)null);
        // What was refused names the permission; what failed does so for one reason, whatever was asked for.
        return from read in direct.Concat(described)
               let refused = read.State == CoverageState.Refused
               group read by (read.State, read.Message, Permission: refused ? read.Permission : "", Operation: refused ? read.Operation : "") into cause
               let operations = cause.Select(read => read.Operation).Distinct().Order(StringComparer.Ordinal).ToList()
               orderby operations[0]
               select Error(estate.Scope, cause.Key.State, cause.Key.Message, cause.Select(read => read.Error).FirstOrDefault(error => error is not null),
                   operations, cause.Key.Permission, [.. cause.Select(read => read.Region).Distinct().Order(StringComparer.Ordinal)]);
    }

    private static AiCloudException Error(Scope scope, CoverageState state, string message, ErrorId? id, List<string> operations, string permission, List<string> regions)
    {
        var where = $"in {Few(regions)} of {(scope.Cloud switch { Cloud.Azure => "subscription", Cloud.Gcp => "project", _ => "account" })} {scope.Id} ({Display.Safe(message)})";
        var what = operations.Count == 1 ? operations[0] : $"{operations.Count} operations";
        var rests = operations.Count == 1 ? "What rests on it is Unknown." : $"What rests on them is Unknown: {Few(operations)}.";
        return state == CoverageState.Refused
            ? new(id ?? ErrorId.CloudAccessDenied, $"{what} was refused {where}. {rests} Grant {permission}.{(AwsPermission.IsOfManagement(operations[0]) ? " Only the management account of the organisation and delegated administrators may read it." : "")}", $"{scope.Id} {operations[0]}")
            : new(id ?? ErrorId.CloudRefused, $"{what} failed {where}. {rests}{WayOut(id)}", $"{scope.Id} {operations[0]}");
    }

    private static string WayOut(ErrorId? id) => id switch
    {
        ErrorId.CloudAuthenticationFailed => " Sign in again, and read again.",
        ErrorId.CloudThrottled => " Read again later, or with a smaller -ThrottleLimit.",
        ErrorId.CloudUnreachable => " Check the network and the proxy, and read again.",
        _ => "",
    };

    private static string Few(List<string> names) =>
        names.Count <= 6 ? string.Join(", ", names) : $"{string.Join(", ", names.Take(5))} and {names.Count - 5} more";
}
