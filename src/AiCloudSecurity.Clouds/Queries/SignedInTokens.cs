using AiCloudSecurity.Clouds.Azure;
using AiCloudSecurity.Clouds.Gcp;
using Azure.Core;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>Tokens of Application Default Credentials.</summary>
public sealed class GoogleTokens : IAccessTokenSource
{
    private GcpSignIn? _signIn;

    /// <inheritdoc/>
    /// <exception cref="AiCloudException">Nobody is signed in.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        _signIn ??= await GcpSignIn.FindAsync(new GcpOptions(), null, cancellationToken).ConfigureAwait(false);
        try
        {
            return await _signIn.TokenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is not (AiCloudException or OperationCanceledException))
        {
            throw new AiCloudException(ErrorId.CloudAuthenticationFailed, $"Google gives no token for {Display.Safe(_signIn.Caller)} ({Display.Safe(refused.Message)}). Run 'gcloud auth application-default login' again.", "AccessToken", refused);
        }
    }
}

/// <summary>Tokens for a resource of Azure: of the environment's service principal, the workload identity, the managed identity or the az CLI.</summary>
/// <param name="resource">What the token is for, as https://api.loganalytics.io.</param>
public sealed class AzureTokens(string resource) : IAccessTokenSource
{
    private readonly TokenCredential _credential = AzureCredentials.Of(new AzureOptions(), AzureEnvironment.Of(null));

    /// <inheritdoc/>
    /// <exception cref="AiCloudException">Nobody is signed in.</exception>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Azure.Identity keeps it until it is due.
            return (await _credential.GetTokenAsync(new TokenRequestContext([$"{resource}/.default"]), cancellationToken).ConfigureAwait(false)).Token;
        }
        catch (Exception refused) when (refused is not (AiCloudException or OperationCanceledException))
        {
            throw new AiCloudException(ErrorId.CloudAuthenticationFailed, $"Nobody is signed in to Azure ({Display.Safe(refused.Message.Split('\n')[0].TrimEnd())}). Run 'az login', or give a token with -AccessToken.", "AccessToken", refused);
        }
    }
}
