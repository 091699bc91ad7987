using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whose logs go somewhere: a source says whose and which, and only a delivery takes them anywhere.</summary>
internal sealed class LogDeliveries(Inventory<DeliverySource> sources, Inventory<Delivery> deliveries)
{
    private readonly Lazy<ILookup<string, DeliverySource>> _sources = new(() =>
        (from source in sources.All from resource in source.ResourceArns ?? [] select (resource, source))
            .ToLookup(logged => logged.resource, logged => logged.source, StringComparer.Ordinal));

    private readonly Lazy<HashSet<string>> _delivered = new(() =>
        deliveries.All.Select(delivery => delivery.DeliverySourceName).OfType<string>().ToHashSet(StringComparer.Ordinal));

    /// <summary>Judges whether logs of a resource are delivered.</summary>
    /// <param name="arn">The resource.</param>
    /// <param name="logType">The kind of log; null where any will do.</param>
    public Verdict Judge(string arn, string? logType = null)
    {
        var found = _sources.Value[arn].Where(source => logType is null || source.LogType == logType).ToList();
        return found.Count == 0 ? Fail($"No delivery source takes its {logType ?? "logs or traces"}.")
            : found.Find(source => source.Name is not null && _delivered.Value.Contains(source.Name)) is { } delivered
                ? Pass($"Its {delivered.LogType} are delivered from source {delivered.Name}.")
                : Fail($"The delivery source {found[0].Name} takes its {found[0].LogType}, and no delivery takes them anywhere.");
    }
}
