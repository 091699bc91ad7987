using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Whether everybody can reach a bucket: by its policy or its ACL, and in spite of what the bucket and the account refuse.</summary>
internal sealed class BucketExposure(
    Inventory<BucketPolicyStatus> statuses, Inventory<BucketAcl> acls, Inventory<BucketPublicAccessBlock> blocks, Inventory<AccountPublicAccessBlock> account)
{
    /// <summary>A verdict for each way in.</summary>
    public IEnumerable<Func<Verdict>> Of(Bucket bucket, string what) => [() => Policy(bucket, what), () => Acl(bucket, what)];

    private Verdict Policy(Bucket bucket, string what) =>
        statuses.One(bucket) switch
        {
            null => Pass($"{what} has no policy."),
            { IsPublic: null } => Unknown($"S3 does not say whether the policy of {What(what)} is public."),
            { IsPublic: false } => Pass($"The policy of {What(what)} is not public."),
            _ => Seen.Any(() => blocks.One(bucket)?.RestrictPublicBuckets is true, () => account.All.Any(block => block.RestrictPublicBuckets is true))
                ? Pass($"The public policy of {What(what)} is cut down to the account.")
                : Fail($"The policy of {What(what)} is public."),
        };

    private Verdict Acl(Bucket bucket, string what)
    {
        if (acls.One(bucket)?.AccessControlList?.Grants?.FirstOrDefault(IsToEverybody) is not { } grant)
        {
            return Pass($"The ACL of {What(what)} grants nothing to everybody.");
        }
        return Seen.Any(() => blocks.One(bucket)?.IgnorePublicAcls is true, () => account.All.Any(block => block.IgnorePublicAcls is true))
            ? Pass($"The public ACL of {What(what)} is ignored.")
            : Fail($"The ACL of {What(what)} grants {grant.Permission} to {grant.Grantee!.URI!.Split('/')[^1]}.");
    }

    private static string What(string what) => char.ToLowerInvariant(what[0]) + what[1..];

    private static bool IsToEverybody(BucketGrant grant) =>
        grant.Grantee?.URI is { } group && (group.EndsWith("/AllUsers", StringComparison.Ordinal) || group.EndsWith("/AuthenticatedUsers", StringComparison.Ordinal));
}
