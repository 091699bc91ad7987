using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;

namespace AiCloudSecurity.Clouds.Azure;

/// <summary>Finds out who is signed in.</summary>
internal static class AzureCredentials
{
    /// <summary>
    /// The session's own sign-in where it has one; else the environment's service principal, the workload identity, the
    /// managed identity and the az CLI, in that order.
    /// </summary>
    public static TokenCredential Of(AzureOptions options, AzureEnvironment environment, HttpMessageHandler? handler = null)
    {
        if (options.Session is { } session)
        {
            return Of(session);
        }
        // An authority that is no public one cannot be looked up in the public one's list.
        var isPrivate = environment.Authority.IsLoopback;
        var ofEnvironment = new EnvironmentCredentialOptions { AuthorityHost = environment.Authority, DisableInstanceDiscovery = isPrivate };
        if (handler is not null)
        {
            ofEnvironment.Transport = new HttpClientTransport(handler);
        }
        return new Challenged(new ChainedTokenCredential(
            new EnvironmentCredential(ofEnvironment),
            new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { AuthorityHost = environment.Authority, DisableInstanceDiscovery = isPrivate, TenantId = options.Tenant ?? Variable("AZURE_TENANT_ID") }),
            new OfMachine(),
            new AzureCliCredential(new AzureCliCredentialOptions { TenantId = options.Tenant, ProcessTimeout = TimeSpan.FromSeconds(30) })));
    }

    /// <summary>A token that somebody else has signed in for.</summary>
    public static TokenCredential Of(AzureToken session) => new Given(session);

    /// <summary>Whether the environment or the az CLI has some. Nothing is asked for it.</summary>
    public static bool AreLikely => Variable("AZURE_CLIENT_ID") is not null && Variable("AZURE_TENANT_ID") is not null || Variable("IDENTITY_ENDPOINT") is not null
        || AzureProfile.File is not null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>
    /// The managed identity, where there is one. The address that gives its tokens may be nobody's, or another cloud's,
    /// which answers something else: then the next credential is asked, and at once.
    /// </summary>
    private sealed class OfMachine : TokenCredential
    {
        private const string Address = "/metadata/identity/oauth2/token?api-version=2018-02-01";
        private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
        private readonly ManagedIdentityCredential _identity = new(new ManagedIdentityCredentialOptions(
            Variable("AZURE_CLIENT_ID") is { } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned) { Retry = { MaxRetries = 1, NetworkTimeout = TimeSpan.FromSeconds(10) } });

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException("Tokens are asked for asynchronously.");

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            // App Service, Functions, Automation, Arc and Cloud Shell say where they are.
            if (Variable("IDENTITY_ENDPOINT") is null && Variable("MSI_ENDPOINT") is null && Variable("IMDS_ENDPOINT") is null)
            {
                await FindAsync(cancellationToken).ConfigureAwait(false);
            }
            try
            {
                return await _identity.GetTokenAsync(requestContext, cancellationToken).ConfigureAwait(false);
            }
            // Refused, cut off, or no answer in time: none of it must keep the next one from being asked.
            catch (Exception refused) when (refused is not CredentialUnavailableException && !cancellationToken.IsCancellationRequested)
            {
                throw new CredentialUnavailableException($"The managed identity gives no token: {refused.Message.Split('\n')[0].TrimEnd()}", refused);
            }
        }

        // Without the header that it asks for, Azure's service answers 400 and nobody else does.
        private static async Task FindAsync(CancellationToken cancellationToken)
        {
            var host = Variable("AZURE_POD_IDENTITY_AUTHORITY_HOST") ?? "http://169.254.169.254";
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = s_patience }) { Timeout = s_patience };
            string found;
            try
            {
                using var answer = await http.GetAsync(new Uri($"{host.TrimEnd('/')}{Address}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (answer.StatusCode == System.Net.HttpStatusCode.BadRequest)
                {
                    return;
                }
                found = $"answers {(int)answer.StatusCode}";
            }
            catch (Exception failure) when (failure is HttpRequestException or UriFormatException || failure is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                found = "does not answer";
            }
            throw new CredentialUnavailableException($"This machine has no managed identity of Azure: {host} {found}.");
        }
    }

    /// <summary>
    /// Where Azure asks for other claims (continuous access evaluation, conditional access), a token with these is asked
    /// for once. Places that give tokens keep them: one that gives the refused token again has no other.
    /// </summary>
    private sealed class Challenged(TokenCredential inner) : TokenCredential
    {
        private string? _last;

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException("Tokens are asked for asynchronously.");

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            var isChallenge = requestContext.Claims is { Length: > 0 };
            AccessToken token;
            try
            {
                token = await inner.GetTokenAsync(requestContext, cancellationToken).ConfigureAwait(false);
            }
            catch (AuthenticationFailedException refused) when (isChallenge)
            {
                throw new AuthenticationFailedException($"Azure asks for a sign-in with other claims, and no token has them: {refused.Message.Split('\n')[0].TrimEnd()}", refused);
            }
            if (isChallenge && token.Token == _last)
            {
                throw new AuthenticationFailedException("Azure asks for a sign-in with other claims (conditional access), and the same token was given again");
            }
            _last = token.Token;
            return token;
        }
    }

    private sealed class Given(AzureToken session) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(session.Token, session.ExpiresOn);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            requestContext.Claims is { Length: > 0 }
                ? throw new AuthenticationFailedException("Azure asks to sign in again (conditional access). Run Connect-AzAccount, and read again.")
                : ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
