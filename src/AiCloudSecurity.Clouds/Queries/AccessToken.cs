using System.Net;
using System.Security;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>A token that the user gave: as a SecureString, or in a variable of the environment.</summary>
public sealed class AccessToken(SecureString? given, params string[] variables) : IAccessTokenSource
{
    /// <inheritdoc/>
    /// <exception cref="AiCloudException">There is none.</exception>
    public ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var token = given is { Length: > 0 } ? new NetworkCredential("", given).Password
            : variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 });
        return token is { Length: > 0 } ? ValueTask.FromResult(token)
            : throw new AiCloudException(ErrorId.CloudAuthenticationFailed, $"There is no access token. Give one with -AccessToken, or in {string.Join(" or ", variables)}.", "AccessToken");
    }
}
