namespace AiCloudSecurity.Iam;

/// <summary>Tells the condition keys that a caller chooses with the request from those that others decide.</summary>
internal static class CallerKeys
{
    private static readonly string[] s_global =
        ["aws:RequestTag/", "aws:TagKeys", "aws:RequestedRegion", "aws:SecureTransport", "aws:UserAgent", "aws:Referer", "aws:CurrentTime", "aws:EpochTime", "iam:PassedToService", "iam:AssociatedResourceArn"];

    /// <summary>Whether whoever makes the request can have any value there.</summary>
    public static bool Chooses(string key)
    {
        if (key.Contains("ResourceTag/", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        if (Array.Exists(s_global, known => key.StartsWith(known, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }
        // The keys of an AI service are its requests' own parameters.
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && AiActions.IsService(key.AsSpan(0, colon));
    }
}
