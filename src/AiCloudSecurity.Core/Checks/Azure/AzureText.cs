namespace AiCloudSecurity.Checks.Azure;

/// <summary>Reads what Azure writes in whatever case.</summary>
internal static class AzureText
{
    /// <summary>Whether it is one of these words.</summary>
    public static bool Is(this string? value, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (word.Equals(value, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }
        return false;
    }
}
