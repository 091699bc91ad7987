using System.Net;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Util.Internal;

namespace AiCloudSecurity.Clouds.Aws;

/// <summary>
/// A client of any AWS service: the SDK's pipeline for credentials, signing, retry, clock skew and endpoint
/// settings, with a marshaller of our own, since service packages for all that we read are not to be had and would
/// be a hundred times the code that we need.
/// </summary>
internal sealed class AwsClient : AmazonServiceClient
{
    // The SDK tries three times; a body that drips has no longer.
    private const int Attempts = 3;

    private readonly AwsService _service;
    private readonly TimeSpan _patience;
    private IServiceMetadata? _metadata;

    public AwsClient(AwsService service, string region, AwsTransport transport, AWSCredentials credentials)
        : base(credentials, new AwsClientConfig(service, region, transport))
    {
        _service = service;
        _patience = Attempts * transport.Timeout;
    }

    // The base constructor asks for it before our fields are set.
    protected override IServiceMetadata ServiceMetadata => _metadata ??= new Metadata(((ClientConfig)Config).ServiceId);

    /// <summary>Calls an operation and gives its answer as UTF-8 JSON.</summary>
    /// <exception cref="TimeoutException">No whole answer in time, however often it was asked for.</exception>
    public async Task<ReadOnlyMemory<byte>> CallAsync(string operation, JsonObject input, CancellationToken cancellationToken, (string Name, string Value)? header = null, bool isWrite = false)
    {
        var call = new AwsCall(_service, operation, input, header);
        var options = new InvokeOptions
        {
            RequestMarshaller = AwsMarshaller.Instance,
            ResponseUnmarshaller = _service.Protocol is AwsProtocol.Query or AwsProtocol.Ec2 or AwsProtocol.RestXml
                ? new AwsXmlUnmarshaller(_service.Protocol, call.Operation, isWrite)
                : new AwsJsonUnmarshaller(isWrite),
        };
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(_patience);
        try
        {
            return (await InvokeAsync<AwsAnswer>(call, options, deadline.Token).ConfigureAwait(false)).Json;
        }
        catch (Exception late) when (!cancellationToken.IsCancellationRequested && (deadline.IsCancellationRequested || late is OperationCanceledException or TimeoutException))
        {
            throw new TimeoutException($"no answer within {_patience.TotalSeconds:0.#} seconds", late);
        }
    }

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Resolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4());
        pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new RetryPolicy(Config)));
    }

    private sealed class Metadata(string serviceId) : IServiceMetadata
    {
        public string ServiceId => serviceId;

        public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>();
    }

    private sealed class SigV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    // A server error without a code comes from something that does not know the operation: asking again is no use.
    private sealed class RetryPolicy(IClientConfig config) : StandardRetryPolicy(config)
    {
        public override bool RetryForException(IExecutionContext executionContext, Exception exception) =>
            IsFromTheService(exception) && base.RetryForException(executionContext, exception);

        public override Task<bool> RetryForExceptionAsync(IExecutionContext executionContext, Exception exception) =>
            IsFromTheService(exception) ? base.RetryForExceptionAsync(executionContext, exception) : Task.FromResult(false);

        private static bool IsFromTheService(Exception exception) =>
            exception is not AmazonServiceException { StatusCode: HttpStatusCode.InternalServerError, ErrorCode: null or "" };
    }

    private sealed class EmptyParameters : EndpointParameters;

    internal sealed class Resolver : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext) => new EmptyParameters();

        public override Endpoint GetEndpoint(IExecutionContext executionContext)
        {
            ArgumentNullException.ThrowIfNull(executionContext);
            return ((AwsClientConfig)executionContext.RequestContext.ClientConfig).Resolve();
        }
    }
}

/// <summary>What all clients of a connection share.</summary>
/// <param name="EndpointUrl">Where requests go instead of AWS; null for AWS or what the vendor's variables say.</param>
/// <param name="Http">The one pool of connections.</param>
/// <param name="ProfileName">The profile whose settings count.</param>
/// <param name="Timeout">How long one attempt waits for an answer to begin.</param>
internal sealed record AwsTransport(Uri? EndpointUrl, HttpClientFactory Http, string? ProfileName, TimeSpan Timeout);

internal sealed class AwsClientConfig : ClientConfig
{
    private static readonly IDefaultConfiguration[] s_modes =
        [.. Enum.GetValues<DefaultConfigurationMode>().Select(mode => new DefaultConfiguration
        {
            Name = mode,
            RetryMode = RequestRetryMode.Standard,
            S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
            ConnectTimeout = TimeSpan.FromSeconds(3),
            TlsNegotiationTimeout = TimeSpan.FromSeconds(3),
        })];

    private readonly AwsService _service;
    private readonly string _region;

    public AwsClientConfig(AwsService service, string region, AwsTransport transport)
        : base(new DefaultConfigurationProvider(s_modes))
    {
        _service = service;
        _region = region;
        ServiceId = service.ServiceId;
        AuthenticationServiceName = service.SigningName;
        EndpointProvider = new Provider(this);
        if (transport.ProfileName is { } profile)
        {
            // For the endpoint settings of the profile; the region comes below, the credentials from elsewhere.
            Profile = new Profile(profile);
        }
        RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        if (transport.EndpointUrl is { } url)
        {
            ServiceURL = url.ToString();
        }
        // Somebody else's endpoint has one name only.
        DisableHostPrefixInjection = !string.IsNullOrEmpty(ServiceURL);
        // With an endpoint of somebody else's the SDK would guess the region from the URL: us-east-1.
        AuthenticationRegion = AwsEndpoint.SigningRegionOf(service, region);
        HttpClientFactory = transport.Http;
        RetryMode = RequestRetryMode.Standard;
        MaxStaleConnectionRetries = 1;
    }

    public override string RegionEndpointServiceName => _service.EndpointPrefix;

    public override string ServiceVersion => _service.Version;

    public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("AiCloudSecurity", "0.1.0");

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => Resolve();

    /// <summary>An endpoint set by parameter, variable or profile, else AWS's own; signed for our region either way.</summary>
    public Endpoint Resolve()
    {
        if (string.IsNullOrEmpty(ServiceURL))
        {
            if (UseDualstackEndpoint)
            {
                throw new AmazonClientException("Dual-stack endpoints are not supported: unset AWS_USE_DUALSTACK_ENDPOINT, or name an endpoint URL.");
            }
            return AwsEndpoint.Of(_service, _region, UseFIPSEndpoint).ForPipeline(_service);
        }
        if (UseFIPSEndpoint)
        {
            throw new AmazonClientException($"{_service.Name} has an endpoint URL and FIPS is on: unset one of them.");
        }
        return new AwsEndpoint(ServiceURL, AuthenticationRegion).ForPipeline(_service);
    }

    private sealed class Provider(AwsClientConfig config) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters parameters) => config.Resolve();
    }
}

/// <summary>
/// One pool of connections, which lets go of a body at once when a read is cancelled (the default waits two
/// seconds to drain it). Proxies are those of the SDK's configuration, else of the environment.
/// The SDK's own timeout does not reach a client that is not its own.
/// </summary>
internal sealed class AwsHttp(TimeSpan timeout) : HttpClientFactory, IDisposable
{
    private readonly object _gate = new();
    private HttpClient? _client;

    public override HttpClient CreateHttpClient(IClientConfig clientConfig)
    {
        ArgumentNullException.ThrowIfNull(clientConfig);
        lock (_gate)
        {
            if (_client is null)
            {
                var handler = new SocketsHttpHandler
                {
                    ResponseDrainTimeout = TimeSpan.Zero,
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    AllowAutoRedirect = false,
                };
                if (clientConfig.GetWebProxy() is { } proxy)
                {
                    handler.Proxy = proxy;
                }
                _client = new HttpClient(handler) { Timeout = timeout };
            }
            return _client;
        }
    }

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client?.Dispose();
}
