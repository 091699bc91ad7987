using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>How much of what happens to the objects of one bucket a trail's selectors log.</summary>
internal static class ObjectEvents
{
    private const string ObjectType = "AWS::S3::Object";

    /// <summary>Reads and writes of all its objects, some of it, or nothing.</summary>
    public static Logged Of(TrailEventSelectors selectors, Bucket bucket)
    {
        bool reads = false, writes = false, some = false;
        foreach (var (how, all) in selectors.AdvancedEventSelectors is { Count: > 0 } advanced ? advanced.Select(selector => Of(selector, bucket)) : (selectors.EventSelectors ?? []).Select(selector => Of(selector, bucket)))
        {
            some |= how is not null;
            reads |= all && how is "All" or "ReadOnly";
            writes |= all && how is "All" or "WriteOnly";
        }
        return reads && writes ? Logged.Everything : some ? Logged.Some : Logged.Nothing;
    }

    // Of a bucket called by its ARN and a slash a classic selector logs everything, and of all buckets by "arn:aws:s3".
    private static (string? How, bool All) Of(EventSelector selector, Bucket bucket)
    {
        var objects = $"{bucket.Identity.Id}/";
        var values = (selector.DataResources ?? []).Where(resource => resource.Type == ObjectType).SelectMany(resource => resource.Values ?? []).ToList();
        return values.Exists(value => objects.StartsWith(value, StringComparison.Ordinal)) ? (selector.ReadWriteType ?? "All", true)
            : values.Exists(value => value.StartsWith(objects, StringComparison.Ordinal)) ? (selector.ReadWriteType ?? "All", false)
            : (null, false);
    }

    private static (string? How, bool All) Of(AdvancedEventSelector selector, Bucket bucket)
    {
        var objects = $"{bucket.Identity.Id}/";
        var how = "All";
        var all = true;
        foreach (var field in selector.FieldSelectors ?? [])
        {
            switch (field.Field)
            {
                case "eventCategory" when field.Equal?.Contains("Data") is not true:
                case "resources.type" when field.Equal?.Contains(ObjectType) is not true:
                    return (null, false);
                case "eventCategory" or "resources.type":
                    break;
                case "readOnly":
                    how = field.Equal is ["true"] ? "ReadOnly" : field.Equal is ["false"] ? "WriteOnly" : how;
                    break;
                case "resources.ARN":
                    if (field.NotStartsWith?.Any(start => objects.StartsWith(start, StringComparison.Ordinal)) is true)
                    {
                        return (null, false);
                    }
                    var demands = (field.StartsWith ?? []).Concat(field.Equal ?? []).ToList();
                    if (demands.Count > 0 && !demands.Exists(start => start.StartsWith(objects, StringComparison.Ordinal) || objects.StartsWith(start, StringComparison.Ordinal)))
                    {
                        return (null, false);
                    }
                    all &= (demands.Count == 0 || field.StartsWith?.Any(start => objects.StartsWith(start, StringComparison.Ordinal)) is true)
                        && field.EndsWith is null && field.NotEndsWith is null && field.NotEquals is null
                        && field.NotStartsWith?.Any(start => start.StartsWith(objects, StringComparison.Ordinal)) is not true;
                    break;
                default:
                    all = false;
                    break;
            }
        }
        return (how, all);
    }
}
