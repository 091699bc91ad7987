using System.Net;
using System.Security;

namespace AiCloudSecurity.Clouds.Queries;

/// <summary>A token that the user gave, as a SecureString or in a variable of the environment; that of whoever is signed in without.</summary>
/// <param name="given">The token; null where none was given.</param>
/// <param name="signedIn">Who is asked where none was given.</param>
/// <param name="variables">The environment variables that may have one, in the order in which they count.</param>
public sealed class AccessToken(SecureString? given, IAccessTokenSource signedIn, params string[] variables) : IAccessTokenSource
{
    /// <inheritdoc/>
    /// <exception cref="AiCloudException">There is none, and nobody is signed in.</exception>
    public ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var token = given is { Length: > 0 } ? new NetworkCredential("", given).Password
            : variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 });
        return token is { Length: > 0 } ? ValueTask.FromResult(token) : signedIn.GetAsync(cancellationToken);
    }
}
