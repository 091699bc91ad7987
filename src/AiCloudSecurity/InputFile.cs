namespace AiCloudSecurity;

/// <summary>Files that somebody named, to be read.</summary>
internal static class InputFile
{
    /// <summary>Opens a file.</summary>
    /// <exception cref="AiCloudException">It is not there (ResourceNotFound), or cannot be opened (EstateUnreadable).</exception>
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw failure is FileNotFoundException or DirectoryNotFoundException ? Missing(path, failure)
                : new AiCloudException(ErrorId.EstateUnreadable, $"'{Display.Safe(path)}' could not be opened: {Display.Safe(failure.Message)}", path, failure);
        }
    }

    /// <summary>The error that there is no such file or folder.</summary>
    public static AiCloudException Missing(string path, Exception? cause = null) =>
        new(ErrorId.ResourceNotFound, $"There is no file or folder '{Display.Safe(path)}'.", path, cause);
}
