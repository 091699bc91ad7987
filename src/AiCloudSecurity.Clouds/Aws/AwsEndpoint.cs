using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// Where a service answers and with which region a request is signed. Equal to botocore's rule sets in every
/// partition (a test compares); the SDK's own rules come only with each service's package.
/// </summary>
/// <param name="Url">Scheme and host.</param>
/// <param name="SigningRegion">The region in the signature's scope.</param>
internal readonly record struct AwsEndpoint(string Url, string SigningRegion)
{
    /// <summary>The endpoint of AWS itself.</summary>
    /// <exception cref="AmazonClientException">The partition has no such endpoint.</exception>
    public static AwsEndpoint Of(AwsService service, string region, bool fips)
    {
        var partition = Fn.Partition(region);
        var name = (string)Fn.GetAttr(partition, "name");
        var suffix = (string)Fn.GetAttr(partition, "dnsSuffix");
        var home = (string)Fn.GetAttr(partition, "implicitGlobalRegion");
        if (fips && name == "aws-cn" && service.Name is ("s3" or "s3control"))
        {
            throw new AmazonClientException($"There is no FIPS endpoint of {service.Name} in {region}: unset AWS_USE_FIPS_ENDPOINT.");
        }
        var withFips = fips ? "-fips" : "";
        return (service.Name, name, fips) switch
        {
            ("iam", "aws", _) => new($"https://iam{withFips}.amazonaws.com", home),
            ("iam", "aws-us-gov", _) => new("https://iam.us-gov.amazonaws.com", home),
            ("iam", "aws-cn", false) => new("https://iam.cn-north-1.amazonaws.com.cn", "cn-north-1"),
            ("iam", "aws-iso" or "aws-iso-b", _) => new($"https://iam{withFips}.{home}.{suffix}", home),
            ("iam", "aws-eusc" or "aws-iso-e" or "aws-iso-f", false) => new($"https://iam.{home}.{suffix}", home),
            ("iam", _, true) => new($"https://iam-fips.{suffix}", home),

            ("budgets", "aws-eusc", false) => new($"https://budgets.{home}.api.amazonwebservices.eu", home),
            ("budgets", "aws-iso-b" or "aws-iso-e" or "aws-iso-f", false) => new($"https://budgets.global.{suffix}", home),
            ("budgets", _, _) => new($"https://budgets{withFips}.{suffix}", home),

            ("ce", "aws-cn", _) => new($"https://ce{withFips}.cn-northwest-1.{suffix}", "cn-northwest-1"),
            ("ce", "aws-eusc", false) => new($"https://ce.{home}.api.amazonwebservices.eu", home),
            ("ce", _, _) => new($"https://ce{withFips}.{home}.{suffix}", home),

            ("organizations", "aws" or "aws-iso" or "aws-iso-b" or "aws-iso-f", _) when !fips || name == "aws" => new($"https://organizations{withFips}.{home}.{suffix}", home),
            ("organizations", "aws-us-gov", _) => new($"https://organizations.{home}.{suffix}", home),
            ("organizations", "aws-cn", false) => new($"https://organizations.cn-northwest-1.{suffix}", "cn-northwest-1"),

            ("sagemaker", "aws" or "aws-us-gov", true) => new($"https://api-fips.sagemaker.{region}.{suffix}", region),
            ("transcribe", "aws" or "aws-us-gov", true) => new($"https://fips.transcribe.{region}.{suffix}", region),
            ("transcribe", "aws-cn", false) => new($"https://cn.transcribe.{region}.{suffix}", region),
            // Some services answer only at the hosts that speak IPv6, too.
            ("qbusiness" or "s3vectors", _, _) => new($"https://{service.EndpointPrefix}{withFips}.{region}.{Fn.GetAttr(partition, "dualStackDnsSuffix")}", region),
            ("sts" or "ec2" or "cloudtrail" or "cloudwatch" or "logs" or "guardduty" or "sso" or "rds"
                or "application-autoscaling" or "elbv2" or "events" or "service-quotas" or "config" or "sns" or "sqs" or "ram", "aws-us-gov", true) =>
                new($"https://{service.EndpointPrefix}.{region}.{suffix}", region),
            ("databrew", "aws-us-gov", true) when region == home => new($"https://databrew.{region}.{suffix}", region),
            _ => new($"https://{service.EndpointPrefix}{withFips}.{region}.{suffix}", region),
        };
    }

    /// <summary>The region that a service's requests are signed with, wherever they are sent.</summary>
    public static string SigningRegionOf(AwsService service, string region) => Of(service, region, fips: false).SigningRegion;

    /// <summary>The partition of a region, as aws-cn.</summary>
    public static string PartitionOf(string region) => (string)Fn.GetAttr(Fn.Partition(region), "name");

    /// <summary>The region that answers for a whole partition.</summary>
    public static string HomeOf(string region) => (string)Fn.GetAttr(Fn.Partition(region), "implicitGlobalRegion");

    /// <summary>The endpoint in the shape that the SDK's pipeline takes.</summary>
    public Endpoint ForPipeline(AwsService service) => new(Url,
        $$"""{"authSchemes":[{"name":"sigv4","signingName":"{{service.SigningName}}","signingRegion":"{{SigningRegion}}"}]}""", "");
}
