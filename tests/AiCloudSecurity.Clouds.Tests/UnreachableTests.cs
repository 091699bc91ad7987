using System.Net.Sockets;
using AiCloudSecurity.Clouds.Aws;
using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;

namespace AiCloudSecurity.Clouds.Tests;

/// <summary>A cloud to which no connection comes about: no such name, nobody there, or nobody whose certificate is trusted.</summary>
[Collection(Settings.OfTheProcess)]
public sealed class UnreachableTests(AwsAccount account, AzureTenant tenant, GcpOrganization organization) : IClassFixture<AzureTenant>, IClassFixture<GcpOrganization>
{
    public enum Reason { NoSuchName, NobodyThere, UntrustedCertificate, NoCertificate }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<Reason> Reasons => new(Enum.GetValues<Reason>());

    [Theory, MemberData(nameof(Reasons))]
    public async Task Where_no_connection_comes_about_AWS_is_not_read(Reason reason)
    {
        await account.FilledAsync();
        await AssertErrorAsync(reason, async endpoint => (await AwsConnection.OpenAsync(new() { EndpointUrl = endpoint, Regions = ["us-east-1"], Timeout = TimeSpan.FromSeconds(20) }, Token)).Dispose());
    }

    [Theory, MemberData(nameof(Reasons))]
    public Task Where_no_connection_comes_about_Azure_is_not_read(Reason reason) =>
        AssertErrorAsync(reason, async endpoint => (await AzureConnection.OpenAsync(tenant.Options with { EndpointUrl = endpoint, RetryDelay = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromSeconds(0.1) }, Token)).Dispose());

    [Theory, MemberData(nameof(Reasons))]
    public Task Where_no_connection_comes_about_Google_Cloud_is_not_read(Reason reason) =>
        AssertErrorAsync(reason, async endpoint => (await GcpConnection.OpenAsync(organization.Options with { EndpointUrl = endpoint, LongestWait = TimeSpan.FromSeconds(0.1) }, Token)).Dispose());

    [Fact]
    public void A_host_of_Google_Cloud_without_an_address_is_told_from_one_that_does_not_answer()
    {
        Assert.True(GcpError.IsNoHost(new HttpRequestException("failed", new SocketException((int)SocketError.HostNotFound))));
        Assert.False(GcpError.IsNoHost(new HttpRequestException("failed", new SocketException((int)SocketError.TryAgain))));
        Assert.False(GcpError.IsNoHost(new HttpRequestException("failed", new SocketException((int)SocketError.ConnectionRefused))));
    }

    private async Task AssertErrorAsync(Reason reason, Func<Uri, Task> openAsync)
    {
        var endpoint = reason switch
        {
            Reason.NoSuchName => new Uri("https://no-such-cloud.invalid/"),
            Reason.NobodyThere => new Uri("http://127.0.0.1:1/"),
            Reason.UntrustedCertificate => tenant.Fake.SecureEndpoint,
            _ => new UriBuilder(tenant.Fake.Endpoint) { Scheme = "https" }.Uri,
        };
        var error = await Assert.ThrowsAnyAsync<AiCloudException>(() => openAsync(endpoint));
        Assert.Equal(ErrorId.CloudUnreachable, error.Id);
        Assert.Contains($" could not be reached at {endpoint} (", error.Message, StringComparison.Ordinal);
        Assert.Matches(reason switch
        {
            Reason.NoSuchName => "no address|not known|no such host",
            Reason.NobodyThere => "refused",
            Reason.UntrustedCertificate => "certificate",
            _ => "frame",
        }, error.Message[error.Message.IndexOf('(', StringComparison.Ordinal)..]);
    }
}
