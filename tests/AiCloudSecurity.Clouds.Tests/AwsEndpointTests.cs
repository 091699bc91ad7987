using System.Text.Json;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

[Collection(Settings.OfTheProcess)]
public sealed class AwsEndpointTests
{
    // Asks botocore's rule sets, the way botocore's own clients do.
    private const string Oracle = """
        import json, sys
        import botocore.session
        from botocore.endpoint_provider import EndpointProvider
        loader = botocore.session.get_session().get_component('data_loader')
        partitions = loader.load_data('partitions')
        answers = []
        for name in json.load(sys.stdin):
            provider = EndpointProvider(loader.load_service_model(name, 'endpoint-rule-set-1'), partitions)
            for partition in partitions['partitions']:
                for region in partition['regions']:
                    if region.endswith('-global'):
                        continue
                    for fips in (False, True):
                        given = dict(Region=region, UseFIPS=fips, UseDualStack=False)
                        if name == 'sts':
                            given['UseGlobalEndpoint'] = False
                        if name == 's3':
                            given['ForcePathStyle'] = True
                        try:
                            endpoint = provider.resolve_endpoint(**given)
                            schemes = (endpoint.properties or {}).get('authSchemes') or [{}]
                            answers.append([name, region, fips, endpoint.url, schemes[0].get('signingRegion', region)])
                        except Exception as error:
                            answers.append([name, region, fips, None, None])
        json.dump(answers, sys.stdout)
        """;

    [Fact]
    public async Task Endpoints_and_signing_regions_are_botocores_in_all_partitions()
    {
        var services = AwsService.All.Select(service => service.Name).ToList();
        string output;
        try
        {
            output = await Python.RunAsync(["-c", Oracle], MotoServer.CleanEnvironment(), JsonSerializer.Serialize(services));
        }
        catch (InvalidOperationException missing) when (missing.Message.Contains("No module named", StringComparison.Ordinal))
        {
            Assert.Skip($"botocore is not installed, so endpoints were compared with nothing: {missing.Message}");
            return;
        }
        using var answers = JsonDocument.Parse(output);
        var compared = 0;
        List<string> different = [];
        foreach (var answer in answers.RootElement.EnumerateArray())
        {
            var (name, region, fips) = (answer[0].GetString()!, answer[1].GetString()!, answer[2].GetBoolean());
            var expected = answer[3].GetString() is { } url ? $"{url} {answer[4].GetString()}" : null;
            string? ours;
            try
            {
                var endpoint = AwsEndpoint.Of(AwsService.Of(name), region, fips);
                ours = $"{endpoint.Url} {endpoint.SigningRegion}";
            }
            catch (Amazon.Runtime.AmazonClientException)
            {
                ours = null;
            }
            compared++;
            if (ours != expected)
            {
                different.Add($"{name} {region} fips={fips}: botocore {expected}, ours {ours}");
            }
        }
        Assert.True(compared > 500, $"{compared} compared");
        Assert.True(different.Count == 0, $"{different.Count} of {compared} differ:\n{string.Join('\n', different.Take(40))}");
    }
}
