namespace AiCloudSecurity.Checks.Aws;

/// <summary>Answers from several inventories together.</summary>
internal static class Seen
{
    /// <summary>Whether one of them says yes, whatever could not be read of the others.</summary>
    /// <exception cref="UnseenException">None says yes, and one could not be read.</exception>
    public static bool Any(params ReadOnlySpan<Func<bool>> answers)
    {
        UnseenException? unseen = null;
        foreach (var answer in answers)
        {
            try
            {
                if (answer())
                {
                    return true;
                }
            }
            catch (UnseenException missing)
            {
                unseen ??= missing;
            }
        }
        return unseen is null ? false : throw unseen;
    }
}
