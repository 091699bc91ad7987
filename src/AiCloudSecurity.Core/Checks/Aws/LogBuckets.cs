using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Judges buckets that take logs: whether they are there, keep what is overwritten, and are nobody else's to read.</summary>
internal sealed class LogBuckets(Inventory<Bucket> buckets, Inventory<BucketVersioning> versionings, BucketExposure exposure)
{
    /// <summary>A verdict for each thing that can be wrong with the bucket.</summary>
    public IEnumerable<Func<Verdict>> Judge(string name) => buckets.Find(name) is not { } bucket
        ? [() => Fail($"The bucket {name} does not exist.")]
        :
        [
            () => versionings.One(bucket)?.Status is "Enabled" ? Pass($"The bucket {name} keeps what is overwritten.") : Fail($"The bucket {name} does not keep what is overwritten."),
            .. exposure.Of(bucket, $"The bucket {name}"),
        ];
}
