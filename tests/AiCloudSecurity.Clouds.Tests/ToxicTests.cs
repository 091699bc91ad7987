using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>A bad network between us and a cloud: what is only slow changes nothing, and what cuts makes nothing pass.</summary>
public sealed class ToxicTests(AwsAccount account, AzureTenant tenant, GcpOrganization organization) : IClassFixture<AzureTenant>, IClassFixture<GcpOrganization>
{
    private static readonly Toxic[] s_slow = [Toxic.Latency, Toxic.Bandwidth, Toxic.SlowClose, Toxic.Slicer];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Toxic> Toxics => new(Enum.GetValues<Toxic>());

    // AISEC_FULL=1 runs all of them; a fast run what cuts.
    public static TheoryData<Toxic> Cuts => Environment.GetEnvironmentVariable("AISEC_FULL") is "1" ? Toxics : [Toxic.ResetPeer, Toxic.LimitData];

    [Theory, MemberData(nameof(Toxics))]
    public async Task A_network_that_spoils_answers_of_Azure_makes_nothing_pass(Toxic toxic)
    {
        tenant.Fill();
        var whole = AzureTenant.Judge(await tenant.ReadAsync());
        await using var proxy = ToxicProxy.Start(tenant.Fake.Endpoint, toxic);
        AssertHolds(toxic, whole, await TryAsync(async () => AzureTenant.Judge(await tenant.ReadAsync(tenant.Options with { EndpointUrl = proxy.Endpoint, Timeout = Patience(toxic) }))));
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_network_that_spoils_answers_of_Google_Cloud_makes_nothing_pass(Toxic toxic)
    {
        organization.Fill();
        var whole = GcpOrganization.Judge(await organization.ReadAsync());
        await using var proxy = ToxicProxy.Start(organization.Fake.Endpoint, toxic);
        AssertHolds(toxic, whole, await TryAsync(async () => GcpOrganization.Judge(await organization.ReadAsync(organization.Options with { EndpointUrl = proxy.Endpoint, Timeout = Patience(toxic) }))));
    }

    [Theory, MemberData(nameof(Cuts))]
    public async Task A_network_that_spoils_answers_of_AWS_makes_nothing_pass(Toxic toxic)
    {
        var fake = await account.FilledAsync();
        using var unchanging = fake.RememberAnswers();
        var checks = Checks.Check.All.Where(check => check.Id is "AWS-NET-001" or "AWS-NET-012" or "AWS-IAM-001" or "AWS-MON-021").ToList();
        async Task<Dictionary<string, Status>> JudgeAsync(Uri endpoint, TimeSpan patience)
        {
            using var connection = await Aws.AwsConnection.OpenAsync(new() { EndpointUrl = endpoint, Regions = ["us-east-1"], ThrottleLimit = 32, Timeout = patience }, Token);
            var estate = await connection.ReadAsync(checks.SelectMany(check => check.Types).Distinct(), null, Token);
            return checks.SelectMany(check => check.Judge(estate)).ToDictionary(finding => $"{finding.CheckId} {finding.ResourceId}", finding => finding.Status);
        }
        var whole = await JudgeAsync(fake.Endpoint, Patience(Toxic.Latency));
        await using var proxy = ToxicProxy.Start(fake.Endpoint, toxic);
        AssertHolds(toxic, whole, await TryAsync(() => JudgeAsync(proxy.Endpoint, Patience(toxic))));
    }

    private static TimeSpan Patience(Toxic toxic) => TimeSpan.FromSeconds(toxic == Toxic.Timeout ? 0.3 : 30);

    private static async Task<Dictionary<string, Status>?> TryAsync(Func<Task<Dictionary<string, Status>>> judge)
    {
        try
        {
            return await judge();
        }
        catch (AiCloudException failure)
        {
            Assert.Contains(failure.Id, new[] { ErrorId.CloudUnreachable, ErrorId.CloudRefused, ErrorId.NothingAssessed });
            return null;
        }
    }

    private static void AssertHolds(Toxic toxic, Dictionary<string, Status> whole, Dictionary<string, Status>? spoiled)
    {
        if (s_slow.Contains(toxic))
        {
            Assert.Equal(whole, spoiled);
        }
        else if (spoiled is not null)
        {
            Assert.All(spoiled, finding => Assert.True(finding.Value == Status.Unknown || finding.Value == whole.GetValueOrDefault(finding.Key), $"{finding.Key} is {finding.Value}"));
        }
    }
}
