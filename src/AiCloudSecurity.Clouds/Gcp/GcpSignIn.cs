using System.Runtime.InteropServices;
using System.Text.Json;
using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;

namespace AiCloudSecurity.Clouds.Gcp;

/// <summary>A signed-in caller.</summary>
/// <param name="Credential">Gives tokens.</param>
/// <param name="Caller">Who it is, where the credentials say so.</param>
/// <param name="QuotaProject">The project that requests are counted for; null where it is the one that is asked.</param>
/// <param name="Universe">The domain of the universe.</param>
internal sealed record GcpSignIn(GoogleCredential Credential, string Caller, string? QuotaProject, string Universe)
{
    private const string Scope = "https://www.googleapis.com/auth/cloud-platform";
    private const string Google = "googleapis.com";

    /// <summary>The token for one request; renewed when it is due.</summary>
    public Task<string> TokenAsync(CancellationToken cancellationToken) =>
        ((ITokenAccess)Credential).GetAccessTokenForRequestAsync(cancellationToken: cancellationToken);

    /// <summary>
    /// Finds who is signed in: a token that was given; a file that GOOGLE_APPLICATION_CREDENTIALS names; the file of
    /// <c>gcloud auth application-default login</c>; the metadata server.
    /// </summary>
    /// <remarks>
    /// Google's own search for the file is not used: it is done once in a process, so that nobody could sign in after a
    /// failure without a new one.
    /// </remarks>
    /// <exception cref="AiCloudException">Nobody is, or the file is of no use.</exception>
    public static async Task<GcpSignIn> FindAsync(GcpOptions options, HttpMessageHandler? tokens, CancellationToken cancellationToken)
    {
        if ((options.AccessToken ?? Variable("CLOUDSDK_AUTH_ACCESS_TOKEN") ?? TokenOfFile()) is { Length: > 0 } token)
        {
            return new(GoogleCredential.FromAccessToken(token), "the caller", options.QuotaProject ?? Environment("GOOGLE_CLOUD_QUOTA_PROJECT", "CLOUDSDK_BILLING_QUOTA_PROJECT"), UniverseOf(options, null));
        }
        if (Variable("GOOGLE_APPLICATION_CREDENTIALS") is { } named)
        {
            return OfFile(named, options, tokens);
        }
        if (WellKnownFile is { } known && File.Exists(known))
        {
            return OfFile(known, options, tokens);
        }
        if (Variable("GCE_METADATA_HOST") is not null || await ComputeCredential.IsRunningOnComputeEngine().WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            var credential = Prepared(GoogleCredential.FromComputeCredential(new ComputeCredential()), options, tokens);
            var universe = options.UniverseDomain ?? Variable("GOOGLE_CLOUD_UNIVERSE_DOMAIN") ?? await credential.GetUniverseDomainAsync(cancellationToken).ConfigureAwait(false);
            return new(credential, "the machine's service account", options.QuotaProject ?? credential.QuotaProject, universe);
        }
        throw NotSignedIn("There is no file of Application Default Credentials and no metadata server", "application-default");
    }

    /// <summary>Whether credentials lie where they are looked for first: nothing is asked.</summary>
    public static bool IsLikely =>
        Variable("CLOUDSDK_AUTH_ACCESS_TOKEN") is not null || Variable("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE") is not null || Variable("GOOGLE_APPLICATION_CREDENTIALS") is not null
        || Variable("GCE_METADATA_HOST") is not null || WellKnownFile is { } known && File.Exists(known);

    private static GcpSignIn OfFile(string path, GcpOptions options, HttpMessageHandler? tokens)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw NotSignedIn($"The credentials in {Display.Safe(path)} cannot be read ({unreadable.Message})", path, unreadable);
        }
        var (kind, universe, caller) = ("", (string?)null, "the caller");
        try
        {
            using var json = JsonDocument.Parse(text);
            string? Text(JsonElement element, string member) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            kind = Text(json.RootElement, "type") ?? "";
            universe = Text(json.RootElement, "universe_domain");
            var impersonated = Text(json.RootElement, "service_account_impersonation_url");
            caller = Text(json.RootElement, "client_email") ?? Text(json.RootElement, "account") ?? (impersonated is null ? null : Impersonated(impersonated)) ?? caller;
            if (kind == "external_account" && json.RootElement.TryGetProperty("credential_source", out var source) && source.ValueKind == JsonValueKind.Object && source.TryGetProperty("executable", out _))
            {
                // A file that somebody planted must not start a program; nor do Google's libraries unless they are told to.
                throw NotSignedIn(Variable("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES") == "1"
                    ? $"The credentials in {Display.Safe(path)} get their token from a program, which this version does not start"
                    : $"The credentials in {Display.Safe(path)} would start a program to get their token, which is not allowed", path);
            }
            foreach (var member in (ReadOnlySpan<string>)["token_uri", "token_url", "service_account_impersonation_url"])
            {
                if (Text(json.RootElement, member) is { } address && !(Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == "https" || uri.IsLoopback)))
                {
                    throw NotSignedIn($"The credentials in {Display.Safe(path)} would be sent without TLS ({member})", path);
                }
            }
        }
        catch (JsonException malformed)
        {
            throw NotSignedIn($"The credentials in {Display.Safe(path)} are no JSON", path, malformed);
        }
        GoogleCredential credential;
        try
        {
            credential = kind switch
            {
                "service_account" => CredentialFactory.FromJson<ServiceAccountCredential>(text).ToGoogleCredential(),
                "authorized_user" => CredentialFactory.FromJson<UserCredential>(text).ToGoogleCredential(),
                "external_account" or "external_account_authorized_user" or "impersonated_service_account" => CredentialFactory.FromJson(text, kind),
                _ => throw NotSignedIn($"The credentials in {Display.Safe(path)} are of the kind '{Display.Safe(kind)}', which this version does not know", path),
            };
        }
        catch (Exception unusable) when (unusable is not AiCloudException)
        {
            throw NotSignedIn($"The credentials in {Display.Safe(path)} are damaged", path, unusable);
        }
        credential = Prepared(credential, options, tokens);
        return new(credential, caller, options.QuotaProject ?? Environment("GOOGLE_CLOUD_QUOTA_PROJECT", "CLOUDSDK_BILLING_QUOTA_PROJECT") ?? credential.QuotaProject, UniverseOf(options, universe));
    }

    private static GoogleCredential Prepared(GoogleCredential credential, GcpOptions options, HttpMessageHandler? tokens)
    {
        credential = credential.CreateScoped(Scope);
        credential = tokens is null ? credential : credential.CreateWithHttpClientFactory(new Through(tokens));
        return options.UniverseDomain is { } universe ? credential.CreateWithUniverseDomain(universe) : credential;
    }

    private static string UniverseOf(GcpOptions options, string? ofFile) => options.UniverseDomain ?? Environment("GOOGLE_CLOUD_UNIVERSE_DOMAIN", "CLOUDSDK_CORE_UNIVERSE_DOMAIN") ?? ofFile ?? Google;

    private static string? TokenOfFile()
    {
        if (Variable("CLOUDSDK_AUTH_ACCESS_TOKEN_FILE") is not { } path)
        {
            return null;
        }
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw NotSignedIn($"The token in {Display.Safe(path)} cannot be read ({unreadable.Message})", path, unreadable);
        }
    }

    // Where gcloud puts it.
    private static string? WellKnownFile
    {
        get
        {
            var folder = Variable("CLOUDSDK_CONFIG") ?? (RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
                ? Variable("APPDATA") is { } data ? Path.Join(data, "gcloud") : null
                : Variable("HOME") is { } home ? Path.Join(home, ".config", "gcloud") : null);
            return folder is null ? null : Path.Join(folder, "application_default_credentials.json");
        }
    }

    // …/serviceAccounts/sa@p.iam.gserviceaccount.com:generateAccessToken
    private static string? Impersonated(string url) => url[(url.LastIndexOf('/') + 1)..].Split(':') is [var account, ..] && account.Contains('@', StringComparison.Ordinal) ? account : null;

    private static string? Environment(string name, string other) => Variable(name) ?? Variable(other);

    private static string? Variable(string name) => System.Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static AiCloudException NotSignedIn(string what, string target, Exception? cause = null) => new(ErrorId.CloudAuthenticationFailed,
        $"Google Cloud was not signed in to. {what}. Run 'gcloud auth application-default login', name a file with GOOGLE_APPLICATION_CREDENTIALS, or give -AccessToken.", target, cause);

    // Where tokens are asked for, for tests.
    private sealed class Through(HttpMessageHandler handler) : HttpClientFactory
    {
        protected override HttpMessageHandler CreateHandler(CreateHttpClientArgs args) => handler;
    }
}
