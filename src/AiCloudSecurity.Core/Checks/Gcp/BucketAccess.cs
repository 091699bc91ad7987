using AiCloudSecurity.Iam.Google;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Checks.Gcp;

/// <summary>Who may read and write buckets beyond the project's own people and workloads.</summary>
internal sealed class BucketAccess(Inventory<Bucket> buckets, HeldRoles roles, Scope scope)
{
    private static readonly string[] s_writing =
        ["roles/storage.admin", "roles/storage.objectAdmin", "roles/storage.objectUser", "roles/storage.objectCreator", "roles/storage.legacyBucketWriter", "roles/storage.legacyBucketOwner", "roles/storage.legacyObjectOwner"];

    /// <summary>The bucket of a gs:// address; null where there is none.</summary>
    public Bucket? Find(string address) => buckets.Find(address);

    /// <summary>Who may write a bucket by its own policy and should not: groups, domains, everybody, strangers and workloads of other projects.</summary>
    public IEnumerable<GoogleBinding> ForeignWriters(Bucket bucket) =>
        roles.On(bucket).Where(held => s_writing.Contains(held.Role) && IsForeign(held.Member));

    /// <summary>Everybody, where a bucket is open to everybody.</summary>
    public IEnumerable<GoogleBinding> Everybody(Bucket bucket) => roles.On(bucket).Where(held => Members.IsEverybody(held.Member));

    private bool IsForeign(string member) => Members.IsBroad(member) || member.StartsWith("group:", StringComparison.Ordinal) || roles.IsStranger(member)
        || Members.IsWorkload(member) && GcpIdentity.ProjectOf(Members.AccountOf(member)!, scope) is { } project && project != scope.Id;
}
