using System.Text.RegularExpressions;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>
/// Instances that keep data on a disk of their own, which the hardware encrypts: SageMaker refuses a key for them.
/// </summary>
internal static partial class LocalStorage
{
    /// <summary>Whether all of the instances have only such disks.</summary>
    public static bool IsOnAll(IEnumerable<string?> instanceTypes)
    {
        ArgumentNullException.ThrowIfNull(instanceTypes);
        var types = instanceTypes.ToList();
        return types.Count > 0 && types.TrueForAll(type => type is not null && WithDisk().IsMatch(type));
    }

    // EC2's families with NVMe instance store, as SageMaker names them: a d after the generation says so, and
    // these accelerated families have it without saying so. g5g, inf and p2 have none.
    [GeneratedRegex(@"^ml\.([a-z]+[0-9]+[a-z]*d[a-z]*|p4de?|p5e?n?|p6e?-[a-z]+[0-9]+|g4dn|g[5-9]e?|gr6|trn[1-9]n?|dl1|i[0-9]+[a-z]*)\.", RegexOptions.CultureInvariant)]
    private static partial Regex WithDisk();
}
