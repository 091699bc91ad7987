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
            return new Given(session);
        }
        // An authority that is no public one cannot be looked up in the public one's list.
        var isPrivate = environment.Authority.IsLoopback;
        var ofEnvironment = new EnvironmentCredentialOptions { AuthorityHost = environment.Authority, DisableInstanceDiscovery = isPrivate };
        if (handler is not null)
        {
            ofEnvironment.Transport = new HttpClientTransport(handler);
        }
        return new ChainedTokenCredential(
            new EnvironmentCredential(ofEnvironment),
            new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { AuthorityHost = environment.Authority, DisableInstanceDiscovery = isPrivate, TenantId = options.Tenant ?? Variable("AZURE_TENANT_ID") }),
            // Off Azure nobody answers there: one short try.
            new ManagedIdentityCredential(new ManagedIdentityCredentialOptions(Variable("AZURE_CLIENT_ID") is { } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned)
            {
                Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(2) },
            }),
            new AzureCliCredential(new AzureCliCredentialOptions { TenantId = options.Tenant, ProcessTimeout = TimeSpan.FromSeconds(30) }));
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private sealed class Given(AzureToken session) : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(session.Token, session.ExpiresOn);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            requestContext.Claims is { Length: > 0 }
                ? throw new AuthenticationFailedException("Azure asks to sign in again (conditional access). Run Connect-AzAccount, and read again.")
                : ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
