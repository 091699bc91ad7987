using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Judges buckets that take logs: whether they are there, keep what is overwritten, and are nobody else's to read.</summary>
internal sealed class LogBuckets(
    Inventory<Bucket> buckets, Inventory<BucketVersioning> versionings, Inventory<BucketPolicyStatus> policies,
    Inventory<BucketAcl> acls, Inventory<BucketPublicAccessBlock> blocks)
{
    /// <summary>A verdict for each thing that can be wrong with the bucket.</summary>
    public IEnumerable<Func<Verdict>> Judge(string name) => buckets.Find(name) is not { } bucket
        ? [() => Fail($"The bucket {name} does not exist.")]
        :
        [
            () => versionings.One(bucket)?.Status is "Enabled" ? Pass($"The bucket {name} keeps what is overwritten.") : Fail($"The bucket {name} does not keep what is overwritten."),
            () => policies.One(bucket)?.IsPublic is true && blocks.One(bucket)?.RestrictPublicBuckets is not true
                ? Fail($"The policy of the bucket {name} lets in everybody.") : Pass($"The policy of the bucket {name} lets in nobody unknown."),
            () => acls.One(bucket)?.AccessControlList?.Grants?.Any(IsToEverybody) is true && blocks.One(bucket)?.IgnorePublicAcls is not true
                ? Fail($"The ACL of the bucket {name} lets in everybody.") : Pass($"The ACL of the bucket {name} lets in nobody unknown."),
        ];

    private static bool IsToEverybody(BucketGrant grant) =>
        grant.Grantee?.URI is { } group && (group.EndsWith("/AllUsers", StringComparison.Ordinal) || group.EndsWith("/AuthenticatedUsers", StringComparison.Ordinal));
}
