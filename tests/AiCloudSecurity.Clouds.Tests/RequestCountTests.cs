using System.Text.Json.Nodes;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>An account is read with the fewest requests that the reads of the resource types and its own size allow.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class RequestCountTests(AwsAccount account)
{
    // What the fake and moto put on a page where nobody says how much.
    private const int PageSize = 100;
    private static readonly string[] s_regions = ["us-east-1", "eu-west-1"];

    // What an organisation imposes is asked once for all its accounts; what is used is read on request.
    private static readonly List<(ResourceType Type, AwsResourceAttribute Read)> s_types =
        [.. from type in ResourceType.All
            where type.Read is AwsResourceAttribute { OnRequest: false, Service: not "organizations" }
            select (type, (AwsResourceAttribute)type.Read)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Requests_are_the_fewest_that_the_size_of_an_account_allows(int size)
    {
        await FillAsync(size);
        var estate = await ReadAsync();
        Assert.Equal([], Differences(Fewest(estate), Sent()));

        // Where many cannot be had at once each is asked for, and the estate is the same.
        account.Fake.ForgetRequests();
        account.Fake.Deny("*", request => s_types.Exists(type => request.Name == $"{type.Read.Service}:{type.Read.Bulk?.Split(' ')[0]}"
            && JsonNode.DeepEquals(request.Input(), JsonNode.Parse(type.Read.BulkInput.Replace("{account}", "123456789012", StringComparison.Ordinal)))));
        var single = await ReadAsync();
        Assert.Equal(2 * Math.Max(1, 40 * size / 30), Sent()["sagemaker:DescribeModel"]);
        Assert.Equal(estate.Resources.Select(resource => resource.Identity), single.Resources.Select(resource => resource.Identity));
        Assert.Equal(Verdicts(estate), Verdicts(single));
    }

    [Theory]
    [InlineData("""{ "Results": [] }""")]
    [InlineData("""{ "Results": [{ "Endpoint": null }, { "Endpoint": { "EndpointName": "other", "DataCaptureConfig": { "EnableCapture": true } } }, null, 1] }""")]
    [InlineData("""{ "Results": [{ "Endpoint": { "EndpointName": "a", "LastModifiedTime": 1700000000, "DataCaptureConfig": { "EnableCapture": true } } }] }""")]
    [InlineData("""{ "Results": [{ "Endpoint": { "EndpointName": "a", "DataCaptureConfig": { "EnableCapture": true } } }, { "Endpoint": { "EndpointName": "a" } }] }""")]
    [InlineData("{ \"Results\": {} }")]
    [InlineData("[]")]
    public async Task What_is_given_at_once_is_not_believed_where_it_lacks_a_resource_or_contradicts_the_list(string search)
    {
        await account.ResetAsync();
        account.Fake.Answer("sagemaker:ListEndpoints", "*", """
            { "Endpoints": [{ "EndpointName": "a", "EndpointArn": "arn:aws:sagemaker:us-east-1:123456789012:endpoint/a", "LastModifiedTime": 1700000100.123 },
                            { "EndpointName": "b", "EndpointArn": "arn:aws:sagemaker:us-east-1:123456789012:endpoint/b", "LastModifiedTime": 1700000100 }] }
            """);
        account.Fake.Answer("sagemaker:Search", "*", search);
        account.Fake.Answer("sagemaker:DescribeEndpoint", "*", """{ "DataCaptureConfig": { "EnableCapture": false } }""");
        using var connection = await account.OpenAsync("us-east-1");
        var estate = await connection.ReadAsync([ResourceType.Of<Resources.Aws.Endpoint>()], null, Token);
        Assert.Equal(2, estate.Resources.Count);
        Assert.All(estate.Resources.Cast<Resources.Aws.Endpoint>(), endpoint => Assert.False(endpoint.DataCaptureConfig!.EnableCapture));
    }

    private async Task FillAsync(int size)
    {
        await account.ResetAsync();
        await MotoServer.RunScriptAsync("tests/moto/fleet.py", account.Fake.Endpoint, "--size", $"{size}");
        account.Fake.ForgetRequests();
    }

    private async Task<Estate> ReadAsync()
    {
        using var connection = await account.OpenAsync(s_regions);
        var estate = await connection.ReadAsync(s_types.Select(type => type.Type), null, Token);
        Assert.All(estate.Coverage, entry => Assert.True(entry.IsComplete, $"{entry.ResourceType} in {entry.Region}: {entry.Message}"));
        return estate;
    }

    private static List<string> Verdicts(Estate estate) =>
        [.. Checks.Check.All.Where(check => !check.IsOnRequest).SelectMany(check => check.Judge(estate)).Select(finding => $"{finding.CheckId} {finding.ResourceId} {finding.Status}").Order()];

    private Dictionary<string, int> Sent() => account.Fake.Requests.GroupBy(request => request.Name).ToDictionary(group => group.Key, group => group.Count());

    // A page of a list for each hundred, of each value that it is asked for; a request for each resource that must be described and for each part of one; and
    // where one operation gives many of them, its pages.
    private static Dictionary<string, int> Fewest(Estate estate)
    {
        Dictionary<string, int> fewest = new() { ["sts:GetCallerIdentity"] = 1 };
        var unused = estate.Coverage.Where(entry => entry.State == CoverageState.Unused).Select(entry => (entry.ResourceType, entry.Subject)).ToHashSet();
        foreach (var region in s_regions.Append(ResourceIdentity.Global))
        {
            var here = s_types.Where(type => type.Read.Global == (region == ResourceIdentity.Global)).ToList();
            foreach (var list in here.Where(type => type.Read is { List: not null, Of: null }).GroupBy(type => (type.Read.Service, type.Read.List, type.Read.Input)))
            {
                Add(list.First().Read, list.Key.List!, Pages(list.Key.Input, list.Max(type => Count(type.Type))) * (list.First().Read.Each?.Split(',').Length ?? 1));
            }
            foreach (var (type, read) in here)
            {
                if (read.IsSingleton)
                {
                    Add(read, read.Describe!, 1);
                }
                if (read is { List: not null, Of: not null })
                {
                    var parents = estate.Resources.Count(resource => resource.Type == type.Parent && resource.Identity.Region == region && !unused.Contains((type.Name, resource.Identity.Id)));
                    Add(read, parents > 1 && read.Bulk is not null ? read.Bulk : read.List, parents > 1 && read.Bulk is not null ? Pages(read.BulkInput, parents) : parents);
                }
                if (read is { List: not null, Describe: not null })
                {
                    var count = Count(type);
                    Add(read, count > 1 && read.Bulk is not null ? read.Bulk : read.Describe, count > 1 && read.Bulk is not null ? Pages(read.BulkInput, count) : count);
                }
            }

            int Count(ResourceType type) => estate.Resources.Count(resource => resource.Type == type && resource.Identity.Region == region);
        }
        // What several regions know is asked for once: settings of one thing, where it is used, and what is named.
        foreach (var (type, read) in s_types.Where(type => type.Read is { List: null, Of: not null }))
        {
            Add(read, read.Describe!, estate.Resources.Where(resource => resource.Type == type.Parent && !unused.Contains((type.Name, resource.Identity.Id))).Select(resource => resource.Identity.Id).Distinct().Count());
        }
        foreach (var (type, read) in s_types.Where(type => type.Type.IsReferenced))
        {
            Add(read, read.Describe!, estate.Coverage.Where(entry => entry.ResourceType == type.Name && entry.Subject is not null)
                .Select(entry => entry.Subject!.StartsWith("arn:", StringComparison.Ordinal) || read.Service == "s3" ? entry.Subject : $"{entry.Region} {entry.Subject}").Distinct().Count());
        }
        return fewest;

        void Add(AwsResourceAttribute read, string operation, int times)
        {
            var name = $"{read.Service}:{operation.Split(' ')[0]}";
            fewest[name] = fewest.GetValueOrDefault(name) + times;
        }
    }

    private static int Pages(string input, int items)
    {
        var size = JsonNode.Parse(input)!.AsObject().FirstOrDefault(member => member.Key is "MaxResults" or "maxResults" or "MaxItems" or "MaxRecords").Value?.GetValue<int>() ?? PageSize;
        return Math.Max(1, (items + size - 1) / size);
    }

    private static IEnumerable<string> Differences(Dictionary<string, int> expected, Dictionary<string, int> sent) =>
        from operation in expected.Keys.Union(sent.Keys).Order()
        where expected.GetValueOrDefault(operation) != sent.GetValueOrDefault(operation)
        select $"{operation}: {sent.GetValueOrDefault(operation)}, and {expected.GetValueOrDefault(operation)} are enough";
}
